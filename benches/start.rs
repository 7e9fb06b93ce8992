//! The whole program in a terminal of 120×40 on a sampled store of 150,000 records: from its start to
//! the first frame, to pane 1's rows, to all loaded; its memory; what it does when idle. The floor is
//! the start and end of the same program that only says its version.

#![allow(missing_docs, clippy::unwrap_used)]

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

mod sampled;

/// How many starts.
const RUNS: usize = 9;
/// How long the program may take to say the next thing.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long an idle desk is watched.
const IDLE: Duration = Duration::from_secs(2);
const SIZE: PtySize = PtySize {
    rows: 40,
    cols: 120,
    pixel_width: 0,
    pixel_height: 0,
};

/// The program: `$GUICHET_BIN`, else the one that was built with this bench.
fn program() -> PathBuf {
    let built = || env!("CARGO_BIN_EXE_guichet").into();
    std::env::var_os("GUICHET_BIN").map_or_else(built, PathBuf::from)
}

fn cells(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap()
}

/// What one start shows.
struct Start {
    first_frame: Duration,
    rows: Duration,
    loaded: Duration,
    /// KiB at most, and once it is loaded.
    peak: u64,
    resident: u64,
    /// While idle: bytes written, and clock ticks (10 ms) of both its user and its system time.
    bytes: usize,
    ticks: u64,
}

/// A number of `/proc/PID/status`, in KiB.
fn memory(pid: u32, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// User and system time so far, in clock ticks.
fn ticks(pid: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let after_name = stat.rsplit(") ").next().unwrap();
    let times = after_name.split(' ').skip(11).take(2);
    times.map(|time| time.parse::<u64>().unwrap()).sum()
}

/// What the program writes, as it comes.
fn listen(mut output: Box<dyn Read + Send>) -> Receiver<(Instant, Vec<u8>)> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut bytes = vec![0; 1 << 16];
        while let Ok(count @ 1..) = output.read(&mut bytes) {
            let _ = sender.send((Instant::now(), bytes[..count].to_vec()));
        }
    });
    receiver
}

fn start(home: &Path, store: &Path) -> Start {
    let pair = native_pty_system().openpty(SIZE).unwrap();
    let mut command = CommandBuilder::new(program());
    command.arg("--store");
    command.arg(store);
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("LANG", "fr_FR.UTF-8");
    for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
        command.env(name, home);
    }
    let heard = listen(pair.master.try_clone_reader().unwrap());
    let mut keyboard = pair.master.take_writer().unwrap();
    let begin = Instant::now();
    let mut child = pair.slave.spawn_command(command).unwrap();
    let pid = child.process_id().unwrap();
    let mut screen = vt100::Parser::new(cells(SIZE.rows), cells(SIZE.cols), 0);
    let [mut first_frame, mut rows, mut loaded] = [None; 3];
    while loaded.is_none() {
        let (at, bytes) = heard.recv_timeout(PATIENCE).unwrap();
        screen.process(&bytes);
        let contents = screen.screen().contents();
        let shows = |text| contents.contains(text);
        let mark = |moment: &mut Option<Duration>, there: bool| {
            if there && moment.is_none() {
                *moment = Some(at - begin);
            }
        };
        mark(&mut first_frame, shows("Adhérents"));
        mark(&mut rows, shows("▌"));
        // While more is to come there is an ellipsis behind the counts, and a word in the border.
        mark(&mut loaded, shows("174/174 ") && !shows("liste partielle"));
    }
    let (peak, resident) = (memory(pid, "VmHWM"), memory(pid, "VmRSS"));
    // The sheet and the last frame may still be under way.
    while heard.recv_timeout(Duration::from_millis(300)).is_ok() {}
    let before = ticks(pid);
    let mut bytes = 0;
    let end = Instant::now() + IDLE;
    loop {
        match heard.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok((_, more)) => bytes += more.len(),
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => unreachable!("the program has ended"),
        }
    }
    let ticks = ticks(pid) - before;
    keyboard.write_all(b"q").unwrap();
    child.wait().unwrap();
    Start {
        first_frame: first_frame.unwrap(),
        rows: rows.unwrap(),
        loaded: loaded.unwrap(),
        peak,
        resident,
        bytes,
        ticks,
    }
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
    let store = temp.path().join("store");
    sampled::fill(&store);
    let mut floors: Vec<Duration> = (0..RUNS).map(|_| floor()).collect();
    floors.sort_unstable();
    let starts: Vec<Start> = (0..RUNS).map(|_| start(temp.path(), &store)).collect();
    println!("medians of {RUNS} starts");
    println!("  --version, start to end  {:?}", floors[RUNS / 2]);
    println!(
        "  first frame              {:?}",
        median(&starts, |s| s.first_frame)
    );
    println!(
        "  rows of the first pane   {:?}",
        median(&starts, |s| s.rows)
    );
    println!(
        "  all loaded               {:?}",
        median(&starts, |s| s.loaded)
    );
    println!(
        "  memory at most           {} KiB",
        median(&starts, |s| s.peak)
    );
    println!(
        "  memory once loaded       {} KiB",
        median(&starts, |s| s.resident)
    );
    println!(
        "  idle for {IDLE:?}: {} bytes, {} ticks of 10 ms",
        median(&starts, |s| s.bytes),
        median(&starts, |s| s.ticks)
    );
}
