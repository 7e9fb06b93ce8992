//! Files and folders that take their place as a whole: on a system without the calls for it, and after kills.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::program::{Ended, Surroundings, THREE, names, program, without};

#[test]
fn where_names_can_not_be_exchanged_everything_takes_its_place_all_the_same() {
    let here = Surroundings::with_three();
    let without = without(&here.path("tmp"));
    let run = |arguments: &[&str]| -> Ended {
        let mut command = Command::new(&without);
        let command = command.args(["renameat2"]).arg(program());
        let command = command.args(arguments).env_clear();
        let command = command.envs(here.environment()).current_dir(here.path(""));
        Ended::of(command.stdin(Stdio::null()))
    };
    let done = |arguments: &[&str]| assert_eq!(run(arguments).code, 0, "{arguments:?}");
    done(&["backup", "b.backup"]);
    run(&["backup", "b.backup"]).refused(1);
    done(&["--store", "new", "restore", "b.backup"]);
    run(&["--store", "new", "restore", "b.backup"]).refused(3);
    done(&["--store", "new", "restore", "b.backup", "--replace"]);
    done(&["export", "adherent", "--out", "out.csv"]);
    let wal = here.path("new/wal");
    here.write("more.csv", &format!("{THREE}DELTA;Delta;Metz\n"));
    done(&["--store", "new", "import", "adherent", "more.csv"]);
    let segment = wal.join(&names(&wal)[0]);
    let mut bytes = std::fs::read(&segment).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&segment, bytes).unwrap();
    assert!(run(&["--store", "new", "doctor", "--repair"]).code <= 1);
    let listed = here.run(&["--store", "new", "export", "adherent"]);
    assert!(listed.out.lines().count() >= 4, "{listed:?}");
    let kept: Vec<_> = here
        .names("")
        .into_iter()
        .filter(|name| name.contains("new"))
        .collect();
    assert_eq!(kept, ["new", "new.damaged-1", "new.replaced-1"]);
    assert!(!here.names("").iter().any(|name| name.ends_with(".part")));
}

/// Runs the program and kills it after some time.
fn killed(here: &Surroundings, arguments: &[&str], after: Duration) {
    let mut command = here.command(arguments);
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(after);
    let _ = child.kill();
    child.wait().unwrap();
}

#[test]
fn what_a_killed_one_left_is_taken_away_by_the_next_one_and_no_store_is_lost() {
    let here = Surroundings::with_three();
    assert_eq!(here.run(&["backup", "b.backup"]).code, 0);
    let lines = |store: &Path| {
        let store = store.to_str().unwrap();
        here.run(&["--store", store, "export", "adherent"])
            .out
            .lines()
            .count()
    };
    let place = here.path("place");
    std::fs::create_dir(&place).unwrap();
    std::fs::copy(here.path("b.backup"), place.join("b.backup")).unwrap();
    for round in 0..24 {
        let after = Duration::from_micros(1_500 * round);
        killed(&here, &["backup", "place/other.backup"], after);
        killed(
            &here,
            &["--store", "place/new", "restore", "b.backup"],
            after,
        );
        killed(
            &here,
            &["--store", "place/new", "restore", "b.backup", "--replace"],
            after,
        );
        for store in names(&place).iter().filter(|name| name.starts_with("new")) {
            assert_eq!(lines(&place.join(store)), 4, "{round}: {store}");
        }
        let backup = place.join("other.backup");
        if backup.exists() {
            let restored = format!("place/made-{round}");
            let restored = here.run(&["--store", &restored, "restore", "place/other.backup"]);
            assert_eq!(restored.code, 0, "{restored:?}");
            std::fs::remove_file(backup).unwrap();
        }
    }
    assert_eq!(here.run(&["backup", "place/last.backup"]).code, 0);
    let left = names(&place)
        .into_iter()
        .filter(|name| name.ends_with(".part"));
    assert_eq!(left.count(), 0);
}

#[test]
fn nothing_else_is_written_into_a_store() {
    let here = Surroundings::with_three();
    let dir = here.store();
    for room in ["", "wal", "drafts"] {
        let file = dir.join(room).join("kept");
        let before = names(&dir.join(room));
        let file = file.to_str().unwrap();
        here.run(&["backup", file]).refused(1);
        here.run(&["export", "adherent", "--out", file]).refused(1);
        assert_eq!(names(&dir.join(room)), before);
    }
}

/// What lies in the folder for temporary files of a home.
fn temporary(here: &Surroundings) -> Vec<String> {
    here.names("tmp")
}

#[test]
fn a_doctor_that_is_stopped_leaves_no_copy_of_the_records() {
    let here = Surroundings::new();
    let rows: String = (0..20_000)
        .map(|row| format!("M{row};Membre {row};Lyon\n"))
        .collect();
    here.write("many.csv", &format!("acronym;name;city\n{rows}"));
    assert_eq!(here.run(&["import", "adherent", "many.csv"]).code, 0);
    for signal in [rustix::process::Signal::INT, rustix::process::Signal::KILL] {
        let mut stopped = false;
        for _ in 0..5 {
            let mut command = here.command(&["doctor"]);
            let command = command.stdout(Stdio::null()).stderr(Stdio::null());
            let mut child = command.spawn().unwrap();
            let deadline = std::time::Instant::now() + Duration::from_secs(60);
            while temporary(&here).is_empty() && std::time::Instant::now() < deadline {
                if child.try_wait().unwrap().is_some() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(1));
            }
            let pid = rustix::process::Pid::from_child(&child);
            let told = rustix::process::kill_process(pid, signal);
            let code = child.wait().unwrap().code();
            stopped = told.is_ok() && code != Some(0);
            if stopped {
                break;
            }
        }
        assert!(stopped, "it was always faster than {signal:?}");
        if signal == rustix::process::Signal::INT {
            assert_eq!(temporary(&here), Vec::<String>::new());
        }
    }
    // What a kill leaves, the next one takes away.
    assert_eq!(here.run(&["doctor"]).code, 0);
    assert_eq!(temporary(&here), Vec::<String>::new());
}
