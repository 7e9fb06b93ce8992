//! What is made aside: a whole one in its place or none, several at once too, and nothing left behind.

use super::*;
use guichet::store::{Damage, ReadError, backup};
use std::fs::{self, File};
use std::io::ErrorKind;
use std::thread;

use rustix::fs::{FlockOperation, flock};

/// Does the same many times at once; what comes of each.
fn at_once<T: Send>(times: usize, each: impl Fn(usize) -> T + Sync) -> Vec<T> {
    thread::scope(|scope| {
        let each = &each;
        let run: Vec<_> = (0..times).map(|at| scope.spawn(move || each(at))).collect();
        run.into_iter().map(|run| run.join().unwrap()).collect()
    })
}

fn names_of(folder: &Path) -> Vec<String> {
    crate::program::names(folder)
}

/// A backup of a store with so many people, and they.
fn backup_of(temp: &Path, count: u128) -> (PathBuf, Records) {
    let dir = temp.join(format!("of-{count}"));
    let mut store = opened(&dir);
    for number in 1..=count {
        put(&mut store, number, 0, &format!("Ada {number}"));
    }
    let people = records(&store);
    drop(store);
    let file = temp.join(format!("{count}.backup"));
    backup::write(&Reader::open(&dir).unwrap(), &file, false).unwrap();
    fs::remove_dir_all(&dir).unwrap();
    (file, people)
}

#[test]
fn of_backups_of_one_name_at_once_one_is_written_and_the_others_are_refused() {
    let (temp, dir) = store_of(20);
    let backups = temp.path().join("backups");
    fs::create_dir(&backups).unwrap();
    let reader = Reader::open(&dir).unwrap();
    let mut names = Vec::new();
    for round in 0..12 {
        let same = format!("same-{round}");
        let done = at_once(6, |at| {
            let name = match at < 4 {
                true => same.clone(),
                false => format!("own-{round}-{at}"),
            };
            (at, backup::write(&reader, &backups.join(name), false))
        });
        let (same_done, own_done): (Vec<_>, Vec<_>) = done.into_iter().partition(|(at, _)| *at < 4);
        assert!(
            own_done.iter().all(|(_, done)| done.is_ok()),
            "{own_done:?}"
        );
        let written = same_done.iter().filter(|(_, done)| done.is_ok()).count();
        assert_eq!(written, 1, "{same_done:?}");
        for error in same_done.into_iter().filter_map(|(_, done)| done.err()) {
            let backup::BackupError::Read(ReadError::Io(trouble)) = error else {
                panic!("{error}");
            };
            assert_eq!(trouble.kind, ErrorKind::AlreadyExists);
        }
        names.extend([format!("own-{round}-4"), format!("own-{round}-5"), same]);
    }
    names.sort();
    assert_eq!(names_of(&backups), names);
    for name in names {
        let head = backup::check(&backups.join(name)).unwrap();
        assert_eq!(head.sequence, reader.sequence());
    }
}

#[test]
fn of_restores_into_one_place_at_once_one_is_done_and_the_others_are_refused() {
    let temp = tempfile::tempdir().unwrap();
    let files = [3, 5].map(|count| backup_of(temp.path(), count));
    for round in 0..6 {
        let place = temp.path().join(format!("place-{round}"));
        fs::create_dir(&place).unwrap();
        let dir = place.join("store");
        let done = at_once(5, |at| {
            let own = place.join(format!("own-{at}"));
            let file = &files[at % 2].0;
            match at < 3 {
                true => (at, dir.clone(), backup::restore(file, &dir, None)),
                false => (at, own.clone(), backup::restore(file, &own, None)),
            }
        });
        let same = done.iter().filter(|(at, ..)| *at < 3);
        assert_eq!(
            same.filter(|(.., done)| done.is_ok()).count(),
            1,
            "{done:?}"
        );
        for (at, place, done) in done {
            match done {
                Ok((_, aside)) => {
                    assert_eq!(aside, None);
                    assert_eq!(records(&opened(&place)), files[at % 2].1);
                }
                Err(error) => assert!(at < 3 && error.id() == "exists", "{at}: {error}"),
            }
        }
        assert_eq!(names_of(&place), ["own-3", "own-4", "store"]);
    }
}

#[test]
fn of_restores_over_one_store_at_once_each_is_done_whole_or_refused() {
    let temp = tempfile::tempdir().unwrap();
    let files = [3, 5].map(|count| backup_of(temp.path(), count));
    let place = temp.path().join("place");
    fs::create_dir(&place).unwrap();
    let dir = place.join("store");
    backup::restore(&files[0].0, &dir, None).unwrap();
    let mut replaced = 0;
    for _ in 0..8 {
        let done = at_once(3, |at| {
            backup::restore(&files[at % 2].0, &dir, Some(&somebody()))
        });
        for done in done {
            match done {
                Ok((_, aside)) => {
                    let aside = records(&opened(&aside.unwrap()));
                    assert!(files.iter().any(|(_, people)| *people == aside));
                    replaced += 1;
                }
                Err(error) => assert_eq!(error.id(), "held", "{error}"),
            }
        }
        let now = records(&opened(&dir));
        assert!(files.iter().any(|(_, people)| *people == now));
    }
    assert!(replaced >= 8);
    assert_eq!(names_of(&place).len(), replaced + 1);
}

