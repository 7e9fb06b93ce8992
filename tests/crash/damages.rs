//! Files cut, flipped and deleted.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use guichet::store::doctor::examine;
use guichet::store::{Finding, Store};

use super::work::{People, after, people_of, read, recovered, step};
use super::{Dice, count};
use crate::store::copy;

/// Bytes of a page of the disk.
const PAGE: u64 = 4_096;

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

/// Leaves zeros where a page was: it never reached the disk.
fn empty(path: &Path, page: u64) {
    let mut bytes = fs::read(path).unwrap();
    let from = (page * PAGE) as usize;
    let to = bytes.len().min(from + PAGE as usize);
    bytes[from..to].fill(0);
    fs::write(path, bytes).unwrap();
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
    let whole = temp.path().join("whole");
    let people = store(&whole, 40);
    let done = hurt(&whole, &people, (3, 50), (12, 500));
    println!("sled: {done}: nothing lost");
}

/// Damage that is met not when sled opens but when it is given what it lacks.
#[test]
fn a_damaged_sled_that_is_behind_is_brought_up_to_date_or_made_again() {
    let temp = tempfile::tempdir().unwrap();
    let (whole, behind) = (temp.path().join("whole"), temp.path().join("behind"));
    let mut people = store(&behind, 40);
    copy(&behind, &whole);
    let (mut store, mut before) = (Store::open(&whole).unwrap().0, after(39));
    for _ in 0..20 {
        step(&mut store, &mut people, &mut before);
    }
    store.close().unwrap();
    // No snapshot is newer than sled: it is not made again for that alone.
    for room in ["sled", "snapshots"] {
        fs::remove_dir_all(whole.join(room)).unwrap();
        fs::create_dir(whole.join(room)).unwrap();
        copy(&behind.join(room), &whole.join(room));
    }
    let done = hurt(&whole, &people, (3, 100), (12, 1_000));
    println!("sled behind the journal: {done}: nothing lost");
}

/// Deletes, cuts and flips the files of a copy's sled in turn; says how often.
fn hurt(whole: &Path, people: &People, cuts: (usize, usize), flips: (usize, usize)) -> String {
    let hurt = whole.with_file_name("hurt");
    let (cuts, flips) = (count(cuts.0, cuts.1), count(flips.0, flips.1));
    let (mut dice, mut done) = (Dice(7), (0, 0, 0, 0));
    let within: Vec<PathBuf> = files(&whole.join("sled"))
        .iter()
        .map(|path| path.strip_prefix(whole).unwrap().to_path_buf())
        .collect();
    let hurting = |how: &dyn Fn(&Path)| {
        let _ = fs::remove_dir_all(&hurt);
        copy(whole, &hurt);
        how(&hurt);
        let (store, found) = recovered(&hurt);
        assert_eq!(&found, people);
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
        let pages = length.div_ceil(PAGE) as usize;
        let stride = (pages / count(8, usize::MAX)).max(1);
        for page in (0..length.div_ceil(PAGE)).step_by(stride) {
            hurting(&|hurt| empty(&hurt.join(name), page));
            done.3 += 1;
        }
    }
    let (cuts, flips, deleted, emptied) = done;
    format!("{cuts} cuts, {flips} flips, {deleted} deletions, {emptied} empty pages")
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
    // Whoever reads less than the witness saw says so: here the journal is to be judged by itself.
    fs::remove_file(dir.join("head")).unwrap();
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
