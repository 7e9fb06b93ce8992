//! A pane of more records than are put in order at a key.

use std::sync::Arc;

use guichet::catalog::{Catalog, Order};
use guichet::config::{Panes, Wanted};
use guichet::desk::message::{Effect, Job, Msg};
use guichet::desk::pane::{GROUPED, LARGE};
use guichet::desk::pane::{List, PaneId};
use guichet::desk::{Desk, Settings};
use guichet::keymap::{Key, Keymap};
use guichet::locale::Texts;
use guichet::model::kinds::{interaction, person};
use guichet::model::{Author, Fields, Heading, Kind, Lang, Record, RecordRef, Step, Value, Verb};
use guichet::store::Changed;
use guichet::theme::{ColourDepth, Theme};
use ulid::Ulid;

/// The desk with the orders that it asked for and that have not come yet.
struct Stage {
    desk: Desk,
    asked: Vec<Msg>,
}

fn person(number: usize, name: &str) -> Record {
    let fields = Fields::new()
        .with(person::NAME.number, Value::text(name))
        .with(
            person::CITY.number,
            Value::text(["Nantes", "Lyon"][number % 2]),
        );
    let id = Ulid::from(number as u128 + 1);
    Record::new(RecordRef::new(Kind::Person, id), 1, false, &fields)
}

impl Stage {
    /// So many people, the last name first.
    fn of(people: usize) -> Stage {
        let settings = Settings {
            texts: Texts::new(Lang::Fr),
            keymap: Arc::new(Keymap::load("default", None).0),
            theme: Theme::load("dark", None, ColourDepth::True).0,
            theme_named: "dark".to_string(),
            suited: None,
            wanted: Wanted::default(),
            author: Author::called("marie"),
            layout: Panes::default(),
            which_key_ms: 300,
            themes: Vec::new(),
            keymaps: Vec::new(),
            narrow_locale: None,
            findings: Vec::new(),
        };
        let mut stage = Stage {
            desk: Desk::new(settings, 1),
            asked: Vec::new(),
        };
        stage.take(Msg::Resize(120, 40));
        stage.load((0..people).map(|n| person(n, &format!("Nom {}", people - n))));
        stage.keys("5");
        stage
    }

    fn load(&mut self, records: impl Iterator<Item = Record>) {
        let mut catalog = Catalog::new(Lang::Fr);
        catalog.load(records);
        self.take(Msg::Loaded(Some(catalog)));
    }

    fn take(&mut self, msg: Msg) {
        for effect in self.desk.update(0, msg) {
            if let Effect::Begin(id, job @ (Job::Rank(_) | Job::Tell(_) | Job::Sift(_))) = effect {
                self.asked.push(Msg::Answer(id, job.done()));
            }
        }
    }

    fn keys(&mut self, keys: &str) {
        for key in keys.split(' ') {
            self.take(Msg::Key(key.parse::<Key>().unwrap()));
        }
    }

    /// Lets the orders come; gives how many were asked for.
    fn sorted(&mut self) -> usize {
        let mut count = 0;
        while !self.asked.is_empty() {
            count += 1;
            let msg = self.asked.remove(0);
            self.take(msg);
        }
        count
    }

    fn pane(&self) -> &List {
        self.desk.screen.panes[&PaneId::Tab(5)].list().unwrap()
    }

    fn selected(&self) -> String {
        let record = self.pane().selected().unwrap();
        self.desk.catalog.title(record).unwrap()
    }
}

const MANY: usize = LARGE + 5_000;

#[test]
fn a_large_pane_shows_at_once_and_is_put_in_order_aside() {
    let mut stage = Stage::of(MANY);
    assert!(stage.pane().is_sorting());
    assert_eq!((stage.pane().found, stage.pane().total), (MANY, MANY));
    assert!(
        stage.pane().rows.len() < 2_000,
        "only those around the cursor"
    );
    assert_eq!(stage.selected(), format!("Nom {MANY}"), "as they lie");
    assert_eq!(stage.sorted(), 1);
    assert!(!stage.pane().is_sorting());
    stage.keys("home");
    assert_eq!(stage.selected(), "Nom 1");
    // The last row, a page up, and back along to the first.
    stage.keys("G");
    assert_eq!(stage.selected(), format!("Nom {MANY}"));
    stage.keys("k");
    assert_eq!(stage.selected(), format!("Nom {}", MANY - 1));
    stage.keys("home j");
    assert_eq!(stage.selected(), "Nom 2");
    assert!(stage.pane().rows.len() < 2_000);
    assert_eq!(stage.sorted(), 0, "moving asks for no order");
}

