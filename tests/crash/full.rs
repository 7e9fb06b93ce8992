//! A disk that is full at every byte of a write. Made by a limit on the length of files, which only a
//! process of its own can bear.

use std::path::Path;
use std::process::Command;

use guichet::model::Verb;
use guichet::store::drafts::{self, Draft};
use guichet::store::{CommitError, OpenError, ReadError, Reader, Store};
use rustix::process::{Resource, Rlimit, setrlimit};

use super::count;
use super::work::{People, commit_of, named, people_of, person, recovered, settings};

/// From now on no file may grow beyond so many bytes.
fn room(bytes: Option<u64>) {
    let limit = Rlimit {
        current: bytes,
        maximum: None,
    };
    setrlimit(Resource::Fsize, limit).unwrap();
}

/// A store, and the people that must be in it.
struct Held {
    store: Store,
    people: People,
}

impl Held {
    fn name(&mut self, numbers: std::ops::Range<u128>, name: &str) -> Result<(), CommitError> {
        self.store.settle();
        let mut edits = Vec::new();
        for number in numbers.clone() {
            let known = self.store.record(person(number))?;
            let base = known.map_or(0, |record| record.revision);
            edits.push(named(number, base, name, false));
        }
        let commit = commit_of(Verb::Edit, "ada", edits);
        self.store.commit(&commit)?;
        self.store.settle();
        self.people
            .extend(numbers.map(|number| (number, name.to_string())));
        Ok(())
    }

    /// Tries with so much room behind the end of the wal: refused, and nothing of it is anywhere.
    fn refused(&mut self, dir: &Path, numbers: std::ops::Range<u128>, bytes: u64) {
        let before = self.store.head();
        room(Some(end_of_wal(dir) + bytes));
        let refused = self.name(numbers, &long("refused")).unwrap_err();
        // Reading goes on.
        assert_eq!(self.store.entry(1).unwrap().unwrap().heading.sequence, 1);
        room(None);
        assert_eq!(refused.id(), "disk-full", "{bytes}: {refused:?}");
        assert_eq!(self.store.head(), before, "{bytes}");
        let reader = Reader::open(dir).unwrap();
        assert_eq!(reader.sequence(), before.sequence, "{bytes}");
    }

    /// Closes and opens again; all is as it should be.
    fn reopened(self, dir: &Path) -> Held {
        let Held { store, people } = self;
        drop(store);
        let (store, found) = recovered(dir);
        assert_eq!(found, people);
        Held { store, people }
    }
}

/// Long enough for an import of some thousands to be written in two frames.
fn long(name: &str) -> String {
    format!("{name} {}", "é".repeat(70))
}

fn end_of_wal(dir: &Path) -> u64 {
    let wal = dir.join("wal");
    let last = crate::program::names(&wal).pop().unwrap();
    std::fs::metadata(wal.join(last)).unwrap().len()
}

/// How many bytes of wal the same work takes when there is room.
fn length_of(held: &mut Held, dir: &Path, numbers: std::ops::Range<u128>) -> u64 {
    let before = end_of_wal(dir);
    held.name(numbers, &long("refused")).unwrap();
    end_of_wal(dir) - before
}

