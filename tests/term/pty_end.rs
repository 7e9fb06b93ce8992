//! The ends that are forced: nothing is lost, nothing is left behind.

use std::time::Duration;

use portable_pty::CommandBuilder;
use rustix::process::Signal;

use super::window::{Window, probe};

const SOON: Duration = Duration::from_secs(5);
const A_SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_closed_window_saves_and_ends_within_a_second() {
    let mut window = Window::open(&[]);
    window.close();
    assert_eq!(window.exit_code(A_SECOND), 129);
    assert!(window.saved.exists());
}

#[test]
fn without_a_hangup_signal_the_lost_terminal_is_noticed() {
    // a session leader that ignores SIGHUP, and the probe in a session of its own
    let mut command = CommandBuilder::new("/bin/sh");
    command.args(["-c", "trap '' HUP; \"$0\"; exit $?"]);
    command.arg(probe());
    let mut window = Window::run(command, &[("PROBE_OWN_SESSION", "1")]);
    window.until("the first frame", |seen| seen.shows("size 80x24"));
    window.close();
    assert_eq!(window.exit_code(A_SECOND), 129);
    assert!(window.saved.exists());
}

#[test]
fn a_hangup_signal_saves_and_ends() {
    let mut window = Window::open(&[]);
    window.signal(Signal::HUP);
    assert_eq!(window.exit_code(A_SECOND), 129);
    assert!(window.saved.exists());
}

#[test]
fn signals_to_end_save_and_leave_a_clean_screen() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130), (Signal::QUIT, 131)] {
        let mut window = Window::open(&[]);
        window.signal(signal);
        assert_eq!(window.exit_code(A_SECOND), code);
        window.assert_clean();
        assert!(window.saved.exists());
    }
}

#[test]
fn a_panic_leaves_the_screen_before_it_speaks() {
    let mut window = Window::open(&[("RUST_BACKTRACE", "0")]);
    window.send("p");
    assert_eq!(window.exit_code(SOON), 101);
    window.assert_clean();
    let seen = window.seen.lock().unwrap();
    assert!(seen.shows("the draw fell"), "{}", seen.screen().contents());
    assert!(seen.find("\x1b[?1049l") < seen.find("the draw fell"));
    assert!(window.saved.exists());
}

#[test]
fn a_panic_in_a_thread_ends_the_loop_and_is_told() {
    let mut window = Window::open(&[]);
    window.send("w");
    assert_eq!(window.exit_code(SOON), 3);
    window.assert_clean();
    let seen = window.seen.lock().unwrap();
    assert!(
        seen.shows("refused: panicked"),
        "{}",
        seen.screen().contents()
    );
    assert!(seen.find("\x1b[?1049l") < seen.find("the worker fell"));
    assert!(window.saved.exists());
}
