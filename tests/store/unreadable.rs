//! Every file of a store in turn unreadable, gone, cut, blank, or something else in its place: whatever is asked of the
//! store ends, without a panic; the place is named; nothing that is whole elsewhere is lost.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::packing::packed;
use super::*;
use crate::program::{Surroundings, names};
use guichet::store::Why;

/// What can become of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hurt {
    /// These bytes can't be read: a part of its length, from and to, in sixteenths.
    Bytes(u64, u64),
    /// It can't be opened: the number of the error.
    Open(i32),
    Folder,
    Pipe,
    Loop,
    Half,
    Gone,
    Zeros,
}

const HURTS: [Hurt; 11] = [
    Hurt::Bytes(0, 1),
    Hurt::Bytes(8, 9),
    Hurt::Bytes(15, 16),
    Hurt::Bytes(0, 16),
    Hurt::Open(13),
    Hurt::Open(5),
    Hurt::Folder,
    Hurt::Pipe,
    Hurt::Loop,
    Hurt::Half,
    Hurt::Zeros,
];

impl Hurt {
    /// Does it; returns the environment in which it is so.
    fn to(self, path: &Path) -> Vec<(&'static str, String)> {
        let found = fs::metadata(path).unwrap();
        let inode = ("UNREADABLE_INODE", found.ino().to_string());
        match self {
            Hurt::Bytes(from, to) => {
                let part = |sixteenths: u64| (found.len() * sixteenths / 16).to_string();
                let (from, to) = (part(from), part(to));
                return vec![inode, ("UNREADABLE_FROM", from), ("UNREADABLE_TO", to)];
            }
            Hurt::Open(error) => return vec![inode, ("UNREADABLE_OPEN", error.to_string())],
            Hurt::Half => super::damage::cut(path, found.len() / 2),
            Hurt::Zeros => fs::write(path, vec![0; found.len() as usize]).unwrap(),
            Hurt::Gone | Hurt::Folder | Hurt::Pipe | Hurt::Loop => fs::remove_file(path).unwrap(),
        }
        match self {
            Hurt::Folder => fs::create_dir(path).unwrap(),
            Hurt::Pipe => assert!(Command::new("mkfifo").arg(path).status().unwrap().success()),
            Hurt::Loop => std::os::unix::fs::symlink(path, path).unwrap(),
            _ => {}
        }
        Vec::new()
    }

    /// Whether the system says that it can't be read.
    fn is_unreadable(self) -> bool {
        !matches!(self, Hurt::Half | Hurt::Gone | Hurt::Zeros)
    }
}

/// The library that makes files unreadable; `None` where there is no compiler.
fn shim(temp: &Path) -> Option<PathBuf> {
    let shim = temp.join("unreadable.so");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/store/unreadable.c");
    let compiled = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .args([shim.as_os_str(), source.as_ref()])
        .arg("-ldl")
        .status();
    compiled
        .is_ok_and(|status| status.success())
        .then_some(shim)
}

/// How a run ended: its code, and all that it said.
struct Run {
    code: i32,
    out: String,
    err: String,
}

