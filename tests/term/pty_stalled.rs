//! A terminal that takes no bytes: nobody reads what is written, as behind a frozen link.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;
use rustix::process::{Signal, WaitOptions, waitpid};

use super::window::{Window, count, probe};

const A_SECOND: Duration = Duration::from_secs(1);
const SOON: Duration = Duration::from_secs(5);

/// Whether a frame of 200×60 is whole: all its letters are the same.
fn filled(screen: &vt100::Screen) -> bool {
    let letter = screen.cell(20, 10).map(|cell| cell.contents().repeat(200));
    let mut rows = screen.rows(0, 200).skip(10).take(40);
    letter.is_some_and(|row| !row.trim().is_empty() && rows.all(|found| found == row))
}

/// A probe that is stuck in the middle of a frame, and where it tells what it is told.
fn stuck() -> (Window, tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let told = folder.path().join("told");
    let mut window = Window::open(&[("PROBE_TOLD", told.to_str().unwrap())]);
    window.resize(200, 60);
    window.send("f");
    window.until("a full screen", |seen| filled(seen.screen()));
    window.stall(true);
    for at in 0..20 {
        window.send("x");
        until_told(&told, &lines("key Char('x')", at + 1));
        thread::sleep(Duration::from_millis(20)); // time for a frame, were there room for one
    }
    (window, folder, told)
}

fn lines(line: &str, times: usize) -> String {
    format!("{line}\n").repeat(times)
}

fn until_told(told: &Path, text: &str) {
    let deadline = Instant::now() + SOON;
    loop {
        let found = std::fs::read_to_string(told).unwrap_or_default();
        if found.contains(text) {
            return;
        }
        assert!(Instant::now() < deadline, "not told {text:?}: {found}");
        thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn nothing_waits_for_it_and_the_newest_frame_follows_the_one_that_was_stuck() {
    let (mut window, _folder, told) = stuck();
    let before = window.seen.lock().unwrap().bytes.len();
    window.send("mklc");
    until_told(&told, "key Char('k')\nkey Char('l')\nkey Char('c')\n");
    thread::sleep(Duration::from_millis(200)); // time for the flood
    window.stall(false);
    window.until("the newest frame", |seen| {
        seen.shows("message 100000") && seen.shows("key Char('c')")
    });
    window.until("the answer to the copy in a whole frame", |seen| {
        seen.shows("sent 5") && filled(seen.screen())
    });
    let seen = window.seen.lock().unwrap();
    // in the pty, stuck, the newest, and with the answer to the copy
    let frames = count(&seen.bytes[before..], b"\x1b[?2026h");
    assert!((2..=8).contains(&frames), "{frames} frames");
    assert!(seen.has("\x1b]52;c;dGV4dGU=\x1b\\"));
}

#[test]
fn ends_wait_a_second_at_most() {
    for (signal, code) in [
        (Signal::TERM, 143),
        (Signal::INT, 130),
        (Signal::QUIT, 131),
        (Signal::HUP, 129),
    ] {
        let (mut window, _folder, _) = stuck();
        window.signal(signal);
        assert_eq!(window.exit_code(A_SECOND), code);
        assert!(window.saved.exists());
    }
    let (mut window, _folder, _) = stuck();
    window.send("q");
    assert_eq!(window.exit_code(A_SECOND), 7);
    let (mut window, _folder, _) = stuck();
    window.close();
    assert_eq!(window.exit_code(A_SECOND), 129);
}

#[test]
fn a_stop_waits_a_second_at_most_and_everything_is_drawn_after_it() {
    let (mut window, _folder, _) = stuck();
    let begin = Instant::now();
    window.send("\x1a");
    let (_, status) = waitpid(Some(window.pid()), WaitOptions::UNTRACED)
        .unwrap()
        .unwrap();
    assert!(status.stopped());
    assert!(begin.elapsed() < A_SECOND, "{:?}", begin.elapsed());
    window.stall(false);
    let before = window.seen.lock().unwrap().bytes.len();
    window.signal(Signal::CONT);
    window.send("z");
    window.until("the whole frame with the key", |seen| {
        seen.shows("key Char('z')") && filled(seen.screen())
    });
    let seen = window.seen.lock().unwrap();
    assert!(count(&seen.bytes[before..], b"\x1b[?1049h") > 0);
    drop(seen);
    window.send("q");
    assert_eq!(window.exit_code(SOON), 7);
    let seen = window.seen.lock().unwrap();
    assert!(!seen.screen().alternate_screen() && !seen.screen().hide_cursor());
}

/// Runs the probe in the foreground, tells its number, and stays.
const SHELL: &str = r#"sh -c 'echo $$ > pid; exec "$0"' "$0"; echo ended; read line; :"#;

/// Whether the shell that shares the terminal with the probe finds it non-blocking.
fn non_blocking(shell: u32) -> bool {
    (0..3).any(|fd| {
        let path = format!("/proc/{shell}/fdinfo/{fd}");
        let about = std::fs::read_to_string(path).unwrap();
        let flags = about.lines().find_map(|line| line.strip_prefix("flags:"));
        u32::from_str_radix(flags.unwrap().trim(), 8).unwrap() & 0o4000 != 0
    })
}

#[test]
#[cfg(target_os = "linux")]
fn the_shared_description_is_never_made_non_blocking() {
    for end in ["q", "kill", "stop"] {
        let folder = tempfile::tempdir().unwrap();
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", SHELL]);
        command.arg(probe());
        command.cwd(folder.path());
        let mut window = Window::run(command, &[]);
        window.until("the first frame", |seen| seen.shows("size 80x24"));
        let shell = window.child.process_id().unwrap();
        assert!(!non_blocking(shell), "while it runs");
        let pid = std::fs::read_to_string(folder.path().join("pid")).unwrap();
        let pid = rustix::process::Pid::from_raw(pid.trim().parse().unwrap()).unwrap();
        match end {
            "q" => window.send("q"),
            "kill" => rustix::process::kill_process(pid, Signal::KILL).unwrap(),
            _ => {
                window.send("\x1a");
                // the shell is of its group, and is stopped with it
                let waited = waitpid(Some(window.pid()), WaitOptions::UNTRACED).unwrap();
                assert!(waited.unwrap().1.stopped());
                assert!(!non_blocking(shell), "stopped");
                rustix::process::kill_process_group(window.pid(), Signal::CONT).unwrap();
                window.until("the screen again", |seen| seen.screen().alternate_screen());
                window.send("q");
            }
        }
        window.until("the shell", |seen| seen.shows("ended"));
        assert!(!non_blocking(shell), "after {end}");
    }
}
