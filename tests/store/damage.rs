//! Cut, flipped, deleted: nothing that was acknowledged is lost without a word, and what was not
//! whole never appears.

use super::opening::rebuilt;
use super::*;
use guichet::store::{Damage, ReadError, Why};
use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt;

pub(super) fn flip(path: &Path, at: u64) {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(path)
        .unwrap();
    let mut byte = [0];
    file.read_exact_at(&mut byte, at).unwrap();
    file.write_all_at(&[byte[0] ^ 0x55], at).unwrap();
}

pub(super) fn cut(path: &Path, length: u64) {
    let file = OpenOptions::new().write(true).open(path).unwrap();
    file.set_len(length).unwrap();
}

pub(super) fn length(path: &Path) -> u64 {
    fs::metadata(path).unwrap().len()
}

#[test]
fn a_reader_passes_over_a_damaged_snapshot() {
    let (_temp, dir) = store_of(5);
    let mut store = opened(&dir);
    let path = store.snapshot().unwrap();
    put(&mut store, 6, 0, "Ida");
    let before = records(&store);
    for at in [length(&path) / 2 + 20, 30, 2] {
        flip(&path, at);
        assert_eq!(records_read(&Reader::open(&dir).unwrap()), before, "{at}");
    }
}

#[test]
fn a_byte_flipped_in_the_wal_is_found_out() {
    let (temp, dir) = store_of(3);
    fs::remove_dir_all(dir.join("sled")).unwrap();
    let end = length(&segments(&dir)[0]);
    let whole: Vec<_> = {
        let copied = temp.path().join("whole");
        copy(&dir, &copied);
        records(&opened(&copied)).into_iter().collect()
    };
    for at in (24..end).step_by(7) {
        let flipped = temp.path().join(format!("flipped-{at}"));
        copy(&dir, &flipped);
        flip(&segments(&flipped)[0], at);
        let (store, notices) = opened_saying(&flipped);
        let found: Vec<_> = records(&store).into_iter().collect();
        assert_eq!(found.len(), 2, "byte {at}");
        assert!(found.iter().all(|record| whole.contains(record)));
        let told = notices.iter().any(|notice| {
            matches!(
                notice,
                Notice::Hole { kept: false, .. } | Notice::TornTail { .. }
            )
        });
        assert!(told, "byte {at}: {notices:?}");
        fs::remove_dir_all(flipped).unwrap();
    }
}

#[test]
fn a_damaged_header_of_a_segment_costs_nothing() {
    for people in [1, 3] {
        for at in [2, 13, 17, 20] {
            let (_temp, dir) = store_of(people);
            fs::remove_dir_all(dir.join("sled")).unwrap();
            flip(&segments(&dir)[0], at);
            let found = records(&opened(&dir)).len();
            assert_eq!(found, people as usize, "byte {at} of {people}");
        }
    }
}

#[test]
fn records_that_are_not_those_of_the_head_are_found_out_and_put_right() {
    let (_temp, dir) = store_of(5);
    let before = records(&opened(&dir));
    let sled = sled::open(dir.join("sled")).unwrap();
    let tree = sled.open_tree("r").unwrap();
    let (key, _) = tree.first().unwrap().unwrap();
    tree.remove(key).unwrap();
    tree.flush().unwrap();
    drop((tree, sled));
    let mut store = opened(&dir);
    let loaded = store.load(&mut |_| ControlFlow::Continue(()));
    assert_eq!(loaded, Err(ReadError::Damaged(Damage::Digest)));
    let notices = store.rebuild().unwrap();
    assert_eq!(rebuilt(&notices), Some(&Why::Asked));
    assert_eq!(records(&store), before);
    assert_eq!(put(&mut store, 6, 0, "Bea").heading.sequence, 6);
}

#[test]
fn a_flipped_record_is_named() {
    let (_temp, dir) = store_of(2);
    let sled = sled::open(dir.join("sled")).unwrap();
    let tree = sled.open_tree("r").unwrap();
    let (key, mut envelope) = tree.first().unwrap().unwrap();
    envelope[12] ^= 1;
    tree.insert(key, envelope).unwrap();
    tree.flush().unwrap();
    drop((tree, sled));
    let store = opened(&dir);
    let loaded = store.load(&mut |_| ControlFlow::Continue(()));
    let named = Damage::Record(person(1).to_string());
    assert_eq!(loaded, Err(ReadError::Damaged(named)));
}