/// Runs the program on the store `dir`; it must end by itself, and soon.
fn run(here: &Surroundings, env: &[(&'static str, String)], dir: &Path, words: &[&str]) -> Run {
    let mut command = here.command(&[&["--store", dir.to_str().unwrap()], words].concat());
    let (out, err) = (here.path("out"), here.path("err"));
    let mut child = command
        .envs(env.iter().cloned())
        .env("LANG", "en_GB.UTF-8")
        .stdout(Stdio::from(fs::File::create(&out).unwrap()))
        .stderr(Stdio::from(fs::File::create(&err).unwrap()))
        .spawn()
        .unwrap();
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begun.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("{} {words:?} hangs", dir.display());
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let [out, err] = [out, err].map(|path| fs::read_to_string(path).unwrap());
    let code = status.code().unwrap_or(-1);
    assert!((0..=3).contains(&code), "{words:?}: {status:?}: {err}");
    assert!(!err.contains("panicked"), "{words:?}: {err}");
    Run { code, out, err }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for name in names(folder) {
        let path = folder.join(name);
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push(path),
        }
    }
    found
}

/// All that is in a folder, to the byte (nothing waits for a pipe); but for the lock, which names who had it last.
fn bytes(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let read = |path: &PathBuf| match path.symlink_metadata().unwrap().is_file() {
        true => fs::read(path).unwrap(),
        false => Vec::new(),
    };
    files(folder)
        .into_iter()
        .filter(|path| !path.ends_with("lock"))
        .map(|path| (path.clone(), read(&path)))
        .collect()
}

#[test]
fn whatever_becomes_of_one_file_of_a_store_the_rest_is_used() {
    let here = Surroundings::new();
    let Some(shim) = shim(&here.path("")) else {
        eprintln!("no compiler: what can't be read is not tried");
        return;
    };
    let (_temp, whole, held) = packed();
    let mut store = opened(&whole);
    store.snapshot().unwrap();
    put(&mut store, 100, 0, "Person 100");
    store.close().unwrap();
    let draft = guichet::store::drafts::Draft::default();
    guichet::store::drafts::save(&whole, &draft).unwrap();
    let all = held.len() + 1;
    let new = here.write("new.csv", "name\nPerson new\n");
    let within = files(&whole);
    let every = std::env::var("CRASH").is_ok_and(|wanted| wanted == "full");
    let mut tried = 0;
    // Of many segments the first, packed, and the last one stand for all.
    let last = segments(&whole).len() - 2;
    let is_segment = |file: &Path| file.parent().is_some_and(|folder| folder.ends_with("wal"));
    let mut segment = 0;
    for (at, file) in within.iter().enumerate() {
        segment += usize::from(is_segment(file));
        for (turn, hurt) in HURTS.into_iter().chain([Hurt::Gone]).enumerate() {
            // A few of each by default.
            if !every
                && ((at + turn) % 6 != 0 || is_segment(file) && 1 < segment && segment <= last)
            {
                continue;
            }
            let name = file.strip_prefix(&whole).unwrap();
            let dir = here.path(&format!("hurt-{at}-{turn}"));
            copy(&whole, &dir);
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&dir, fs::Permissions::from_mode(0o700)).unwrap();
            let mut env = hurt.to(&dir.join(name));
            if !env.is_empty() {
                env.push(("LD_PRELOAD", shim.to_str().unwrap().to_string()));
            }
            let what = format!("{hurt:?} of {}", name.display());
            look(&here, &env, &dir, &new, all, (&what, name, hurt));
            tried += 1;
            fs::remove_dir_all(&dir).unwrap();
            let aside =
                dir.with_file_name(format!("{}.damaged-1", dir.file_name().unwrap().display()));
            let _ = fs::remove_dir_all(aside);
        }
    }
    println!(
        "{} files, {tried} damages: nothing hangs, nothing panics, nothing is lost",
        within.len()
    );
}

