//! A long journal, and an entry of many records: read aside, a page at a time, never while a key waits.

use guichet::catalog::Catalog;
use guichet::command::Command;
use guichet::config::Wanted;
use guichet::desk::Desk;
use guichet::desk::layers::Layer;
use guichet::desk::layers::entry::EntryView;
use guichet::desk::layers::journal::{Journal, PAGE};
use guichet::desk::message::{Answer, Asked, Effect, Msg, Opened, Refused, Sought};
use guichet::model::kinds::person;
use guichet::model::{
    Author, Commit, Content, Edit, Fields, Kind, Lang, RecordRef, Step, Value, Verb,
};
use guichet::runtime::settings;
use guichet::runtime::surroundings::Surroundings;
use guichet::store::Store;
use ulid::Ulid;

use crate::scripts::session::{Session, start};

const ENTRIES: usize = 2 * PAGE + 200;
const RECORDS: u128 = 20_000;

fn commit(author: &str, verb: Verb, subject: &str, edits: Vec<Edit>) -> Commit {
    Commit {
        author: Author::called(author),
        at: start() - 86_400_000,
        step: Step {
            verb,
            subject: subject.to_string(),
            kind: "person".to_string(),
            fields: Vec::new(),
            count: u32::try_from(edits.len()).unwrap(),
        },
        edits,
        relies: Vec::new(),
        undoes: None,
    }
}

fn edit(number: u128, base: u64, name: &str) -> Edit {
    Edit {
        record: RecordRef::new(Kind::Person, Ulid::from(number)),
        base,
        after: Some(Content {
            trashed: false,
            fields: Fields::new().with(person::NAME.number, Value::text(name)),
        }),
    }
}

fn journal(session: &Session) -> &Journal {
    match session.desk.layers.last() {
        Some(Layer::Journal(journal)) => journal,
        other => panic!("{other:?}"),
    }
}

fn entry(session: &Session) -> &EntryView {
    match session.desk.layers.last() {
        Some(Layer::Entry(view)) => view,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_long_journal_is_read_as_one_goes_and_undone_by_who_comes_next() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("store");
    let (mut store, _) = Store::open(&folder).unwrap();
    let people = (1..=RECORDS).map(|number| edit(number, 0, &format!("Nom{number:05}")));
    let import = commit("paul", Verb::Import, "hier.csv", people.collect());
    store.commit(&import).unwrap();
    for entry in 2..=ENTRIES {
        let base = if entry == 2 { 0 } else { entry as u64 - 1 };
        let edits = vec![edit(RECORDS + 1, base, &format!("Essai {entry}"))];
        store
            .commit(&commit("marie", Verb::Edit, "Essai", edits))
            .unwrap();
    }
    store.close().unwrap();
    let surroundings = Surroundings::made_up(&[("USER", "marie"), ("LANG", "fr_FR.UTF-8")]);
    let mut session = Session::start(&folder, &surroundings, (100, 30), start());
    session.settle();
    let keys = |session: &mut Session, keys: &str| {
        for key in keys.split(' ') {
            session.key(key.parse().unwrap());
            session.settle();
        }
    };
    keys(&mut session, "J");
    assert_eq!(
        (journal(&session).rows.len(), journal(&session).more),
        (PAGE, true)
    );
    // A word that only the oldest entry has is found, however far behind.
    keys(&mut session, "/ h i e r enter");
    assert_eq!(journal(&session).rows.len(), ENTRIES);
    assert_eq!(
        journal(&session).selected().unwrap().head.heading.sequence,
        1
    );
    keys(&mut session, "esc home");
    keys(&mut session, "q J");
    // Asked at once for what is read by and by.
    keys(&mut session, "G");
    assert_eq!(
        (journal(&session).rows.len(), journal(&session).more),
        (ENTRIES, false)
    );
    assert_eq!(
        journal(&session).selected().unwrap().head.heading.sequence,
        1
    );

    keys(&mut session, "enter");
    assert_eq!(entry(&session).list.shown.len(), RECORDS as usize);
    keys(&mut session, "/ n o m 1 2 3 4 5 enter m r");
    assert_eq!(session.desk.catalog.len() as u128, RECORDS + 1);
    let status = session
        .desk
        .status
        .as_ref()
        .map(|status| status.text.clone());
    assert!(
        status.is_none(),
        "what another did is asked about: {status:?}"
    );
    keys(&mut session, "o");
    let status = session.desk.status.as_ref().unwrap().text.clone();
    assert!(
        status.starts_with("Annuler pour Nom12345 (1 fiche sur 20\u{202f}000)"),
        "{status}"
    );
    keys(&mut session, "u");
    assert!(
        session.rows.iter().any(|row| row.contains("Annuler «")),
        "{:#?}",
        session.rows
    );
    keys(&mut session, "o");
    assert_eq!(
        session.desk.catalog.len(),
        1,
        "yesterday's import is undone"
    );
    keys(&mut session, "esc esc");
    assert_eq!(
        journal(&session).selected().unwrap().head.heading.sequence,
        1
    );
    session.finish();
}

/// Zeros over all entries of the open store, the file and its length staying as they are.
fn blank(folder: &std::path::Path) {
    use std::os::unix::fs::FileExt;
    for entry in std::fs::read_dir(folder.join("wal")).unwrap() {
        let path = entry.unwrap().path();
        let length = usize::try_from(path.metadata().unwrap().len()).unwrap();
        let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
        file.write_all_at(&vec![0; length - 64], 64).unwrap();
    }
}

#[test]
fn what_cannot_be_read_of_the_journal_says_why_where_it_would_stand() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("store");
    let (mut store, _) = Store::open(&folder).unwrap();
    for number in 1..=3 {
        let edits = vec![edit(number, 0, &format!("Essai {number}"))];
        let commit = commit("marie", Verb::Add, "Essai", edits);
        store.commit(&commit).unwrap();
    }
    store.close().unwrap();
    let surroundings = Surroundings::made_up(&[("USER", "marie"), ("LANG", "fr_FR.UTF-8")]);
    let mut session = Session::start(&folder, &surroundings, (100, 30), start());
    session.settle();
    let shows = |session: &Session, words: &str| {
        let rows = &session.rows;
        let inside = &rows[2..rows.len() - 1];
        assert!(
            inside.iter().any(|row| row.contains(words)),
            "{words}: {rows:#?}"
        );
        assert!(!rows.iter().any(|row| row.contains("Lecture de")));
    };
    let keys = |session: &mut Session, keys: &str| {
        for key in keys.split(' ') {
            session.key(key.parse().unwrap());
            session.settle();
        }
    };
    keys(&mut session, "5 J");
    assert!(
        session.rows[29].contains("entrée ouvrir"),
        "{:#?}",
        session.rows
    );
    blank(&folder);
    keys(&mut session, "enter");
    shows(&session, "Le journal n’a pas pu être lu");
    assert!(session.desk.status.is_some());
    keys(&mut session, "esc esc H");
    shows(&session, "Le journal n’a pas pu être lu");
    session.finish();
}

