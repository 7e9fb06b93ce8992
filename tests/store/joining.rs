//! Several that write to one store: each in its turn, what others did first, nothing of anybody's lost.

use super::*;
use guichet::catalog::Catalog;
use guichet::model::Lang;
use guichet::store::{Chronicle, CommitError, TakenOver, Turn, doctor};
use std::fs;
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// One more that writes to a store whose sled is kept already.
pub(super) fn joined_with(dir: &Path, settings: Settings) -> Store {
    let reader = Reader::open(dir).unwrap();
    let (catalog, head) = Catalog::read(Lang::Fr, &reader, &|_| {}).unwrap();
    Store::join_with(&reader, &head, Box::new(catalog), settings).unwrap()
}

fn joined(dir: &Path) -> Store {
    joined_with(dir, Settings::default())
}

fn follow(store: &mut Store) -> Vec<u64> {
    let turn = Turn::take(store.dir()).unwrap();
    store.follow_in(&turn).unwrap();
    let news = store.news();
    news.iter().map(|(heading, _)| heading.sequence).collect()
}

fn is_whole(dir: &Path) {
    let found = doctor::examine(dir).unwrap();
    assert_eq!(found.findings, []);
}

#[test]
fn two_write_in_turn_and_each_has_what_the_other_did() {
    let (_temp, dir) = store_of(2);
    let mut first = opened(&dir);
    let mut second = joined(&dir);
    assert!(first.keeps_sled() && !second.keeps_sled());
    for number in (10..30).step_by(2) {
        put(&mut first, number, 0, "of the first");
        assert!(second.is_behind().unwrap());
        put(&mut second, number + 1, 0, "of the second");
        assert_eq!(second.news().len(), 1);
    }
    assert_eq!(follow(&mut first).last(), Some(&22));
    assert!(!first.is_behind().unwrap());
    assert!(follow(&mut second).is_empty());
    assert_eq!(first.head(), second.head());
    assert_eq!(records(&first).len(), 22);
    // Of one record.
    assert_eq!(
        second.record(person(10)).unwrap(),
        first.record(person(10)).unwrap()
    );
    put(&mut second, 10, 3, "once more");
    let stale = commit_of(vec![edit(person(10), 3, Some(named("too late", "")))]);
    let error = first.commit(&stale).unwrap_err();
    assert_eq!(error, CommitError::Conflict(vec![person(10)]));
    assert_eq!(
        first.news().len(),
        1,
        "what stands against it is told first"
    );
    drop(second);
    first.close().unwrap();
    is_whole(&dir);
    let store = opened(&dir);
    assert_eq!(name(&records(&store), 10).unwrap(), "once more");
}

#[test]
fn links_are_held_by_both() {
    let (_temp, dir) = store_of(3);
    let mut first = opened(&dir);
    let mut second = joined(&dir);
    let affiliation = RecordRef::new(Kind::Affiliation, Ulid::from(7_u128));
    let mut fields = Fields::new();
    let person_field = Kind::Affiliation.field_by_key("person").unwrap().number;
    fields.set(person_field, Some(Value::Reference(person(1))));
    let content = Content {
        trashed: false,
        fields,
    };
    first.pointed_at(person(1)).unwrap();
    second
        .commit(&commit_of(vec![edit(affiliation, 0, Some(content))]))
        .unwrap();
    let removal = commit_of(vec![edit(person(1), 1, None)]);
    for store in [&mut first, &mut second] {
        let error = store.commit(&removal).unwrap_err();
        assert_eq!(error, CommitError::Needed(vec![person(1)]));
    }
    first
        .commit(&commit_of(vec![edit(affiliation, 4, None)]))
        .unwrap();
    second.commit(&removal).unwrap();
}

#[test]
fn segments_are_begun_by_whoever_comes_to_their_end() {
    let (_temp, dir) = store_of(1);
    let (mut first, _) = Store::open_with(&dir, small()).unwrap();
    let mut second = joined_with(&dir, small());
    let mut third = joined_with(&dir, small());
    for number in 10..40 {
        let store = [&mut first, &mut second, &mut third];
        let store = store.into_iter().nth(number as usize % 3).unwrap();
        put(store, number, 0, "somebody with a name of some length");
    }
    assert!(segments(&dir).len() > 4);
    // Packed by the one that keeps sled, while the others still have older ones open.
    first.begin_checkpoint().unwrap();
    first.finish_checkpoint().unwrap();
    put(&mut second, 40, 0, "after the packing");
    put(&mut third, 41, 0, "after the packing");
    follow(&mut first);
    assert_eq!(first.head(), third.head());
    assert_eq!(records(&first).len(), 33);
    drop((second, third));
    first.close().unwrap();
    is_whole(&dir);
}

