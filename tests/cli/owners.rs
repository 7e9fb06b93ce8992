//! Whose a store is. What takes two accounts is tried where the tests run as root, and said where not.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::{Ended, Surroundings, THREE, names};

/// An account of whom nothing else is.
const ADA: u32 = 54_321;

/// Whether the tests may act as several accounts.
fn are_root(what: &str) -> bool {
    let root = rustix::process::geteuid().is_root();
    if !root {
        println!("NOT TRIED, for it takes root: {what}");
    }
    root
}

/// Every path under one, and that one.
fn under(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_path_buf()];
    if folder.is_dir() && !folder.is_symlink() {
        let inner = names(folder).into_iter().map(|name| folder.join(name));
        found.extend(inner.flat_map(|path| under(&path)));
    }
    found
}

/// What there is, to the last byte.
fn state(folder: &Path) -> Vec<(PathBuf, u32, u32, Vec<u8>)> {
    let look = |path: PathBuf| {
        let of = fs::symlink_metadata(&path).unwrap();
        let bytes = fs::read(&path).unwrap_or_default();
        (path, of.mode(), of.uid(), bytes)
    };
    under(folder).into_iter().map(look).collect()
}

fn give(folder: &Path, user: u32) {
    for path in under(folder) {
        chown(path, Some(user), Some(user)).unwrap();
    }
}

/// Runs the program as Ada, in a home of hers.
fn as_ada(home: &Surroundings, arguments: &[&str]) -> Ended {
    let mut command: Command = home.command(arguments);
    Ended::of(command.uid(ADA).gid(ADA))
}

/// A home of Ada's with a store of three adherents.
fn adas() -> Surroundings {
    let home = Surroundings::new();
    home.write("three.csv", THREE);
    give(&home.path(""), ADA);
    let made = as_ada(&home, &["import", "adherent", "three.csv"]);
    assert_eq!(made.code, 0, "{made:?}");
    home
}