#[test]
#[ignore = "the process that bears the limit"]
fn write_on_a_full_disk() {
    let Ok(dir) = std::env::var("CRASH_STORE") else {
        return;
    };
    let dir = Path::new(&dir);
    let store = Store::open(dir).unwrap().0;
    let people = People::new();
    let mut held = Held { store, people };
    held.name(0..60, "first").unwrap();
    let edit = length_of(&mut held, dir, 7..8);
    for bytes in 0..edit {
        held.refused(dir, 7..8, bytes);
        if bytes % 16 == 0 {
            held.name(9..10, &format!("room at {bytes}")).unwrap();
        }
    }
    held = held.reopened(dir);
    let import = length_of(&mut held, dir, 100..8_100);
    let places = count(30, 1_000) as u64;
    for place in 0..places {
        held.refused(dir, 100..8_100, import * place / places);
    }
    held.name(3..4, "room").unwrap();
    held = held.reopened(dir);
    println!(
        "refused: an edit at each of its {edit} bytes, an import of {import} bytes at {places}"
    );

    let shots = || crate::program::names(&dir.join("snapshots"));
    let before = shots();
    room(Some(2_000));
    let refused = held.store.snapshot().unwrap_err();
    assert_eq!(refused.id(), "full");
    assert_eq!(shots(), before);
    let mut draft = Draft::default();
    room(None);
    drafts::save(dir, &draft).unwrap();
    room(Some(100));
    draft.title = "é".repeat(200);
    assert!(drafts::save(dir, &draft).unwrap_err().is_full());
    assert_eq!(drafts::list(dir).0, [Draft::default()]);
    room(None);
    held.store.snapshot().unwrap();
    held.name(4..5, "room").unwrap();

    // The wal, a new segment, takes it; sled, whose file is longer, does not.
    drop(held.reopened(dir));
    let store = Store::open_with(dir, settings()).unwrap().0;
    let people = people_of(|each| store.load(each)).unwrap();
    let mut held = Held { store, people };
    held.name(100..900, "a new segment").unwrap();
    let sled = std::fs::metadata(dir.join("sled/db")).unwrap().len();
    room(Some(sled));
    let mut taken = 0;
    let refused = loop {
        match held.name(100..900, &format!("sled has no room {taken}")) {
            Ok(()) => taken += 1,
            Err(error) => break error,
        }
        assert!(taken < 1_000);
    };
    assert_eq!(refused.id(), "disk-full", "{refused:?}");
    println!(
        "{taken} commits taken by the wal before sled, of {sled} bytes, was opened anew in vain"
    );
    room(None);
    held.name(5..6, "room").unwrap();
    held = held.reopened(dir);

    // Packing without room leaves the segments as they are; with room it goes on.
    let wal = || crate::program::names(&dir.join("wal"));
    let before = wal();
    assert!(before.len() > 1);
    held.name(6..7, "room").unwrap();
    room(Some(100));
    held.store.begin_checkpoint().unwrap();
    let refused = held.store.finish_checkpoint().unwrap_err();
    room(None);
    assert_eq!(refused.id(), "full", "{refused:?}");
    assert_eq!(wal(), before);
    held.name(7..8, "room").unwrap();
    held.store.begin_checkpoint().unwrap();
    held.store.finish_checkpoint().unwrap();
    let packed = wal().iter().filter(|name| name.ends_with(".walz")).count();
    assert_eq!(packed, before.len() - 1);
    held = held.reopened(dir);

    // Opening where nothing can be written.
    let Held { store, people } = held;
    drop(store);
    room(Some(0));
    let refused = Store::open(dir).unwrap_err();
    assert!(
        matches!(&refused, OpenError::Io(trouble) if trouble.is_full()),
        "{refused:?}"
    );
    let reader = Reader::open(dir).unwrap();
    let read: Result<People, ReadError> = people_of(|each| reader.load(each));
    assert_eq!(read.unwrap(), people);
    room(None);
    let held = Held {
        store: recovered(dir).0,
        people,
    }
    .reopened(dir);

    // What would be cut off can't be kept aside: it stays where it is, and no try leaves anything.
    let Held { store, people } = held;
    drop(store);
    let sled = std::fs::metadata(dir.join("sled/db")).unwrap().len();
    let before = wal();
    let last = dir.join("wal").join(before.last().unwrap());
    let torn = [std::fs::read(&last).unwrap(), vec![0xff; sled as usize * 2]].concat();
    std::fs::write(&last, &torn).unwrap();
    room(Some(sled));
    for _ in 0..3 {
        let refused = Store::open(dir).unwrap_err();
        assert!(
            matches!(&refused, OpenError::Io(trouble) if trouble.is_full()),
            "{refused:?}"
        );
        assert!(std::fs::read(&last).unwrap() == torn);
        assert_eq!(wal(), before);
    }
    room(None);
    Held {
        store: recovered(dir).0,
        people,
    }
    .reopened(dir);
    assert!(last.with_extension("wal.cut-1").is_file());
    println!("all is there");
}

#[test]
fn a_full_disk_refuses_a_change_whole_and_takes_the_next_one_when_there_is_room() {
    let temp = tempfile::tempdir().unwrap();
    // By default the limit ends the process.
    let ended = Command::new("sh")
        .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "crash::full::write_on_a_full_disk", "--ignored"])
        .arg("--nocapture")
        .env("CRASH_STORE", temp.path().join("store"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ended.stdout);
    assert!(
        ended.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&ended.stderr)
    );
    assert!(said.contains("all is there"), "{said}");
    for line in said
        .lines()
        .filter(|line| line.contains("refused:") || line.contains("taken by"))
    {
        println!("{line}");
    }
}