#[test]
fn what_one_killed_in_a_commit_left_is_cut_by_the_next() {
    let (_temp, dir) = store_of(1);
    let first = opened(&dir);
    let mut second = joined(&dir);
    put(&mut second, 2, 0, "Bea");
    let segment = segments(&dir)[0].clone();
    let mut bytes = fs::read(&segment).unwrap();
    let whole = bytes.len();
    // The beginning of a frame.
    bytes.extend_from_within(24..60);
    fs::write(&segment, &bytes).unwrap();
    let mut third = joined(&dir);
    put(&mut third, 3, 0, "Cleo");
    assert_eq!(follow(&mut second), [3]);
    drop((first, second, third));
    assert!(fs::read(&segment).unwrap().len() > whole);
    assert!(segment.with_extension("wal.cut-1").exists());
    let store = opened(&dir);
    assert_eq!(records(&store).len(), 3);
}

#[test]
fn sled_is_taken_over_from_one_that_ended() {
    let (_temp, dir) = store_of(2);
    let mut first = opened(&dir);
    let mut second = joined(&dir);
    let (send, taken) = mpsc::channel::<TakenOver>();
    second
        .wait_for_sled(move |taken| send.send(taken.unwrap()).unwrap())
        .unwrap();
    put(&mut first, 3, 0, "Cleo");
    put(&mut second, 4, 0, "Dora");
    assert!(taken.recv_timeout(Duration::from_millis(100)).is_err());
    // Without a word, as one that is killed.
    first.abandon();
    put(&mut second, 5, 0, "Eva");
    let taken = taken.recv_timeout(Duration::from_secs(5)).unwrap();
    put(&mut second, 6, 0, "Fee");
    let turn = Turn::take(&dir).unwrap();
    assert!(second.take_over(&turn, taken).unwrap().is_none());
    drop(turn);
    assert!(second.keeps_sled());
    put(&mut second, 7, 0, "Gil");
    second.settle();
    assert_eq!(records(&second).len(), 7);
    second.close().unwrap();
    is_whole(&dir);
}

#[test]
fn one_that_keeps_its_turn_is_named_and_waited_for() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    let turn = Turn::take(&dir).unwrap();
    let begun = Instant::now();
    let commit = commit_of(vec![edit(person(2), 0, Some(named("Bea", "")))]);
    let error = store.commit(&commit).unwrap_err();
    assert!(begun.elapsed() >= Duration::from_secs(2));
    let CommitError::Held { holder, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(holder.pid, std::process::id());
    assert!(!holder.name.is_empty());
    // Another one waits, and has it at once when it is let go of.
    let waiting = std::thread::spawn(move || store.commit(&commit).map(|_| store));
    std::thread::sleep(Duration::from_millis(300));
    drop(turn);
    let store = waiting.join().unwrap().unwrap();
    assert_eq!(store.head().sequence, 2);
}

#[test]
fn nobody_starves_of_many_that_write() {
    const EACH: u128 = 120;
    let (_temp, dir) = store_of(1);
    let mut keeper = opened(&dir);
    let writers: Vec<_> = (0..6_u128)
        .map(|at| {
            let mut store = joined(&dir);
            std::thread::spawn(move || -> Duration {
                let numbers = 1_000 * (at + 1)..1_000 * (at + 1) + EACH;
                let took = numbers.map(|number| {
                    let begun = Instant::now();
                    put(&mut store, number, 0, "one of many");
                    begun.elapsed()
                });
                took.max().unwrap()
            })
        })
        .collect();
    // Whoever writes however much, nobody waits for long.
    for writer in writers {
        let longest = writer.join().unwrap();
        assert!(longest < Duration::from_secs(1), "{longest:?}");
    }
    follow(&mut keeper);
    assert_eq!(records(&keeper).len() as u128, 1 + 6 * EACH);
    keeper.close().unwrap();
    is_whole(&dir);
}

