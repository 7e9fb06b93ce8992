//! The whole program in a terminal of 120×40 on a sampled store of 160,000 records: from its start to
//! the first frame, to pane 1's rows, to all loaded; its memory; what it does when idle; names typed in
//! find, from each key to its frames. The floor is the start and end of the same program that only says
//! its version.
//!
//! `GUICHET_BENCH_PEOPLE=1000000` makes another size, `GUICHET_BENCH_STORE=FOLDER` starts on that store.

#![allow(missing_docs, clippy::unwrap_used)]

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use guichet_benches::sampled;
use guichet_benches::terminal::{Running, memory, program, start, ticks};

/// How many starts.
const RUNS: usize = 9;
/// What is typed in find.
const TYPED: [&str; 12] = [
    "marie dupont",
    "jean-pierre",
    "nathalie le",
    "daf nantes",
    "bernard",
    "0612",
    "kowalski",
    "martin sophie",
    "gestionnaire rh",
    "univ-nantes",
    "dsi brest",
    "lefebvre",
];
/// How long an idle desk is watched.
const IDLE: Duration = Duration::from_secs(2);

/// What one start shows.
struct Start {
    first_frame: Duration,
    rows: Duration,
    loaded: Duration,
    /// KiB at most, and once it is loaded.
    peak: u64,
    resident: u64,
    /// Once what is made ready behind the first screens is there.
    settled: u64,
    /// While idle: bytes written, and clock ticks (10 ms) of both its user and its system time.
    bytes: usize,
    ticks: u64,
}

/// Watches it idle, then ends it.
fn idle_and_end(running: Running) -> Start {
    let (peak, resident) = (memory(running.pid, "VmHWM"), memory(running.pid, "VmRSS"));
    // The sheet and the last frame may still be under way, and what is made ready behind them.
    running.settle();
    let settled = memory(running.pid, "VmRSS");
    let before = ticks(running.pid);
    let bytes = running.written(IDLE);
    let start = Start {
        first_frame: running.first_frame,
        rows: running.rows,
        loaded: running.loaded,
        peak,
        resident,
        settled,
        bytes,
        ticks: ticks(running.pid) - before,
    };
    running.quit();
    start
}

/// Types in find, letter by letter; ends the program.
fn type_in_find(mut running: Running) {
    running.settle();
    let (mut first, mut last, mut bytes) = (vec![], vec![], vec![]);
    let (mut keys, mut twice) = (0, 0);
    running.press(b" ");
    for text in TYPED {
        for letter in text.bytes() {
            let frames = running.press(&[letter]);
            first.extend(frames.first().map(|(time, _)| *time));
            last.extend(frames.last().map(|(time, _)| *time));
            twice += usize::from(frames.len() > 1);
            keys += 1;
            bytes.extend(frames.iter().map(|(_, bytes)| *bytes));
        }
        // The line is emptied.
        running.press(b"\x15");
    }
    running.press(b"\x07");
    running.quit();
    let share = |of: &mut Vec<Duration>, share: f64| {
        of.sort_unstable();
        of[((of.len() - 1) as f64 * share) as usize].as_secs_f64() * 1_000.0
    };
    bytes.sort_unstable();
    println!("  a letter in find: {keys} keys, {twice} of them with two frames or more");
    for (name, times) in [("first", &mut first), ("last", &mut last)] {
        println!(
            "    to the {name} frame: p50 {:.1} ms, p99 {:.1} ms, worst {:.1} ms",
            share(times, 0.5),
            share(times, 0.99),
            share(times, 1.0)
        );
    }
    println!(
        "    bytes of a frame: p50 {}, most {}",
        bytes[bytes.len() / 2],
        bytes[bytes.len() - 1]
    );
}

/// The start and end of the program that only says its version.
fn floor() -> Duration {
    let begin = Instant::now();
    let mut command = Command::new(program());
    command.arg("--version").stdout(Stdio::null());
    assert!(command.status().unwrap().success());
    begin.elapsed()
}

fn median<T: Ord + Copy>(starts: &[Start], of: impl Fn(&Start) -> T) -> T {
    let mut values: Vec<T> = starts.iter().map(of).collect();
    values.sort_unstable();
    values[values.len() / 2]
}

fn main() {
    let temp = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut floors: Vec<Duration> = (0..RUNS).map(|_| floor()).collect();
    floors.sort_unstable();
    println!("medians of {RUNS} starts");
    println!("  --version, start to end  {:?}", floors[RUNS / 2]);
    for store in sampled::stores(temp.path(), sampled::PEOPLE) {
        let start = || start(temp.path(), &store);
        let starts: Vec<Start> = (0..RUNS).map(|_| idle_and_end(start())).collect();
        println!("{}", store.file_name().unwrap().to_string_lossy());
        let time = |name, of: fn(&Start) -> Duration| {
            println!("  {name:24} {:?}", median(&starts, of));
        };
        time("first frame", |s| s.first_frame);
        time("rows of the first pane", |s| s.rows);
        time("all loaded", |s| s.loaded);
        let memory = |name, of: fn(&Start) -> u64| {
            println!("  {name:24} {} KiB", median(&starts, of));
        };
        memory("memory at most", |s| s.peak);
        memory("memory once loaded", |s| s.resident);
        memory("memory once at rest", |s| s.settled);
        println!(
            "  idle for {IDLE:?}: {} bytes, {} ticks of 10 ms",
            median(&starts, |s| s.bytes),
            median(&starts, |s| s.ticks)
        );
        type_in_find(start());
    }
}
