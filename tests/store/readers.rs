//! Readers beside the writer.

use super::*;
use guichet::store::{Changed, OpenError};
use std::fs::OpenOptions;
use std::io::Write;

#[test]
fn a_reader_sees_what_the_writer_saved_and_follows_it() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let mut store = Store::open_with(&dir, small()).unwrap().0;
    let mut reader = Reader::open(&dir).unwrap();
    assert_eq!(reader.follow().unwrap(), []);
    let mut known = Records::new();
    for number in 1..=12 {
        put(
            &mut store,
            number % 5 + 1,
            revision_of(&known, number % 5 + 1),
            "Ada",
        );
        if number == 11 {
            let removed = edit(person(1), revision_of(&known, 1), None);
            store.commit(&commit_of(vec![removed])).unwrap();
        }
        for (heading, changed) in reader.follow().unwrap() {
            assert_eq!(heading.author, "ada");
            for change in changed {
                match change {
                    Changed::Put(record) => known.insert(record.reference(), record),
                    Changed::Gone(record) => known.remove(&record),
                };
            }
        }
        assert_eq!(known, records(&store));
    }
    assert!(segments(&dir).len() > 2);
    let later = Reader::open(&dir).unwrap();
    assert_eq!(records_read(&later), known);
    assert_eq!(later.headings(99).unwrap(), store.headings(99).unwrap());
    assert_eq!(
        later.history(person(2)).unwrap(),
        store.history(person(2)).unwrap()
    );
    assert_eq!(later.entry(4).unwrap(), store.entry(4).unwrap());
}

fn revision_of(records: &Records, number: u128) -> u64 {
    records
        .get(&person(number))
        .map_or(0, |record| record.revision)
}

#[test]
fn a_reader_starts_from_a_snapshot() {
    let (_temp, dir) = store_of(5);
    let mut store = opened(&dir);
    store.snapshot().unwrap();
    let mut at_the_snapshot = Reader::open(&dir).unwrap();
    assert_eq!(records_read(&at_the_snapshot), records(&store));
    put(&mut store, 2, 2, "Bea");
    put(&mut store, 0, 0, "First");
    put(&mut store, 8, 0, "Last");
    store
        .commit(&commit_of(vec![edit(person(3), 3, None)]))
        .unwrap();
    let reader = Reader::open(&dir).unwrap();
    assert_eq!(records_read(&reader), records(&store));
    assert_eq!(at_the_snapshot.follow().unwrap().len(), 4);
}

#[test]
fn a_snapshot_alone_is_enough_to_read() {
    let (_temp, dir) = store_of(5);
    let mut store = opened(&dir);
    store.snapshot().unwrap();
    let before = records(&store);
    drop(store);
    std::fs::remove_file(&segments(&dir)[0]).unwrap();
    assert_eq!(records_read(&Reader::open(&dir).unwrap()), before);
}

#[test]
fn what_is_half_written_is_not_there_yet() {
    let (temp, dir) = store_of(2);
    let segment = segments(&dir)[0].clone();
    let before = std::fs::metadata(&segment).unwrap().len() as usize;
    let mut store = opened(&dir);
    put(&mut store, 2, 2, "Bea");
    let entry = std::fs::read(&segment).unwrap()[before..].to_vec();
    let beside = temp.path().join("beside");
    copy(&dir, &beside);
    let segment = segments(&beside)[0].clone();
    let mut growing = OpenOptions::new().write(true).open(&segment).unwrap();
    growing.set_len(before as u64).unwrap();
    std::io::Seek::seek(&mut growing, std::io::SeekFrom::End(0)).unwrap();
    let mut reader = Reader::open(&beside).unwrap();
    assert_eq!(name(&records_read(&reader), 2).unwrap(), "Person 2");
    for byte in &entry {
        assert_eq!(reader.follow().unwrap(), []);
        growing.write_all(&[*byte]).unwrap();
    }
    let news = reader.follow().unwrap();
    assert_eq!(news.len(), 1);
    assert_eq!(name(&records_read(&reader), 2).unwrap(), "Bea");
}

#[test]
fn closing_takes_a_snapshot_when_much_changed() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let settings = Settings {
        snapshot_changes: 3,
        ..Settings::default()
    };
    let snapshots = || std::fs::read_dir(dir.join("snapshots")).unwrap().count();
    for (round, expected) in [(0, 0), (1, 1), (2, 1), (3, 2)] {
        let mut store = Store::open_with(&dir, settings.clone()).unwrap().0;
        put(&mut store, round * 2 + 1, 0, "Ada");
        put(&mut store, round * 2 + 2, 0, "Bea");
        store.close().unwrap();
        assert_eq!(snapshots(), expected, "round {round}");
    }
}

#[test]
fn seven_snapshots_are_kept() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    for number in 2..12 {
        put(&mut store, number, 0, "Ada");
        store.snapshot().unwrap();
    }
    assert_eq!(std::fs::read_dir(dir.join("snapshots")).unwrap().count(), 7);
}

#[test]
fn a_reader_makes_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    assert_eq!(
        Reader::open(&dir).unwrap_err(),
        OpenError::Absent(dir.clone())
    );
    assert!(!dir.exists());
}

#[test]
fn a_commit_that_sled_never_saw_is_read_and_is_there_after_a_crash() {
    let (_temp, dir) = store_of(2);
    let mut store = opened(&dir);
    let first = put(&mut store, 1, 1, "Ada").heading.sequence;
    store.settle();
    put(&mut store, 1, first, "Bea");
    assert_eq!(name(&records(&store), 1).unwrap(), "Bea");
    put(&mut store, 1, first + 1, "Cleo");
    let head = store.head();
    // No settling, no closing.
    drop(store);
    let store = opened(&dir);
    assert_eq!(store.head(), head);
    assert_eq!(name(&records(&store), 1).unwrap(), "Cleo");
    assert_eq!(store.history(person(1)).unwrap().len(), 4);
}