/// Asks everything of a damaged store that has that many people.
fn look(
    here: &Surroundings,
    env: &[(&'static str, String)],
    dir: &Path,
    new: &Path,
    all: usize,
    (what, name, hurt): (&str, &Path, Hurt),
) {
    let asked = |words: &[&str]| run(here, env, dir, words);
    let people = |when: &str| {
        let found = asked(&[
            "find", "Person", "--kind", "person", "--limit", "999", "--json",
        ]);
        assert_eq!(found.code, 0, "{what}: {when}: {}", found.err);
        let found: serde_json::Value = serde_json::from_str(&found.out).unwrap();
        // All but one have that name.
        found.as_array().unwrap().len() + 1
    };
    // Named, where the system says that it can't be read.
    let doctor = asked(&["doctor"]);
    let is_store = ["wal", "snapshots", "drafts", "head"]
        .iter()
        .any(|room| name.starts_with(room));
    if hurt.is_unreadable() && is_store {
        let said = doctor
            .out
            .contains(name.file_name().unwrap().to_str().unwrap());
        assert!(
            said && doctor.code == 1,
            "{what}: {} {}",
            doctor.out,
            doctor.err
        );
    }
    assert_eq!(people("find"), all, "{what}");
    let exported = asked(&["export", "person"]);
    assert_eq!(exported.code, 0, "{what}: {}", exported.err);
    assert_eq!(exported.out.lines().count(), all + 1, "{what}");
    let file = dir.with_extension("backup");
    let backed_up = asked(&["backup", file.to_str().unwrap()]);
    assert_eq!(backed_up.code, 0, "{what}: {}", backed_up.err);
    assert_eq!(
        guichet::store::backup::check(&file).unwrap().records as usize,
        all
    );
    fs::remove_file(file).unwrap();
    let added = asked(&["import", "person", new.to_str().unwrap()]);
    let all = all + usize::from(added.code == 0);
    assert!(
        added.code == 0 || name == Path::new("lock"),
        "{what}: {}",
        added.err
    );
    assert_eq!(people("find after import"), all, "{what}");
    asked(&["doctor", "--repair"]);
    let once = bytes(dir);
    let again = asked(&["doctor", "--repair"]);
    if again.code == 0 {
        assert!(bytes(dir) == once, "{what}: repaired twice: {}", again.out);
    }
    assert_eq!(people("find after repair"), all, "{what}: {}", again.out);
}

#[test]
fn an_end_that_cannot_be_read_is_not_cut() {
    let here = Surroundings::new();
    let Some(shim) = shim(&here.path("")) else {
        eprintln!("no compiler: what can't be read is not tried");
        return;
    };
    let (_temp, dir) = store_of(3);
    // sled, which would know what stands there, is gone; so is the witness.
    fs::remove_dir_all(dir.join("sled")).unwrap();
    fs::remove_file(dir.join("head")).unwrap();
    let segment = segments(&dir)[0].clone();
    let before = fs::read(&segment).unwrap();
    let mut env = Hurt::Bytes(15, 16).to(&segment);
    env.push(("LD_PRELOAD", shim.to_str().unwrap().to_string()));
    let new = here.write("new.csv", "name\nPerson new\n");
    let added = run(
        &here,
        &env,
        &dir,
        &["import", "person", new.to_str().unwrap()],
    );
    assert_eq!(added.code, 0, "{}", added.err);
    assert!(
        added.err.contains(segment.to_str().unwrap()),
        "{}",
        added.err
    );
    assert!(fs::read(&segment).unwrap() == before);
    // Its number is none that the unread entry may have: once that can be read it is in the journal, and doctor names
    // what the records lack of it.
    let found = run(&here, &[], &dir, &["doctor"]);
    assert!(found.out.contains(&person(3).to_string()), "{}", found.out);
    // One that does not know what it went on behind: a repair takes it in.
    let other = here.path("other");
    copy(&dir, &other);
    let note = segment.with_extension("unread");
    fs::remove_file(other.join("wal").join(note.file_name().unwrap())).unwrap();
    assert_eq!(name(&records(&opened(&other)), 3), None);
    let repaired = run(&here, &[], &other, &["doctor", "--repair"]);
    assert_eq!(repaired.code, 0, "{}", repaired.out);
    // One that does takes it in as it is opened.
    let (store, notices) = opened_saying(&dir);
    assert_eq!(super::opening::rebuilt(&notices), Some(&Why::Seen));
    assert!(store.head().sequence > 4);
    assert_eq!(
        store.entry(3).unwrap().unwrap().changes[0].record,
        person(3)
    );
    drop(store);
    assert!(!note.exists());
    for dir in [&dir, &other] {
        let store = opened(dir);
        assert_eq!(name(&records(&store), 3).as_deref(), Some("Person 3"));
        assert_eq!(records(&store).len(), 4);
        drop(store);
        assert_eq!(records_read(&Reader::open(dir).unwrap()).len(), 4);
        assert_eq!(run(&here, &[], dir, &["doctor"]).code, 0);
    }
}
