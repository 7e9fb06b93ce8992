//! The second witness of the head: what was there once is not forgotten without a word.

use super::*;
use crate::program::Surroundings;
use guichet::store::backup::{self, BackupError};
use std::fs;

/// A store of six people whose folder was put back to the state after two of them, the witness aside.
fn put_back() -> (TempDir, PathBuf) {
    let (temp, dir) = store_of(2);
    let old = temp.path().join("old");
    copy(&dir, &old);
    let mut store = opened(&dir);
    for number in 3..=6 {
        put(&mut store, number, 0, "Ida");
    }
    store.close().unwrap();
    fs::copy(dir.join("head"), old.join("head")).unwrap();
    (temp, old)
}

fn below() -> Notice {
    Notice::Below {
        found: 2,
        records: 2,
        witnessed: 6,
        there_were: 6,
    }
}

#[test]
fn a_state_below_the_witness_is_named_until_it_has_gone_beyond() {
    let (_temp, dir) = put_back();
    for _ in 0..2 {
        let (store, notices) = opened_saying(&dir);
        assert!(notices.contains(&below()), "{notices:?}");
        store.close().unwrap();
    }
    let mut store = opened(&dir);
    for number in 3..=7 {
        put(&mut store, number, 0, "Eva");
    }
    store.close().unwrap();
    let (_, notices) = opened_saying(&dir);
    assert_eq!(notices, []);
}

#[test]
fn other_records_after_as_many_entries_are_named() {
    let (_temp, dir) = put_back();
    let mut store = opened(&dir);
    for number in 13..=16 {
        put(&mut store, number, 0, "Eva");
    }
    store.close().unwrap();
    let (_, notices) = opened_saying(&dir);
    assert!(matches!(notices.as_slice(), [Notice::Below { .. }]));
}

#[test]
fn a_store_above_its_witness_is_as_good_as_one_without() {
    let (_temp, dir) = store_of(2);
    let mut store = opened(&dir);
    put(&mut store, 3, 0, "Cleo");
    store.settle();
    drop(store);
    assert_eq!(opened_saying(&dir).1, []);
    for hurt in [&b""[..], b"{}", b"\xff\0"] {
        fs::write(dir.join("head"), hurt).unwrap();
        assert_eq!(opened_saying(&dir).1, []);
    }
    fs::remove_file(dir.join("head")).unwrap();
    assert_eq!(opened_saying(&dir).1, []);
    assert!(dir.join("head").is_file());
}

#[test]
fn a_backup_of_less_than_there_was_is_refused_with_both_numbers_unless_forced() {
    let (temp, dir) = put_back();
    let file = temp.path().join("kept");
    let reader = Reader::open(&dir).unwrap();
    let error = backup::write(&reader, &file, false).unwrap_err();
    let BackupError::Below { found, witnessed } = error else {
        panic!("{error}");
    };
    assert_eq!((found.records, witnessed.records), (2, 6));
    let left: Vec<_> = fs::read_dir(temp.path()).unwrap().collect();
    assert_eq!(left.len(), 2, "nothing half-written: {left:?}");
    assert_eq!(backup::write(&reader, &file, true).unwrap().records, 2);
}

#[test]
fn a_backup_with_under_half_the_records_is_refused() {
    let (temp, dir) = store_of(9);
    opened(&dir).close().unwrap();
    let mut store = opened(&dir);
    for number in 1..=5 {
        let removal = edit(person(number), number as u64, None);
        store.commit(&commit_of(vec![removal])).unwrap();
    }
    store.settle();
    let file = temp.path().join("kept");
    let written = backup::write(&Reader::open(&dir).unwrap(), &file, false);
    assert!(matches!(written, Err(BackupError::Below { .. })));
    // Once the desk was closed the few are what is meant.
    store.close().unwrap();
    backup::write(&Reader::open(&dir).unwrap(), &file, false).unwrap();
}

#[test]
fn the_command_line_says_both_numbers() {
    let here = Surroundings::new();
    let (_temp, dir) = put_back();
    let file = here.path("kept");
    let store = ["--store", dir.to_str().unwrap()];
    let backup = ["backup", file.to_str().unwrap()];
    let refused = here.run(&[&store[..], &backup].concat());
    let reason = refused.refused(1);
    assert!(
        reason.contains("2 fiches") && reason.contains("tenu 6"),
        "{reason}"
    );
    assert!(!file.exists());
    let done = here.run(&[&store[..], &backup, &["--force"]].concat());
    assert_eq!(done.code, 0, "{done:?}");
}