#[test]
fn a_journal_copied_under_those_who_write_is_whole_up_to_somewhere() {
    let (_temp, dir) = store_of(1);
    let (mut first, _) = Store::open_with(&dir, small()).unwrap();
    let mut second = joined_with(&dir, small());
    let until = Instant::now() + Duration::from_millis(400);
    let writing = std::thread::spawn(move || {
        let mut number = 10;
        while Instant::now() < until {
            put(&mut first, number, 0, "somebody with a name of some length");
            put(&mut second, number + 1, 0, "somebody else");
            number += 2;
        }
        (first, second)
    });
    let mut copies = 0;
    let mut last = 0;
    while !writing.is_finished() {
        copies += 1;
        let copy = dir.with_extension(format!("copy-{copies}"));
        for room in ["snapshots", "wal"] {
            super::copy(&dir.join(room), &copy.join(room));
        }
        let found = doctor::examine(&copy).unwrap();
        assert!(
            !found.findings.iter().any(|one| one.is_damage()),
            "{:?}",
            found.findings
        );
        assert!(found.entries >= last);
        last = found.entries;
        assert_eq!(records(&opened(&copy)).len() as u64, last);
    }
    writing.join().unwrap();
    assert!(copies > 1);
}

#[test]
fn a_long_import_is_preceded_by_a_snapshot_whoever_keeps_sled() {
    let (_temp, dir) = store_of(3);
    let _first = opened(&dir);
    let mut second = joined(&dir);
    let edits = (100..1_200_u128).map(|number| edit(person(number), 0, Some(named("Ada", ""))));
    let mut commit = commit_of(edits.collect());
    commit.step.verb = Verb::Import;
    second.commit(&commit).unwrap();
    second.finish_checkpoint().unwrap();
    assert_eq!(second.checkpoint_ended(), None);
    let names: Vec<String> = fs::read_dir(dir.join("snapshots"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names, [format!("{:020}.import.snapshot", 3)]);
}

/// What a desk asks of a journal, of whichever store there is.
fn tells_of(chronicle: &dyn Chronicle) {
    let sequences = |before, newest| -> Vec<u64> {
        let headings = chronicle.headings_before(before, newest).unwrap();
        headings.iter().map(|heading| heading.sequence).collect()
    };
    assert_eq!(sequences(u64::MAX, 99), [1, 2, 3, 4]);
    assert_eq!(sequences(4, 2), [2, 3]);
    assert!(sequences(1, 9).is_empty());
    let entry = chronicle.entry(3).unwrap().unwrap();
    assert_eq!(entry.changes[0].record, person(1));
    assert_eq!(chronicle.entry(5).unwrap(), None);
    let history = chronicle.history(person(1)).unwrap();
    let of: Vec<u64> = history
        .iter()
        .map(|(heading, _)| heading.sequence)
        .collect();
    assert_eq!(of, [1, 3]);
    assert_eq!(chronicle.history(person(9)).unwrap(), []);
}

#[test]
fn sled_memory_and_a_reader_tell_the_same_of_the_journal() {
    let (_temp, dir) = store_of(2);
    let mut first = opened(&dir);
    put(&mut first, 1, 1, "Ada");
    let mut second = joined(&dir);
    put(&mut second, 2, 2, "Bea");
    follow(&mut first);
    tells_of(&first);
    tells_of(&second);
    tells_of(&Reader::open(&dir).unwrap());
}

#[test]
fn something_else_in_the_place_of_the_lock_is_named_at_once_or_made_good() {
    let fifo = |path: &Path| {
        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        rustix::fs::mkfifoat(rustix::fs::CWD, path, mode).unwrap();
    };
    let elsewhere = tempfile::tempdir().unwrap();
    let letter = elsewhere.path().join("letter");
    let traps: [&dyn Fn(&Path); 3] = [&|path| fs::create_dir(path).unwrap(), &fifo, &|path| {
        std::os::unix::fs::symlink(&letter, path).unwrap()
    }];
    for trap in traps {
        fs::write(&letter, "Dear Ada").unwrap();
        let (_temp, dir) = store_of(1);
        let mut first = opened(&dir);
        let mut second = joined(&dir);
        let lock = dir.join("lock");
        fs::remove_file(&lock).unwrap();
        trap(&lock);
        let begun = Instant::now();
        for (number, store) in [&mut first, &mut second].into_iter().enumerate() {
            let edits = vec![edit(person(10 + number as u128), 0, Some(named("Ada", "")))];
            if let Err(error) = store.commit(&commit_of(edits)) {
                assert!(error.to_string().contains("lock"), "{error}");
            }
        }
        assert!(begun.elapsed() < Duration::from_secs(1));
        assert_eq!(fs::read_to_string(&letter).unwrap(), "Dear Ada");
        // Out of the way it is made again.
        if fs::symlink_metadata(&lock).is_ok_and(|found| !found.is_file()) {
            fs::rename(&lock, dir.with_extension("trap")).unwrap();
        }
        put(&mut first, 20, 0, "Bea");
        put(&mut second, 21, 0, "Cleo");
        drop(second);
        follow(&mut first);
        first.close().unwrap();
        is_whole(&dir);
    }
}
