//! What lies around a store, and what is typed on the command line, is not harmed and harms nothing.

use std::os::unix::fs::{FileTypeExt, symlink};

use crate::program::{Surroundings, mode, names};

#[test]
fn an_export_is_written_into_pipes_and_into_no_store() {
    let here = Surroundings::with_three();
    let export = |out: &str| here.run(&["export", "adherent", "--out", out]);
    let piped = here.shell("mkfifo pipe; guichet export adherent --out pipe & wc -l < pipe; wait");
    assert_eq!(piped.out.trim(), "4", "{piped:?}");
    let pipe = std::fs::metadata(here.path("pipe")).unwrap();
    assert!(pipe.file_type().is_fifo());
    let store = here.store();
    let before = names(&store.join("wal"));
    let segment = store.join("wal").join(&before[0]);
    let whole = std::fs::read(&segment).unwrap();
    for inside in [
        &segment,
        &store.join("wal/other.csv"),
        &store.join("other.csv"),
    ] {
        let refused = export(inside.to_str().unwrap());
        assert_eq!(refused.code, 1, "{refused:?}");
    }
    assert_eq!(std::fs::read(&segment).unwrap(), whole);
    assert_eq!(names(&store.join("wal")), before);
}

#[test]
fn what_is_typed_does_not_drive_the_terminal_where_it_is_refused() {
    let here = Surroundings::with_three();
    let hostile = "\u{1b}]52;c;UFdORUQ=\u{7}\u{1b}[2J\u{9b}31m";
    for arguments in [
        ["find", "--limit", hostile, "x"],
        ["export", "person", "--format", hostile],
        [hostile, "a", "b", "c"],
        ["find", "x", hostile, "--kind=\u{1b}[31m"],
    ] {
        let refused = here.run(&arguments);
        assert_ne!(refused.code, 0, "{refused:?}");
        let drives = |c: char| c.is_control() && c != '\n';
        assert!(!refused.err.contains(drives), "{:?}", refused.err);
    }
}

#[test]
fn a_new_account_needs_no_folders_of_its_own() {
    let here = Surroundings::new();
    let three = here.write("three.csv", crate::program::THREE);
    let mut command = here.command(&["import", "adherent", three.to_str().unwrap()]);
    let home = here.path("home");
    std::fs::create_dir(&home).unwrap();
    for name in ["XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"] {
        command.env_remove(name);
    }
    let done = command.env("HOME", &home).output().unwrap();
    assert!(done.status.success(), "{done:?}");
    let store = home.join(".local/share/guichet");
    assert!(store.join("wal").is_dir());
    assert_eq!(mode(&home.join(".local/share")), 0o700);
}

#[test]
fn a_store_without_its_journal_is_still_a_store() {
    let here = Surroundings::with_three();
    assert_eq!(here.run(&["undo", "--dry-run"]).code, 0);
    let backup = here.run(&["backup", "b.backup"]);
    assert_eq!(backup.code, 0, "{backup:?}");
    let restored = here.run(&["--store", "other", "restore", "b.backup"]);
    assert_eq!(restored.code, 0, "{restored:?}");
    let other = here.path("other");
    std::fs::remove_dir_all(other.join("wal")).unwrap();
    let found = here.run(&[
        "--store",
        "other",
        "find",
        "--kind",
        "adherent",
        "is:trashed",
    ]);
    assert_eq!(found.code, 0, "{found:?}");
    let listed = here.run(&["--store", "other", "export", "adherent"]);
    assert_eq!(listed.out.lines().count(), 4, "{listed:?}");
    let repaired = here.run(&["--store", "other", "doctor", "--repair"]);
    assert!(repaired.code <= 1, "{repaired:?}");
    let listed = here.run(&["--store", "other", "export", "adherent"]);
    assert_eq!(listed.out.lines().count(), 4, "{listed:?}");
}

#[test]
fn a_store_behind_a_link_stays_behind_it() {
    let here = Surroundings::with_three();
    let backup = here.run(&["backup", "b.backup"]);
    assert_eq!(backup.code, 0, "{backup:?}");
    std::fs::create_dir(here.path("disk")).unwrap();
    std::fs::rename(here.store(), here.path("disk/store")).unwrap();
    symlink(here.path("disk/store"), here.path("link")).unwrap();
    let first = names(&here.path("disk/store/wal")).remove(0);
    let segment = here.path("disk/store/wal").join(first);
    let mut flipped = std::fs::read(&segment).unwrap();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    std::fs::write(&segment, flipped).unwrap();
    for line in [
        ["doctor", "--repair", ""].as_slice(),
        &["restore", "b.backup", "--replace"],
    ] {
        let arguments: Vec<&str> = line
            .iter()
            .copied()
            .filter(|word| !word.is_empty())
            .collect();
        let done = here.run(&[&["--store", "link"], arguments.as_slice()].concat());
        assert!(done.code <= 1, "{done:?}");
        assert!(here.path("link").is_symlink());
        let listed = here.run(&["--store", "link", "export", "adherent"]);
        assert_eq!(listed.out.lines().count(), 4, "{listed:?}");
    }
    let kept = names(&here.path("disk"));
    assert_eq!(kept, ["store", "store.damaged-1", "store.replaced-1"]);
}

#[test]
fn a_restore_that_fails_leaves_no_store() {
    let here = Surroundings::with_three();
    assert_eq!(here.run(&["backup", "b.backup"]).code, 0);
    let before = here.names("");
    // The files that sled begins with have no room.
    let refused = here.shell("trap '' XFSZ; ulimit -f 1; guichet --store new restore b.backup");
    assert_eq!(refused.code, 3, "{refused:?}");
    assert_eq!(here.names(""), before);
}