#[test]
fn a_backup_of_a_store_that_is_exchanged_meanwhile_is_of_one_of_both_or_none() {
    let temp = tempfile::tempdir().unwrap();
    let files = [3, 5].map(|count| backup_of(temp.path(), count));
    let dir = temp.path().join("store");
    backup::restore(&files[0].0, &dir, None).unwrap();
    let reader = Reader::open(&dir).unwrap();
    backup::restore(&files[1].0, &dir, Some(&somebody())).unwrap();
    let file = temp.path().join("mixed");
    let refused = backup::write(&reader, &file, true).unwrap_err();
    let exchanged = backup::BackupError::Read(Damage::Exchanged(dir.join("wal")).into());
    assert_eq!(refused, exchanged);
    assert!(!file.exists());

    let heads = [0, 1].map(|at| backup::check(&files[at].0).unwrap());
    let written = at_once(3, |at| {
        let mut written = 0;
        for round in 0..20 {
            let _ = match at {
                0 => backup::restore(&files[round % 2].0, &dir, Some(&somebody()))
                    .map(|_| ())
                    .map_err(|_| ()),
                _ => {
                    let file = temp.path().join(format!("{at}-{round}"));
                    let reader = Reader::open(&dir);
                    reader.map_err(|_| ()).and_then(|reader| {
                        let head = backup::write(&reader, &file, true).map_err(|_| ())?;
                        assert!(heads.contains(&head) && backup::check(&file) == Ok(head));
                        written += 1;
                        Ok(())
                    })
                }
            };
        }
        written
    });
    assert!(written.iter().sum::<usize>() > 0, "{written:?}");
}

/// The head of a backup is that of its records.
#[test]
fn a_backup_may_be_newer_than_its_reader_and_says_so() {
    let (temp, dir) = store_of(3);
    let reader = Reader::open(&dir).unwrap();
    let mut store = opened(&dir);
    put(&mut store, 1, 1, "Bea");
    store.snapshot().unwrap();
    let file = temp.path().join("backup");
    let head = backup::write(&reader, &file, false).unwrap();
    assert_eq!(head, store.head());
    let made = temp.path().join("made");
    backup::restore(&file, &made, None).unwrap();
    assert_eq!(put(&mut opened(&made), 1, 4, "Cleo").heading.sequence, 5);
}

#[test]
fn what_was_left_aside_goes_and_what_somebody_holds_stays() {
    let (temp, dir) = store_of(2);
    let left = "guichet-0123456789abcdef.part";
    let held = "guichet-ABCDEFGHIJKLMNOP.part";
    let rooms = ["", "wal", "snapshots", "drafts"].map(|room| dir.join(room));
    let mut files = Vec::new();
    for room in &rooms {
        fs::write(room.join(left), "half").unwrap();
        let file = File::create(room.join(held)).unwrap();
        flock(&file, FlockOperation::NonBlockingLockExclusive).unwrap();
        files.push(file);
    }
    // What older programs called so, in the rooms where nobody but the holder of the lock writes.
    for old in [
        "wal/00000000000000000001.walz.part",
        "snapshots/00000000000000000001.snapshot.part",
    ] {
        fs::write(dir.join(old), "half").unwrap();
    }
    fs::write(dir.join("wal/guichet-mine.part"), "mine").unwrap();
    drop(opened(&dir));
    for room in &rooms {
        assert!(!room.join(left).exists() && room.join(held).exists());
    }
    let parts = |room: &str| {
        let names = names_of(&dir.join(room)).into_iter();
        names
            .filter(|name| name.ends_with(".part"))
            .collect::<Vec<_>>()
    };
    assert_eq!(parts("wal"), [held, "guichet-mine.part"]);
    assert_eq!(parts("snapshots"), [held]);
    drop(files);

    // Beside a store, and where a backup is written.
    let place = temp.path().join("place");
    let half = place.join(left);
    let is_gone = |done: &dyn Fn()| {
        fs::create_dir_all(half.join("wal")).unwrap();
        fs::write(half.join("wal/x"), "half").unwrap();
        done();
        assert!(!half.exists());
    };
    let file = place.join("backup");
    is_gone(&|| {
        backup::write(&Reader::open(&dir).unwrap(), &file, false).unwrap();
    });
    is_gone(&|| {
        backup::restore(&file, &place.join("store"), None).unwrap();
    });
    is_gone(&|| guichet::store::write_private(&place.join("table"), b"x").unwrap());
    assert_eq!(names_of(&place), ["backup", "store", "table"]);
}
