//! Errors that pass, and a disk that dies, at calls of which much depends.

use super::commands::{at_home, plain, ran, run_of, tried};
use super::homes::twin;
use super::{Fails, Fault, READING, Seen, held, names};
use crate::crash::count;

/// Some of these, or all.
fn few<T>(all: Vec<T>, few: usize) -> impl Iterator<Item = T> {
    let step = (all.len() / count(few, usize::MAX)).max(1);
    all.into_iter().step_by(step)
}

/// A segment of which nothing can be told for a moment is not taken for none.
#[test]
fn a_segment_that_cannot_be_looked_at_is_not_passed_over() {
    looked_at_once(&["find", "history"], ".wal", "EIO");
}

/// Nor is sled, which would be made again.
#[test]
fn a_sled_that_cannot_be_looked_at_is_not_made_again() {
    for give in ["EIO", "ENOMEM"] {
        looked_at_once(&["undo"], "/sled", give);
    }
}

/// Some readings of sled, or all, each of which fails once.
fn readings_of_sled(calls: &[Seen]) -> impl Iterator<Item = Fault> {
    let is_one = |call: &&Seen| {
        let of_sled = call.paths.iter().any(|path| path.contains("/sled/"));
        of_sled && ["read", "pread64"].contains(&call.name.as_str())
    };
    let readings = calls.iter().filter(is_one).count();
    few((1..=readings).collect(), 8).map(|at| Fault {
        at,
        give: "EIO",
        fails: Fails::Once,
        of: "read,pread64".to_string(),
        within: "/sled/".to_string(),
    })
}

/// sled takes what it can't read for the end of its log, and writes zeros there.
#[test]
fn a_sled_that_cannot_be_read_for_a_moment_is_neither_put_aside_nor_made_again() {
    let run = run_of("add");
    let home = (run.home)();
    let plain = plain(run, &home);
    for fault in readings_of_sled(&plain.calls) {
        let here = twin(&home);
        let (ended, calls) = ran(run, &here, Some(&fault));
        assert!(calls.iter().any(|call| call.failed), "{fault:?}");
        assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{fault:?}");
        assert_eq!(names(&here.path("")), plain.names, "{fault:?}");
        assert_eq!(held(&here.path("")).unwrap(), plain.after, "{fault:?}");
    }
}

/// Nor is it found to lack anything.
#[test]
fn a_copy_of_sled_that_cannot_be_read_for_a_moment_says_nothing_of_the_store() {
    let run = run_of("doctor");
    let home = (run.home)();
    let plain = plain(run, &home);
    for fault in readings_of_sled(&plain.calls) {
        let here = twin(&home);
        let (ended, calls) = ran(run, &here, Some(&fault));
        assert!(calls.iter().any(|call| call.failed), "{fault:?}");
        let said = (ended.code, at_home(&ended.out, &here));
        assert_eq!(said, (0, plain.out.clone()), "{fault:?}");
    }
}

/// What is saved is said to be, though sled waits for ever for what it could not write.
#[test]
fn a_disk_that_dies_behind_a_commit_keeps_nobody_waiting() {
    let run = run_of("add");
    let home = (run.home)();
    let plain = plain(run, &home);
    let is_saved = |call: &Seen| call.name == "fdatasync" && call.paths[0].contains("/wal/");
    let saved = plain.calls.iter().rposition(is_saved).unwrap();
    for at in few((saved + 2..=plain.calls.len()).collect(), 4) {
        let fault = Fault {
            at,
            give: "EIO",
            fails: Fails::On,
            of: String::new(),
            within: String::new(),
        };
        let wrong = tried(run, &home, &plain, &fault);
        assert_eq!(wrong, None, "{fault:?}");
    }
}

/// What could not be read of the journal for a while is taken in without a word of a loss.
#[test]
fn a_journal_that_can_be_read_again_is_not_below_what_was_seen() {
    let run = run_of("behind");
    let home = (run.home)();
    let plain = plain(run, &home);
    let fault = Fault {
        at: 1,
        give: "EIO",
        fails: Fails::On,
        of: READING.to_string(),
        within: "/wal".to_string(),
    };
    assert_eq!(tried(run, &home, &plain, &fault), None);
}

/// Each looking at what is called so fails once, in each of these runs.
fn looked_at_once(names: &[&str], part: &str, give: &'static str) {
    for name in names {
        let run = run_of(name);
        let home = (run.home)();
        let plain = plain(run, &home);
        let looked = plain.calls.iter().filter(|call| {
            let is_it = call.paths.iter().any(|path| path.contains(part));
            is_it && call.name == "statx"
        });
        // Some of them, or all.
        let step = match looked.clone().count() / count(3, usize::MAX) {
            0 => 1,
            step => step,
        };
        let wrong = (1..=looked.count()).step_by(step).filter_map(|at| {
            let fault = Fault {
                at,
                give,
                fails: Fails::Once,
                of: "statx".to_string(),
                within: part.to_string(),
            };
            tried(run, &home, &plain, &fault)
        });
        let wrong: Vec<String> = wrong.collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
