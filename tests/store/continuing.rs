//! What is found in the place of a store goes on from what was left, or does not; and readers that stand in a journal
//! that is no longer the one they read.

use super::*;
use guichet::store::{Damage, Head, ReadError};
use std::fs;
use std::path::Path;

/// What a reader finds at `dir`, and whether it goes on from there.
fn goes_on(dir: &Path, left: &Head) -> bool {
    let reader = Reader::open(dir).unwrap();
    let catalog = guichet::catalog::Catalog::read(guichet::model::Lang::Fr, &reader, &|_| {});
    reader.goes_on_from(left, &catalog.unwrap().1).unwrap()
}

#[test]
fn a_store_goes_on_from_what_was_left_where_its_entries_lead_back_to_it() {
    let (temp, dir) = store_of(4);
    let mut store = opened(&dir);
    let left = store.head();
    store.snapshot().unwrap();
    let (older, beside) = (temp.path().join("older"), temp.path().join("beside"));
    copy(&dir, &older);
    copy(&dir, &beside);
    assert!(goes_on(&dir, &left));
    assert!(
        goes_on(&dir, &Head::default()),
        "anything goes on from nothing"
    );
    // Changed, added and removed since.
    put(&mut store, 2, 2, "Bea");
    put(&mut store, 9, 0, "Zoe");
    store
        .commit(&commit_of(vec![edit(person(3), 3, None)]))
        .unwrap();
    assert!(goes_on(&dir, &left));
    let head = store.head();
    assert!(goes_on(&dir, &head));
    assert!(!goes_on(&older, &head), "an older state");
    // As many entries, and more, but others.
    let mut other = opened(&beside);
    put(&mut other, 2, 2, "Eve");
    put(&mut other, 9, 0, "Zoe");
    other
        .commit(&commit_of(vec![edit(person(3), 3, None)]))
        .unwrap();
    assert!(!goes_on(&beside, &head), "another state of as many entries");
    put(&mut other, 10, 0, "Yve");
    assert!(!goes_on(&beside, &head), "another one that went farther");
    // A store made again goes on, though its journal lies otherwise.
    drop(store);
    half_a_snapshot(&dir);
    guichet::store::repair::repair(&dir).unwrap();
    assert!(goes_on(&dir, &head));
}

/// What is done to a store, beside an older copy of it.
type Hurt = fn(&Path, &Path);

#[test]
fn a_reader_in_another_journal_reads_nothing_of_it() {
    let hurts: [(&str, Hurt); 6] = [
        ("exchanged", |dir, older| {
            fs::rename(dir, dir.with_extension("aside")).unwrap();
            copy(older, dir);
        }),
        ("written over", |dir, older| {
            for (to, from) in segments(dir).iter().zip(segments(older)) {
                fs::copy(from, to).unwrap();
            }
        }),
        ("cut and grown again", |dir, older| {
            for (to, from) in segments(dir).iter().zip(segments(older)) {
                fs::copy(from, to).unwrap();
            }
            fs::remove_dir_all(dir.join("sled")).unwrap();
            let mut store = opened(dir);
            for number in 20..30 {
                put(
                    &mut store,
                    number,
                    0,
                    "A name that takes more room than the one before",
                );
            }
        }),
        ("another", |dir, _| {
            fs::remove_dir_all(dir).unwrap();
            let mut store = opened(dir);
            for number in 1..12 {
                put(&mut store, number, 0, "Another");
            }
        }),
        ("removed", |dir, _| fs::remove_dir_all(dir).unwrap()),
        ("without a journal", |dir, _| {
            segments(dir)
                .iter()
                .for_each(|path| fs::remove_file(path).unwrap());
        }),
    ];
    for (name, hurt) in hurts {
        let (temp, dir) = store_of(3);
        let older = temp.path().join("older");
        copy(&dir, &older);
        let mut store = opened(&dir);
        put(&mut store, 7, 0, "Ada");
        drop(store);
        let mut reader = Reader::open(&dir).unwrap();
        assert_eq!(reader.follow().unwrap(), [], "{name}");
        hurt(&dir, &older);
        let error = reader.follow().unwrap_err();
        assert!(
            matches!(error, ReadError::Damaged(Damage::Exchanged(_))),
            "{name}: {error:?}"
        );
    }
}

#[test]
fn a_reader_follows_through_the_packing_of_what_it_stands_in() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let mut store = Store::open_with(&dir, small()).unwrap().0;
    let mut reader = Reader::open(&dir).unwrap();
    let mut followed = 0;
    for number in 1..=40 {
        put(&mut store, number, 0, "Ada");
        if number % 7 == 0 {
            followed += reader.follow().unwrap().len();
            store.begin_checkpoint().unwrap();
            store.finish_checkpoint().unwrap();
        }
    }
    followed += reader.follow().unwrap().len();
    assert_eq!(followed, 40);
}

#[test]
fn what_is_not_in_its_place_is_not_written_by_name_either() {
    let (temp, dir) = store_of(3);
    let mut store = opened(&dir);
    put(&mut store, 4, 0, "Ada");
    let aside = temp.path().join("aside");
    fs::rename(&dir, &aside).unwrap();
    let other = temp.path().join("store-of-others");
    drop(opened(&other));
    fs::rename(&other, &dir).unwrap();
    let before = all_files(&dir);
    store.settle();
    store.bear_witness();
    assert!(store.begin_checkpoint().is_err());
    assert!(store.snapshot().is_err());
    assert!(store.rebuild().is_err());
    assert_eq!(all_files(&dir), before);
    store.abandon();
    assert_eq!(all_files(&dir), before);
    assert_eq!(records(&opened(&aside)).len(), 4);
}

fn all_files(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files.extend(all_files(&path)),
            false => files.push((path.clone(), fs::read(&path).unwrap())),
        }
    }
    files.sort();
    files
}
