//! The whole program in a terminal of 120×40 on a sampled store of 160,000 records: from its start to
//! the first frame, to pane 1's rows, to all loaded; its memory; what it does when idle; names typed in
//! find, from each key to its frames. The floor is the start and end of the same program that only says
//! its version.
//!
//! `GUICHET_BENCH_PEOPLE=1000000` makes another size, `GUICHET_BENCH_STORE=FOLDER` starts on that store.

#![allow(missing_docs, clippy::unwrap_used)]

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use guichet_benches::sampled;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// How many starts.
const RUNS: usize = 9;
/// How long the program may take to say the next thing.
const PATIENCE: Duration = Duration::from_secs(20);
/// A key is answered when no frame came for so long.
const QUIET: Duration = Duration::from_millis(80);
/// What ends a frame.
const FRAME_END: &[u8] = b"\x1b[?2026l";
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
const SIZE: PtySize = PtySize {
    rows: 40,
    cols: 120,
    pixel_width: 0,
    pixel_height: 0,
};

/// The program: `$GUICHET_BIN`, else the release that is built now if it is not.
fn program() -> PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    let built = || {
        let build = ["build", "--release", "--package", "guichet"];
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap());
        assert!(cargo.args(build).status().unwrap().success());
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        target.join("release/guichet")
    };
    let named = || std::env::var_os("GUICHET_BIN").map(PathBuf::from);
    PROGRAM
        .get_or_init(|| named().unwrap_or_else(built))
        .clone()
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
    /// Once what is made ready behind the first screens is there.
    settled: u64,
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

/// The program on its terminal.
struct Running {
    child: Box<dyn portable_pty::Child + Send + Sync>,
    pid: u32,
    keyboard: Box<dyn Write + Send>,
    heard: Receiver<(Instant, Vec<u8>)>,
    /// The terminal's own end, which must not be closed before.
    _pair: portable_pty::PtyPair,
    first_frame: Duration,
    rows: Duration,
    loaded: Duration,
}

/// Starts the program and waits until all is loaded.
fn start(home: &Path, store: &Path) -> Running {
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
    let keyboard = pair.master.take_writer().unwrap();
    let begin = Instant::now();
    let child = pair.slave.spawn_command(command).unwrap();
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
    Running {
        child,
        pid,
        keyboard,
        heard,
        _pair: pair,
        first_frame: first_frame.unwrap(),
        rows: rows.unwrap(),
        loaded: loaded.unwrap(),
    }
}

impl Running {
    /// Waits until nothing was written for a while.
    fn rest(&self, quiet: Duration) {
        while self.heard.recv_timeout(quiet).is_ok() {}
    }

    /// Watches it idle, then ends it.
    fn idle_and_end(mut self) -> Start {
        let (peak, resident) = (memory(self.pid, "VmHWM"), memory(self.pid, "VmRSS"));
        // The sheet and the last frame may still be under way, and what is made ready behind them.
        loop {
            let before = ticks(self.pid);
            self.rest(Duration::from_millis(300));
            if ticks(self.pid) == before {
                break;
            }
        }
        let settled = memory(self.pid, "VmRSS");
        let before = ticks(self.pid);
        let mut bytes = 0;
        let end = Instant::now() + IDLE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.heard.recv_timeout(left) {
                Ok((_, more)) => bytes += more.len(),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => unreachable!("the program has ended"),
            }
        }
        let ticks = ticks(self.pid) - before;
        self.keyboard.write_all(b"q").unwrap();
        self.child.wait().unwrap();
        Start {
            first_frame: self.first_frame,
            rows: self.rows,
            loaded: self.loaded,
            peak,
            resident,
            settled,
            bytes,
            ticks,
        }
    }

    /// Presses a key: the time to each of its frames, and the bytes of each.
    fn press(&mut self, key: &[u8]) -> Vec<(Duration, usize)> {
        let begin = Instant::now();
        self.keyboard.write_all(key).unwrap();
        self.keyboard.flush().unwrap();
        let (mut frames, mut written) = (Vec::new(), Vec::new());
        while let Ok((at, bytes)) = self.heard.recv_timeout(QUIET) {
            written.extend(bytes);
            if written.ends_with(FRAME_END) {
                frames.push((at - begin, written.len()));
                written.clear();
            }
        }
        frames
    }

    /// Types in find, letter by letter; ends the program.
    fn type_in_find(mut self) {
        loop {
            let before = ticks(self.pid);
            self.rest(Duration::from_millis(300));
            if ticks(self.pid) == before {
                break;
            }
        }
        let (mut first, mut last, mut bytes) = (vec![], vec![], vec![]);
        let (mut keys, mut twice) = (0, 0);
        self.press(b" ");
        for text in TYPED {
            for letter in text.bytes() {
                let frames = self.press(&[letter]);
                first.extend(frames.first().map(|(time, _)| *time));
                last.extend(frames.last().map(|(time, _)| *time));
                twice += usize::from(frames.len() > 1);
                keys += 1;
                bytes.extend(frames.iter().map(|(_, bytes)| *bytes));
            }
            // The line is emptied.
            self.press(b"\x15");
        }
        self.press(b"\x07");
        self.keyboard.write_all(b"q").unwrap();
        self.child.wait().unwrap();
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
        let starts: Vec<Start> = (0..RUNS).map(|_| start().idle_and_end()).collect();
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
        start().type_in_find();
    }
}
