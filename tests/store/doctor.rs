//! Looking through a store, and making a damaged one again.

use std::fs;
use std::path::Path;

use super::damage::{cut, flip, length};
use super::*;
use guichet::store::Finding;
use guichet::store::doctor::examine;
use guichet::store::repair::repair;

fn findings(dir: &Path) -> Vec<Finding> {
    examine(dir).unwrap().findings
}

/// A store of forty people in several segments, with a snapshot in the middle.
fn store() -> (TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let mut store = Store::open_with(&dir, small()).unwrap().0;
    for number in 1..=40 {
        put(&mut store, number, 0, &format!("Person {number}"));
        if number == 20 {
            store.snapshot().unwrap();
        }
    }
    store.close().unwrap();
    (temp, dir)
}

fn everything(dir: &Path) -> Records {
    records(&opened(dir))
}

#[test]
fn a_whole_store_has_no_findings_and_is_not_changed() {
    let (_temp, dir) = store();
    let files = || {
        let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
        let mut folders = vec![dir.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true => folders.push(path),
                    // The lock says who looked last.
                    false if path.ends_with("lock") => {}
                    false => files.push((path.clone(), fs::read(path).unwrap())),
                }
            }
        }
        files.sort();
        files
    };
    let before = files();
    let found = examine(&dir).unwrap();
    assert_eq!((found.records, found.entries), (40, 40));
    assert_eq!(found.findings, []);
    assert_eq!(files(), before);
}

#[test]
fn beside_an_open_desk_all_but_sled_is_looked_at() {
    let (_temp, dir) = store();
    let _open = opened(&dir);
    assert!(matches!(findings(&dir)[..], [Finding::SledHeld(_)]));
}

#[test]
fn every_byte_of_a_segment_that_is_flipped_is_found() {
    let (_temp, dir) = store();
    let segment = segments(&dir)[2].clone();
    for at in 0..length(&segment) {
        flip(&segment, at);
        let found = findings(&dir);
        assert!(found.iter().any(Finding::is_damage), "byte {at}: {found:?}");
        flip(&segment, at);
    }
    assert_eq!(findings(&dir), []);
}

#[test]
fn every_byte_of_a_snapshot_that_is_flipped_is_found() {
    let (_temp, dir) = store();
    let name = fs::read_dir(dir.join("snapshots")).unwrap().next();
    let snapshot = name.unwrap().unwrap().path();
    for at in 0..length(&snapshot) {
        flip(&snapshot, at);
        let found = findings(&dir);
        assert!(
            found.contains(&Finding::Snapshot(snapshot.clone())),
            "byte {at}"
        );
        flip(&snapshot, at);
    }
}

#[test]
fn a_torn_end_and_a_missing_sled_are_said_and_are_no_damage() {
    let (_temp, dir) = store();
    let last = segments(&dir).pop().unwrap();
    cut(&last, length(&last) - 3);
    fs::remove_dir_all(dir.join("sled")).unwrap();
    let found = findings(&dir);
    assert!(
        matches!(found[..], [Finding::Torn { .. }, Finding::SledMissing]),
        "{found:?}"
    );
    assert!(!found.iter().any(Finding::is_damage));
}

#[test]
fn a_reference_to_nothing_is_named_by_record_and_field() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let mut store = Store::open_with(&dir, small()).unwrap().0;
    put(&mut store, 7, 0, &"Zoé".repeat(200));
    put(&mut store, 1, 0, "Ada");
    let field = Kind::Affiliation.field_by_key("person").unwrap().number;
    let affiliation = |id: u128, number| {
        let fields = Fields::new().with(field, Value::Reference(person(number)));
        let content = Content {
            trashed: false,
            fields,
        };
        edit(
            RecordRef::new(Kind::Affiliation, Ulid::from(id)),
            0,
            Some(content),
        )
    };
    let edits = vec![affiliation(1, 1), affiliation(2, 7)];
    store.commit(&commit_of(edits)).unwrap();
    store.close().unwrap();
    let gone = Finding::Reference {
        record: RecordRef::new(Kind::Affiliation, Ulid::from(2)).to_string(),
        field: "person".to_string(),
        target: person(7).to_string(),
    };
    assert_eq!(findings(&dir), []);
    // No commit leads there: the entry that made the one pointed at is lost.
    fs::remove_file(&segments(&dir)[0]).unwrap();
    for lost in ["sled", "snapshots"] {
        fs::remove_dir_all(dir.join(lost)).unwrap();
    }
    assert!(findings(&dir).contains(&gone), "{:?}", findings(&dir));
}

#[test]
fn a_hole_in_the_journal_is_repaired_from_sled_and_the_old_store_is_kept() {
    let (_temp, dir) = store();
    let whole = everything(&dir);
    // Behind the snapshot, so that sled alone holds what it did.
    let segment = segments(&dir).into_iter().rev().nth(2).unwrap();
    flip(&segment, 40);
    let found = findings(&dir);
    let is_hole = |finding: &Finding| matches!(finding, Finding::Hole { kept: false, .. });
    assert!(found.iter().any(is_hole), "{found:?}");
    let damaged = fs::read(&segment).unwrap();

    let (aside, _) = repair(&dir).unwrap();
    assert_eq!(everything(&dir), whole);
    let found = findings(&dir);
    assert!(
        matches!(found[..], [Finding::Hole { kept: true, .. }]),
        "{found:?}"
    );
    let old = aside.join("wal").join(segment.file_name().unwrap());
    assert_eq!(fs::read(old).unwrap(), damaged);
    // What is whole of the history is there, and it goes on.
    let mut store = opened(&dir);
    assert_eq!(store.history(person(3)).unwrap().len(), 1);
    put(&mut store, 41, 0, "Person 41");
    assert_eq!(store.head().sequence, 41);
}

#[test]
fn a_record_that_sled_has_otherwise_is_found_and_put_right() {
    let (_temp, dir) = store();
    let whole = everything(&dir);
    {
        let db = sled::open(dir.join("sled")).unwrap();
        let records = db.open_tree("r").unwrap();
        let key = records.iter().keys().nth(4).unwrap().unwrap();
        records.remove(key).unwrap();
        db.flush().unwrap();
    }
    assert_eq!(findings(&dir), [Finding::SledRecord(person(5).to_string())]);
    repair(&dir).unwrap();
    assert_eq!(findings(&dir), []);
    assert_eq!(everything(&dir), whole);
}

#[test]
fn a_store_that_a_desk_has_open_is_not_repaired() {
    let (_temp, dir) = store();
    let _open = opened(&dir);
    assert!(repair(&dir).is_err());
    assert_eq!(fs::read_dir(dir.parent().unwrap()).unwrap().count(), 1);
}
