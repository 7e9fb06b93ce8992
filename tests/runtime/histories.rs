//! Histories that only the whole journal tells: nobody's change waits for them.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use guichet::desk::message::{Answer, Asked, Effect, JobId, Msg, OPENING};
use guichet::model::kinds::person;
use guichet::model::{
    Author, Commit, Content, Edit, Fields, Kind, Lang, RecordRef, Step, Value, Verb,
};
use guichet::runtime::place::Place;
use guichet::runtime::surroundings::Surroundings;
use guichet::runtime::{Clock, Runtime};
use guichet::store::Store;
use ulid::Ulid;

const PEOPLE: u128 = 3_000;
const ASKED: JobId = 60;

fn person(number: u128) -> RecordRef {
    RecordRef::new(Kind::Person, Ulid::from(number + 1))
}

fn commit(numbers: std::ops::Range<u128>) -> Commit {
    let edits = numbers.map(|number| Edit {
        record: person(number),
        base: 0,
        after: Some(Content {
            trashed: false,
            fields: Fields::new().with(person::NAME.number, Value::text(format!("Nom {number}"))),
        }),
    });
    let edits: Vec<Edit> = edits.collect();
    Commit {
        author: Author::called("ada"),
        at: 1,
        step: Step {
            verb: Verb::Import,
            subject: "people.csv".to_string(),
            kind: "person".to_string(),
            fields: Vec::new(),
            count: edits.len() as u32,
        },
        edits,
        relies: Vec::new(),
        undoes: None,
    }
}

#[test]
fn a_change_of_a_desk_that_does_not_keep_sled_does_not_wait_for_histories() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("store");
    let (mut first, _) = Store::open(&folder).unwrap();
    first.commit(&commit(0..PEOPLE)).unwrap();
    let (sender, inbox) = channel();
    let mut runtime = Runtime::start(
        Place::Folder(folder.clone()),
        Surroundings::made_up(&[]),
        Lang::Fr,
        Clock::Script,
        Arc::new(move |msg| drop(sender.send(msg))),
    );
    let patience = Duration::from_secs(60);
    loop {
        let msg = inbox.recv_timeout(patience).unwrap();
        if matches!(msg, Msg::Answer(OPENING, _)) {
            break;
        }
    }
    // Each of them is as long as the journal.
    for id in 1..=ASKED {
        let record = person(u128::from(id));
        runtime.perform(Effect::Ask(id, Asked::History(record)));
    }
    let one = commit(PEOPLE..PEOPLE + 1);
    let begun = Instant::now();
    runtime.perform(Effect::Ask(ASKED + 1, Asked::Commit(one, Arc::default())));
    let mut told = BTreeSet::new();
    let mut saved = None;
    while saved.is_none() || told.len() < ASKED as usize {
        match inbox.recv_timeout(patience).unwrap() {
            Msg::Answer(id, Answer::History(record, history)) => {
                assert_eq!((record, history.len()), (person(u128::from(id)), 1));
                told.insert(id);
            }
            Msg::Answer(id, Answer::Committed(made)) => {
                assert_eq!((id, made.unwrap().left), (ASKED + 1, Vec::new()));
                saved = Some(begun.elapsed());
            }
            _ => {}
        }
    }
    assert!(
        saved < Some(Duration::from_secs(1)),
        "saved after {saved:?}"
    );
    runtime.finish();
    first.close().unwrap();
}