#[test]
fn a_filter_keeps_the_order_and_counts_exactly() {
    let mut stage = Stage::of(MANY);
    stage.sorted();
    stage.keys("/ c i t y : l y o n enter");
    assert_eq!(stage.pane().found, MANY / 2);
    assert_eq!(stage.sorted(), 0, "the order is there");
    let first = stage.selected();
    stage.keys("j");
    let number = |name: &str| name.trim_start_matches("Nom ").parse::<usize>().unwrap();
    assert!(number(&first) < number(&stage.selected()));
    stage.keys("G");
    assert!(number(&stage.selected()) >= MANY - 1);
    stage.keys("*");
    assert_eq!(stage.pane().marks.len(), MANY / 2);
    stage.keys("*");
    assert!(stage.pane().marks.is_empty());
    // Words: the best first, the rest as the cursor comes near, none missing.
    stage.keys("esc / n o m enter");
    assert_eq!(stage.pane().found, MANY);
    assert!(stage.pane().rows.len() < 2_000);
    stage.keys("G");
    assert!(stage.pane().selected().is_some());
    assert_eq!(stage.pane().cursor, MANY - 1);
}

#[test]
fn another_order_is_another_one_asked_for_and_the_cursor_stays_on_its_record() {
    let mut stage = Stage::of(MANY);
    stage.sorted();
    stage.keys("home j j j");
    let on = stage.selected();
    assert_eq!(on, "Nom 4");
    stage.keys("S");
    assert!(stage.pane().is_sorting());
    assert_eq!(stage.sorted(), 1);
    assert_eq!(stage.selected(), on);
    stage.keys("home");
    assert_eq!(stage.selected(), format!("Nom {MANY}"));
    // Two in a row: the first is given up.
    stage.keys("S S");
    stage.sorted();
    stage.keys("home");
    assert_eq!(stage.selected(), format!("Nom {MANY}"));
}

#[test]
fn an_edit_is_seen_at_once_and_sorted_soon() {
    let mut stage = Stage::of(MANY);
    stage.sorted();
    let heading = Heading {
        sequence: 1,
        author: "paul".to_string(),
        login: None,
        at: 0,
        step: Step {
            verb: Verb::Edit,
            subject: String::new(),
            kind: "person".to_string(),
            fields: Vec::new(),
            count: 2,
        },
        undoes: None,
    };
    let edited = person(MANY / 2, "Aaa");
    let fresh = person(MANY + 7, "Aab");
    let changed = vec![Changed::Put(edited), Changed::Put(fresh)];
    stage.take(Msg::Followed(vec![(heading, changed)]));
    assert_eq!(stage.pane().found, MANY + 1);
    assert!(stage.pane().is_sorting(), "the old order shows meanwhile");
    stage.keys("G");
    assert_eq!(stage.selected(), "Aab", "a record made since comes last");
    stage.sorted();
    stage.keys("home");
    assert_eq!(stage.selected(), "Aaa");
    stage.keys("j");
    assert_eq!(stage.selected(), "Aab");
    assert!(!stage.pane().is_sorting());
}

#[test]
fn a_pane_too_large_to_group_says_so_and_groups_what_a_filter_leaves() {
    let many = GROUPED + 1_000;
    let mut stage = Stage::of(many);
    stage.sorted();
    stage.keys("o c i t y ctrl-t esc");
    stage.sorted();
    assert!(stage.pane().is_too_large_to_group());
    assert!(stage.pane().groups.is_empty());
    stage.keys("/ c i t y : l y o n enter");
    stage.sorted();
    let counted: Vec<(&str, usize)> = stage
        .pane()
        .groups
        .iter()
        .map(|group| (group.label.as_str(), group.count))
        .collect();
    assert_eq!(counted, [("Lyon", many / 2)]);
    assert!(!stage.pane().is_too_large_to_group());
}

/// Somebody was called so many days ago.
fn called(number: usize, who: usize, days: i64) -> Record {
    let id = Ulid::from(number as u128 + 1);
    let who = RecordRef::new(Kind::Person, Ulid::from(who as u128 + 1));
    let fields = Fields::new()
        .with(interaction::TYPE.number, Value::text("call"))
        .with(
            interaction::ABOUT.number,
            Value::Many(vec![Value::Reference(who)]),
        )
        .with(
            interaction::AT.number,
            Value::Moment(-days * 24 * 3_600_000),
        );
    Record::new(RecordRef::new(Kind::Interaction, id), 1, false, &fields)
}

#[test]
fn what_is_computed_of_many_records_is_put_in_order_aside_in_a_small_pane_too() {
    const PEOPLE: usize = 500;
    let mut stage = Stage::of(PEOPLE);
    let people = (0..PEOPLE).map(|n| person(n, "Nom"));
    let calls = (0..20_000).map(|n| called(n, n % PEOPLE, (n % PEOPLE) as i64 + 1));
    stage.load(people.chain(calls));
    assert_eq!(stage.sorted(), 0, "by name at once");
    let at = stage.desk.screen.list_mut().unwrap();
    at.order = vec![Order::down("last_contact")];
    let first = |stage: &Stage| stage.pane().rows.first().map(|row| row.id.0 as usize);
    stage.keys("S");
    assert!(stage.pane().is_sorting());
    assert_eq!(stage.pane().rows.len(), PEOPLE, "shown all the same");
    assert_eq!(first(&stage), Some(1), "by name as yet");
    assert_eq!(stage.sorted(), 1);
    assert!(!stage.pane().is_sorting());
    assert_eq!(first(&stage), Some(PEOPLE), "who was called longest ago");
    stage.keys("S");
    assert_eq!(first(&stage), Some(1));
    assert_eq!(stage.sorted(), 0, "what was told is kept");
}