/// All that is done with a store.
fn all_commands<'a>(store: &'a str, backup: &'a str) -> Vec<Vec<&'a str>> {
    let lines: [&[&str]; 12] = [
        &["find", "a"],
        &["show", "adherent/ALPHA"],
        &["export", "adherent"],
        &["history", "adherent/ALPHA"],
        &["doctor"],
        &["doctor", "--repair"],
        &["backup", "out.backup"],
        &["undo", "1", "--dry-run"],
        &["undo", "1"],
        &["import", "adherent", "three.csv"],
        &["import", "adherent", "three.csv", "--dry-run"],
        &["restore", backup, "--replace"],
    ];
    let whole = |line: &&[&'a str]| [&["--store", store], *line].concat();
    lines.iter().map(whole).collect()
}

#[test]
fn readers_refuse_what_writers_refuse() {
    let here = Surroundings::with_three();
    assert_eq!(here.run(&["backup", "b.backup"]).code, 0);
    let dir = here.store();
    let store = dir.to_str().unwrap();
    let last = names(&dir.join("wal")).pop().unwrap();
    let segment = dir.join("wal").join(last);
    let own = [(&dir, 0o700), (&dir.join("wal"), 0o700), (&segment, 0o600)];
    // The folder; and, in a folder that others may enter, a room and a file.
    let opened = [
        [0o777, 0o700, 0o600],
        [0o720, 0o700, 0o600],
        [0o755, 0o777, 0o600],
        [0o711, 0o700, 0o606],
    ];
    for modes in opened {
        for ((path, _), mode) in own.iter().zip(modes) {
            fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
        }
        let before = state(&dir);
        for line in all_commands(store, "b.backup") {
            let refused = here.run(&line);
            let reason = refused.refused(3);
            assert!(
                reason.contains("d’autres peuvent écrire"),
                "{line:?}: {reason}"
            );
            assert!(state(&dir) == before, "{line:?}");
        }
    }
    // Where nobody else may enter, the rights of what is in it don't matter.
    fs::set_permissions(&dir, Permissions::from_mode(0o700)).unwrap();
    assert_eq!(here.run(&["undo"]).code, 0);
}

#[test]
fn a_store_of_another_account_is_refused_and_stays_as_it_is() {
    if !are_root("a store of another account") {
        return;
    }
    let here = Surroundings::with_three();
    let home = Surroundings::new();
    home.write("three.csv", THREE);
    assert_eq!(
        here.run(&["backup", home.path("b.backup").to_str().unwrap()])
            .code,
        0
    );
    give(&home.path(""), ADA);
    fs::set_permissions(here.path(""), Permissions::from_mode(0o755)).unwrap();
    let dir = here.store();
    // Closed to her, and open for reading.
    for (folder, file) in [(0o700, 0o600), (0o755, 0o644)] {
        for path in under(&dir) {
            let mode = if path.is_dir() { folder } else { file };
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        }
        let before = state(&dir);
        for line in all_commands(dir.to_str().unwrap(), "b.backup") {
            let refused = as_ada(&home, &line);
            let reason = refused.refused(3);
            assert!(reason.contains("appartient à root"), "{line:?}: {reason}");
            assert!(state(&dir) == before, "{line:?}");
        }
        assert!(!home.path("out.backup").exists());
    }
    // A folder of another's with nothing in it is not hers to make a store in.
    let empty = here.path("empty");
    fs::create_dir(&empty).unwrap();
    fs::set_permissions(&empty, Permissions::from_mode(0o777)).unwrap();
    let empty = empty.to_str().unwrap();
    let refused = as_ada(
        &home,
        &["--store", empty, "import", "adherent", "three.csv"],
    );
    assert!(refused.refused(3).contains("appartient à root"));
    assert_eq!(names(Path::new(empty)), Vec::<String>::new());
}

#[test]
fn a_file_of_another_account_in_ones_store_is_refused_by_its_name() {
    if !are_root("a file of another account in a store") {
        return;
    }
    let home = adas();
    assert_eq!(as_ada(&home, &["backup", "b.backup"]).code, 0);
    let dir = home.store();
    let store = dir.to_str().unwrap().to_string();
    let segment = dir.join("wal").join(&names(&dir.join("wal"))[0]);
    for planted in [
        dir.join("lock"),
        segment,
        dir.join("sled/db"),
        dir.join("drafts"),
    ] {
        chown(&planted, Some(ADA + 1), None).unwrap();
        let before = state(&dir);
        for line in all_commands(&store, "b.backup") {
            for refused in [as_ada(&home, &line), home.run(&line)] {
                let reason = refused.refused(3);
                let named = format!("{}\u{a0}: appartient à {}", planted.display(), ADA + 1);
                assert!(reason.contains(&named), "{line:?}: {reason}");
                assert!(state(&dir) == before, "{line:?}");
            }
        }
        chown(&planted, Some(ADA), None).unwrap();
    }
    assert_eq!(as_ada(&home, &["undo"]).code, 0);
}

#[test]
fn root_looks_after_a_store_and_leaves_it_to_its_owner() {
    if !are_root("root in a store of another account") {
        return;
    }
    let home = adas();
    let dir = home.store();
    let mode = 0o750;
    fs::set_permissions(&dir, Permissions::from_mode(mode)).unwrap();
    let all_hers = |what: &str| {
        for path in under(&home.path("data")) {
            let of = fs::symlink_metadata(&path).unwrap();
            assert_eq!(
                (of.uid(), of.gid()),
                (ADA, ADA),
                "{what}: {}",
                path.display()
            );
        }
    };
    let backup = home.path("root.backup");
    for line in all_commands(dir.to_str().unwrap(), "root.backup") {
        let line: Vec<&str> = line
            .iter()
            .map(|word| match *word {
                "out.backup" => "root.backup",
                word => word,
            })
            .collect();
        let done = home.run(&line);
        assert_eq!(done.code, 0, "{done:?}");
        all_hers(&format!("{line:?}"));
        if line.contains(&"undo") {
            assert_eq!(fs::metadata(&dir).unwrap().mode() & 0o777, mode);
        }
        let hers = as_ada(&home, &["--store", dir.to_str().unwrap(), "find", "a"]);
        assert_eq!(hers.code, 0, "{line:?}: {hers:?}");
        fs::set_permissions(&dir, Permissions::from_mode(mode)).unwrap();
    }
    // What root writes elsewhere is root's: all the records are in it.
    assert_eq!(fs::metadata(&backup).unwrap().uid(), 0);

    // A damaged one is made again as hers, and so is one in an empty folder of hers.
    home.write("more.csv", "acronym;name\nDELTA;Delta\n");
    assert_eq!(home.run(&["import", "adherent", "more.csv"]).code, 0);
    let segment = dir.join("wal").join(&names(&dir.join("wal"))[0]);
    let mut bytes = fs::read(&segment).unwrap();
    bytes[60] ^= 1;
    fs::write(&segment, bytes).unwrap();
    assert!(home.run(&["doctor", "--repair"]).code <= 1);
    let new = home.path("data/new");
    fs::create_dir(&new).unwrap();
    chown(&new, Some(ADA), Some(ADA)).unwrap();
    let new = new.to_str().unwrap();
    assert_eq!(
        home.run(&["--store", new, "restore", "root.backup"]).code,
        0
    );
    all_hers("restored");
    // What root had to leave to her and was killed before is hers with the next time.
    home.write("three.csv", &format!("{THREE}EPSILON;Epsilon;Metz\n"));
    let lost = dir.join("sled/db");
    chown(&lost, Some(0), Some(0)).unwrap();
    let refused = as_ada(&home, &["undo"]);
    assert!(
        refused.refused(3).contains("appartient à root"),
        "{refused:?}"
    );
    assert_eq!(home.run(&["import", "adherent", "three.csv"]).code, 0);
    all_hers("given back");
    let refused = as_ada(&home, &["undo"]);
    assert_eq!(refused.code, 1, "root’s step is not hers: {refused:?}");
    let hers = as_ada(&home, &["import", "adherent", "three.csv"]);
    assert_eq!(hers.code, 0, "{hers:?}");
}

/// Who owns a store must not make root give them what is not theirs.
#[test]
fn root_gives_away_nothing_that_is_only_named_in_the_store() {
    if !are_root("links to files of root in a store of another account") {
        return;
    }
    let home = adas();
    let secret = home.path("secret");
    fs::write(&secret, "root's").unwrap();
    fs::set_permissions(&secret, Permissions::from_mode(0o640)).unwrap();
    let dir = home.store();
    std::os::unix::fs::symlink(&secret, dir.join("drafts/link")).unwrap();
    std::os::unix::fs::symlink(&secret, dir.join("sled/link")).unwrap();
    fs::hard_link(&secret, dir.join("drafts/name")).unwrap();
    for link in ["drafts/link", "sled/link"] {
        std::os::unix::fs::lchown(dir.join(link), Some(ADA), Some(ADA)).unwrap();
    }
    assert_eq!(home.run(&["import", "adherent", "three.csv"]).code, 0);
    assert_eq!(home.run(&["undo", "1"]).code, 0);
    let of = fs::metadata(&secret).unwrap();
    assert_eq!((of.uid(), of.mode() & 0o777), (0, 0o640));
}

/// By rights alone, as a user meets it: to root everything is open.
#[test]
fn what_its_owner_may_not_read_is_named_and_the_rest_is_used() {
    if !are_root("a file of a store that its owner may not read") {
        return;
    }
    for (what, ending) in [
        ("wal", ".wal"),
        ("", "head"),
        ("", "guichet"),
        ("sled", "db"),
    ] {
        let home = adas();
        let whole = as_ada(&home, &["export", "adherent"]);
        let room = home.store().join(what);
        let name = names(&room).into_iter().find(|name| name.ends_with(ending));
        let file = room.join(name.unwrap());
        fs::set_permissions(&file, Permissions::from_mode(0o000)).unwrap();
        let read = as_ada(&home, &["find", "Lyon"]);
        assert_eq!(read.code, 0, "{ending}: {read:?}");
        let doctor = as_ada(&home, &["doctor"]);
        assert!([0, 1].contains(&doctor.code), "{ending}: {doctor:?}");
        assert!(doctor.out.contains(ending), "{ending}: {doctor:?}");
        // Nothing is put aside for good that only may not be read.
        as_ada(&home, &["doctor", "--repair"]);
        as_ada(&home, &["import", "adherent", "three.csv"]);
        // Wherever it lies by now.
        for path in under(&home.path("data")) {
            if !path.is_symlink() && path.is_file() {
                fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
            }
        }
        let again = as_ada(&home, &["export", "adherent"]);
        assert_eq!(again.code, 0, "{ending}: {again:?}");
        let rows = |ended: &Ended| ended.out.lines().map(str::to_string).collect::<Vec<_>>();
        let (before, after) = (rows(&whole), rows(&again));
        assert!(
            before.iter().all(|row| after.contains(row)),
            "{ending}: {again:?}"
        );
    }
}
