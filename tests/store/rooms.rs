//! Room behind the last entry, as whoever writes much in a turn makes it: for nobody else, and gone with the turn.

use super::joining::joined_with;
use super::*;
use guichet::store::{CommitError, doctor};
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

/// How many blank bytes they end with, all together.
fn room(dir: &Path) -> usize {
    let blank = |path: PathBuf| {
        let bytes = fs::read(path).unwrap_or_default();
        bytes.iter().rev().take_while(|byte| **byte == 0).count()
    };
    let plain = segments(dir).into_iter();
    let plain = plain.filter(|path| path.extension().is_some_and(|ending| ending == "wal"));
    plain.map(blank).sum()
}

/// How many files were kept of what was cut off.
fn cut(dir: &Path) -> usize {
    let is_cut = |path: &&PathBuf| path.to_string_lossy().contains(".cut-");
    segments(dir).iter().filter(is_cut).count()
}

/// Writes on until there is room for what follows, and something is found in it; the number of what was written last.
fn write_until<T>(store: &mut Store, found: impl Fn(u128) -> Option<T>) -> (u128, T) {
    for number in 100..3_000 {
        put(store, number, 0, "one of many");
        if let Some(found) = found(number) {
            return (number, found);
        }
    }
    panic!("never any room");
}

/// Waits until nobody has the turn any more.
fn until_given_back(dir: &Path) {
    let begun = Instant::now();
    while room(dir) > 0 {
        assert!(begun.elapsed() < Duration::from_secs(10), "{}", room(dir));
        thread::sleep(Duration::from_millis(1));
    }
}

