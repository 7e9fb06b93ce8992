//! The store beside SQLite (WAL, `synchronous=FULL`), with the same 150,000 records and the same edits: an
//! edit to its acknowledgement, bytes written by 1,000 edits and a checkpoint, reopening after `kill -9`.

#![allow(missing_docs, clippy::unwrap_used)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use guichet::store::Store;
use guichet_benches::beside::{Ours, Sqlite, Turn, Turns, records};
use guichet_benches::sampled;

/// Rounds, in turn.
const ROUNDS: usize = 7;
/// Edits of each in a round.
const EDITS: usize = 1_000;
/// Names the folder to a process that is to edit what is in it, until it is killed.
const VICTIM: &str = "GUICHET_BENCH_VICTIM";

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let begin = Instant::now();
    std::hint::black_box(work());
    begin.elapsed()
}

/// The time that so many of a hundred stay below.
fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() - 1) * percent / 100]
}

fn ratio(ours: Duration, theirs: Duration) -> f64 {
    ours.as_secs_f64() / theirs.as_secs_f64()
}

/// One edit of each in turn, so that both see the same disk at the same time.
fn edits(dir: &Path) {
    let mut turns = Turns::of(dir);
    let (mut ours, mut theirs) = (Ours::open(dir), Sqlite::open(dir));
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let (mut acknowledged, mut settled, mut sqlite) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..EDITS {
            let turn = turns.another();
            let mut entry = 0;
            let saved = timed(|| entry = ours.edit(&turn));
            assert_eq!(entry, turn.sequence);
            acknowledged.push(saved);
            settled.push(saved + timed(|| ours.0.settle()));
            sqlite.push(timed(|| theirs.edit(&turn)));
        }
        let [mut acknowledged, mut settled, mut sqlite] = [acknowledged, settled, sqlite];
        let mut at = |percent| {
            [&mut acknowledged, &mut settled, &mut sqlite].map(|times| percentile(times, percent))
        };
        let ([ours, with_sled, theirs], [ours_99, _, theirs_99]) = (at(50), at(99));
        println!(
            "edit p50 {ours:?}, with sled {with_sled:?}, SQLite {theirs:?}, ratio {:.2} ({:.2} with sled); p99 {ours_99:?}, SQLite {theirs_99:?}",
            ratio(ours, theirs),
            ratio(with_sled, theirs),
        );
        rounds.push(ratio(ours, theirs));
    }
    rounds.sort_by(f64::total_cmp);
    println!("median ratio of {ROUNDS} rounds: {:.2}", rounds[ROUNDS / 2]);
    ours.0.close().unwrap();
    theirs.close();
}

/// Bytes that this process has given to the system to write.
fn written() -> u64 {
    let counts = fs::read_to_string("/proc/self/io").unwrap();
    let line = counts.lines().find_map(|line| line.strip_prefix("wchar: "));
    line.unwrap().parse().unwrap()
}

fn bytes(dir: &Path) {
    let mut turns = Turns::of(dir);
    let turns: Vec<Turn> = (0..EDITS).map(|_| turns.another()).collect();
    let (mut ours, mut theirs) = (Ours::open(dir), Sqlite::open(dir));
    let before = written();
    for turn in &turns {
        ours.edit(turn);
    }
    let edited = written();
    ours.0.close().unwrap();
    let closed = written();
    for turn in &turns {
        theirs.edit(turn);
    }
    let theirs_edited = written();
    theirs.close();
    let theirs_closed = written();
    println!(
        "{EDITS} edits: {} bytes, the checkpoint {} more; SQLite {} and {}; ratio {:.2}",
        edited - before,
        closed - edited,
        theirs_edited - closed,
        theirs_closed - theirs_edited,
        (closed - before) as f64 / (theirs_closed - closed) as f64,
    );
}

/// Edits both until it is killed.
fn victim(dir: &Path) {
    let mut turns = Turns::of(dir);
    let (mut ours, mut theirs) = (Ours::open(dir), Sqlite::open(dir));
    for number in 0.. {
        let turn = turns.another();
        ours.edit(&turn);
        ours.0.settle();
        theirs.edit(&turn);
        if number == EDITS {
            println!("killed");
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, target) = entry.map(|e| (e.path(), to.join(e.file_name()))).unwrap();
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

fn reopening(dir: &Path) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .env(VICTIM, dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let killed = dir.with_extension(round.to_string());
        copy(dir, &killed);
        let mine = timed(|| records(&Store::open(&killed.join("store")).unwrap().0).len());
        let other = timed(|| Sqlite::open(&killed).scan());
        ours.push(mine);
        theirs.push(other);
        ratios.push(ratio(mine, other));
        fs::remove_dir_all(&killed).unwrap();
    }
    ratios.sort_by(f64::total_cmp);
    println!(
        "open and read all after kill -9: {:?}, SQLite {:?}, median ratio {:.2}",
        percentile(&mut ours, 50),
        percentile(&mut theirs, 50),
        ratios[ROUNDS / 2]
    );
}

fn main() {
    if let Some(dir) = std::env::var_os(VICTIM) {
        return victim(Path::new(&dir));
    }
    let temp = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let dir = temp.path().join("both");
    fs::create_dir(&dir).unwrap();
    sampled::fill(&dir.join("store"), sampled::PEOPLE);
    let all = records(&Store::open(&dir.join("store")).unwrap().0);
    println!(
        "{} records, SQLite {}",
        all.len(),
        guichet_benches::beside::version()
    );
    Sqlite::fill(&dir, &all);
    drop(all);
    reopening(&dir);
    bytes(&dir);
    edits(&dir);
}
