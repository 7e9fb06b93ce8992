//! A terminal window with a program in it: a pty, and a screen emulator fed by a thread.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use vt100::{Parser, Screen};

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

    /// Loses what the screen shows, as a terminal may on its own.
    pub fn wipe(&mut self) {
        self.parser.process(b"\x1b[2J");
    }

    /// Whether the sequence has been received.
    pub fn has(&self, sequence: &str) -> bool {
        self.find(sequence).is_some()
    }

    /// Where the sequence was received last.
    pub fn find(&self, sequence: &str) -> Option<usize> {
        self.bytes
            .windows(sequence.len())
            .rposition(|window| window == sequence.as_bytes())
    }
}

pub struct Window {
    pub seen: Arc<Mutex<Seen>>,
    pub child: Box<dyn Child + Send + Sync>,
    /// Written by `save_all` of the probe.
    pub saved: PathBuf,
    _folder: tempfile::TempDir,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    reader: Option<JoinHandle<()>>,
    closing: Arc<AtomicBool>,
    stalled: Arc<AtomicBool>,
}

/// The probe, built by `cargo test` beside this binary.
pub fn probe() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let path = tests
        .ancestors()
        .nth(2)
        .unwrap()
        .join("examples/term-probe");
    assert!(path.exists(), "run `cargo build --example term-probe`");
    path
}

impl Window {
    /// The probe in a window of 80×24, with those environment variables.
    pub fn open(env: &[(&str, &str)]) -> Window {
        let window = Window::run(CommandBuilder::new(probe()), env);
        window.until("the first frame", |seen| seen.shows("size 80x24"));
        window
    }

    pub fn run(mut command: CommandBuilder, env: &[(&str, &str)]) -> Window {
        let size = PtySize {
            rows: 24,
            cols: 80,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let saved = folder.path().join("saved");
        for unset in ["TMUX", "STY", "VISUAL", "EDITOR", "XDG_RUNTIME_DIR"] {
            command.env_remove(unset);
        }
        command.env("TERM", "xterm-256color");
        command.env("PROBE_SAVED", &saved);
        command.env("PROBE_SCRATCH", folder.path());
        for (name, value) in env {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        let mut output = pair.master.try_clone_reader().unwrap();
        let seen = Arc::new(Mutex::new(Seen {
            bytes: Vec::new(),
            parser: Parser::new(rows(24), rows(80), 0),
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
            saved,
            _folder: folder,
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

    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(bytes.as_ref()).unwrap();
        writer.flush().unwrap();
    }

    pub fn resize(&mut self, cols: u16, rows_: u16) {
        if cols > 0 && rows_ > 0 {
            let mut seen = self.seen.lock().unwrap();
            seen.parser.set_size(rows(rows_), rows(cols));
        }
        let size = PtySize {
            rows: rows_,
            cols,
            ..PtySize::default()
        };
        self.master.as_ref().unwrap().resize(size).unwrap();
    }

    /// What the line of the terminal is set to.
    pub fn termios(&self) -> rustix::termios::Termios {
        let master = self.master.as_ref().unwrap().tty_name().unwrap();
        let tty = std::fs::File::open(master).unwrap();
        rustix::termios::tcgetattr(tty).unwrap()
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    pub fn pid(&self) -> Pid {
        let pid = self.child.process_id().unwrap();
        Pid::from_raw(i32::try_from(pid).unwrap()).unwrap()
    }

    /// Waits until `condition` holds, looking every 2 ms for 5 s.
    pub fn until(&self, what: &str, condition: impl Fn(&Seen) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(5);
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

    /// Closes every end of the window, as a lost link does.
    pub fn close(&mut self) {
        self.closing.store(true, Ordering::SeqCst);
        // the reading thread sees that it is to close at the next frame
        self.send("x");
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
        let [show, paste, leave] = ["\x1b[?25h", "\x1b[?2004l", "\x1b[?1049l"]
            .map(|sequence| seen.find(sequence).expect("a sequence of the way out"));
        assert!(show < paste && paste < leave, "reverse order");
        let enters = count(&seen.bytes, b"\x1b[?1049h");
        let leaves = count(&seen.bytes, b"\x1b[?1049l");
        assert_eq!(enters, leaves, "left as often as entered");
        assert_eq!(
            count(&seen.bytes, b"\x1b[?2026h") + leaves,
            count(&seen.bytes, b"\x1b[?2026l"),
            "each synchronized update ended"
        );
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn rows(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

pub fn count(bytes: &[u8], sequence: &[u8]) -> usize {
    bytes
        .windows(sequence.len())
        .filter(|window| *window == sequence)
        .count()
}
