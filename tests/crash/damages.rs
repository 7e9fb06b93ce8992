//! Files cut, flipped and deleted.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use guichet::store::doctor::examine;
use guichet::store::{Finding, Store};

use super::work::{People, after, people_of, read, recovered, step};
use super::{Dice, count};
use crate::store::copy;

/// A store of so many entries, closed.
fn store(dir: &Path, entries: u64) -> People {
    let mut store = Store::open(dir).unwrap().0;
    let (mut people, mut before) = (People::new(), People::new());
    for _ in 0..entries {
        step(&mut store, &mut people, &mut before);
    }
    store.close().unwrap();
    assert_eq!(people, after(entries));
    people
}

fn flip(path: &Path, at: u64) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at as usize] ^= 0x55;
    fs::write(path, bytes).unwrap();
}

fn cut(path: &Path, at: u64) {
    let file = OpenOptions::new().write(true).open(path).unwrap();
    file.set_len(at).unwrap();
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files.extend(self::files(&path)),
            false => files.push(path),
        }
    }
    files.sort();
    files
}

#[test]
fn whatever_becomes_of_the_files_of_sled_nothing_is_lost() {
    let temp = tempfile::tempdir().unwrap();
    let (whole, hurt) = (temp.path().join("whole"), temp.path().join("hurt"));
    let people = store(&whole, 40);
    let (cuts, flips) = (count(3, 50), count(12, 500));
    let (mut dice, mut done) = (Dice(7), (0, 0, 0));
    let within: Vec<PathBuf> = files(&whole.join("sled"))
        .iter()
        .map(|path| path.strip_prefix(&whole).unwrap().to_path_buf())
        .collect();
    let hurting = |how: &dyn Fn(&Path)| {
        let _ = fs::remove_dir_all(&hurt);
        copy(&whole, &hurt);
        how(&hurt);
        let (store, found) = recovered(&hurt);
        assert_eq!(found, people);
        store.close().unwrap();
    };
    for name in &within {
        let length = fs::metadata(whole.join(name)).unwrap().len();
        hurting(&|hurt| fs::remove_file(hurt.join(name)).unwrap());
        done.2 += 1;
        for _ in 0..cuts.min(length as usize) {
            let at = dice.below(length);
            hurting(&|hurt| cut(&hurt.join(name), at));
            done.0 += 1;
        }
        for _ in 0..flips.min(length as usize) {
            let at = dice.below(length);
            hurting(&|hurt| flip(&hurt.join(name), at));
            done.1 += 1;
        }
    }
    let (cuts, flips, deleted) = done;
    println!("sled: {cuts} cuts, {flips} flips, {deleted} deletions: nothing lost");
}

/// The wal of 64 KiB: where every entry ends, by reading it cut there.
#[test]
fn every_cut_and_flip_of_a_wal_is_found_and_nothing_is_made_up() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let mut entries = 0;
    let segment = {
        let mut store = Store::open(&dir).unwrap().0;
        let (mut people, mut before) = (People::new(), People::new());
        let segment = dir.join("wal").join(format!("{:020}.wal", 1));
        while fs::metadata(&segment).map_or(0, |file| file.len()) < 65_536 {
            entries = step(&mut store, &mut people, &mut before);
        }
        store.close().unwrap();
        segment
    };
    for room in ["sled", "snapshots"] {
        fs::remove_dir_all(dir.join(room)).unwrap();
        fs::create_dir(dir.join(room)).unwrap();
    }
    let whole = fs::read(&segment).unwrap();
    let length = whole.len();
    let stride = count(61, 1);
    let expected: Vec<People> = (0..=entries).map(after).collect();
    let (mut cuts, mut flips) = (0, 0);
    for at in (0..length).step_by(stride) {
        fs::write(&segment, &whole[..at]).unwrap();
        let (reached, people) = read(&dir);
        assert_eq!(people, expected[reached as usize], "cut at {at}");
        cuts += 1;

        let mut flipped = whole.clone();
        flipped[at] ^= 0x55;
        fs::write(&segment, &flipped).unwrap();
        let found = examine(&dir).unwrap();
        let told =
            |finding: &Finding| finding.is_damage() || matches!(finding, Finding::Torn { .. });
        assert!(found.findings.iter().any(told), "flip at {at}: {found:?}");
        // A reader goes no further than the last entry before the damage, or says that it can't.
        let reader = guichet::store::Reader::open(&dir).unwrap();
        if let Ok(people) = people_of(|each| reader.load(each)) {
            assert_eq!(people, expected[reader.sequence() as usize], "flip at {at}");
        }
        flips += 1;
    }
    println!("a wal of {length} bytes: {cuts} cuts, {flips} flips, each found");
}
