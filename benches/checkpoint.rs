//! Edits while a snapshot of everything is written beside them, and the memory that it takes;
//! `CHECKPOINT_PEOPLE=1000000` asks for more people.

#![allow(missing_docs, clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

use guichet::model::{Author, Commit, Content, Edit, Fields, Kind, RecordRef, Step, Value, Verb};
use guichet::store::Store;
use ulid::Ulid;

/// Names the folder to the process that is measured, in which nothing else was done.
const MEASURED: &str = "GUICHET_BENCH_MEASURED";
const PEOPLE: u128 = 200_000;
const BATCH: u128 = 10_000;
/// Edits before the snapshot is begun.
const EDITS: u128 = 2_000;

fn edit(number: u128, base: u64, city: &str) -> Edit {
    let fields = Fields::new()
        .with(2, Value::text("Ada"))
        .with(3, Value::text(format!("Lovelace {number}")))
        .with(6, Value::text(city))
        .with(
            8,
            Value::text(format!("{number} is a note of its own. ").repeat(8)),
        );
    Edit {
        record: RecordRef::new(Kind::Person, Ulid::from(number)),
        base,
        after: Some(Content {
            trashed: false,
            fields,
        }),
    }
}

fn commit(edits: Vec<Edit>) -> Commit {
    Commit {
        author: Author::called("bench"),
        at: 0,
        step: Step {
            verb: Verb::Edit,
            subject: "Ada Lovelace".to_string(),
            kind: "person".to_string(),
            fields: vec!["city".to_string()],
            count: edits.len() as u32,
        },
        edits,
        relies: Vec::new(),
        undoes: None,
    }
}

fn people() -> u128 {
    let asked = std::env::var("CHECKPOINT_PEOPLE").ok();
    asked.map_or(PEOPLE, |people| people.parse().unwrap())
}

fn fill(dir: &Path) {
    let mut store = Store::open(dir).unwrap().0;
    for first in (0..people()).step_by(BATCH as usize) {
        let edits = (first..first + BATCH).map(|number| edit(number, 0, "Brest"));
        store.commit(&commit(edits.collect())).unwrap();
    }
    store.close().unwrap();
}

/// Edits one person after the other and takes the time of each to its acknowledgement, and to being applied.
fn edits(store: &mut Store, goes_on: &dyn Fn(u128) -> bool) -> [Vec<Duration>; 2] {
    let (mut acknowledged, mut settled) = (Vec::new(), Vec::new());
    for done in 0.. {
        if !goes_on(done) {
            break;
        }
        let number = done * 7_919 % people();
        let record = RecordRef::new(Kind::Person, Ulid::from(number));
        let base = store.record(record).unwrap().unwrap().revision;
        let commit = commit(vec![edit(number, base, "Lyon")]);
        let begin = Instant::now();
        store.commit(&commit).unwrap();
        acknowledged.push(begin.elapsed());
        store.settle();
        settled.push(begin.elapsed());
    }
    [acknowledged, settled]
}

fn say(what: &str, times: [Vec<Duration>; 2]) {
    for (mut times, how) in times.into_iter().zip(["acknowledged", "applied"]) {
        times.sort_unstable();
        let at = |percent: usize| times[(times.len() - 1) * percent / 100];
        println!(
            "{what}: {} edits {how}: p50 {:?}, p99 {:?}, slowest {:?}",
            times.len(),
            at(50),
            at(99),
            at(100)
        );
    }
}

/// A line of what the system says of this process, in MiB.
fn memory(line: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let found = status.lines().find_map(|l| l.strip_prefix(line));
    let kilobytes = found.unwrap().trim().trim_end_matches(" kB");
    kilobytes.parse::<u64>().unwrap() / 1024
}

fn snapshots(dir: &Path) -> usize {
    let names = fs::read_dir(dir.join("snapshots")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(".snapshot")).count()
}

fn measured(dir: &Path) {
    for file in fs::read_dir(dir.join("snapshots")).unwrap() {
        let file = fs::File::options().write(true).open(file.unwrap().path());
        let yesterday = SystemTime::now() - Duration::from_secs(86_400);
        file.unwrap().set_modified(yesterday).unwrap();
    }
    let mut store = Store::open(dir).unwrap().0;
    say("alone", edits(&mut store, &|done| done < EDITS));
    let before = memory("VmRSS:");
    // What follows is the peak of the snapshot alone.
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let (known, begin) = (snapshots(dir), Instant::now());
    assert!(store.checkpoint_due());
    store.begin_checkpoint().unwrap();
    let begun = begin.elapsed();
    let beside = edits(&mut store, &|_| snapshots(dir) == known);
    println!(
        "snapshot of {} people: {:?}, begun in {begun:?}",
        people(),
        begin.elapsed()
    );
    say("beside it", beside);
    println!(
        "memory: {before} MiB before, {} MiB at most",
        memory("VmHWM:")
    );
    store.finish_checkpoint().unwrap();
    println!("{:?} with the packing of closed segments", begin.elapsed());
    store.close().unwrap();
}

fn main() {
    if let Some(dir) = std::env::var_os(MEASURED) {
        return measured(Path::new(&dir));
    }
    let temp = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let dir = temp.path().join("store");
    fill(&dir);
    let ended = Command::new(std::env::current_exe().unwrap())
        .env(MEASURED, &dir)
        .status();
    assert!(ended.unwrap().success());
    let size = |room: &str| -> u64 {
        let files = fs::read_dir(dir.join(room)).unwrap();
        files
            .map(|file| file.unwrap().metadata().unwrap().len())
            .sum()
    };
    println!(
        "wal {} MiB, snapshots {} MiB",
        size("wal") >> 20,
        size("snapshots") >> 20
    );
}
