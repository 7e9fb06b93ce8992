//! Filters and columns that take longer than a key may wait are answered aside, and told while that lasts.

use guichet::catalog::Catalog;
use guichet::config::Wanted;
use guichet::desk::Desk;
use guichet::desk::jobs::HowFar;
use guichet::desk::message::{Effect, Job, JobId, Msg, Opened};
use guichet::desk::pane::{List, PaneId};
use guichet::model::kinds::{affiliation, interaction, organisation, person};
use guichet::model::{Fields, Heading, Kind, Lang, Record, RecordRef, Step, Value, Verb};
use guichet::runtime::settings;
use guichet::runtime::surroundings::Surroundings;
use guichet::store::Changed;
use guichet::ui;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ulid::Ulid;

/// More than anything is told of at a key.
pub const PEOPLE: usize = 11_000;
/// Each with so many more people than the one before.
pub const PLACES: usize = 10;

pub fn at(kind: Kind, number: usize) -> RecordRef {
    RecordRef::new(kind, Ulid::from(number as u128 + 1))
}

pub fn record(kind: Kind, number: usize, fields: Fields) -> Record {
    Record::new(at(kind, number), 1, false, &fields)
}

/// Where a person is: at the first one in fifty-five, at the second two …
pub fn place(person: usize) -> usize {
    let mut left = person % (PLACES * (PLACES + 1) / 2);
    (0..PLACES)
        .find(|place| match left.checked_sub(place + 1) {
            Some(rest) => {
                left = rest;
                false
            }
            None => true,
        })
        .unwrap()
}

pub fn works(person: usize) -> Record {
    let fields = Fields::new()
        .with(
            affiliation::PERSON.number,
            Value::Reference(at(Kind::Person, person)),
        )
        .with(
            affiliation::ORGANISATION.number,
            Value::Reference(at(Kind::Organisation, place(person))),
        );
    record(Kind::Affiliation, person, fields)
}

pub fn records() -> Vec<Record> {
    let places = (0..PLACES).map(|number| {
        let fields = Fields::new()
            .with(
                organisation::NAME.number,
                Value::text(format!("Lieu {number}")),
            )
            .with(
                organisation::ROLES.number,
                Value::Many(vec![Value::text("adherent")]),
            );
        record(Kind::Organisation, number, fields)
    });
    let people = (0..PEOPLE).map(|number| {
        let name = Value::text(format!("Nom {number}"));
        record(
            Kind::Person,
            number,
            Fields::new().with(person::NAME.number, name),
        )
    });
    places.chain(people).chain((0..PEOPLE).map(works)).collect()
}

pub struct Stage {
    pub desk: Desk,
    pub begun: Vec<(JobId, Job)>,
    given_up: Vec<JobId>,
}

impl Stage {
    pub fn of(records: Vec<Record>) -> Stage {
        let surroundings = Surroundings::made_up(&[("LANG", "fr_FR.UTF-8"), ("USER", "marie")]);
        let mut stage = Stage {
            desk: Desk::new(settings::read(&surroundings, &Wanted::default()), 1),
            begun: Vec::new(),
            given_up: Vec::new(),
        };
        stage.take(Msg::Resize(120, 40));
        stage.take(Msg::Opened(Opened::default()));
        let mut catalog = Catalog::new(Lang::Fr);
        catalog.load(records);
        stage.take(Msg::Loaded(Some(catalog)));
        stage.begun.clear();
        stage
    }

    pub fn take(&mut self, msg: Msg) {
        for effect in self.desk.update(0, msg) {
            match effect {
                Effect::Begin(id, job) => self.begun.push((id, job)),
                Effect::Cancel(id) => self.given_up.push(id),
                _ => {}
            }
        }
    }

    pub fn keys(&mut self, keys: &str) {
        for key in keys.split(' ') {
            self.take(Msg::Key(key.parse().unwrap()));
        }
    }

    pub fn typed(&mut self, text: &str) {
        text.chars().for_each(|letter| match letter {
            ' ' => self.keys("space"),
            letter => self.keys(&letter.to_string()),
        });
    }

    /// The jobs of the panes that have begun.
    fn of_panes(&self) -> Vec<&Job> {
        let jobs = self.begun.iter().map(|(_, job)| job);
        jobs.filter(|job| matches!(job, Job::Sift(_) | Job::Tell(_) | Job::Rank(_)))
            .collect()
    }

    /// Does what has begun, and what that begins.
    pub fn work(&mut self) -> usize {
        let mut count = 0;
        while !self.begun.is_empty() {
            let (id, job) = self.begun.remove(0);
            count += usize::from(matches!(job, Job::Sift(_) | Job::Tell(_) | Job::Gather(_)));
            self.take(Msg::Answer(id, job.done()));
        }
        count
    }

    fn pane(&self) -> &List {
        self.desk.screen.list().unwrap()
    }

    pub fn frame(&self) -> String {
        let mut terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
        terminal.draw(|frame| ui::draw(&self.desk, frame)).unwrap();
        terminal.backend().to_string().replace('\u{a0}', " ")
    }

    pub fn changed(&mut self, record: Record) {
        let heading = Heading {
            sequence: 9,
            author: "paul".to_string(),
            at: 0,
            step: Step {
                verb: Verb::Edit,
                subject: String::new(),
                kind: record.kind.key().to_string(),
                fields: Vec::new(),
                count: 1,
            },
            undoes: None,
            login: None,
        };
        self.take(Msg::Followed(vec![(heading, vec![Changed::Put(record)])]));
    }
}

