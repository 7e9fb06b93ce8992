//! Two processes that write to one store: one is killed at some call, can't make an entry last, or both meet a full
//! disk; what each acknowledged is there, nothing is half done, and the other goes on.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use guichet::catalog::Catalog;
use guichet::model::{Commit, Lang, Verb};
use guichet::store::doctor::examine;
use guichet::store::{CommitError, Finding, OpenError, Reader, Store};
use rustix::process::{Pid, Resource, Rlimit, prlimit};

use super::calls::{CHANGING, Fails, Fault, watched};
use super::disk::{self, Disk, Done, Kept, Rest};
use super::work::{People, commit_of, named, read, recovered, settings};
use super::{Dice, count};

/// Entries of one that nothing stops.
const ENTRIES: u64 = 6;
/// Refusals in a row after which one that is to end gives up.
const PATIENCE: u32 = 30;
/// How long something may take that must come.
const SOON: Duration = Duration::from_secs(60);

/// The people of an entry: of each third one many, so that it is written in several frames; less often by those who write
/// on and on.
fn people_of(who: u64, entry: u64) -> People {
    let first = u128::from(who) * 1_000_000_000 + u128::from(entry) * 10_000;
    let is_long = entry.is_multiple_of(if entry <= ENTRIES { 3 } else { 60 });
    let (many, long) = if is_long { (900, 700) } else { (1, 5) };
    let name = format!("{who} {entry} {}", "é".repeat(long));
    (0..many)
        .map(|number| (first + number, name.clone()))
        .collect()
}

fn commit_for(people: &People) -> Commit {
    let edits = people
        .iter()
        .map(|(number, name)| named(*number, 0, name, false));
    commit_of(Verb::Edit, "ada", edits.collect())
}

/// Opens the store, or joins the other one, as a desk does.
fn opened(dir: &Path) -> Result<Store, Box<dyn Error>> {
    match Store::open_with(dir, settings()) {
        Ok((store, _)) => Ok(store),
        Err(OpenError::Held { .. }) => {
            let reader = Reader::open(dir)?;
            let (catalog, head) = Catalog::read(Lang::Fr, &reader, &|_| {})?;
            Ok(Store::join_with(
                &reader,
                &head,
                Box::new(catalog),
                settings(),
            )?)
        }
        Err(error) => Err(error.into()),
    }
}

#[test]
#[ignore = "one of the two"]
fn write_beside() {
    let given = |name: &str| std::env::var(name).ok();
    let (Some(dir), Some(who)) = (given("CRASH_STORE"), given("CRASH_WHO")) else {
        return;
    };
    let (dir, who) = (Path::new(&dir), who.parse::<u64>().unwrap());
    let most = given("CRASH_ENTRIES").map_or(u64::MAX, |most| most.parse().unwrap());
    let patience = if most == u64::MAX { u32::MAX } else { PATIENCE };
    let stop = dir.with_extension("stop");
    let say = |line: String| std::io::stderr().write_all(line.as_bytes()).unwrap();
    let mut refused = 0;
    let mut store = loop {
        match opened(dir) {
            Ok(store) => break store,
            Err(error) => {
                say(format!("refused {who} 0 {error}\n"));
                refused += 1;
                if refused > patience {
                    return;
                }
                thread::sleep(Duration::from_millis(5));
            }
        }
    };
    say(format!("open {who}\n"));
    let mut entry = 1;
    // What was said to be unsure, and is there, stands against itself.
    let is_there = |error: &CommitError| matches!(error, CommitError::Conflict(_));
    while entry <= most && refused <= patience && !stop.exists() {
        store.settle();
        match store.commit(&commit_for(&people_of(who, entry))) {
            Ok(_) => {
                say(format!("ack {who} {entry}\n"));
                (entry, refused) = (entry + 1, 0);
            }
            Err(error) => {
                say(format!("refused {who} {entry} {error}\n"));
                refused += 1;
                if is_there(&error) {
                    break;
                }
                thread::sleep(Duration::from_millis(5));
            }
        }
        if store.keeps_sled() && entry.is_multiple_of(4) {
            let _ = store.begin_checkpoint();
        }
    }
    if let Err(error) = store.close() {
        say(format!("unclosed {who} {error}\n"));
    }
    say(format!("ended {who}\n"));
}

