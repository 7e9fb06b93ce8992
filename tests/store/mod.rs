//! The store: what is saved stays, what is not whole is not there.

mod asides;
mod backups;
mod checkpoints;
mod commits;
mod continuing;
mod damage;
mod doctor;
mod drafts;
mod editing;
mod engines;
mod folders;
mod forging;
mod growth;
mod guard;
mod healing;
mod identity;
mod joining;
mod limits;
mod lines;
mod links;
mod markers;
mod network;
mod opening;
mod packing;
mod parting;
mod presence;
mod properties;
mod put_aside;
mod readers;
mod roles;
mod rooms;
mod snapshots;
mod sources;
mod undo;
mod unreadable;
mod witnesses;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use guichet::model::reversal::Reversal;
use guichet::model::{
    Author, Commit, Content, Edit, Fields, Kind, Record, RecordRef, Step, Value, Verb,
};
use guichet::store::{By, Committed, Notice, Reader, Settings, Store};
use tempfile::TempDir;
use ulid::Ulid;

/// All records, by reference.
type Records = BTreeMap<RecordRef, Record>;

/// The person of that number.
fn person(number: u128) -> RecordRef {
    RecordRef::new(Kind::Person, Ulid::from(number))
}

/// A person's name, and a city if it is not empty.
fn named(name: &str, city: &str) -> Content {
    let mut fields = Fields::new().with(3, Value::text(name));
    fields.set(6, Some(Value::text(city)));
    Content {
        trashed: false,
        fields,
    }
}

fn edit(record: RecordRef, base: u64, after: Option<Content>) -> Edit {
    Edit {
        record,
        base,
        after,
    }
}

fn commit_of(edits: Vec<Edit>) -> Commit {
    Commit {
        author: Author::called("ada"),
        at: 1_700_000_000_000,
        step: Step {
            verb: Verb::Edit,
            subject: "Ada".to_string(),
            kind: "person".to_string(),
            fields: vec!["name".to_string()],
            count: edits.len() as u32,
        },
        edits,
        relies: Vec::new(),
        undoes: None,
    }
}

fn reversal(sequence: u64, verb: Verb) -> Reversal {
    Reversal::new(sequence, verb, &Author::called("ada"), 1)
}

/// Saves one person.
fn put(store: &mut Store, number: u128, base: u64, name: &str) -> Committed {
    let edit = edit(person(number), base, Some(named(name, "")));
    store.commit(&commit_of(vec![edit])).unwrap()
}

fn opened(dir: &Path) -> Store {
    Store::open(dir).unwrap().0
}

fn opened_saying(dir: &Path) -> (Store, Vec<Notice>) {
    Store::open(dir).unwrap()
}

/// Segments of a few entries.
fn small() -> Settings {
    Settings {
        segment_bytes: 600,
        ..Settings::default()
    }
}

fn records(store: &Store) -> Records {
    let mut records = Records::new();
    let loaded = store.load(&mut |batch| collect(&mut records, batch));
    loaded.unwrap();
    records
}

fn records_read(reader: &Reader) -> Records {
    let mut records = Records::new();
    let loaded = reader.load(&mut |batch| collect(&mut records, batch));
    loaded.unwrap();
    records
}

fn collect(records: &mut Records, batch: Vec<Record>) -> ControlFlow<()> {
    records.extend(batch.into_iter().map(|record| (record.reference(), record)));
    ControlFlow::Continue(())
}

fn name(records: &Records, number: u128) -> Option<String> {
    let record = records.get(&person(number))?;
    Some(record.get(3)?.text()?.to_string())
}

/// Who puts a store in the place of another.
fn somebody() -> By {
    By {
        author: Author::called("marie"),
        at: 1_000,
    }
}

/// A store of that many people, closed.
fn store_of(people: u128) -> (TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let mut store = opened(&dir);
    (1..=people).for_each(|number| {
        put(&mut store, number, 0, &format!("Person {number}"));
    });
    store.close().unwrap();
    (temp, dir)
}

fn segments(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir.join("wal")).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Leaves a snapshot that is none, which a repair puts right.
fn half_a_snapshot(dir: &Path) {
    let name = format!("snapshots/{:020}.import.snapshot", 1);
    std::fs::write(dir.join(name), "half").unwrap();
}

pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}