#[test]
fn the_first_filter_by_what_is_computed_is_answered_aside() {
    let mut stage = Stage::of(records());
    assert_eq!(stage.pane().found, PLACES);
    stage.keys("/");
    stage.typed("contact_count:>=");
    assert!(stage.of_panes().is_empty(), "it asks for nothing yet");
    stage.typed("1");
    let [Job::Sift(sieve)] = stage.of_panes()[..] else {
        panic!("{:?}", stage.begun);
    };
    assert_eq!(sieve.pane, PaneId::Tab(1));
    assert!(stage.pane().is_sifting() && stage.pane().found == 0);
    // How far it is shows, and no key waits.
    let (id, _) = stage.begun[0];
    stage.take(Msg::Progressed(id, HowFar::Looked(50, 200)));
    assert!(stage.frame().contains("25 %"), "{}", stage.frame());
    // More letters meanwhile ask for nothing more: what is told is what they ask.
    stage.typed("000");
    assert_eq!(stage.of_panes().len(), 1);
    assert!(stage.given_up.is_empty());
    assert!(stage.work() >= 1);
    assert!(!stage.pane().is_sifting());
    let more = (0..PLACES).filter(|place| PEOPLE / 55 * (place + 1) >= 1_000);
    assert_eq!(stage.pane().found, more.count());
    // From now on it is answered at the key, whatever is edited.
    stage.keys("backspace");
    assert!(stage.of_panes().is_empty() && stage.pane().found == PLACES);
    let moved = (0..PEOPLE).find(|person| place(*person) == 9).unwrap();
    let fields = works(moved).fields();
    let there = Value::Reference(at(Kind::Organisation, 0));
    let fields = fields.with(affiliation::ORGANISATION.number, there);
    stage.changed(record(Kind::Affiliation, moved, fields));
    stage.keys("backspace backspace backspace");
    stage.typed("201");
    assert_eq!(stage.pane().found, PLACES, "the first has one more");
    assert!(stage.of_panes().is_empty());
}

#[test]
fn esc_gives_it_up_and_nothing_is_marked_meanwhile() {
    let mut stage = Stage::of(records());
    stage.keys("/");
    stage.typed("contact_count:>1000");
    let (id, _) = stage.begun[0];
    stage.keys("enter *");
    assert!(stage.pane().marks.is_empty());
    let status = stage.desk.status.as_ref().unwrap().text.clone();
    assert!(status.contains("rien n’est marqué"), "{status}");
    stage.keys("esc");
    assert_eq!(stage.given_up, [id]);
    assert!(!stage.pane().is_sifting() && stage.pane().found == PLACES);
    // Its answer comes too late for anything.
    assert_eq!(stage.work(), 1);
    assert_eq!(stage.pane().found, PLACES);
}

#[test]
fn what_is_asked_of_many_notes_is_answered_aside_each_time_and_stays_until_a_newer_answer() {
    let talks = 20_500;
    let mut stage = Stage::of(
        (0..talks)
            .map(|number| {
                let note = match number % 100 {
                    0 => "le devis et la suite",
                    _ => "rien",
                };
                let fields = Fields::new()
                    .with(interaction::SUBJECT.number, Value::text("Appel"))
                    .with(interaction::NOTE.number, Value::text(note));
                record(Kind::Interaction, number, fields)
            })
            .collect(),
    );
    let pane = PaneId::Kind(Kind::Interaction);
    stage.desk.screen.pane = pane;
    stage
        .desk
        .screen
        .panes
        .insert(pane, guichet::desk::pane::Pane::new(pane));
    stage.keys("/");
    stage.work();
    stage.typed("note:devis");
    assert!(stage.pane().is_sifting(), "{:?}", stage.pane().query);
    // The first letters, and then all that was typed meanwhile.
    assert_eq!(stage.work(), 2);
    assert_eq!(stage.pane().found, talks / 100);
    // Somebody takes the word out of one: the answer stands until a newer one comes.
    let fields = Fields::new().with(interaction::NOTE.number, Value::text("autre"));
    stage.changed(record(Kind::Interaction, 0, fields));
    assert!(!stage.pane().is_sifting());
    assert_eq!(stage.pane().found, talks / 100);
    assert_eq!(stage.work(), 1);
    assert_eq!(stage.pane().found, talks / 100 - 1);
}

#[test]
fn what_many_tell_is_shown_summed_grouped_and_ordered_by_once_it_is_told_aside() {
    let mut stage = Stage::of(records());
    let key = "contact_count";
    let pane = stage.desk.screen.list_mut().unwrap();
    pane.switch_column(key);
    pane.order_column(key);
    pane.order_column(key);
    stage.keys("0 1");
    stage.desk.screen.outdate();
    stage.keys("0 1");
    assert!(
        matches!(stage.of_panes()[..], [Job::Tell(_)]),
        "{:?}",
        stage.begun
    );
    assert!(stage.pane().is_untold(key) && stage.pane().is_sorting());
    assert!(stage.frame().contains('…'));
    stage.keys("j k");
    assert_eq!(stage.of_panes().len(), 1, "once");
    assert_eq!(stage.work(), 1);
    assert!(!stage.pane().is_untold(key) && !stage.pane().is_sorting());
    let most = stage.pane().rows[0];
    assert_eq!(most, at(Kind::Organisation, PLACES - 1));
    assert!(stage.frame().contains("2 000") || stage.frame().contains("2\u{202f}000"));
    // Grouped, the sums are there.
    let pane = stage.desk.screen.list_mut().unwrap();
    pane.group_column("category".to_string());
    stage.desk.screen.outdate();
    stage.keys("0 1");
    assert_eq!(stage.work(), 0);
    let pane = stage.pane();
    let sum = pane.group_sums.iter().position(|of| of == key).unwrap();
    let sum = pane.groups[0].sums[sum].clone().unwrap();
    let digits: String = sum.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(digits, PEOPLE.to_string());
}
