//! Numbers and lengths that can't be: refused by name, and nothing that was saved goes with them.

use super::damage::flip;
use super::*;
use crate::fuzz::bodies::sealing::{self, Frame};
use guichet::store::doctor::examine;
use guichet::store::{CommitError, Finding, Limit, backup};
use std::fs;

/// A number that no journal comes to in a hundred years, and one that none has.
const FAR: [u64; 3] = [1 << 39, 1 << 63, u64::MAX];

/// What is saved from now on is there whatever is made again.
fn goes_on(dir: &Path, last: u64) {
    let mut store = opened(dir);
    assert_eq!(put(&mut store, 50, 0, "Eva").heading.sequence, last + 1);
    store.close().unwrap();
    let (mut store, _) = opened_saying(dir);
    store.rebuild().unwrap();
    assert_eq!(name(&records(&store), 50).unwrap(), "Eva");
    assert_eq!(put(&mut store, 51, 0, "Lea").heading.sequence, last + 2);
    store.close().unwrap();
    fs::remove_dir_all(dir.join("sled")).unwrap();
    assert_eq!(name(&records(&opened(dir)), 51).unwrap(), "Lea");
    let reader = Reader::open(dir).unwrap();
    assert_eq!(name(&records_read(&reader), 51).unwrap(), "Lea");
    assert_eq!(reader.sequence(), last + 2);
}

fn findings(dir: &Path) -> Vec<Finding> {
    examine(dir).unwrap().findings
}

/// Puts a frame of that number, sealed as those of the segment, between its second and its third entry.
fn slip_in(dir: &Path, sequence: u64) -> u64 {
    let path = &segments(dir)[0];
    let whole = fs::read(path).unwrap();
    let salt = u32::from_le_bytes(whole[16..20].try_into().unwrap());
    let mut at = 24;
    for _ in 0..2 {
        let length = u32::from_le_bytes(whole[at..at + 4].try_into().unwrap());
        at += 21 + length as usize;
    }
    let frame = Frame::whole(sequence, &sealing::payload(sequence, &[])).sealed(salt);
    fs::write(path, [&whole[..at], &frame, &whole[at..]].concat()).unwrap();
    at as u64
}

#[test]
fn an_entry_of_a_far_number_is_none_and_hides_none() {
    for far in FAR.into_iter().chain([5, 200]) {
        let (_temp, dir) = store_of(4);
        let at = slip_in(&dir, far);
        fs::remove_dir_all(dir.join("sled")).unwrap();
        let found = findings(&dir);
        let path = segments(&dir)[0].clone();
        let named = Finding::NoEntry { path, offset: at };
        assert!(found.contains(&named), "{far}: {found:?}");
        assert_eq!(records(&opened(&dir)).len(), 4, "{far}");
        let reader = Reader::open(&dir).unwrap();
        assert_eq!(records_read(&reader).len(), 4, "{far}");
        goes_on(&dir, 4);
    }
}

#[test]
fn one_in_a_segment_of_the_first_format_is_none() {
    for far in FAR {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("store");
        fs::create_dir_all(dir.join("wal")).unwrap();
        let numbers = [1, far, 2, 3];
        let frames = numbers.map(|number| Frame::whole(number, &sealing::payload(number, &[])));
        let path = dir.join("wal/00000000000000000001.wal");
        fs::write(path, sealing::segment(0, frames)).unwrap();
        assert_eq!(opened(&dir).head().sequence, 3, "{far}");
        goes_on(&dir, 3);
    }
}

