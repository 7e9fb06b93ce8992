//! What sled is called under: a panic of it ends nothing, and its words, which can quote a record, go to nobody's
//! terminal; and the one that a clock before 1970 causes is no damage.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::channel;
use std::time::Duration;

use guichet::store::guard::{Guarded, awaited, caught};

use crate::program::{Ended, Surroundings, names};

/// Panics as it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("a secret of a drop");
    }
}

#[test]
#[ignore = "the process that panics"]
fn panic_under_the_guard() {
    if std::env::var_os("GUARDED").is_none() {
        return;
    }
    let words = caught(|| panic!("a secret of a call")).unwrap_err();
    assert_eq!(words, "a secret of a call");
    let number = 7;
    let words = caught(|| panic!("a secret of record {number}")).unwrap_err();
    assert_eq!(words, "a secret of record 7");
    drop(Guarded::new(Bomb));
    // Dropped while another panic goes on it would end the program.
    let other = catch_unwind(AssertUnwindSafe(|| {
        let _held = Guarded::new(Bomb);
        let _ = caught(|| caught(|| panic!("a secret within")).unwrap_err());
        std::panic::resume_unwind(Box::new("another"));
    }));
    assert_eq!(other.unwrap_err().downcast_ref(), Some(&"another"));
    let of_sled = std::thread::Builder::new().name("sled-io-0".to_string());
    let of_sled = of_sled.spawn(|| panic!("a secret of a thread")).unwrap();
    assert!(of_sled.join().is_err());
    // One that is not guarded is heard of.
    let own = catch_unwind(|| panic!("one of its own"));
    assert!(own.is_err());
    eprintln!("goes on");
}

#[test]
fn a_panic_under_the_guard_ends_nothing_and_tells_nobody() {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "store::guard::panic_under_the_guard"])
        .args(["--ignored", "--nocapture"])
        .env("GUARDED", "1")
        .env("RUST_BACKTRACE", "0");
    let ended = Ended::of(&mut command);
    assert_eq!(ended.code, 0, "{ended:?}");
    let said = format!("{}{}", ended.out, ended.err);
    assert!(said.contains("goes on"), "{ended:?}");
    assert!(said.contains("one of its own"), "{ended:?}");
    assert!(!said.contains("secret"), "{ended:?}");
}

#[test]
fn what_stands_still_is_not_waited_for() {
    let temp = tempfile::tempdir().unwrap();
    let (log, patience) = (temp.path().join("db"), Duration::from_secs(1));
    assert_eq!(awaited((&log, patience), || 7), Ok(7));
    let words = awaited((&log, patience), || panic!("its words"));
    assert_eq!(words, Err::<(), _>("its words".to_string()));
    let (_kept, never) = channel::<()>();
    let still = awaited((&log, patience), move || never.recv().is_ok());
    assert!(still.unwrap_err().contains("stands still"));
    // As long as it writes.
    let written = log.clone();
    let slow = move || {
        for length in 0..10 {
            std::thread::sleep(Duration::from_millis(150));
            std::fs::write(&written, vec![0; length]).unwrap();
        }
    };
    assert_eq!(awaited((&log, patience), slow), Ok(()));
}

/// A library under which it is 1969; `None` where there is no compiler.
fn before_1970(temp: &Path) -> Option<PathBuf> {
    let (source, made) = (temp.join("clock.c"), temp.join("clock.so"));
    let text = "#define _GNU_SOURCE\n#include <time.h>\n#include <unistd.h>\n#include <sys/syscall.h>\n\
        int clock_gettime(clockid_t clock, struct timespec *at) {\n\
        int done = syscall(SYS_clock_gettime, clock, at);\n\
        if (clock == CLOCK_REALTIME) at->tv_sec = -86400;\n\
        return done; }\n";
    std::fs::write(&source, text).unwrap();
    let mut compiling = Command::new("cc");
    let compiling = compiling.args(["-shared", "-fPIC", "-O1", "-o"]);
    let compiled = compiling.args([&made, &source]).status();
    compiled
        .is_ok_and(|status| status.success())
        .then_some(made)
}

#[test]
fn a_clock_before_1970_is_no_damage() {
    let here = Surroundings::with_three();
    let Some(clock) = before_1970(&here.path("tmp")) else {
        eprintln!("NOT TRIED, for there is no compiler: a clock before 1970");
        return;
    };
    let before = names(&here.store());
    let one = here.write("one.csv", "acronym;name;city\nDELTA;Delta;Metz\n");
    for arguments in [
        &["import", "adherent", one.to_str().unwrap()][..],
        &["find", "Lyon"],
        &["doctor"],
    ] {
        let mut command = here.command(arguments);
        let ended = Ended::of(command.env("LD_PRELOAD", &clock));
        assert!([0, 1, 3].contains(&ended.code), "{ended:?}");
        assert!(!ended.err.contains("panicked"), "{ended:?}");
        let refused = ended.code != 0;
        let said = format!("{}{}", ended.out, ended.err);
        assert!(
            !refused || said.contains("1970"),
            "{arguments:?}: {ended:?}"
        );
    }
    assert_eq!(names(&here.store()), before, "nothing is put aside for it");
    assert_eq!(here.run(&["find", "Lyon"]).code, 0);
    assert_eq!(here.run(&["doctor"]).code, 0);
}
