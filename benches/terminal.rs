//! The program on a terminal of 120×40, as somebody who watches it: what it writes and when, its memory, its work.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// How long the program may take to say the next thing.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// A key is answered when no frame came for so long.
pub const QUIET: Duration = Duration::from_millis(80);
/// What ends a frame.
pub const FRAME_END: &[u8] = b"\x1b[?2026l";
const SIZE: PtySize = PtySize {
    rows: 40,
    cols: 120,
    pixel_width: 0,
    pixel_height: 0,
};

/// The program: `$GUICHET_BIN`, else the release that is built now if it is not.
pub fn program() -> PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    let built = || {
        let build = ["build", "--release", "--package", "guichet"];
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap());
        assert!(cargo.args(build).status().unwrap().success());
        // Beside the folder of the bench itself.
        let bench = std::env::current_exe().unwrap();
        bench.ancestors().nth(2).unwrap().join("guichet")
    };
    let named = || std::env::var_os("GUICHET_BIN").map(PathBuf::from);
    PROGRAM
        .get_or_init(|| named().unwrap_or_else(built))
        .clone()
}

fn cells(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap()
}

/// A number of `/proc/PID/status`, in KiB.
pub fn memory(pid: u32, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// User and system time so far, in clock ticks.
pub fn ticks(pid: u32) -> u64 {
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
pub struct Running {
    pub child: Box<dyn portable_pty::Child + Send + Sync>,
    pub pid: u32,
    pub keyboard: Box<dyn Write + Send>,
    pub heard: Receiver<(Instant, Vec<u8>)>,
    /// The terminal's own end, which must not be closed before.
    _pair: portable_pty::PtyPair,
    pub first_frame: Duration,
    pub rows: Duration,
    pub loaded: Duration,
    /// Its text once all was loaded.
    screen: String,
}

/// Starts the program and waits until all is loaded.
pub fn start(home: &Path, store: &Path) -> Running {
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
        screen: screen.screen().contents(),
    }
}

impl Running {
    /// Waits until nothing was written for a while.
    pub fn rest(&self, quiet: Duration) {
        while self.heard.recv_timeout(quiet).is_ok() {}
    }

    /// Presses a key: the time to each of its frames, and the bytes of each.
    pub fn press(&mut self, key: &[u8]) -> Vec<(Duration, usize)> {
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

    /// Waits until it has nothing to write and nothing to do.
    pub fn settle(&self) {
        loop {
            let before = ticks(self.pid);
            self.rest(Duration::from_millis(300));
            if ticks(self.pid) == before {
                break;
            }
        }
    }

    /// The bytes that it writes in that time.
    pub fn written(&self, within: Duration) -> usize {
        let (mut bytes, end) = (0, Instant::now() + within);
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.heard.recv_timeout(left) {
                Ok((_, more)) => bytes += more.len(),
                Err(RecvTimeoutError::Timeout) => return bytes,
                Err(RecvTimeoutError::Disconnected) => unreachable!("the program has ended"),
            }
        }
    }

    /// Waits for the end of the next frame; gives the moment.
    pub fn until_frame(&self) -> Instant {
        let mut written = Vec::new();
        loop {
            let (at, bytes) = self.heard.recv_timeout(PATIENCE).unwrap();
            written.extend(bytes);
            if written.ends_with(FRAME_END) {
                return at;
            }
        }
    }

    /// Whether its screen had that text when all was loaded.
    pub fn shows(&self, text: &str) -> bool {
        self.screen.contains(text)
    }

    /// Ends it by its key.
    pub fn quit(mut self) {
        self.keyboard.write_all(b"q").unwrap();
        self.child.wait().unwrap();
    }
}
