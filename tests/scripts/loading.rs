//! Keys during a load that is as slow as it likes: the store's messages come when the test says so.

use guichet::catalog::Catalog;
use guichet::config::Wanted;
use guichet::desk::layers::Layer;
use guichet::desk::message::{Effect, Job, Msg, Opened};
use guichet::desk::{Desk, Standing};
use guichet::model::kinds::organisation;
use guichet::model::{Fields, Kind, Lang, Record, RecordRef, Value};
use guichet::runtime::settings;
use guichet::runtime::surroundings::Surroundings;
use guichet::ui;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ulid::Ulid;

/// A catalog of adherents of those names; the ids are those of the names.
fn adherents(names: &[&str]) -> Catalog {
    let mut catalog = Catalog::new(Lang::Fr);
    catalog.load(names.iter().map(|name| {
        let roles = Value::Many(vec![Value::text("adherent")]);
        let fields = Fields::new()
            .with(organisation::ACRONYM.number, Value::text(*name))
            .with(organisation::ROLES.number, roles);
        Record::new(record(name), 1, false, &fields)
    }));
    catalog
}

fn record(name: &str) -> RecordRef {
    let id = name.bytes().fold(0, |id, byte| id << 8 | u128::from(byte));
    RecordRef::new(Kind::Organisation, Ulid::from(id))
}

fn press(desk: &mut Desk, keys: &str) -> Vec<Effect> {
    let keys = keys.split(' ').map(|key| key.parse().unwrap());
    keys.flat_map(|key| desk.update(1_000, Msg::Key(key)))
        .collect()
}

fn frame(desk: &Desk) -> String {
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
    terminal.draw(|frame| ui::draw(desk, frame)).unwrap();
    terminal.backend().to_string()
}

fn under_cursor(desk: &Desk) -> Option<RecordRef> {
    desk.screen.list().unwrap().selected()
}

#[test]
fn keys_pressed_while_loading_count_and_the_cursor_stays() {
    let surroundings = Surroundings::made_up(&[("LANG", "fr_FR.UTF-8")]);
    let mut desk = Desk::new(settings::read(&surroundings, &Wanted::default()), 1);
    desk.update(0, Msg::Resize(120, 40));
    press(&mut desk, "j j");
    desk.update(1, Msg::Progress(4_096, 9_000));
    let screen = frame(&desk);
    assert!(
        screen.contains("4 096 fiches sur 9 000") || screen.contains("4\u{202f}096"),
        "{screen}"
    );
    desk.update(2, Msg::Part(adherents(&["BB", "DD", "FF"])));
    assert!(frame(&desk).contains("liste partielle"));
    press(&mut desk, "j");
    assert_eq!(under_cursor(&desk), Some(record("DD")));
    // A filter that is being typed goes on over the parts.
    press(&mut desk, "/ d");
    desk.update(
        3,
        Msg::Part(adherents(&["AA", "BB", "CC", "DD", "DE", "FF"])),
    );
    assert_eq!(under_cursor(&desk), Some(record("DD")));
    assert_eq!(desk.screen.list().unwrap().rows.len(), 2);
    press(&mut desk, "esc");
    assert_eq!(under_cursor(&desk), Some(record("DD")));
    // What changes records waits for the store to be open, and finds the record meant.
    press(&mut desk, "e");
    assert!(desk.layers.is_empty());
    let whole = adherents(&["AA", "BB", "CC", "DD", "DE", "EE", "FF"]);
    desk.update(4, Msg::Whole(whole));
    assert_eq!(desk.standing, Standing::Ready);
    let screen = frame(&desk);
    assert!(
        screen.contains("7/7") && screen.contains("ouverture en écriture"),
        "{screen}"
    );
    assert!(!screen.contains("liste partielle"), "{screen}");
    assert_eq!(under_cursor(&desk), Some(record("DD")));
    // The change that waited is made to the record that was meant.
    desk.update(5, Msg::Opened(Opened::default()));
    let [Layer::Form(form)] = desk.layers.as_slice() else {
        panic!("no form: {}", frame(&desk));
    };
    assert_eq!(form.record, Some(record("DD")));
    desk.update(6, Msg::Loaded(None));
    assert!(matches!(desk.layers.as_slice(), [Layer::Form(_)]));
    press(&mut desk, "esc");
    assert_eq!(under_cursor(&desk), Some(record("DD")));
    assert!(!frame(&desk).contains("ouverture en écriture"));
}

/// Performs the searches among those effects in place.
fn find(desk: &mut Desk, effects: Vec<Effect>) {
    for effect in effects {
        if let Effect::Begin(id, job @ Job::Find(..)) = effect {
            desk.update(1_000, Msg::Answer(id, job.done()));
        }
    }
}

#[test]
fn find_says_that_not_all_was_looked_through_and_looks_again() {
    let surroundings = Surroundings::made_up(&[("LANG", "fr_FR.UTF-8")]);
    let mut desk = Desk::new(settings::read(&surroundings, &Wanted::default()), 1);
    desk.update(0, Msg::Resize(120, 40));
    desk.update(1, Msg::Part(adherents(&["BB", "DD"])));
    for key in ["space", "e", "e"] {
        let effects = press(&mut desk, key);
        find(&mut desk, effects);
    }
    let screen = frame(&desk);
    assert!(screen.contains("aucune fiche…"), "{screen}");
    assert!(screen.contains("tout n’est pas chargé"), "{screen}");
    let effects = desk.update(2, Msg::Whole(adherents(&["BB", "DD", "EE"])));
    find(&mut desk, effects);
    let screen = frame(&desk);
    assert!(screen.contains("1 fiche "), "{screen}");
    assert!(!screen.contains("tout n’est pas chargé"), "{screen}");
}
