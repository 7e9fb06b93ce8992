//! Every call that fails, one after the other: what the program then says is true, what it said before is there,
//! nothing panics or hangs, nothing is put aside for it, and the next run works.

mod commands;
mod desk;
mod files;
mod homes;
mod passing;
mod writer;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;

use guichet::model::Record;
use guichet::store::{OpenError, ReadError, Reader, Store, may_be};

use super::calls::{CHANGING, Fails, Fault, Seen};
use super::{Dice, count};

/// Where the store lies in a home.
const STORE: &str = "data/guichet";

/// What a store holds, but for the numbers of new records.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Held {
    entries: u64,
    records: BTreeSet<String>,
}

fn is_empty(folder: &Path) -> bool {
    folder
        .read_dir()
        .is_ok_and(|mut names| names.next().is_none())
}

/// Opens the store as any program does, and reads it; none where there is none.
fn held(home: &Path) -> Result<Option<Held>, String> {
    let dir = home.join(STORE);
    if !dir.exists() || is_empty(&dir) {
        return Ok(None);
    }
    match (Reader::open(&dir), may_be(&dir)) {
        // What could not be taken away of one that was being founded.
        (Err(OpenError::Absent(_)), Ok(false)) => return Ok(None),
        (Err(error), _) => return Err(format!("a reader: {error}")),
        (Ok(_), _) => {}
    }
    let (mut store, mut opened) = Store::open(&dir).map_err(|error| format!("opening: {error}"))?;
    let load = |store: &Store| {
        let mut records = BTreeSet::new();
        let loaded = store.load(&mut |some: Vec<Record>| {
            let some = some.into_iter();
            records.extend(some.map(|record: Record| {
                format!("{:?} {} {:?}", record.kind, record.trashed, record.fields())
            }));
            ControlFlow::Continue(())
        });
        loaded.map(|_| records)
    };
    let loaded = match load(&store) {
        // As every program does.
        Err(ReadError::Damaged(_)) => store.rebuild().and_then(|told| {
            opened.extend(told);
            load(&store)
        }),
        loaded => loaded,
    };
    let records = loaded.map_err(|error| format!("loading: {error}"))?;
    let told: Vec<&str> = opened.iter().map(|notice| notice.id()).collect();
    let entries = store.head().sequence;
    store.close().map_err(|error| format!("closing: {error}"))?;
    let harm = [
        "below",
        "hole",
        "hole-kept",
        "rebuilt-damaged",
        "rebuilt-ahead",
    ];
    match told.iter().find(|told| harm.contains(told)) {
        Some(told) => Err(format!("told when it opened: {told}")),
        None => Ok(Some(Held { entries, records })),
    }
}

/// A path with its random and its counted parts all alike.
fn without_numbers(path: &str) -> String {
    let parts = path.split_inclusive(['/', '.', '-']).map(|part| {
        let word = part.trim_end_matches(['/', '.', '-']);
        let counted = word.len() > 8 && word.chars().all(|letter| letter.is_ascii_alphanumeric());
        let random = word.starts_with("tmp") && word.len() == 9;
        match (counted && word.contains(|letter: char| letter.is_ascii_digit())) || random {
            true => format!("N{}", &part[word.len()..]),
            false => part.to_string(),
        }
    });
    parts.collect()
}

/// The names under a home, without the numbers in them.
fn names(home: &Path) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut folders = vec![home.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for name in crate::program::names(&folder) {
            let path = folder.join(&name);
            let within = path.strip_prefix(home).unwrap().to_str().unwrap();
            // sled's own folder is sled's own matter.
            if path.is_dir() && name != "sled" {
                folders.push(path.clone());
            }
            names.insert(without_numbers(within));
        }
    }
    names
}

/// The errors that such a call can meet, and how.
fn errors(name: &str) -> Vec<(&'static str, Fails)> {
    use Fails::{After, Once};
    match name {
        "open" | "openat" | "openat2" => vec![
            ("EMFILE", Once),
            ("EIO", Once),
            ("EACCES", Once),
            ("ENOSPC", Once),
            ("EINTR", Once),
        ],
        "read" | "pread64" | "readv" => vec![("EIO", Once), ("short", Once), ("EINTR", Once)],
        "write" | "pwrite64" | "writev" => vec![
            ("ENOSPC", Once),
            ("EIO", Once),
            ("short", Once),
            ("EINTR", Once),
            ("EIO", After),
        ],
        "fsync" | "fdatasync" => vec![("EIO", Once), ("EIO", After), ("ENOSPC", Once)],
        "rename" | "renameat" | "renameat2" | "link" | "linkat" | "unlink" | "unlinkat"
        | "mkdir" | "mkdirat" | "rmdir" => vec![
            ("EIO", Once),
            ("EACCES", Once),
            ("ENOSPC", Once),
            ("EIO", After),
        ],
        "flock" | "fcntl" => vec![("EIO", Once), ("ENOMEM", Once), ("EINTR", Once)],
        "stat" | "lstat" | "newfstatat" | "statx" | "access" | "readlink" => {
            vec![("EIO", Once), ("EACCES", Once), ("ENOMEM", Once)]
        }
        "mmap" => vec![("ENOMEM", Once)],
        "chmod" | "fchmod" | "fchmodat" | "chown" | "fchown" | "fchownat" => {
            vec![("EPERM", Once), ("EIO", Once)]
        }
        _ => vec![("EIO", Once)],
    }
}

const READING: &str = "read,pread64,readv,preadv,mmap";
const OPENING: &str = "open,openat,openat2";
const FILLING: &str =
    "write,pwrite64,writev,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,ftruncate";

/// Every fault of a run that makes these calls: each call once, and from some calls on for good.
fn faults(calls: &[Seen]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let once = |of: &str, at, give, fails| Fault {
        at,
        give,
        fails,
        of: of.to_string(),
        within: String::new(),
    };
    for call in calls {
        let at = seen.entry(&call.name).or_default();
        *at += 1;
        for (give, fails) in errors(&call.name) {
            faults.push(once(&call.name, *at, give, fails));
        }
    }
    let every = calls.len();
    for (give, of) in [
        ("ENOSPC", FILLING),
        ("EROFS", CHANGING),
        ("EIO", READING),
        ("EMFILE", OPENING),
    ] {
        let counted = calls
            .iter()
            .filter(|call| of.split(',').any(|name| name == call.name))
            .count();
        for at in 1..=counted {
            faults.push(once(of, at, give, Fails::On));
        }
    }
    for at in (1..=every).step_by(3) {
        faults.push(once("", at, "EIO", Fails::On));
        faults.push(once("", at, "kill", Fails::Once));
    }
    // Each file that is opened can't be read, or not be opened, whoever tries it how often.
    let opened = calls.iter().filter(|call| call.name.starts_with("open"));
    let files: BTreeSet<&String> = opened.flat_map(|call| &call.paths).collect();
    for file in files {
        let name = file.rsplit('/').next().unwrap_or_default();
        for (give, of) in [
            ("EIO", READING),
            ("EIO", OPENING),
            ("EACCES", OPENING),
            ("EMFILE", OPENING),
        ] {
            faults.push(Fault {
                within: format!("/{name}"),
                ..once(of, 1, give, Fails::On)
            });
        }
    }
    faults
}

/// Some of the faults, or all of them.
fn some(mut faults: Vec<Fault>, few: usize, full: usize) -> Vec<Fault> {
    let mut dice = Dice(16);
    for at in (1..faults.len()).rev() {
        faults.swap(at, dice.below(at as u64 + 1) as usize);
    }
    faults.truncate(count(few, full));
    faults
}
