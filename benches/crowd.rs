//! Several desks on one store of 160,000 records: eight processes that edit as fast as they can, beside as many on
//! SQLite (WAL, `synchronous=FULL`) in turn; sled taken over from one that is killed; an edit by one, until it stands on
//! another one's screen; twenty that do nothing.
//!
//! `CROWD_SECONDS=60 CROWD_ROUNDS=3` are how long the eight edit, and how often; `CROWD_ONLY=taking`, `seen`, `idle` or
//! `many` asks for one of the four.

#![allow(missing_docs, clippy::unwrap_used)]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use guichet::catalog::Catalog;
use guichet::model::kinds::organisation;
use guichet::model::{Kind, Lang, Record};
use guichet::store::{OpenError, Reader, Store, Turn};
use guichet_benches::beside::{self, Ours, Sqlite, Turns};
use guichet_benches::sampled;
use guichet_benches::terminal::{self, Running};

/// Names to a process what it is to edit: `ours` or `sqlite`, the folder, which part of the people, for how long.
const WRITER: &str = "GUICHET_BENCH_WRITER";
/// Writers at a time.
const WRITERS: usize = 8;
/// Edits that are looked for on a screen.
const SEEN: usize = 200;
/// Desks that do nothing.
const IDLE: usize = 20;
/// How long they are watched.
const WATCHED: Duration = Duration::from_secs(10);

/// Opens the store, or joins those that have.
fn entered(dir: &Path) -> Store {
    match Store::open(dir) {
        Ok((store, _)) => store,
        Err(OpenError::Held { .. }) => joined(dir),
        Err(error) => panic!("{error}"),
    }
}

fn joined(dir: &Path) -> Store {
    let reader = Reader::open(dir).unwrap();
    let (catalog, head) = Catalog::read(Lang::Fr, &reader, &|_| {}).unwrap();
    Store::join(&reader, &head, Box::new(catalog)).unwrap()
}

/// Edits its part of the people from a word on its input until the time is over, or until it is killed; tells how many
/// edits, and how long the longest took.
fn write(told: &str) {
    let told: Vec<&str> = told.split(',').collect();
    let [engine, dir, part, seconds] = told[..] else {
        panic!("{told:?}")
    };
    let (dir, part) = (Path::new(dir), part.parse().unwrap());
    let mut edit: Box<dyn FnMut(&beside::Turn) -> u64>;
    let mut turns;
    match engine {
        "ours" => {
            let store = entered(&dir.join("store"));
            turns = Turns::new(store_records(&store, dir), store.head().sequence);
            let mut ours = Ours(store);
            edit = Box::new(move |turn| {
                let entry = ours.edit(turn);
                // As the program does, behind the acknowledgement.
                ours.0.settle();
                ours.0.news();
                entry
            });
        }
        _ => {
            let mut theirs = Sqlite::open(dir);
            turns = Turns::new(theirs.records(), 0);
            edit = Box::new(move |turn| theirs.edit(turn));
        }
    }
    turns.share(part, WRITERS);
    println!("ready");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let (mut count, mut longest) = (0_u64, Duration::ZERO);
    let end = Instant::now() + Duration::from_secs(seconds.parse().unwrap());
    while Instant::now() < end {
        let turn = turns.another();
        let begun = Instant::now();
        let entry = edit(&turn);
        longest = longest.max(begun.elapsed());
        turns.came(&turn, entry);
        count += 1;
    }
    println!("{count} {}", longest.as_micros());
}