#[test]
fn a_segment_of_a_far_number_is_left_alone_and_named() {
    for far in FAR {
        let (_temp, dir) = store_of(4);
        let path = dir.join(format!("wal/{far:020}.wal"));
        let frame = Frame::whole(far, &sealing::payload(far, &[]));
        let bytes = sealing::segment(7, [frame]);
        fs::write(&path, &bytes).unwrap();
        assert!(findings(&dir).contains(&Finding::Beyond(path.clone())));
        let (mut store, notices) = opened_saying(&dir);
        assert_eq!(notices, [Notice::Beyond(path.clone())]);
        // What is closed is packed; what is written is not, for all that a later one seems to be there.
        store.begin_checkpoint().unwrap();
        store.finish_checkpoint().unwrap();
        store.close().unwrap();
        goes_on(&dir, 4);
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}

#[test]
fn a_snapshot_of_a_far_number_hides_nothing() {
    for far in FAR {
        for (named, is_whole) in [(far, true), (far, false), (3, true)] {
            let (_temp, dir) = store_of(4);
            let path = dir.join(format!("snapshots/{named:020}.snapshot"));
            fs::write(&path, sealing::snapshot(far, 0, 0, &[])).unwrap();
            if !is_whole {
                flip(&path, 50);
            }
            let found = findings(&dir);
            assert!(found.contains(&Finding::Snapshot(path)), "{found:?}");
            let reader = Reader::open(&dir).unwrap();
            assert_eq!(records_read(&reader).len(), 4);
            let (store, notices) = opened_saying(&dir);
            assert_eq!((records(&store).len(), notices), (4, vec![]));
            drop(store);
            goes_on(&dir, 4);
        }
    }
}

#[test]
fn a_backup_of_a_far_number_is_no_backup() {
    let temp = tempfile::tempdir().unwrap();
    let file = temp.path().join("backup");
    for far in [1 << 63, u64::MAX] {
        fs::write(&file, sealing::snapshot(far, 0, 0, &[])).unwrap();
        assert!(backup::check(&file).is_err());
        assert!(backup::restore(&file, &temp.path().join("store"), None).is_err());
    }
    // One that could be is one that can be gone on from.
    fs::write(&file, sealing::snapshot(1 << 38, 0, 0, &[])).unwrap();
    let dir = temp.path().join("restored");
    backup::restore(&file, &dir, None).unwrap();
    goes_on(&dir, 1 << 38);
}

#[test]
fn a_witness_of_a_far_number_is_none() {
    for far in FAR {
        let (temp, dir) = store_of(4);
        fs::write(dir.join("head"), sealing::witness(far, far, 0)).unwrap();
        let reader = Reader::open(&dir).unwrap();
        let file = temp.path().join("backup");
        let written = backup::write(&reader, &file, false);
        assert!(written.is_ok(), "{far}: {written:?}");
        let (store, notices) = opened_saying(&dir);
        assert_eq!(notices, [], "{far}");
        store.close().unwrap();
        // Another one is written in its place.
        let reader = Reader::open(&dir).unwrap();
        assert!(backup::write(&reader, &temp.path().join("again"), false).is_ok());
        goes_on(&dir, 4);
    }
}

#[test]
fn a_mark_of_a_far_number_in_sled_is_damage() {
    for far in FAR {
        let (_temp, dir) = store_of(4);
        let db = sled::open(dir.join("sled")).unwrap();
        let marks = db.open_tree("m").unwrap();
        let mark = marks.get("head").unwrap().unwrap().to_vec();
        let mut mark = mark[..mark.len() - 4].to_vec();
        mark[16..24].copy_from_slice(&far.to_le_bytes());
        mark.extend(crc32c::crc32c(&mark).to_le_bytes());
        marks.insert("head", mark).unwrap();
        db.flush().unwrap();
        drop((marks, db));
        let (store, notices) = opened_saying(&dir);
        assert!(matches!(notices.as_slice(), [Notice::Rebuilt { .. }]));
        assert_eq!(records(&store).len(), 4);
        drop(store);
        goes_on(&dir, 4);
    }
}

#[test]
fn more_than_is_read_again_is_not_saved() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    let long = named(&"x".repeat(64 << 20), "");
    let refused = store.commit(&commit_of(vec![edit(person(2), 0, Some(long))]));
    let limit = Limit::Record(person(2));
    assert_eq!(refused.unwrap_err(), CommitError::Beyond(limit));
    let most = named(&"x".repeat((64 << 20) - 64), "");
    let saved = store.commit(&commit_of(vec![edit(person(2), 0, Some(most))]));
    saved.unwrap();
    store.snapshot().unwrap();
    drop(store);
    fs::remove_dir_all(dir.join("sled")).unwrap();
    assert_eq!(records(&opened(&dir)).len(), 2);
    let reader = Reader::open(&dir).unwrap();
    let found = records_read(&reader);
    assert_eq!(name(&found, 2).unwrap().len(), (64 << 20) - 64);
}