/// One of the two, behind what runs it.
fn writing(mut command: Command, dir: &Path, who: u64, entries: Option<u64>) -> Command {
    command
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "crash::pairs::write_beside"])
        .args(["--ignored", "--nocapture"])
        .env("CRASH_STORE", dir)
        .env("CRASH_WHO", who.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    if let Some(entries) = entries {
        command.env("CRASH_ENTRIES", entries.to_string());
    }
    command
}

/// What one has said, and goes on to say.
struct Writer {
    child: Child,
    said: Receiver<String>,
    heard: Vec<String>,
}

impl Writer {
    fn begin(mut command: Command) -> Writer {
        let mut child = command.spawn().unwrap();
        let err = BufReader::new(child.stderr.take().unwrap());
        let (send, said) = channel();
        thread::spawn(move || {
            for line in err.lines().map_while(Result::ok) {
                let _ = send.send(line);
            }
        });
        Writer {
            child,
            said,
            heard: Vec::new(),
        }
    }

    /// Hears what is said until so many lines more begin so; false if it ends before.
    fn hears(&mut self, beginning: &str, more: usize) -> bool {
        let deadline = Instant::now() + SOON;
        let mut missing = more;
        while missing > 0 {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.said.recv_timeout(left) {
                Ok(line) => {
                    missing -= usize::from(line.starts_with(beginning));
                    self.heard.push(line);
                }
                Err(RecvTimeoutError::Disconnected) => return false,
                Err(RecvTimeoutError::Timeout) => {
                    panic!(
                        "waits for {missing} × {beginning:?}: {:?}",
                        self.heard.last()
                    )
                }
            }
        }
        true
    }

    /// All that it has said, once it has ended; and how.
    fn ended(mut self) -> (Vec<String>, Option<i32>) {
        self.hears("nothing that is said", 1);
        let code = self.child.wait().unwrap().code();
        (self.heard, code)
    }
}

/// Which entries were acknowledged, by whom.
fn acknowledged(said: &[String]) -> BTreeMap<u64, u64> {
    let mut last = BTreeMap::new();
    for line in said.iter().filter_map(|line| line.strip_prefix("ack ")) {
        let (who, entry) = line.split_once(' ').unwrap();
        last.insert(who.parse().unwrap(), entry.trim().parse().unwrap());
    }
    last
}

/// All that was acknowledged is there, and of each writer one entry more at most; nothing is there in part or twice.
fn is_true(dir: &Path, acknowledged: &BTreeMap<u64, u64>, what: &str) {
    let (reached, people) = read(dir);
    let mut there = BTreeSet::new();
    for number in people.keys() {
        there.insert((
            (number / 1_000_000_000) as u64,
            (number % 1_000_000_000 / 10_000) as u64,
        ));
    }
    let mut expected = People::new();
    for (who, entry) in &there {
        let last = acknowledged.get(who).copied().unwrap_or(0);
        assert!(
            *entry <= last + 1,
            "{what}: {who} said {last}, {entry} is there"
        );
        expected.extend(people_of(*who, *entry));
    }
    for (who, last) in acknowledged {
        let has = |entry: &u64| there.contains(&(*who, *entry));
        let lost: Vec<u64> = (1..=*last).filter(|entry| !has(entry)).collect();
        assert!(
            lost.is_empty(),
            "{what}: of {who}, who said {last}: {lost:?}"
        );
    }
    assert!(people == expected, "{what}: an entry is there in part");
    assert_eq!(reached, there.len() as u64, "{what}: numbers of entries");
    let (store, loaded) = recovered(dir);
    assert!(loaded == people, "{what}: a reader sees something else");
    store.close().unwrap();
    let found = examine(dir).unwrap().findings;
    assert!(!found.iter().any(Finding::is_damage), "{what}: {found:?}");
}