/// A store that loads from its snapshot, so that what becomes of sled is met by the first edit only.
fn loaded_from_a_snapshot(hurt: &dyn Fn(&sled::Tree)) -> (TempDir, PathBuf, Store) {
    let (temp, dir) = store_of(5);
    let mut store = opened(&dir);
    store.snapshot().unwrap();
    drop(store);
    // A thread of the sled just closed may still end.
    let sled = std::iter::repeat_with(|| sled::open(dir.join("sled")))
        .find_map(Result::ok)
        .unwrap();
    let tree = sled.open_tree("r").unwrap();
    hurt(&tree);
    tree.flush().unwrap();
    drop((tree, sled));
    let store = opened(&dir);
    assert_eq!(records(&store).len(), 5);
    (temp, dir, store)
}

#[test]
fn an_edit_of_a_record_that_sled_lost_or_has_damaged_makes_sled_again() {
    let removed = |tree: &sled::Tree| {
        let (key, _) = tree.first().unwrap().unwrap();
        tree.remove(key).unwrap();
    };
    let flipped = |tree: &sled::Tree| {
        let (key, mut envelope) = tree.first().unwrap().unwrap();
        envelope[12] ^= 1;
        tree.insert(key, envelope).unwrap();
    };
    for hurt in [&removed as &dyn Fn(&sled::Tree), &flipped] {
        let (_temp, dir, mut store) = loaded_from_a_snapshot(hurt);
        assert_eq!(put(&mut store, 1, 1, "Bea").heading.sequence, 6);
        assert_eq!(store.record(person(1)).unwrap().unwrap().revision, 6);
        let stale = commit_of(vec![edit(person(1), 1, Some(named("Cleo", "")))]);
        assert_eq!(store.commit(&stale).unwrap_err().id(), "conflict");
        drop(store);
        assert_eq!(name(&records(&opened(&dir)), 1).unwrap(), "Bea");
    }
    let (_temp, _dir, mut store) = loaded_from_a_snapshot(&flipped);
    store.undo(&reversal(1, Verb::Undo)).unwrap();
    assert_eq!(records(&store).len(), 4);
    // A snapshot finds out as well, and the next one is whole.
    let (_temp, dir, mut store) = loaded_from_a_snapshot(&removed);
    assert_eq!(store.snapshot().unwrap_err().id(), "damaged-digest");
    let path = store.snapshot().unwrap();
    assert_eq!(guichet::store::backup::check(&path).unwrap(), store.head());
    assert_eq!(records(&opened_beside(&dir)).len(), 5);
}

/// What sled itself holds, by a copy of it without the snapshots.
fn opened_beside(dir: &Path) -> Store {
    let beside = dir.with_extension("beside");
    copy(dir, &beside);
    fs::remove_dir_all(beside.join("snapshots")).unwrap();
    opened(&beside)
}

#[test]
fn a_store_copied_at_any_moment_opens_with_what_was_saved_by_then() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let mut store = Store::open_with(&dir, small()).unwrap().0;
    for number in 1..=40 {
        let base = revision(&store, number % 7 + 1);
        put(&mut store, number % 7 + 1, base, "Ada");
        if number % 4 == 0 {
            let copied = temp.path().join(format!("at-{number}"));
            copy(&dir, &copied);
            let killed = opened(&copied);
            assert_eq!(records(&killed), records(&store));
            assert_eq!(killed.head(), store.head());
        }
    }
}

fn revision(store: &Store, number: u128) -> u64 {
    store
        .record(person(number))
        .unwrap()
        .map_or(0, |r| r.revision)
}

#[test]
fn a_damaged_snapshot_is_found_out_in_loading_and_left_aside() {
    let (_temp, dir) = store_of(5);
    let mut store = opened(&dir);
    let path = store.snapshot().unwrap();
    put(&mut store, 6, 0, "Ida");
    let before = records(&store);
    flip(&path, length(&path) / 2 + 20);
    let loaded = store.load(&mut |_| ControlFlow::Continue(()));
    assert!(matches!(loaded, Err(ReadError::Damaged(_))), "{loaded:?}");
    store.rebuild().unwrap();
    assert_eq!(records(&store), before);
}
