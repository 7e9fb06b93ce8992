//! Who has a store open: by files that are somebody's as long as they are locked.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use guichet::store::presence::{On, Seat, Told, look};
use guichet::store::{Reader, backup, doctor};

use super::{person, somebody, store_of};

fn told(user: &str) -> Told {
    Told {
        user: user.to_string(),
        since: 1_000,
        from: "192.0.2.7".to_string(),
        shown: Some(On {
            record: person(1),
            since: 2_000,
        }),
        edited: vec![On {
            record: person(2),
            since: 3_000,
        }],
    }
}

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir.join("here")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

#[test]
fn who_is_here_is_found_with_what_they_tell() {
    let (_temp, dir) = store_of(3);
    assert_eq!(look(&dir, None), []);
    let seat = Seat::take(&dir).unwrap();
    // Nothing is told of it yet.
    assert_eq!(look(&dir, None), []);
    seat.tell(&told("marie")).unwrap();
    let other = Seat::take(&dir).unwrap();
    other.tell(&told("paul")).unwrap();
    let found = look(&dir, Some(seat.name()));
    assert_eq!(found.len(), 2);
    let marie = found.iter().find(|one| one.own).unwrap();
    assert_eq!(
        (marie.told.clone(), marie.pid),
        (told("marie"), std::process::id())
    );
    assert_eq!(marie.login, whoami());
    assert!(!marie.stopped);
    let on: Vec<_> = marie.on().map(|(on, edits)| (on.record, edits)).collect();
    assert_eq!(on, [(person(2), true), (person(1), false)]);
    // Written over by what is shorter.
    let less = Told {
        shown: None,
        edited: Vec::new(),
        ..told("marie")
    };
    seat.tell(&less).unwrap();
    assert_eq!(
        look(&dir, Some(seat.name()))
            .iter()
            .find(|one| one.own)
            .unwrap()
            .told,
        less
    );
    drop(other);
    assert_eq!(look(&dir, None).len(), 1);
    drop(seat);
    assert_eq!(names(&dir), [""; 0]);
}

#[test]
fn what_nobody_holds_is_swept_by_the_next_that_looks() {
    let (_temp, dir) = store_of(3);
    let seat = Seat::take(&dir).unwrap();
    seat.tell(&told("marie")).unwrap();
    let path = dir.join("here").join(seat.name());
    let kept = fs::read(&path).unwrap();
    drop(seat);
    fs::write(&path, kept).unwrap();
    assert_eq!(look(&dir, None), []);
    assert!(!path.exists());
    fs::write(&path, "").unwrap();
    let seat = Seat::take(&dir).unwrap();
    assert_eq!(names(&dir), [seat.name().to_string()]);
}

#[test]
fn nothing_hostile_is_followed_believed_or_waited_for() {
    let (temp, dir) = store_of(3);
    let seat = Seat::take(&dir).unwrap();
    seat.tell(&told("marie")).unwrap();
    let here = dir.join("here");
    let line = fs::read(here.join(seat.name())).unwrap();
    let outside = temp.path().join("outside");
    fs::write(&outside, &line).unwrap();
    let chance = "0123456789abcdef";
    symlink(&outside, here.join(format!("1-{chance}"))).unwrap();
    fs::create_dir(here.join(format!("2-{chance}"))).unwrap();
    let fifo = here.join(format!("3-{chance}"));
    assert!(
        Command::new("mkfifo")
            .arg(&fifo)
            .status()
            .unwrap()
            .success()
    );
    fs::write(here.join("notes"), "of somebody").unwrap();
    assert_eq!(look(&dir, None).len(), 1);
    // None of these was ours to sweep.
    assert_eq!(names(&dir).len(), 5);
    assert_eq!(fs::read(&outside).unwrap(), line);

    let path = here.join(format!("4-{chance}"));
    let file = fs::File::create(&path).unwrap();
    rustix::fs::flock(&file, rustix::fs::FlockOperation::LockExclusive).unwrap();
    let text = String::from_utf8(line.clone()).unwrap();
    let mut flipped = line.clone();
    flipped[line.len() / 2] ^= 1;
    let deep = "[".repeat(100_000);
    let long = format!("{}{}", " ".repeat(1 << 20), text);
    let newer = text.replace("\"format\":256", "\"format\":512");
    for hostile in [
        &flipped[..],
        &line[..40],
        deep.as_bytes(),
        long.as_bytes(),
        newer.as_bytes(),
        b"",
        b"\0",
    ] {
        fs::write(&path, hostile).unwrap();
        assert_eq!(
            look(&dir, None).len(),
            1,
            "{:?}",
            String::from_utf8_lossy(&hostile[..hostile.len().min(80)])
        );
    }
    // What is written well and says too much is cut.
    let much = Told {
        user: "\u{1b}[2J".repeat(10_000),
        since: i64::MAX,
        from: "x".repeat(100_000),
        edited: vec![told("").edited[0]; 1_000],
        ..told("")
    };
    seat.tell(&much).unwrap();
    let found = look(&dir, Some(seat.name()));
    let cut = &found[0].told;
    assert!(cut.user.chars().count() <= 100 && cut.from.len() <= 100);
    assert!(cut.edited.len() <= 16 && cut.since < 1 << 48);
}

#[test]
fn without_a_folder_or_a_store_nobody_is_here_and_nothing_is_made() {
    let (temp, dir) = store_of(3);
    fs::write(dir.join("here"), "a file").unwrap();
    assert_eq!(look(&dir, None), []);
    Seat::take(&dir).unwrap_err();
    assert_eq!(fs::read(dir.join("here")).unwrap(), b"a file");
    fs::remove_file(dir.join("here")).unwrap();
    let elsewhere = temp.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    symlink(&elsewhere, dir.join("here")).unwrap();
    assert_eq!(look(&dir, None), []);
    Seat::take(&dir).unwrap_err();
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
    Seat::take(&elsewhere).unwrap_err();
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
    assert_eq!(look(&temp.path().join("nowhere"), None), []);
}

#[test]
fn who_is_here_is_in_no_backup_and_no_damage() {
    let (temp, dir) = store_of(3);
    let seat = Seat::take(&dir).unwrap();
    seat.tell(&told("marie")).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode(&dir.join("here")), 0o700);
    assert_eq!(mode(&dir.join("here").join(seat.name())), 0o600);
    let file = temp.path().join("backup");
    backup::write(&Reader::open(&dir).unwrap(), &file, false).unwrap();
    assert_eq!(doctor::examine(&dir).unwrap().findings, []);
    backup::restore(&file, &dir, Some(&somebody())).unwrap();
    assert!(!dir.join("here").exists());
    assert!(!seat.is_in_place());
    // Of the store that was put aside nobody takes anything away but its maker's end.
    assert_eq!(look(&dir, None), []);
}

fn whoami() -> String {
    let told = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(told.stdout).unwrap().trim().to_string()
}
