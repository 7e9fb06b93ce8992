//! A terminal window with the program in it: a pty, and a screen emulator fed by a thread.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use vt100::{Parser, Screen};

use crate::program::{Surroundings, program};

/// How long is waited for what must come.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the window has received so far.
pub struct Seen {
    pub bytes: Vec<u8>,
    parser: Parser,
}

impl Seen {
    pub fn screen(&self) -> &Screen {
        self.parser.screen()
    }

    pub fn shows(&self, text: &str) -> bool {
        self.screen().contents().contains(text)
    }

    /// How often the sequence has been received.
    pub fn count(&self, sequence: &str) -> usize {
        let bytes = sequence.as_bytes();
        self.bytes
            .windows(bytes.len())
            .filter(|window| *window == bytes)
            .count()
    }

    /// Where the sequence was received last.
    fn find(&self, sequence: &str) -> Option<usize> {
        let bytes = sequence.as_bytes();
        self.bytes
            .windows(bytes.len())
            .rposition(|window| window == bytes)
    }
}

/// The window.
pub struct Window {
    pub seen: Arc<Mutex<Seen>>,
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    reader: Option<JoinHandle<()>>,
    closing: Arc<AtomicBool>,
    stalled: Arc<AtomicBool>,
}

impl Window {
    /// The program with those arguments in a window of 100×30.
    pub fn open(here: &Surroundings, arguments: &[&str], env: &[(&str, &str)]) -> Window {
        let mut command = CommandBuilder::new(program());
        command.args(arguments);
        Window::run(here, command, env)
    }

    /// The desk on the store of that home, once its records are there.
    pub fn desk(here: &Surroundings) -> Window {
        let window = Window::open(here, &[], &[]);
        window.until("the three adherents", |seen| seen.shows("3/3"));
        window
    }

    pub fn run(here: &Surroundings, mut command: CommandBuilder, env: &[(&str, &str)]) -> Window {
        let size = size(100, 30);
        let pair = native_pty_system().openpty(size).unwrap();
        command.env_clear();
        command.cwd(here.path(""));
        for (name, value) in here.environment() {
            command.env(name, value);
        }
        for (name, value) in env {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        let mut output = pair.master.try_clone_reader().unwrap();
        let seen = Arc::new(Mutex::new(Seen {
            bytes: Vec::new(),
            parser: Parser::new(cells(30), cells(100), 0),
        }));
        let closing = Arc::new(AtomicBool::new(false));
        let stalled = Arc::<AtomicBool>::default();
        let (fed, stop) = (Arc::clone(&seen), Arc::clone(&closing));
        let stays = Arc::clone(&stalled);
        let reader = thread::spawn(move || {
            let mut bytes = [0; 65536];
            while let Ok(count) = output.read(&mut bytes)
                && count > 0
                && !stop.load(Ordering::SeqCst)
            {
                while stays.load(Ordering::SeqCst) && !stop.load(Ordering::SeqCst) {
                    thread::sleep(Duration::from_millis(2));
                }
                let mut seen = fed.lock().unwrap();
                seen.bytes.extend_from_slice(&bytes[..count]);
                seen.parser.process(&bytes[..count]);
            }
        });
        Window {
            seen,
            child,
            writer: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            reader: Some(reader),
            closing,
            stalled,
        }
    }

    /// From now on nobody reads what the program writes, or somebody does again.
    pub fn stall(&self, stalled: bool) {
        self.stalled.store(stalled, Ordering::SeqCst);
    }

    pub fn send(&mut self, bytes: &str) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(bytes.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    pub fn resize(&self, width: u16, height: u16) {
        let mut seen = self.seen.lock().unwrap();
        seen.parser.set_size(cells(height), cells(width));
        drop(seen);
        self.master
            .as_ref()
            .unwrap()
            .resize(size(width, height))
            .unwrap();
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    pub fn pid(&self) -> Pid {
        let pid = self.child.process_id().unwrap();
        Pid::from_raw(i32::try_from(pid).unwrap()).unwrap()
    }

    /// Waits until the condition holds, looking every 2 ms.
    pub fn until(&self, what: &str, condition: impl Fn(&Seen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let seen = self.seen.lock().unwrap();
            if condition(&seen) {
                return;
            }
            let late = Instant::now() > deadline;
            assert!(!late, "no {what} in:\n{}", seen.screen().contents());
            drop(seen);
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Waits until that text is on the screen.
    pub fn shows(&self, text: &str) {
        self.until(text, |seen| seen.shows(text));
    }

    /// Waits for the end of the program and of its output; gives its exit code.
    pub fn exit_code(&mut self, within: Duration) -> u32 {
        let deadline = Instant::now() + within;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                self.stall(false);
                if let Some(reader) = self.reader.take() {
                    reader.join().unwrap();
                }
                return status.exit_code();
            }
            assert!(Instant::now() < deadline, "still running");
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// The exit code, once the program has ended.
    pub fn ended(&mut self) -> Option<u32> {
        let ended = self.child.try_wait().unwrap();
        ended.map(|status| status.exit_code())
    }

    /// Quits by key, and wants a clean end.
    pub fn quit(&mut self) {
        self.send("q");
        assert_eq!(self.exit_code(PATIENCE), 0);
        self.assert_clean();
    }

    /// Kills the program as `kill -9` does.
    pub fn kill(&mut self) {
        self.signal(Signal::KILL);
        self.child.wait().unwrap();
    }

    /// Closes every end of the window, as a lost link does.
    pub fn close(&mut self) {
        self.closing.store(true, Ordering::SeqCst);
        // The reading thread holds an end; the frame of a new size makes it look up and let go.
        self.resize(99, 30);
        // A program in a session of its own is not told by the terminal.
        kill_process(last_child(self.pid()), Signal::WINCH).unwrap();
        self.reader.take().unwrap().join().unwrap();
        self.writer = None;
        self.master = None;
    }

    /// The screen of before is back: alternate screen left, cursor shown, pastes no longer bracketed.
    pub fn assert_clean(&self) {
        let seen = self.seen.lock().unwrap();
        let screen = seen.screen();
        assert!(!screen.alternate_screen(), "alternate screen");
        assert!(!screen.hide_cursor(), "cursor hidden");
        assert!(!screen.bracketed_paste(), "pastes bracketed");
        for sequence in ["\x1b[?25h", "\x1b[?2004l", "\x1b[?1049l"] {
            assert!(seen.find(sequence).is_some(), "{sequence:?}");
        }
        assert_eq!(
            seen.count("\x1b[?1049h"),
            seen.count("\x1b[?1049l"),
            "left as often as entered"
        );
        let last = |sequence| seen.find(sequence).unwrap_or_default();
        assert!(
            last("\x1b[?2026h") < last("\x1b[?2026l"),
            "synchronized update ended"
        );
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The process at the end of the chain of only children; the process itself if it has none.
fn last_child(pid: Pid) -> Pid {
    let number = pid.as_raw_nonzero();
    let children = std::fs::read_to_string(format!("/proc/{number}/task/{number}/children"));
    let child = children.unwrap_or_default().trim().parse();
    child.ok().and_then(Pid::from_raw).map_or(pid, last_child)
}

fn size(width: u16, height: u16) -> PtySize {
    PtySize {
        rows: height,
        cols: width,
        ..PtySize::default()
    }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}
