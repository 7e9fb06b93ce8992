//! A program that is watched: every call by which it touches what lies under a folder is seen, and one of them, or
//! all from one on, can be made to fail (`calls.c`).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use crate::program::{Ended, Surroundings, program};

/// Seconds after which a program hangs.
const DEADLINE: &str = "60";

/// Calls that change what is on the disk, or make it last.
pub const CHANGING: &str = "write,pwrite64,writev,pwritev,pwritev2,ftruncate,fsync,fdatasync,rename,renameat,\
                            renameat2,link,linkat,unlink,unlinkat,rmdir,mkdir,mkdirat,open,openat,openat2";

/// The watcher, built once.
pub fn watcher() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let (fresh, built) = (
            folder.join(format!("calls-{}", std::process::id())),
            folder.join("calls"),
        );
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/crash/calls.c");
        let compiled = Command::new("cc")
            .args(["-O1", "-Wall", "-Wextra", "-Werror", "-o"])
            .args([fresh.as_os_str(), source.as_ref()])
            .status();
        assert!(compiled.unwrap().success());
        std::fs::rename(fresh, &built).unwrap();
        built
    })
}

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fails {
    Once,
    /// It and all that are counted behind it.
    On,
    /// Once, though it was done.
    After,
}

/// What is to fail.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The how manieth call of those that are counted, from 1.
    pub at: usize,
    /// `EIO` …, `short`, `kill`.
    pub give: &'static str,
    pub fails: Fails,
    /// Counts these calls only; all where it is empty.
    pub of: String,
    /// Counts calls with this in their path only; all where it is empty.
    pub within: String,
}

/// The watcher's arguments; the program and its arguments follow.
pub fn watched(
    root: &Path,
    list: Option<&Path>,
    record: Option<&Path>,
    fault: Option<&Fault>,
) -> Command {
    let mut command = Command::new(watcher());
    command.args(["--deadline", DEADLINE]);
    for (option, file) in [("--list", list), ("--record", record)] {
        if let Some(file) = file {
            command.arg(option).arg(file);
        }
    }
    if let Some(fault) = fault {
        command.args(["--at", &fault.at.to_string(), "--give", fault.give]);
        match fault.fails {
            Fails::Once => {}
            Fails::On => drop(command.arg("--on")),
            Fails::After => drop(command.arg("--after")),
        }
        for (option, only) in [("--of", &fault.of), ("--within", &fault.within)] {
            if !only.is_empty() {
                command.args([option, only]);
            }
        }
    }
    command.arg(root).stdin(Stdio::null());
    command
}

/// A call that was seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    pub name: String,
    /// What it touched; two paths where it has two.
    pub paths: Vec<String>,
    /// Whether it was made to fail.
    pub failed: bool,
}

/// The calls of a list.
pub fn listed(list: &Path) -> Vec<Seen> {
    let text = std::fs::read_to_string(list).unwrap();
    let seen = text.lines().map(|line| {
        let mut words: Vec<String> = line.split('\t').map(str::to_string).collect();
        let failed = words.last().is_some_and(|last| last == "!");
        words.truncate(words.len() - usize::from(failed));
        Seen {
            name: words[1].clone(),
            paths: words.split_off(2),
            failed,
        }
    });
    seen.collect()
}

/// A path without the numbers in it, and without what stands by chance in the name of a file that was made aside: of
/// two runs, two stores.
fn without_numbers(path: &str) -> String {
    let aside = path
        .split_once("/guichet-")
        .filter(|_| path.ends_with(".part"));
    let path = aside.map_or(path.to_string(), |(folder, _)| {
        format!("{folder}/guichet.part")
    });
    let letters = path.chars().filter(|letter| !letter.is_ascii_hexdigit());
    letters.collect()
}

/// A run whose paths all begin at the root of the file system.
fn run(command: &mut Command, here: &Surroundings, arguments: &[&str]) -> std::io::Result<()> {
    command.arg(program());
    for argument in arguments {
        match argument.contains('.') {
            true => command.arg(here.path(argument)),
            false => command.arg(argument),
        };
    }
    command
        .env_clear()
        .envs(here.environment())
        .current_dir("/");
    let status = command.stdout(Stdio::null()).status()?;
    assert!(status.success(), "{arguments:?}: {status}");
    Ok(())
}

/// A home's path without the slash at its end.
fn root(here: &Surroundings) -> String {
    here.path("")
        .to_str()
        .unwrap()
        .trim_end_matches('/')
        .to_string()
}