#[test]
fn pages_that_can_not_be_read_end_the_reading_and_a_new_opening_tries_again() {
    let surroundings = Surroundings::made_up(&[("USER", "marie"), ("LANG", "en")]);
    let settings = settings::read(&surroundings, &Wanted::default());
    let mut desk = Desk::new(settings, 1);
    let asked = |effects: Vec<Effect>| {
        let journals = effects.into_iter().filter_map(|effect| match effect {
            Effect::Ask(_, Asked::Journal(before, _)) => Some(before),
            _ => None,
        });
        journals.collect::<Vec<u64>>()
    };
    let mut take = |msg| asked(desk.update(start(), msg));
    let why = || Refused {
        id: "io",
        arguments: vec![("path", "wal/1".into()), ("cause", "I/O error".into())],
    };
    take(Msg::Resize(80, 24));
    take(Msg::Opened(Opened::default()));
    take(Msg::Loaded(Some(Catalog::new(Lang::En))));
    let j = || Msg::Key("J".parse().unwrap());
    assert_eq!(take(j()), [u64::MAX]);
    // an answer about another page changes nothing
    assert_eq!(
        take(Msg::Answer(1, Answer::Unread(Sought::Journal(7), why()))),
        [] as [u64; 0]
    );
    assert_eq!(
        take(Msg::Answer(
            1,
            Answer::Unread(Sought::Journal(u64::MAX), why())
        )),
        [] as [u64; 0]
    );
    assert_eq!(take(Msg::Key("down".parse().unwrap())), [] as [u64; 0]);
    let told = |desk: &Desk| match desk.layers.last() {
        Some(Layer::Journal(journal)) => (journal.reading, journal.unread.clone()),
        other => panic!("{other:?}"),
    };
    let expected = "The journal could not be read: wal/1: I/O error";
    assert_eq!(told(&desk), (false, Some(expected.to_string())));
    let mut take = |msg| asked(desk.update(start(), msg));
    take(Msg::Key("q".parse().unwrap()));
    assert_eq!(take(j()), [u64::MAX], "it is tried again");
    // the store's end is the end of the waiting, too
    take(Msg::Ended);
    let (reading, why) = told(&desk);
    assert!(!reading && why.is_some());
}

#[test]
fn a_new_entry_comes_to_the_front_of_every_journal_that_is_open() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("store");
    let (mut store, _) = Store::open(&folder).unwrap();
    let edits = vec![edit(1, 0, "Essai")];
    store
        .commit(&commit("marie", Verb::Add, "Essai", edits))
        .unwrap();
    store.close().unwrap();
    let surroundings = Surroundings::made_up(&[("USER", "marie"), ("LANG", "fr_FR.UTF-8")]);
    let mut session = Session::start(&folder, &surroundings, (100, 30), start());
    session.settle();
    for command in [Command::JournalOpen, Command::JournalOpen, Command::Undo] {
        session.run(command);
        session.settle();
    }
    // It was done by another desk of the same author.
    session.run(Command::Accept);
    session.settle();
    let rows = |layer: &Layer| match layer {
        Layer::Journal(journal) => journal.rows.len(),
        other => panic!("{other:?}"),
    };
    let rows: Vec<usize> = session.desk.layers.iter().map(rows).collect();
    assert_eq!(rows, [2, 2]);
    session.finish();
}