/// One writes as long as it is left to; the other, to which something happens, beside it. Returns what both said, and
/// how the other one ended.
fn beside(dir: &Path, keeps: bool, other: Command) -> (Vec<String>, Option<i32>) {
    let one = || Writer::begin(writing(Command::new("env"), dir, 1, None));
    let mut begun = keeps.then(one);
    if let Some(one) = &mut begun {
        assert!(one.hears("ack", 1));
    }
    let mut other = Writer::begin(other);
    // It may be killed before it can say anything.
    let _ = keeps || other.hears("open", 1);
    let mut one = begun.unwrap_or_else(one);
    let (mut said, code) = other.ended();
    assert!(one.hears("ack", 4), "{:?}", one.heard.last());
    fs::write(dir.with_extension("stop"), "").unwrap();
    let (heard, ended) = one.ended();
    assert_eq!(ended, Some(0), "{:?}", heard.last());
    said.extend(heard);
    (said, code)
}

fn disk_in(temp: &Path, name: &str) -> PathBuf {
    let root = temp.join(name);
    fs::create_dir(&root).unwrap();
    root.canonicalize().unwrap()
}

fn met(fault: &Fault, keeps: bool) -> (Vec<String>, Option<i32>) {
    let temp = tempfile::tempdir().unwrap();
    let root = disk_in(temp.path(), "disk");
    let dir = root.join("store");
    let other = watched(&root, None, None, Some(fault));
    let other = writing(other, &dir, 2, Some(ENTRIES));
    let (said, code) = beside(&dir, keeps, other);
    let what = format!("{fault:?}, keeps {keeps}");
    is_true(&dir, &acknowledged(&said), &what);
    (said, code)
}

fn killed_at(at: usize, of: &str, within: &str) -> Fault {
    Fault {
        at,
        give: "kill",
        fails: Fails::Once,
        of: of.to_string(),
        within: within.to_string(),
    }
}

#[test]
fn one_of_two_is_killed_at_any_call_and_the_other_goes_on() {
    let (mut dice, mut killed) = (Dice(18), 0);
    let kills = count(6, 400);
    for kill in 0..kills {
        let at = 1 + dice.below(260) as usize;
        let (_, code) = met(&killed_at(at, CHANGING, ""), kill % 2 == 0);
        killed += usize::from(code == Some(137));
    }
    println!(
        "{killed} of {kills} killed while another one wrote: all that both acknowledged is there"
    );
    assert!(killed > 0);
}

#[test]
fn a_torn_tail_of_one_that_was_killed_is_cut_by_the_other() {
    // The third entry is of several frames: killed at the second one of them, the first is there.
    for at in 1..=count(3, 14) {
        met(&killed_at(2 + at, "pwrite64", "/wal/"), true);
    }
}

#[test]
fn an_entry_that_one_cannot_make_last_is_nobodys() {
    let fault = |at, fails, of: &str| Fault {
        at,
        give: "EIO",
        fails,
        of: of.to_string(),
        within: "/wal/".to_string(),
    };
    for at in 1..=count(2, 12) {
        for (fails, of) in [
            (Fails::Once, "fdatasync"),
            (Fails::After, "fdatasync"),
            // It can't be taken back either.
            (Fails::On, "fdatasync,ftruncate"),
        ] {
            let (said, code) = met(&fault(at, fails, of), at % 2 == 0);
            let of_it = said.iter().filter(|line| line.contains(" 2"));
            let of_it: Vec<&String> = of_it.collect();
            assert_eq!(code, Some(0), "{at} {fails:?}: {of_it:?}");
            let done = acknowledged(&said).get(&2) == Some(&ENTRIES);
            assert!(done || fails == Fails::On, "{at} {fails:?}: {of_it:?}");
        }
    }
}

