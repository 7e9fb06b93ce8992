//! What is a store: a folder with a marker, or with the files of an older program; and what is none.

use super::*;
use guichet::store::backup;
use guichet::store::doctor::examine;
use guichet::store::repair::repair;
use guichet::store::{Finding, OpenError, may_be};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

/// Everything in a folder: paths, modes, bytes.
fn everything(folder: &Path) -> Vec<(PathBuf, u32, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let mode = fs::symlink_metadata(&path).unwrap().permissions().mode();
        if path.is_dir() {
            found.extend(everything(&path));
        }
        let bytes = fs::read(&path).unwrap_or_default();
        found.push((path, mode, bytes));
    }
    found.sort();
    found
}

fn id(dir: &Path) -> String {
    let text = fs::read_to_string(dir.join("guichet")).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("guichet-store"));
    let said: serde_json::Value = serde_json::from_str(lines.next().unwrap()).unwrap();
    assert_eq!(said["format"], 1);
    said["id"].as_str().unwrap().to_string()
}

#[test]
fn a_folder_with_rooms_of_that_name_and_something_else_in_them_is_no_store() {
    let shapes: [&[(&str, &str)]; 8] = [
        &[("drafts/letter.txt", "Dear Ada")],
        &[("wal/1.wal", "some other program's log")],
        &[("wal/notes", "x"), ("snapshots/2024-01-01.tar", "x")],
        &[("sled/db", "another program's sled"), ("sled/conf", "x")],
        &[("lock", "Thu Nov 26"), ("wal/x", "x")],
        &[("lock", ""), ("letter", "Dear Ada")],
        &[("guichet", "a program"), ("wal/1.wal", "x")],
        &[("snapshots/1.snapshot", ""), ("lock", "")],
    ];
    for shape in shapes {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("folder");
        for (name, text) in shape {
            let path = dir.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        fs::set_permissions(&dir, Permissions::from_mode(0o755)).unwrap();
        let before = everything(temp.path());
        let (_store_temp, other) = store_of(1);
        let file = other.with_extension("backup");
        backup::write(&Reader::open(&other).unwrap(), &file, false).unwrap();
        let not_a_store = OpenError::NotAStore(dir.clone());
        assert_eq!(Store::open(&dir).unwrap_err(), not_a_store, "{shape:?}");
        assert_eq!(may_be(&dir), Err(not_a_store.clone()), "{shape:?}");
        for replace in [None, Some(&somebody())] {
            let refused = backup::restore(&file, &dir, replace).unwrap_err();
            assert_eq!(refused, not_a_store, "{shape:?}");
        }
        let absent = OpenError::Absent(dir.clone());
        assert_eq!(Reader::open(&dir).unwrap_err(), absent, "{shape:?}");
        assert_eq!(examine(&dir).unwrap_err(), absent, "{shape:?}");
        assert_eq!(repair(&dir).unwrap_err(), absent, "{shape:?}");
        assert_eq!(
            guichet::store::around(&dir.join("wal/x")),
            None,
            "{shape:?}"
        );
        assert!(everything(temp.path()) == before, "{shape:?}");
    }
}

#[test]
fn a_store_of_an_older_program_is_known_by_its_files_and_marked_when_it_is_written_to() {
    // What is taken away from it: each leaves enough to know it by.
    let losses: [&[&str]; 5] = [
        &[],
        &["sled"],
        &["wal", "sled"],
        &["snapshots", "sled", "lock"],
        &["wal", "snapshots"],
    ];
    for loss in losses {
        let (_temp, dir) = store_of(3);
        let mut store = opened(&dir);
        store.snapshot().unwrap();
        store.close().unwrap();
        fs::remove_file(dir.join("guichet")).unwrap();
        for name in loss {
            let path = dir.join(name);
            let gone = fs::remove_dir_all(&path).or_else(|_| fs::remove_file(&path));
            gone.unwrap();
        }
        let before = everything(&dir);
        Reader::open(&dir).unwrap();
        assert!(everything(&dir) == before, "a reader marks nothing");
        assert_eq!(may_be(&dir), Ok(true));
        assert_eq!(
            guichet::store::around(&dir.join("x")),
            Some(dir.canonicalize().unwrap())
        );
        let store = opened(&dir);
        assert_eq!(records(&store).len(), 3, "{loss:?}");
        drop(store);
        let marked = id(&dir);
        drop(opened(&dir));
        assert_eq!(id(&dir), marked);
    }
}

#[test]
fn a_founding_that_was_killed_is_taken_up() {
    for made in [
        &["lock"][..],
        &["lock", "wal"],
        &["lock", "guichet-0123456789abcdef.part"],
    ] {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("store");
        fs::create_dir(&dir).unwrap();
        for name in made {
            match *name {
                "wal" => fs::create_dir(dir.join(name)).unwrap(),
                _ => fs::write(dir.join(name), "").unwrap(),
            }
        }
        assert_eq!(may_be(&dir), Ok(false));
        assert!(matches!(Reader::open(&dir), Err(OpenError::Absent(_))));
        put(&mut opened(&dir), 1, 0, "Ada");
        id(&dir);
        assert!(!dir.join("guichet-0123456789abcdef.part").exists());
    }
}

#[test]
fn the_id_is_that_of_the_journal() {
    let (temp, dir) = store_of(3);
    let first = id(&dir);
    half_a_snapshot(&dir);
    let (aside, _) = repair(&dir).unwrap();
    assert_eq!((id(&dir), id(&aside)), (first.clone(), first.clone()));
    let file = temp.path().join("backup");
    backup::write(&Reader::open(&dir).unwrap(), &file, false).unwrap();
    let made = temp.path().join("made");
    backup::restore(&file, &made, None).unwrap();
    assert_ne!(id(&made), first);
    backup::restore(&file, &dir, Some(&somebody())).unwrap();
    assert!(id(&dir) != first && id(&dir) != id(&made));
}

#[test]
fn a_damaged_marker_is_named_and_made_again_and_the_store_opens() {
    let (_temp, dir) = store_of(2);
    let path = dir.join("guichet");
    let whole = fs::read(&path).unwrap();
    for at in 0..whole.len() {
        for cut in [false, true] {
            let mut bytes = whole.clone();
            match cut {
                true => bytes.truncate(at),
                false => bytes[at] ^= 1,
            }
            fs::write(&path, &bytes).unwrap();
            assert_eq!(Reader::open(&dir).unwrap().sequence(), 2);
            // What does not even begin as a marker is none, and the files tell.
            let named = examine(&dir).unwrap().findings == [Finding::Marker(path.clone())];
            assert_eq!(named, at >= 14, "{at}");
        }
    }
    fs::write(&path, &whole[..20]).unwrap();
    assert_eq!(records(&opened(&dir)).len(), 2);
    id(&dir);
    assert_eq!(examine(&dir).unwrap().findings, []);
}

#[test]
fn a_marker_of_a_newer_program_is_respected() {
    let (_temp, dir) = store_of(2);
    let write = |format: u32| {
        let body =
            format!("guichet-store\n{{\"format\":{format},\"id\":\"x\",\"group\":\"desk\"}}\n");
        let sum = crc32c::crc32c(body.as_bytes());
        fs::write(dir.join("guichet"), format!("{body}{sum:08x}\n")).unwrap();
    };
    // One that may be read, and one that may not.
    write(2);
    assert_eq!(Store::open(&dir).unwrap_err().id(), "newer-format");
    assert_eq!(Reader::open(&dir).unwrap().sequence(), 2);
    write(256);
    assert_eq!(Store::open(&dir).unwrap_err().id(), "newer-format");
    assert_eq!(Reader::open(&dir).unwrap_err().id(), "newer-format");
}

/// The JSON of a marker.
fn said(dir: &Path) -> serde_json::Value {
    let text = fs::read_to_string(dir.join("guichet")).unwrap();
    serde_json::from_str(text.lines().nth(1).unwrap()).unwrap()
}

#[test]
fn a_store_has_an_id_of_its_own_that_stays_with_what_takes_its_place() {
    let (temp, dir) = store_of(2);
    let id = said(&dir)["store"].as_str().unwrap().to_string();
    assert_eq!(id.len(), 32);
    let (_other, beside) = store_of(2);
    assert_ne!(said(&beside)["store"], *id);
    let file = temp.path().join("a.backup");
    backup::write(&Reader::open(&dir).unwrap(), &file, false).unwrap();
    backup::restore(&file, &dir, Some(&somebody())).unwrap();
    assert_eq!(said(&dir)["store"], *id);
    let fresh = temp.path().join("fresh");
    backup::restore(&file, &fresh, None).unwrap();
    assert_ne!(said(&fresh)["store"], *id);
}
