//! What the writer that is killed does: entry by entry, known from the entry's number alone, so that
//! whoever finds the store knows what must be in it.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use guichet::model::reversal::Reversal;
use guichet::model::{Author, Commit, Content, Edit, Fields, Kind, RecordRef, Step, Value, Verb};
use guichet::store::{Reader, Settings, Store};
use ulid::Ulid;

use super::Dice;

/// People of that number, with what stands in the name of each.
pub type People = BTreeMap<u128, String>;

/// One entry's work.
#[derive(Debug)]
pub enum Work {
    /// These people get that name.
    Name(Vec<u128>, String),
    /// This one is removed for good.
    Remove(u128),
    /// The entry before is taken back.
    Undo,
}

/// What entry `sequence` does: an edit, a bulk edit, an import of several frames, a removal or an undo.
pub fn work(sequence: u64, people: &People) -> Work {
    let mut dice = Dice(sequence);
    let one = u128::from(dice.below(60));
    let name = |length: usize| format!("{sequence} {}", "é".repeat(length));
    match sequence % 20 {
        7 if people.contains_key(&one) => Work::Remove(one),
        4 | 8 | 12 => Work::Undo,
        11 => Work::Name((0..300).collect(), name(3)),
        _ if sequence % 60 == 55 => Work::Name((100..900).collect(), name(800)),
        _ => Work::Name(vec![one], name(5)),
    }
}

/// The people after so many entries, by the work alone.
pub fn after(entries: u64) -> People {
    let (mut people, mut before) = (People::new(), People::new());
    for sequence in 1..=entries {
        let was = people.clone();
        match work(sequence, &people) {
            Work::Name(numbers, name) => {
                people.extend(numbers.into_iter().map(|number| (number, name.clone())));
            }
            Work::Remove(number) => {
                people.remove(&number);
            }
            Work::Undo => people.clone_from(&before),
        }
        before = was;
    }
    people
}

/// Small segments and early snapshots, so that kills meet them.
pub fn settings() -> Settings {
    Settings {
        segment_bytes: 200_000,
        snapshot_changes: 500,
        ..Settings::default()
    }
}

pub fn person(number: u128) -> RecordRef {
    RecordRef::new(Kind::Person, Ulid::from(number + 1))
}

/// A commit of somebody's, of those edits.
pub fn commit_of(verb: Verb, author: &str, edits: Vec<Edit>) -> Commit {
    Commit {
        author: Author::called(author),
        at: 0,
        step: Step {
            verb,
            subject: "Ada".to_string(),
            kind: "person".to_string(),
            fields: Vec::new(),
            count: edits.len() as u32,
        },
        edits,
        relies: Vec::new(),
        undoes: None,
    }
}

/// A person gets that name, in the place of that revision.
pub fn named(number: u128, base: u64, name: &str, trashed: bool) -> Edit {
    let after = Some(Content {
        trashed,
        fields: Fields::new().with(3, Value::text(name)),
    });
    Edit {
        record: person(number),
        base,
        after,
    }
}

/// Does the next entry; returns its number.
pub fn step(store: &mut Store, people: &mut People, before: &mut People) -> u64 {
    attempt(store, people, before).unwrap()
}

/// Tries the next entry; returns its number. What is refused leaves all as it was.
pub fn attempt(
    store: &mut Store,
    people: &mut People,
    before: &mut People,
) -> Result<u64, Box<dyn Error>> {
    let sequence = store.head().sequence + 1;
    let mut now = people.clone();
    let edit = |number: u128, name: Option<&str>| -> Result<Edit, Box<dyn Error>> {
        let record = person(number);
        let known = store.record(record)?;
        let content = name.map(|name| Content {
            trashed: false,
            fields: Fields::new().with(3, Value::text(name)),
        });
        Ok(Edit {
            record,
            base: known.map_or(0, |record| record.revision),
            after: content,
        })
    };
    let edits: Vec<Edit> = match work(sequence, people) {
        Work::Name(numbers, name) => {
            let edits = numbers.iter().map(|number| edit(*number, Some(&name)));
            let edits = edits.collect::<Result<_, _>>()?;
            now.extend(numbers.into_iter().map(|number| (number, name.clone())));
            edits
        }
        Work::Remove(number) => {
            now.remove(&number);
            vec![edit(number, None)?]
        }
        Work::Undo => {
            now.clone_from(before);
            store.undo(&Reversal::new(
                sequence - 1,
                Verb::Undo,
                &Author::called("ada"),
                0,
            ))?;
            Vec::new()
        }
    };
    if !edits.is_empty() {
        let commit = commit_of(Verb::Edit, "ada", edits);
        store.commit(&commit)?;
    }
    *before = std::mem::replace(people, now);
    Ok(sequence)
}

/// The writer itself, in a process of its own: says every entry that was acknowledged.
#[test]
#[ignore = "the process that the kills are meant for"]
fn write_until_killed() {
    let Ok(dir) = std::env::var("CRASH_STORE") else {
        return;
    };
    let mut store = Store::open_with(Path::new(&dir), settings()).unwrap().0;
    let entries = store.head().sequence;
    let mut people = after(entries);
    let mut before = after(entries.saturating_sub(1));
    let mut out = std::io::stderr();
    loop {
        let sequence = step(&mut store, &mut people, &mut before);
        writeln!(out, "ack {sequence}").unwrap();
        if sequence.is_multiple_of(25) {
            store.snapshot().unwrap();
        } else if sequence.is_multiple_of(4) {
            store.begin_checkpoint().unwrap();
        }
    }
}

/// The people of a store, all of them.
pub fn people_of(
    load: impl FnOnce(
        &mut dyn FnMut(Vec<guichet::model::Record>) -> ControlFlow<()>,
    ) -> Result<(), guichet::store::ReadError>,
) -> Result<People, guichet::store::ReadError> {
    let mut people = People::new();
    load(&mut |records| {
        for record in records {
            let number = u128::from(record.id) - 1;
            let name = record
                .get(3)
                .and_then(|name| name.text().map(str::to_string));
            people.insert(number, name.unwrap_or_default());
        }
        ControlFlow::Continue(())
    })?;
    Ok(people)
}

/// Opens a store and loads it as a desk does: what can't be loaded is made again.
pub fn recovered(dir: &Path) -> (Store, People) {
    let mut store = Store::open_with(dir, settings()).unwrap().0;
    let people = people_of(|each| store.load(each)).or_else(|_| {
        store.rebuild().unwrap();
        people_of(|each| store.load(each))
    });
    (store, people.unwrap())
}

/// What a reader without a lock sees: its last entry, and the people.
pub fn read(dir: &Path) -> (u64, People) {
    let reader = Reader::open(dir).unwrap();
    let people = people_of(|each| reader.load(each)).unwrap();
    (reader.sequence(), people)
}