/// The records, of one that keeps sled or not.
fn store_records(store: &Store, dir: &Path) -> Vec<Record> {
    if store.keeps_sled() {
        return beside::records(store);
    }
    let mut all = Vec::new();
    let reader = Reader::open(&dir.join("store")).unwrap();
    reader
        .load(&mut |block| {
            all.extend(block);
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    all
}

/// A writer's process, ready to begin.
fn writer(
    engine: &str,
    dir: &Path,
    part: usize,
    seconds: u64,
) -> (Child, BufReader<std::process::ChildStdout>) {
    let told = format!("{engine},{},{part},{seconds}", dir.display());
    let mut child = Command::new(std::env::current_exe().unwrap())
        .env(WRITER, told)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    assert_eq!(line, "ready\n");
    (child, said)
}

/// What the writers of one engine came to: edits of all, the longest one, the smallest share of the greatest.
fn round(engine: &str, dir: &Path, seconds: u64) -> (u64, Duration, f64) {
    // One after the other: the first one keeps sled.
    let mut writers: Vec<_> = (0..WRITERS)
        .map(|part| writer(engine, dir, part, seconds))
        .collect();
    for (child, _) in &mut writers {
        child.stdin.take().unwrap().write_all(b"begin\n").unwrap();
    }
    let mut came = Vec::new();
    for (mut child, mut said) in writers {
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let (count, longest) = line.trim().split_once(' ').unwrap();
        let longest = Duration::from_micros(longest.parse().unwrap());
        came.push((count.parse::<u64>().unwrap(), longest));
        child.wait().unwrap();
    }
    let counts = || came.iter().map(|one| one.0);
    let share = counts().min().unwrap() as f64 / counts().max().unwrap() as f64;
    let longest = came.iter().map(|one| one.1).max().unwrap();
    (counts().sum(), longest, share)
}

fn asked(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |asked| asked.parse().unwrap())
}

fn many(dir: &Path) {
    let (seconds, rounds) = (asked("CROWD_SECONDS", 60), asked("CROWD_ROUNDS", 3));
    let before = Reader::open(&dir.join("store")).unwrap().sequence();
    let (mut ratios, mut acknowledged) = (Vec::new(), 0);
    for _ in 0..rounds {
        // Both with the same records.
        let all = beside::records(&Store::open(&dir.join("store")).unwrap().0);
        Sqlite::fill(dir, &all);
        drop(all);
        let ours = round("ours", dir, seconds);
        let theirs = round("sqlite", dir, seconds);
        acknowledged += ours.0;
        ratios.push(ours.0 as f64 / theirs.0 as f64);
        println!(
            "{WRITERS} for {seconds} s: {} edits, the longest {:?}, least share {:.2}; SQLite {}, {:?}, {:.4}; ratio {:.2}",
            ours.0,
            ours.1,
            ours.2,
            theirs.0,
            theirs.1,
            theirs.2,
            ratios[ratios.len() - 1],
        );
    }
    ratios.sort_by(f64::total_cmp);
    let entries = Reader::open(&dir.join("store")).unwrap().sequence() - before;
    println!(
        "median ratio of {rounds} rounds: {:.2}; {acknowledged} acknowledged, {entries} in the journal",
        ratios[ratios.len() / 2]
    );
}

/// Kills who keeps sled: how long until another one does, and what its edits took meanwhile.
fn taking_over(dir: &Path) {
    let mut took = Vec::new();
    let mut longest = Duration::ZERO;
    for _ in 0..7 {
        let (mut keeper, _said) = writer("ours", dir, 0, 3_600);
        let mut ours = Ours(joined(&dir.join("store")));
        let (send, taken) = mpsc::channel();
        ours.0
            .wait_for_sled(move |taken| send.send(taken.unwrap()).unwrap())
            .unwrap();
        let mut turns = Turns::new(store_records(&ours.0, dir), ours.0.head().sequence);
        turns.share(1, WRITERS);
        keeper.stdin.take().unwrap().write_all(b"begin\n").unwrap();
        std::thread::sleep(Duration::from_millis(500));
        keeper.kill().unwrap();
        let begun = Instant::now();
        keeper.wait().unwrap();
        let taken = loop {
            if let Ok(taken) = taken.try_recv() {
                break taken;
            }
            let turn = turns.another();
            let edit = Instant::now();
            let entry = ours.edit(&turn);
            longest = longest.max(edit.elapsed());
            turns.came(&turn, entry);
        };
        let turn = Turn::take(ours.0.dir()).unwrap();
        assert!(ours.0.take_over(&turn, taken).unwrap().is_none());
        drop(turn);
        took.push(begun.elapsed());
        assert!(ours.0.keeps_sled());
        ours.0.leave().unwrap();
    }
    took.sort_unstable();
    println!(
        "sled taken over from one that was killed while it edited: median {:?}, longest {:?}; edits meanwhile took {longest:?} at most",
        took[3], took[6]
    );
}

/// An edit by another process, from its beginning to the frame of a desk that shows it.
fn seen(home: &Path, dir: &Path) {
    let store = dir.join("store");
    let desk = terminal::start(home, &store);
    desk.settle();
    let mut ours = Ours(joined(&store));
    // The pane of adherents is by name.
    let mut all = store_records(&ours.0, dir);
    let shown = |record: &Record| {
        let name = record.text(&organisation::NAME);
        record.kind == Kind::Organisation && name.is_some_and(|name| desk.shows(name))
    };
    all.retain(shown);
    let record = all.into_iter().next().unwrap();
    let mut turns = Turns::new(vec![record], ours.0.head().sequence);
    let mut took: Vec<Duration> = (0..SEEN)
        .map(|_| {
            desk.rest(Duration::from_millis(20));
            let turn = turns.another();
            let begun = Instant::now();
            let entry = ours.edit(&turn);
            turns.came(&turn, entry);
            desk.until_frame() - begun
        })
        .collect();
    took.sort_unstable();
    println!(
        "an edit, until another's screen shows it: p50 {:?}, p99 {:?}, worst {:?}",
        took[SEEN / 2],
        took[SEEN * 99 / 100],
        took[SEEN - 1]
    );
    desk.quit();
}

/// How often its threads have gone to sleep, so were woken.
fn wakings(pid: u32) -> u64 {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    let switches = threads.map(|thread| {
        let status = fs::read_to_string(thread.unwrap().path().join("status")).unwrap_or_default();
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        line.map_or(0, |number| number.trim().parse().unwrap())
    });
    switches.sum()
}

fn idle(home: &Path, dir: &Path) {
    let store = dir.join("store");
    let alone = terminal::start(home, &store);
    alone.settle();
    let one = terminal::memory(alone.pid, "VmRSS");
    let mut desks = vec![alone];
    desks.extend((1..IDLE).map(|_| terminal::start(home, &store)));
    // The head is witnessed once after five seconds' rest; those that follow look at it.
    std::thread::sleep(Duration::from_secs(8));
    desks.iter().for_each(Running::settle);
    let before: Vec<u64> = desks.iter().map(|desk| wakings(desk.pid)).collect();
    std::thread::sleep(WATCHED);
    let woken = desks
        .iter()
        .zip(before)
        .map(|(desk, before)| wakings(desk.pid) - before);
    let woken: u64 = woken.sum();
    let bytes: usize = desks.iter().map(|desk| desk.written(Duration::ZERO)).sum();
    let mut memory: Vec<u64> = desks
        .iter()
        .map(|desk| terminal::memory(desk.pid, "VmRSS"))
        .collect();
    memory.sort_unstable();
    println!(
        "{IDLE} desks idle for {WATCHED:?}: {woken} wakings, {bytes} bytes; memory of one alone {one} KiB, of the \
         {IDLE} median {} KiB, most {} KiB",
        memory[IDLE / 2],
        memory[IDLE - 1]
    );
    desks.into_iter().for_each(Running::quit);
}

fn main() {
    if let Ok(told) = std::env::var(WRITER) {
        return write(&told);
    }
    let temp = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let dir: PathBuf = temp.path().join("both");
    fs::create_dir(&dir).unwrap();
    sampled::fill(&dir.join("store"), sampled::PEOPLE);
    let all = beside::records(&Store::open(&dir.join("store")).unwrap().0);
    println!("{} records, SQLite {}", all.len(), beside::version());
    drop(all);
    let only = std::env::var("CROWD_ONLY");
    let wanted = |name: &str| only.as_ref().map_or(true, |only| only == name);
    if wanted("taking") {
        taking_over(&dir);
    }
    if wanted("seen") {
        seen(temp.path(), &dir);
    }
    if wanted("idle") {
        idle(temp.path(), &dir);
    }
    if wanted("many") {
        many(&dir);
    }
}
