//! A long journal, and an entry of many records: read aside, a page at a time, never while a key waits.

use guichet::desk::layers::Layer;
use guichet::desk::layers::journal::{EntryView, Journal, PAGE};
use guichet::model::kinds::person;
use guichet::model::{Commit, Content, Edit, Fields, Kind, RecordRef, Step, Value, Verb};
use guichet::runtime::settings::Surroundings;
use guichet::store::Store;
use ulid::Ulid;

use crate::scripts::session::{Session, start};

const ENTRIES: usize = 2 * PAGE + 200;
const RECORDS: u128 = 20_000;

fn commit(author: &str, verb: Verb, subject: &str, edits: Vec<Edit>) -> Commit {
    Commit {
        author: author.to_string(),
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
    assert_eq!(journal(&session).selected().unwrap().heading.sequence, 1);
    keys(&mut session, "esc home");
    keys(&mut session, "q J");
    // Asked at once for what is read by and by.
    keys(&mut session, "G");
    assert_eq!(
        (journal(&session).rows.len(), journal(&session).more),
        (ENTRIES, false)
    );
    assert_eq!(journal(&session).selected().unwrap().heading.sequence, 1);

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
    assert_eq!(journal(&session).selected().unwrap().heading.sequence, 1);
    session.finish();
}
