//! What the screen shows as meant is what a key changes, and what the status names; nothing but the
//! user's own moving makes another record the one that is meant.

use std::collections::{BTreeMap, BTreeSet};

use guichet::command::Command;
use guichet::desk::Focus;
use guichet::desk::layers::Layer;
use guichet::desk::lines::LineKind;
use guichet::desk::pane::PaneId;
use guichet::keymap::{Code, Key};
use guichet::model::kinds::{interaction, task};
use guichet::model::{Kind, RecordRef};
use guichet::runtime::surroundings::Surroundings;
use proptest::prelude::*;

use super::session::{Session, start};
use super::template::{self, Source};

/// Something a user does.
#[derive(Clone, Debug)]
enum Act {
    /// Moves, by that key.
    Move(&'static str),
    Filter(&'static str),
    Mark,
    Delete,
    Restore,
    /// Types into the field that many fields on.
    Edit(usize, &'static str),
    Log(&'static str),
    Quick(&'static str),
    Undo,
    Redo,
}

const MOVES: &[&str] = &[
    "j",
    "j",
    "j",
    "k",
    "k",
    "l",
    "h",
    "enter",
    "enter",
    "tab",
    "esc",
    "G",
    "home",
    "ctrl-d",
    "backspace",
    "5",
    "6",
    "1",
    "0",
    "T",
    "s",
    "S",
    "*",
];
/// What is typed of a call, a note, a task.
const SAID: &str = "quelque chose";
const FILTERS: &[&str] = &[
    "erwan",
    "club",
    "zo",
    "has:email",
    "no:email",
    "a",
    "sessions",
    "",
];
const QUICKS: &[&str] = &[
    "Zoé Carn",
    "type:club_u Club neuf",
    "person:\"Luc Martin\" role:participant status:positive",
    "acronym:ZZ Zèbre",
];

fn act() -> impl Strategy<Value = Act> {
    let one = |of: &'static [&'static str]| prop::sample::select(of);
    prop_oneof![
        30 => one(MOVES).prop_map(Act::Move),
        3 => one(FILTERS).prop_map(Act::Filter),
        3 => Just(Act::Mark),
        6 => Just(Act::Delete),
        2 => Just(Act::Restore),
        5 => (0usize..6, one(&["zora", "x", "2026"])).prop_map(|(at, text)| Act::Edit(at, text)),
        5 => one(&["c", "n", "t"]).prop_map(Act::Log),
        5 => one(QUICKS).prop_map(Act::Quick),
        3 => Just(Act::Undo),
        1 => Just(Act::Redo),
    ]
}

/// The records and their revisions.
fn revisions(session: &Session) -> BTreeMap<RecordRef, u64> {
    let catalog = &session.desk.catalog;
    let records = Kind::ALL.iter().flat_map(|kind| catalog.records(*kind));
    records
        .map(|record| (record.reference(), record.revision))
        .collect()
}

/// The records that differ.
fn changed(
    before: &BTreeMap<RecordRef, u64>,
    after: &BTreeMap<RecordRef, u64>,
) -> BTreeSet<RecordRef> {
    let all = before.keys().chain(after.keys());
    all.filter(|record| before.get(record) != after.get(record))
        .copied()
        .collect()
}

fn press(session: &mut Session, key: &str) {
    session.key(key.parse().unwrap());
    session.settle();
}

fn write(session: &mut Session, text: &str) {
    text.chars()
        .for_each(|c| session.key(Key::plain(Code::Char(c))));
    session.settle();
}

/// Leaves what lies over the panes, and throws away what was typed.
fn put_away(session: &mut Session) {
    while let Some(layer) = session.desk.layers.last() {
        match layer {
            Layer::Form(_) => press(session, "ctrl-x"),
            Layer::Confirm(_) => press(session, "o"),
            Layer::Quick(_) => {
                press(session, "ctrl-u");
                press(session, "esc");
            }
            _ => press(session, "esc"),
        }
    }
}

/// What shows is what is meant: the sheet has the row of the list, or the row in it is in sight.
fn is_shown(session: &Session) -> Result<(), TestCaseError> {
    let desk = &session.desk;
    let current = desk.screen.current(&desk.scene());
    if desk.screen.focus == Focus::List {
        prop_assert_eq!(desk.screen.sheet.record, current);
        return Ok(());
    }
    let title = &desk.screen.sheet.title;
    let shown = desk
        .screen
        .sheet
        .record
        .and_then(|record| desk.catalog.title(record));
    prop_assert!(
        shown.is_none_or(|shown| title.starts_with(&shown)),
        "{title}"
    );
    if current != desk.screen.sheet.record {
        let line = desk.screen.sheet.content.selected().unwrap();
        prop_assert!(matches!(line.kind, LineKind::Item | LineKind::Event));
        let row = &session.rows[usize::from(session.cursor.1)];
        let begin: String = line.text.chars().take(8).collect();
        prop_assert!(row.contains(begin.trim_end()), "{row} lacks {begin}");
        let named = desk.screen.meaning_words(&desk.scene()).unwrap();
        prop_assert!(named.contains(&desk.catalog.title(current.unwrap()).unwrap()));
    }
    Ok(())
}

fn done(session: &Session) -> String {
    session
        .desk
        .status
        .as_ref()
        .map_or(String::new(), |status| status.text.clone())
}

/// Does it; says whether it was to leave what is meant alone.
fn perform(session: &mut Session, act: &Act) -> Result<bool, TestCaseError> {
    let before = revisions(session);
    let entries = session.desk.journal.len();
    let meant: BTreeSet<RecordRef> = session
        .desk
        .screen
        .meant(&session.desk.scene())
        .into_iter()
        .collect();
    let current = session.desk.screen.current(&session.desk.scene());
    let about = session.desk.screen.about(&session.desk.scene());
    let trashed = |session: &Session, record: &RecordRef| {
        session
            .desk
            .catalog
            .get(*record)
            .is_some_and(|record| record.trashed)
    };
    let short = |session: &Session, record: RecordRef| session.desk.catalog.short(record);
    let named_before = current.and_then(|record| short(session, record));
    let adding = session.desk.screen.adding(&session.desk.scene());
    let section = adding
        .as_ref()
        .filter(|(collection, fields)| *fields != collection.defaults());
    let (section, here) = (section.is_some(), session.desk.screen.sheet.record);
    let of_state = |session: &Session, wanted: bool| -> BTreeSet<RecordRef> {
        let held = meant.iter().copied();
        held.filter(|record| trashed(session, record) == wanted)
            .collect()
    };
    let (live, gone) = (of_state(session, false), of_state(session, true));
    match act {
        Act::Move(key) => press(session, key),
        Act::Filter(text) => {
            press(session, "/");
            if matches!(session.desk.layers.last(), Some(Layer::Filter(_))) {
                press(session, "ctrl-u");
                write(session, text);
                press(session, "enter");
            }
        }
        Act::Mark => press(session, "m"),
        Act::Delete | Act::Restore => {
            press(session, if matches!(act, Act::Delete) { "d" } else { "r" });
            if matches!(session.desk.layers.last(), Some(Layer::Confirm(_))) {
                press(session, "o");
            }
        }
        Act::Edit(at, text) => {
            press(session, "e");
            if let Some(Layer::Form(form)) = session.desk.layers.last() {
                prop_assert_eq!(form.record, current);
                (0..*at).for_each(|_| press(session, "tab"));
                write(session, text);
                press(session, "ctrl-s");
            }
        }
        Act::Log(key) => {
            press(session, key);
            if matches!(session.desk.layers.last(), Some(Layer::Form(_))) {
                write(session, SAID);
                press(session, "ctrl-s");
            }
        }
        Act::Quick(text) => {
            press(session, "A");
            if matches!(session.desk.layers.last(), Some(Layer::Quick(_))) {
                write(session, text);
                press(session, "enter");
            }
        }
        Act::Undo => session.run(Command::Undo),
        Act::Redo => session.run(Command::Redo),
    }
    session.settle();
    let said = done(session);
    let written = session.desk.journal.len() - entries;
    let after = revisions(session);
    let changed = changed(&before, &after);
    put_away(session);
    session.settle();
    prop_assert_eq!(written == 0, changed.is_empty(), "{:?}", changed);
    if written == 0 {
        return Ok(!matches!(act, Act::Move(_) | Act::Filter(_) | Act::Mark));
    }
    prop_assert_eq!(written, 1);
    if let [only] = changed.iter().copied().collect::<Vec<_>>().as_slice() {
        // In the journal a record has the name it had when it was changed.
        let log = matches!(act, Act::Log(_)).then(|| SAID.to_string());
        let names = [short(session, *only), named_before, log];
        let named = names
            .iter()
            .flatten()
            .any(|name| said.contains(name.as_str()));
        let known = after.contains_key(only) && !matches!(act, Act::Undo | Act::Redo);
        prop_assert!(named || !known, "{said} names none of {names:?}");
    } else {
        let count = changed.len().to_string();
        prop_assert!(said.contains(&count), "{said} does not say {count}");
    }
    let new = || {
        changed
            .first()
            .copied()
            .and_then(|record| session.desk.catalog.get(record))
    };
    match act {
        Act::Delete => prop_assert_eq!(&changed, &live),
        Act::Restore => prop_assert_eq!(&changed, &gone),
        Act::Edit(..) => prop_assert_eq!(changed, current.into_iter().collect()),
        Act::Log(key) => {
            let field = if *key == "t" {
                &task::ABOUT
            } else {
                &interaction::ABOUT
            };
            let references = new().unwrap().references();
            let pointed = references.filter(|(number, _)| *number == field.number);
            let pointed: Vec<RecordRef> = pointed.map(|(_, record)| record).collect();
            prop_assert_eq!(pointed, about);
            let row =
                session.desk.screen.current(&session.desk.scene()) == changed.first().copied();
            return Ok(!row);
        }
        Act::Quick(_) => {
            let new = new().unwrap();
            if section {
                let points = new.references().any(|(_, record)| Some(record) == here);
                prop_assert!(points, "what is added in a section points to the sheet’s");
            }
            prop_assert_eq!(
                session.desk.screen.current(&session.desk.scene()),
                Some(new.reference())
            );
            return Ok(false);
        }
        Act::Undo | Act::Redo => {}
        _ => prop_assert!(false, "{act:?} writes"),
    }
    Ok(true)
}

fn runs(sources: &[Source], acts: &[Act]) -> Result<(), TestCaseError> {
    let home = tempfile::tempdir().unwrap();
    let store = home.path().join("store");
    template::furnish(&store, sources, start() - 86_400_000);
    let path = |name: &str| home.path().join(name).display().to_string();
    let surroundings = Surroundings::made_up(&[
        ("XDG_CONFIG_HOME", &path("config")),
        ("XDG_STATE_HOME", &path("state")),
        ("LANG", "fr_FR.UTF-8"),
        ("USER", "marie"),
    ]);
    let mut session = Session::start(&store, &surroundings, (120, 30), start());
    session.settle();
    put_away(&mut session);
    for act in acts {
        let before = session.desk.screen.current(&session.desk.scene());
        is_shown(&session)?;
        let stays = perform(&mut session, act)?;
        is_shown(&session)?;
        let there = before.filter(|record| session.desk.catalog.get(*record).is_some());
        // In an empty list a first row is meant as it comes.
        let on_line = before.is_some() || session.desk.screen.pane == PaneId::Today;
        if stays && on_line && there == before {
            prop_assert_eq!(
                session.desk.screen.current(&session.desk.scene()),
                before,
                "{:?} moved what is meant",
                act
            );
        }
    }
    session.finish();
    Ok(())
}

proptest! {
    #![proptest_config(super::tried(10, 300))]

    #[test]
    fn what_is_named_is_what_is_shown_and_what_changes(acts in prop::collection::vec(act(), 30..70)) {
        let source = |name: &str, kind| Source::File(name.to_string(), kind);
        let sources = [
            source("contacts.csv", "person"),
            source("meetings.csv", "event"),
            source("registrations.csv", "registration"),
            source("organisations.csv", "adherent"),
        ];
        runs(&sources, &acts)?;
    }
}

proptest! {
    #![proptest_config(super::tried(3, 60))]

    #[test]
    fn and_so_it_is_with_the_report(acts in prop::collection::vec(act(), 30..60)) {
        runs(&[Source::Report], &acts)?;
    }
}
