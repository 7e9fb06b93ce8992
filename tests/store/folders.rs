//! Folders, permissions, the lock.

use super::*;
use guichet::store::OpenError;
use rustix::process::umask;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

fn each_mode(path: &Path, each: &mut dyn FnMut(&Path, u32)) {
    let mode = fs::metadata(path).unwrap().permissions().mode() & 0o777;
    each(path, mode);
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            each_mode(&entry.unwrap().path(), each);
        }
    }
}

#[test]
fn folders_are_0700_and_files_0600_whatever_the_umask() {
    for mask in [0o000, 0o077] {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("store");
        let before = umask(rustix::fs::Mode::from_raw_mode(mask));
        let mut store = opened(&dir);
        put(&mut store, 1, 0, "Ada");
        store.snapshot().unwrap();
        let draft = guichet::store::drafts::Draft::default();
        guichet::store::drafts::save(&dir, &draft).unwrap();
        store.close().unwrap();
        umask(before);
        let mut files = 0;
        each_mode(&dir, &mut |path, mode| {
            let expected = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode, expected, "{}", path.display());
            files += 1;
        });
        assert!(files > 10);
    }
}

#[test]
fn a_folder_open_to_others_is_closed() {
    let (_temp, dir) = store_of(1);
    fs::set_permissions(&dir, Permissions::from_mode(0o755)).unwrap();
    drop(opened(&dir));
    let mode = fs::metadata(&dir).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn a_folder_that_others_may_write_to_is_refused_as_it_is() {
    let (_temp, dir) = store_of(1);
    for open in [0o770, 0o702, 0o722] {
        fs::set_permissions(&dir, Permissions::from_mode(open)).unwrap();
        let error = Store::open(&dir).unwrap_err();
        assert_eq!(error, OpenError::WritableByOthers(dir.clone()));
        let mode = fs::metadata(&dir).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, open);
    }
    let empty = dir.with_file_name("empty");
    fs::create_dir(&empty).unwrap();
    fs::set_permissions(&empty, Permissions::from_mode(0o777)).unwrap();
    drop(opened(&empty));
    let mode = fs::metadata(&empty).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn no_link_leads_out_of_the_store() {
    let (temp, dir) = store_of(1);
    let letter = temp.path().join("letter");
    fs::write(&letter, "Dear Ada").unwrap();
    let link = |name: String| std::os::unix::fs::symlink(&letter, dir.join(name)).unwrap();
    let draft = guichet::store::drafts::Draft::default();
    link(format!("drafts/{}.json", draft.id));
    guichet::store::drafts::save(&dir, &draft).unwrap();
    fs::remove_file(dir.join("lock")).unwrap();
    link("lock".to_string());
    // Nobody can have locked that: it is put aside.
    let (store, notices) = opened_saying(&dir);
    assert_eq!(
        notices.iter().map(Notice::id).collect::<Vec<_>>(),
        ["unread-file"]
    );
    assert!(dir.join("lock.replaced-1").is_symlink());
    drop(store);
    assert_eq!(fs::read_to_string(&letter).unwrap(), "Dear Ada");
}

#[test]
fn no_room_of_the_store_lies_elsewhere() {
    for room in ["wal", "snapshots", "sled", "drafts"] {
        let (temp, dir) = store_of(1);
        let elsewhere = temp.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        let _ = fs::remove_dir_all(dir.join(room));
        std::os::unix::fs::symlink(&elsewhere, dir.join(room)).unwrap();
        let saved = guichet::store::drafts::save(&dir, &guichet::store::drafts::Draft::default());
        assert!(room != "drafts" || saved.is_err());
        let opened = Store::open(&dir);
        assert!(
            ["drafts", "sled"].contains(&room) || opened.is_err(),
            "{room}"
        );
        drop(opened);
        assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0, "{room}");
    }
}

#[test]
fn a_second_writer_is_told_who_holds_the_store() {
    let (_temp, dir) = store_of(1);
    let store = opened(&dir);
    let error = Store::open(&dir).unwrap_err();
    let OpenError::Held { path, holder } = error else {
        panic!("{error}");
    };
    assert_eq!((path, holder.pid), (dir.clone(), std::process::id()));
    assert!(!holder.name.is_empty());
    drop(store);
    assert!(Store::open(&dir).is_ok());
}

#[test]
fn a_place_where_no_store_can_be_is_refused() {
    let temp = tempfile::tempdir().unwrap();
    let orphan = temp.path().join("no/store");
    let refused = |path: &Path| Store::open(path).unwrap_err();
    assert_eq!(refused(&orphan), OpenError::NoParent(orphan.clone()));
    let file = temp.path().join("file");
    fs::write(&file, "x").unwrap();
    assert_eq!(refused(&file), OpenError::NotAFolder(file.clone()));
    let other = temp.path().join("documents");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("letter"), "x").unwrap();
    fs::set_permissions(&other, Permissions::from_mode(0o755)).unwrap();
    assert_eq!(refused(&other), OpenError::NotAStore(other.clone()));
    let mode = fs::metadata(&other).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o755);
}

/// The superuser may write everywhere but to the kernel's own folders.
#[test]
fn a_folder_that_may_not_be_written_is_refused() {
    let temp = tempfile::tempdir().unwrap();
    let above = temp.path().join("above");
    fs::create_dir(&above).unwrap();
    fs::set_permissions(&above, Permissions::from_mode(0o500)).unwrap();
    let dir = match fs::write(above.join("probe"), "x") {
        Err(_) => above.join("store"),
        Ok(()) => PathBuf::from("/sys/guichet-store"),
    };
    let error = Store::open(&dir).unwrap_err();
    assert_eq!(error, OpenError::NotPermitted(dir));
    fs::set_permissions(&above, Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_pipe_in_the_place_of_anything_of_a_store_keeps_nobody_waiting() {
    let names = [
        "guichet",
        "head",
        "lock",
        "wal",
        "snapshots",
        "sled",
        "drafts",
    ];
    for name in names {
        let (_temp, dir) = store_of(2);
        let mut first = opened(&dir);
        put(&mut first, 1, 1, "Ada");
        first.close().unwrap();
        let path = dir.join(name);
        match path.is_dir() {
            true => fs::remove_dir_all(&path).unwrap(),
            false => fs::remove_file(&path).unwrap(),
        }
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
        let (send, ended) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            // Whatever becomes of it.
            let _ = Reader::open(&dir);
            let _ = guichet::store::doctor::examine(&dir);
            let _ = Store::open(&dir).map(|(mut store, _)| {
                let edit = edit(person(7), 0, Some(named("Bea", "")));
                let _ = store.commit(&commit_of(vec![edit]));
                let _ = store.close();
            });
            send.send(()).unwrap();
        });
        let ended = ended.recv_timeout(std::time::Duration::from_secs(60));
        assert!(ended.is_ok(), "{name}: somebody waits");
    }
}