/// What `strace` sees of a run: the calls that name a path under the folder.
fn traced(here: &Surroundings, arguments: &[&str]) -> Option<BTreeSet<(String, String)>> {
    let log = tempfile::NamedTempFile::new().unwrap();
    let mut command = Command::new("strace");
    command
        .args(["-f", "-y", "-s", "4096", "-e", "trace=all", "-o"])
        .arg(log.path());
    match run(&mut command, here, arguments) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        done => done.unwrap(),
    }
    let (text, root) = (std::fs::read_to_string(log.path()).unwrap(), root(here));
    let calls = text.lines().filter_map(|line| {
        // What another thread interrupts in the log begins here all the same.
        let (name, rest) = line.split_once(' ')?.1.trim_start().split_once('(')?;
        // Not what is written: the bytes may name the folder.
        let (open, named) = (
            rest.find(&format!("<{root}")),
            rest.find(&format!("\"{root}")),
        );
        let from = open.or(named.filter(|_| !name.contains("write")))? + 1;
        let path = rest[from..].split(['"', '>']).next()?;
        let is_call = name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        is_call.then(|| (name.to_string(), path.replace(&root, "~")))
    });
    // The program itself is begun with the folder in its arguments and surroundings.
    Some(calls.filter(|(name, _)| name != "execve").collect())
}

fn seen(here: &Surroundings, arguments: &[&str]) -> BTreeSet<(String, String)> {
    let list = tempfile::NamedTempFile::new().unwrap();
    let mut command = watched(&here.path(""), Some(list.path()), None, None);
    run(&mut command, here, arguments).unwrap();
    let root = root(here);
    let seen = listed(list.path()).into_iter().filter_map(|call| {
        let path = call.paths.iter().find(|path| path.starts_with(&root))?;
        Some((call.name.clone(), path.replace(&root, "~")))
    });
    seen.collect()
}

#[test]
fn every_call_is_seen_that_strace_sees() {
    let runs: [&[&str]; 3] = [
        &["import", "adherent", "three.csv"],
        &["find", "Lyon"],
        &["backup", "out.guichet"],
    ];
    let (one, other) = (Surroundings::with_three(), Surroundings::with_three());
    for arguments in runs {
        let Some(traced) = traced(&one, arguments) else {
            println!("strace is not installed: what is seen is held against nothing");
            return;
        };
        let alike = |calls: BTreeSet<(String, String)>| -> BTreeSet<_> {
            let calls = calls.into_iter();
            calls
                .map(|(name, path)| (name, without_numbers(&path)))
                .collect()
        };
        let (traced, seen) = (alike(traced), alike(seen(&other, arguments)));
        let missed: Vec<_> = traced.difference(&seen).collect();
        assert!(missed.is_empty(), "{arguments:?}: {missed:?} of {traced:?}");
        assert!(traced.len() > 20, "{arguments:?}: {traced:?}");
    }
}

#[test]
fn a_call_fails_as_it_is_asked_to() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path().canonicalize().unwrap();
    std::fs::write(root.join("file"), "many bytes").unwrap();
    let list = tempfile::NamedTempFile::new().unwrap();
    let run = |line: &str, give, fails, of: &str| {
        let fault = Fault {
            at: 1,
            give,
            fails,
            of: of.to_string(),
            within: "/f".to_string(),
        };
        let mut command = watched(&root, Some(list.path()), None, Some(&fault));
        command.args(["sh", "-c", line]).current_dir(&root);
        let ended = Ended::of(command.env("LC_ALL", "C"));
        let failed = listed(list.path()).into_iter().filter(|call| call.failed);
        (ended, failed.count())
    };
    let (ended, failed) = run("cat file", "EIO", Fails::Once, "read");
    assert!(ended.err.contains("Input/output error"), "{ended:?}");
    assert_eq!((ended.code, failed), (1, 1));
    let (ended, failed) = run("cat file", "short", Fails::Once, "read");
    assert_eq!((ended.out.as_str(), failed), ("many bytes", 1));
    let (ended, failed) = run("cat file; cat file", "EMFILE", Fails::On, "open,openat");
    assert_eq!(ended.out, "");
    assert_eq!((ended.code, failed), (1, 2));
    let (ended, failed) = run("mkdir folder", "EIO", Fails::After, "mkdir");
    assert_eq!((ended.code, failed), (1, 1));
    assert!(root.join("folder").is_dir());
    let (ended, failed) = run("exec mkdir fresh", "kill", Fails::Once, "mkdir");
    assert_eq!((ended.code, failed), (137, 1));
    assert!(!root.join("fresh").exists());
}