/// A limit that both are under, or none.
fn room(of: &[&Writer], bytes: Option<u64>) {
    let limit = Rlimit {
        current: bytes,
        maximum: None,
    };
    for writer in of {
        prlimit(Some(Pid::from_child(&writer.child)), Resource::Fsize, limit).unwrap();
    }
}

#[test]
fn two_on_a_full_disk_are_refused_and_go_on_when_there_is_room() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let begin = |who| {
        // By default the limit ends the process.
        let mut shell = Command::new("sh");
        shell.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]);
        Writer::begin(writing(shell, &dir, who, None))
    };
    let mut one = begin(1);
    assert!(one.hears("ack", 1));
    let mut other = begin(2);
    assert!(other.hears("ack", 1));
    let mut dice = Dice(8);
    for full in 0..count(3, 60) {
        // As long as what they wrote last, or some bytes more: every file that grows is refused.
        let wal = crate::program::names(&dir.join("wal"));
        let lengths = wal
            .iter()
            .filter_map(|name| fs::metadata(dir.join("wal").join(name)).ok());
        let least = lengths.map(|found| found.len()).min().unwrap();
        let bytes = if full % 2 == 0 { 0 } else { dice.below(least) };
        room(&[&one, &other], Some(bytes));
        assert!(one.hears("refused", 2) && other.hears("refused", 2));
        room(&[&one, &other], None);
        assert!(one.hears("ack", 2) && other.hears("ack", 2));
    }
    fs::write(dir.with_extension("stop"), "").unwrap();
    let (mut said, code) = one.ended();
    let (heard, other) = other.ended();
    assert_eq!((code, other), (Some(0), Some(0)), "{said:?} {heard:?}");
    said.extend(heard);
    is_true(&dir, &acknowledged(&said), "a full disk");
}

#[test]
fn what_two_acknowledged_outlives_a_power_cut() {
    let temp = tempfile::tempdir().unwrap();
    let root = disk_in(temp.path(), "disk");
    let (log, dir) = (temp.path().join("log"), root.join("store"));
    let both = "CRASH_WHO=1 \"$0\" \"$@\" & CRASH_WHO=2 \"$0\" \"$@\" & wait";
    let mut shell = watched(&root, None, Some(&log), None);
    shell.args(["sh", "-c", both]);
    let mut disk = Disk::of(&root);
    let ended = writing(shell, &dir, 0, Some(ENTRIES)).output().unwrap();
    assert!(ended.status.success(), "{ended:?}");
    let record = disk::read(&log);
    let syncs = |done: &&Done| matches!(done, Done::Synced(_));
    let every = (record.iter().filter(syncs).count() / count(8, usize::MAX / 2)).max(1);
    let (mut said, mut seen, mut cuts) = (Vec::new(), 0, 0);
    for done in &record {
        let here = matches!(done, Done::Synced(_)) && seen % every == every / 2;
        seen += usize::from(matches!(done, Done::Synced(_)));
        let mut cut = |disk: &Disk, said: &[String], side: &str| {
            for kept in [Kept::Nothing, Kept::InOrder, Kept::Any] {
                let left = temp.path().join("left");
                disk.after_a_cut(&left, &mut Rest(kept, Dice(seen as u64)));
                let acknowledged = acknowledged(said);
                match left.join("store/wal").is_dir() {
                    true => is_true(
                        &left.join("store"),
                        &acknowledged,
                        &format!("{side} sync {seen}, {kept:?}"),
                    ),
                    false => assert!(acknowledged.is_empty(), "there is no store"),
                }
                fs::remove_dir_all(&left).unwrap();
                cuts += 1;
            }
        };
        if here {
            cut(&disk, &said, "before");
        }
        disk.go_on(done);
        if let Done::Said(line) = done {
            said.extend(line.lines().map(str::to_string));
        }
        if here {
            cut(&disk, &said, "behind");
        }
    }
    let entries: u64 = acknowledged(&said).values().sum();
    println!("{cuts} power cuts around {seen} syncs of two that wrote {entries} entries");
    assert_eq!(entries, 2 * ENTRIES, "{said:?}");
}
