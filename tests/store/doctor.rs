//! Looking through a store, and making a damaged one again.

use std::fs;
use std::path::Path;

use super::damage::{cut, flip, length};
use super::*;
use guichet::store::doctor::examine;
use guichet::store::repair::{put_drafts_aside, repair};
use guichet::store::{Finding, OpenError};

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

fn walked<T: Ord>(dir: &Path, of: &dyn Fn(&Path) -> Option<T>) -> Vec<(PathBuf, T)> {
    let mut found = Vec::new();
    let mut folders = vec![dir.to_path_buf()];
    while let Some(folder) = folders.pop() {
        found.extend(of(&folder).map(|what| (folder.clone(), what)));
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.symlink_metadata().unwrap().is_dir() {
                true => folders.push(path),
                false => found.extend(of(&path).map(|what| (path.clone(), what))),
            }
        }
    }
    found.sort();
    found
}

/// When everything of a store was last touched: a file made and removed shows in its folder.
fn stats(dir: &Path) -> Vec<(PathBuf, [i64; 5])> {
    use std::os::unix::fs::MetadataExt;
    walked(dir, &|path| {
        let of = path.symlink_metadata().unwrap();
        let length = if of.is_dir() { 0 } else { of.len() as i64 };
        Some([
            length,
            of.mtime(),
            of.mtime_nsec(),
            of.ctime(),
            of.ctime_nsec(),
        ])
    })
}

/// The bytes of every file of a store.
fn bytes(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    // The lock says who looked last.
    walked(
        dir,
        &|path| match path.is_file() && !path.ends_with("lock") {
            true => Some(fs::read(path).unwrap()),
            false => None,
        },
    )
}

fn a_snapshot(dir: &Path) -> PathBuf {
    let mut names = fs::read_dir(dir.join("snapshots")).unwrap();
    names.next().unwrap().unwrap().path()
}

/// What `doctor --repair` does.
fn mend(dir: &Path) {
    let found = findings(dir);
    if found.iter().any(|one| matches!(one, Finding::Draft(_))) {
        put_drafts_aside(dir, dir).unwrap();
    }
    if found.iter().any(Finding::is_repairable) {
        match repair(dir) {
            Ok(_) | Err(OpenError::NoGain(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn what_is_repaired_twice_is_as_it_was_after_the_first_time() {
    type Damage = fn(&Path);
    let damages: [(&str, Damage); 18] = [
        ("nothing", |_| {}),
        ("header", |dir| flip(&segments(dir)[2], 3)),
        ("a frame", |dir| {
            flip(&segments(dir)[2], length(&segments(dir)[2]) / 2)
        }),
        ("a frame of the last", |dir| {
            flip(segments(dir).last().unwrap(), 60)
        }),
        ("torn", |dir| {
            let last = segments(dir).pop().unwrap();
            cut(&last, length(&last) - 3);
        }),
        ("cut in the middle", |dir| cut(&segments(dir)[1], 40)),
        ("a segment gone", |dir| {
            fs::remove_file(&segments(dir)[1]).unwrap()
        }),
        ("the first gone", |dir| {
            fs::remove_file(&segments(dir)[0]).unwrap()
        }),
        ("the wal gone", |dir| {
            for segment in segments(dir) {
                fs::remove_file(segment).unwrap();
            }
        }),
        ("zeros", |dir| {
            let segment = &segments(dir)[1];
            fs::write(segment, vec![0; length(segment) as usize]).unwrap();
        }),
        ("half", |dir| {
            fs::write(dir.join("wal/x.wal.part"), "x").unwrap()
        }),
        ("sled gone", |dir| {
            fs::remove_dir_all(dir.join("sled")).unwrap()
        }),
        ("sled and a segment gone", |dir| {
            fs::remove_dir_all(dir.join("sled")).unwrap();
            fs::remove_file(&segments(dir)[1]).unwrap();
        }),
        ("sled damaged", |dir| {
            fs::write(dir.join("sled/db"), vec![7; 4096]).unwrap()
        }),
        ("a snapshot", |dir| flip(&a_snapshot(dir), 80)),
        ("no snapshot", |dir| {
            fs::remove_file(a_snapshot(dir)).unwrap()
        }),
        ("bad drafts", |dir| {
            fs::write(dir.join("drafts/0.json"), "{").unwrap();
            fs::create_dir(dir.join("drafts/1.json")).unwrap();
            std::os::unix::fs::symlink("/", dir.join("drafts/x.edit")).unwrap();
        }),
        ("a bad draft and a segment", |dir| {
            fs::write(dir.join("drafts/0.json"), "{").unwrap();
            flip(&segments(dir)[1], 60);
        }),
    ];
    for (name, damage) in damages {
        let (_temp, dir) = store();
        damage(&dir);
        mend(&dir);
        let beside = || fs::read_dir(dir.parent().unwrap()).unwrap().count();
        let (once, around) = (bytes(&dir), beside());
        let found = findings(&dir);
        mend(&dir);
        assert_eq!(bytes(&dir), once, "{name}: {found:?}");
        assert_eq!(beside(), around, "{name}: {found:?}");
        mend(&dir);
        assert!(
            !found.iter().any(|one| matches!(one, Finding::Draft(_))),
            "{name}"
        );
    }
}

#[test]
fn what_a_repair_puts_aside_of_the_drafts_is_kept_under_another_name() {
    let (_temp, dir) = store();
    fs::write(dir.join("drafts/0.json"), "{").unwrap();
    fs::write(dir.join("drafts/0.json.damaged-1"), "older").unwrap();
    let put = put_drafts_aside(&dir, &dir).unwrap();
    assert_eq!(put, [dir.join("drafts/0.json.damaged-2")]);
    assert_eq!(fs::read_to_string(&put[0]).unwrap(), "{");
    assert_eq!(findings(&dir), []);
}

#[test]
fn a_whole_store_has_no_findings_and_is_not_changed() {
    let (_temp, dir) = store();
    let before = stats(&dir);
    let found = examine(&dir).unwrap();
    assert_eq!((found.records, found.entries), (40, 40));
    assert_eq!(found.findings, []);
    assert_eq!(stats(&dir), before, "nothing is written, no lock taken");
    // nor needed
    fs::remove_file(dir.join("lock")).unwrap();
    let before = stats(&dir);
    assert_eq!(findings(&dir), []);
    assert_eq!(stats(&dir), before);
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
