//! Any keys at any size: no panic, the invariants hold, and undoing everything gives back what was.

use guichet::keymap::{Code, Key};
use guichet::runtime::surroundings::Surroundings;
use proptest::prelude::*;

use super::session::{Session, start};
use super::template::{self, Source};

/// Keys that are bound somewhere and are no plain characters.
const NAMED: &str = "enter esc tab shift-tab up down left right home end pgup pgdn backspace delete \
    ctrl-s ctrl-d ctrl-u ctrl-r ctrl-g ctrl-n ctrl-p ctrl-x ctrl-space ctrl-k alt-up alt-down f1 f2";

#[derive(Clone, Debug)]
enum Step {
    Key(Key),
    Size(u16, u16),
    Paste(String),
}

fn key() -> impl Strategy<Value = Key> {
    let named: Vec<Key> = NAMED.split(' ').map(|name| name.parse().unwrap()).collect();
    let letters: Vec<char> = "aAbcdeghHjklmnoOrsStTuyK/:?*0123456789 éœ'’;\"&(-_"
        .chars()
        .collect();
    let letter = prop::sample::select(letters).prop_map(|c| Key::plain(Code::Char(c)));
    prop_oneof![3 => prop::sample::select(named), 4 => letter]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        60 => key().prop_map(Step::Key),
        1 => (0u16..160, 0u16..50).prop_map(|(width, height)| Step::Size(width, height)),
        1 => "[a-zé\n:]{0,12}".prop_map(Step::Paste),
    ]
}

/// What the store holds: every record, live or in the trash.
fn contents(session: &Session) -> Vec<String> {
    let catalog = &session.desk.catalog;
    let kinds = guichet::model::Kind::ALL.iter();
    let records = kinds
        .flat_map(|kind| catalog.records(*kind))
        .chain(catalog.trash());
    let mut all: Vec<String> = records
        .map(|record| {
            format!(
                "{} {} {:?}",
                record.reference(),
                record.trashed,
                record.fields()
            )
        })
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

proptest! {
    #![proptest_config(super::tried(8, 200))]

    #[test]
    fn any_keys_keep_the_desk_sound_and_can_be_undone(steps in prop::collection::vec(step(), 100..300)) {
        let home = tempfile::tempdir().unwrap();
        let store = home.path().join("store");
        let source = |name: &str, kind| Source::File(name.to_string(), kind);
        let sources = [source("people.csv", "person"), source("organisations.csv", "adherent")];
        template::furnish(&store, &sources, start() - 86_400_000);
        let path = |name: &str| home.path().join(name).display().to_string();
        let surroundings = Surroundings::made_up(&[
            ("XDG_CONFIG_HOME", &path("config")),
            ("XDG_STATE_HOME", &path("state")),
            ("USER", "marie"),
        ]);
        let mut session = Session::start(&store, &surroundings, (100, 30), start());
        let before = contents(&session);
        for step in steps {
            match step {
                Step::Key(key) => session.key(key),
                Step::Size(width, height) => session.resize(width, height),
                Step::Paste(text) => session.take(guichet::desk::message::Msg::Paste(text)),
            }
            session.settle();
        }
        while !session.desk.layers.is_empty() {
            session.key("esc".parse().unwrap());
            session.settle();
        }
        while !session.desk.scene().undo_stacks().0.is_empty() {
            let left = session.desk.scene().undo_stacks().0.len();
            session.run(guichet::command::Command::Undo);
            session.settle();
            prop_assert!(session.desk.scene().undo_stacks().0.len() < left, "{:?}", session.desk.status);
        }
        prop_assert_eq!(before, contents(&session));
        session.finish();
        let found = guichet::store::doctor::examine(&store).unwrap();
        prop_assert!(found.findings.is_empty(), "{:?}", found.findings);
    }
}