/// Takes in all that others did, once nobody has the turn.
fn take_in(store: &mut Store) {
    let begun = Instant::now();
    while !store.follow().unwrap() {
        assert!(begun.elapsed() < Duration::from_secs(10));
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn who_writes_on_makes_room_and_gives_it_back_before_another_turn() {
    let (_temp, dir) = store_of(1);
    let mut first = opened(&dir);
    let (_, bytes) = write_until(&mut first, |_| Some(room(&dir)).filter(|room| *room > 500));
    assert!(bytes <= 1 << 16);
    until_given_back(&dir);
    // One who has not written goes on where the other has ended.
    let mut second = joined_with(&dir, Settings::default());
    put(&mut second, 50, 0, "another");
    put(&mut first, 51, 0, "the first one");
    take_in(&mut second);
    assert_eq!(first.head(), second.head());
    drop(second);
    first.close().unwrap();
    assert_eq!(room(&dir), 0);
    assert_eq!(doctor::examine(&dir).unwrap().findings, []);
    assert_eq!(cut(&dir), 0);
}

#[test]
fn what_stands_before_room_is_not_sure_until_something_follows() {
    let (_temp, dir) = store_of(1);
    let mut first = opened(&dir);
    let second = std::cell::RefCell::new(joined_with(&dir, Settings::default()));
    let looked = |number: u128| {
        let mut second = second.borrow_mut();
        let before = room(&dir) > 500;
        let all = second.follow().unwrap();
        let sure = second.record(person(number)).unwrap().is_some();
        // Had all the time: the turn is that of the one that writes.
        (before && room(&dir) > 500).then_some((
            all,
            sure,
            second.record(person(number - 1)).unwrap().is_some(),
        ))
    };
    let (number, (all, sure, the_one_before)) = write_until(&mut first, |number| {
        (number > 100).then(|| looked(number)).flatten()
    });
    assert!(!all && !sure && the_one_before);
    until_given_back(&dir);
    let mut second = second.into_inner();
    take_in(&mut second);
    assert!(second.record(person(number)).unwrap().is_some());
}

#[test]
fn of_one_that_is_killed_a_blank_end_is_left_that_is_cut_off() {
    let (_temp, dir) = store_of(1);
    let mut first = opened(&dir);
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("store");
    for folder in ["wal", "snapshots"] {
        fs::create_dir_all(copy.join(folder)).unwrap();
    }
    let copied = |_: u128| {
        let path = segments(&dir).pop().unwrap();
        let bytes = fs::read(&path).unwrap();
        let is_blank = bytes.len() > 500 && bytes.iter().rev().take(500).all(|byte| *byte == 0);
        is_blank
            .then(|| fs::write(copy.join("wal").join(path.file_name().unwrap()), bytes).unwrap())
    };
    let (number, ()) = write_until(&mut first, copied);
    drop(first);
    // Who only reads has all of it.
    let reader = Reader::open(&copy).unwrap();
    assert_eq!(u128::from(reader.sequence()), number - 98);
    let (mut store, notices) = opened_saying(&copy);
    let torn = |notice: &Notice| matches!(notice, Notice::TornTail { .. });
    assert!(notices.iter().any(torn), "{notices:?}");
    assert!(store.record(person(number)).unwrap().is_some());
    put(&mut store, 1, 1, "goes on");
    store.close().unwrap();
    assert_eq!(room(&copy), 0);
    assert_eq!(cut(&copy), 0);
}

#[test]
fn a_hundred_desks_read_all_and_save_each_in_its_turn() {
    const DESKS: usize = 100;
    let (_temp, dir) = store_of(3);
    let mut desks = vec![opened(&dir)];
    desks.extend((1..DESKS).map(|_| joined_with(&dir, Settings::default())));
    let desks: Vec<Store> = thread::scope(|scope| {
        let saves = |(one, mut store): (usize, Store)| {
            let edit = edit(person(100 + one as u128), 0, Some(named("one of many", "")));
            let commit = commit_of(vec![edit]);
            // Named after two seconds, and waited for on, as a desk does.
            while let Err(error) = store.commit(&commit) {
                assert!(matches!(error, CommitError::Held { .. }), "{error:?}");
            }
            store
        };
        let begun = desks.into_iter().enumerate();
        let begun: Vec<_> = begun.map(|one| scope.spawn(move || saves(one))).collect();
        begun.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let mut heads = Vec::new();
    for mut store in desks {
        take_in(&mut store);
        assert!((0..DESKS).all(|one| store.record(person(100 + one as u128)).unwrap().is_some()));
        heads.push(store.head());
    }
    assert_eq!(heads[0].sequence, 3 + DESKS as u64);
    assert!(heads.iter().all(|head| *head == heads[0]));
    assert_eq!(doctor::examine(&dir).unwrap().findings.len(), 0);
}

/// So many that write at the same time, each as many: whoever has sled, and those that joined it.
fn crowd(writers: u128, each: u128, settings: &Settings) -> Duration {
    let (_temp, dir) = store_of(1);
    let (first, _) = Store::open_with(&dir, settings.clone()).unwrap();
    let mut stores = vec![first];
    stores.extend((1..writers).map(|_| joined_with(&dir, settings.clone())));
    let waits: Vec<(Store, Duration)> = thread::scope(|scope| {
        let writes = |(of, mut store): (usize, Store)| {
            let mut longest = Duration::ZERO;
            for number in 0..each {
                let begun = Instant::now();
                put(
                    &mut store,
                    1_000 * (of as u128 + 1) + number,
                    0,
                    "one of many",
                );
                longest = longest.max(begun.elapsed());
                store.settle();
            }
            (store, longest)
        };
        let began = stores.into_iter().enumerate();
        let began: Vec<_> = began.map(|one| scope.spawn(move || writes(one))).collect();
        began.into_iter().map(|one| one.join().unwrap()).collect()
    });
    until_given_back(&dir);
    let longest = waits.iter().map(|(_, wait)| *wait).max().unwrap();
    let mut heads = Vec::new();
    for (mut store, _) in waits {
        take_in(&mut store);
        heads.push(store.head());
        if store.keeps_sled() {
            assert_eq!(records(&store).len() as u128, 1 + writers * each);
            store.close().unwrap();
        }
    }
    assert!(heads.iter().all(|head| *head == heads[0]));
    assert_eq!(u128::from(heads[0].sequence), 1 + writers * each);
    assert_eq!(doctor::examine(&dir).unwrap().findings, []);
    longest
}

#[test]
fn a_crowd_writes_in_slices_and_nobody_waits_for_ever() {
    // Whoever waits for two seconds is told so, and nothing is written: `put` would fail.
    crowd(8, 60, &Settings::default());
}

#[test]
fn a_crowd_writes_on_over_the_ends_of_segments() {
    let settings = Settings {
        segment_bytes: 4_000,
        ..Settings::default()
    };
    crowd(4, 60, &settings);
}
