//! The loop in a terminal: what goes in, what comes out.

use std::thread;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;
use rustix::process::{Signal, WaitOptions, waitpid};

use super::window::{Window, count, probe};

const SOON: Duration = Duration::from_secs(5);

#[test]
fn keys_arrive_and_quitting_leaves_a_clean_screen() {
    let mut window = Window::open(&[]);
    {
        let seen = window.seen.lock().unwrap();
        assert!(seen.screen().alternate_screen());
        assert!(seen.screen().bracketed_paste());
        assert!(seen.screen().hide_cursor());
        assert!(!seen.has("\x1b[>"), "keyboard flags");
        assert!(!seen.has("\x1b[?1000h"), "mouse");
    }
    window.send("é");
    window.until("é", |seen| seen.shows("key Char('é')"));
    window.send("q");
    assert_eq!(window.exit_code(SOON), 7);
    window.assert_clean();
    assert!(
        !window.saved.exists(),
        "an ordinary end is not a forced one"
    );
}

#[test]
fn the_ground_is_asked_for_with_a_frame_and_its_answer_arrives() {
    const QUESTION: &str = "\x1b]11;?\x07";
    let mut window = Window::open(&[]);
    assert!(!window.seen.lock().unwrap().has(QUESTION), "unasked");
    window.send("g");
    window.until("the question", |seen| seen.has(QUESTION));
    {
        let seen = window.seen.lock().unwrap();
        let (frame, question) = (seen.find("\x1b[?2026h"), seen.find(QUESTION));
        assert!(frame < question, "the frame comes first");
    }
    window.send("\x1b]11;rgb:ffff/fdfd/");
    thread::sleep(Duration::from_millis(100)); // the slow link
    window.send("e3e3\x07");
    window.until("the ground", |seen| seen.shows("ground 255 253 227"));
}

#[test]
fn without_a_usable_terminal_it_says_so() {
    let mut window = Window::run(CommandBuilder::new(probe()), &[("TERM", "dumb")]);
    assert_eq!(window.exit_code(SOON), 3);
    assert!(window.seen.lock().unwrap().shows("refused: dumb"));

    let output = std::process::Command::new(probe())
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("refused: not-a-terminal stdin"), "{error}");
    assert!(output.stdout.is_empty());
}

#[test]
fn an_escape_sequence_cut_by_a_slow_link_is_one_key() {
    let mut window = Window::open(&[]);
    window.send("\x1b");
    thread::sleep(Duration::from_millis(20)); // the slow link
    window.send("[A");
    window.until("a key", |seen| seen.shows("key "));
    let seen = window.seen.lock().unwrap();
    assert!(seen.shows("key Up"), "{}", seen.screen().contents());
}

#[test]
fn a_lone_escape_arrives() {
    let mut window = Window::open(&[]);
    window.send("\x1b");
    window.until("Esc", |seen| seen.shows("key Esc"));
}

#[test]
fn a_paste_is_one_input() {
    let mut window = Window::open(&[]);
    window.send("\x1b[200~q\rune ligne\x1b[201~");
    window.until("the paste", |seen| seen.shows("paste \"q\\nune ligne\""));
    let large = "0123456789".repeat(2_000);
    window.send(format!("\x1b[200~{large}\x1b[201~i"));
    window.until("the key after", |seen| seen.shows("key Char('i')"));
    let seen = window.seen.lock().unwrap();
    assert!(seen.shows("paste \"0123"), "{}", seen.screen().contents());
}

#[test]
fn sizes_come_together_down_to_nothing() {
    let mut window = Window::open(&[]);
    for step in 0..200 {
        window.resize(1 + step * 7 % 150, 1 + step * 5 % 50);
    }
    window.resize(10, 3);
    window.resize(0, 0);
    window.send("j");
    window.resize(0, 5);
    window.resize(100, 30);
    window.until("the last size", |seen| seen.shows("size 100x30"));
    let frames = count(&window.seen.lock().unwrap().bytes, b"\x1b[?2026h");
    assert!(frames < 100, "{frames} frames");
    window.send("q");
    assert_eq!(window.exit_code(SOON), 7);
    window.assert_clean();
}

#[test]
fn a_signal_of_a_size_that_has_not_changed_draws_everything_again() {
    let mut window = Window::open(&[]);
    window.send("j");
    window.until("the key", |seen| seen.shows("key Char('j')"));
    let before = {
        let mut seen = window.seen.lock().unwrap();
        seen.wipe();
        seen.bytes.len()
    };
    window.signal(Signal::WINCH);
    window.until("everything again", |seen| {
        seen.shows("key Char('j')") && seen.shows("size 80x24") && seen.shows("frames 3")
    });
    let seen = window.seen.lock().unwrap();
    assert_eq!(count(&seen.bytes[before..], b"\x1b[2J"), 1);
}

#[test]
fn a_storm_of_signals_is_drawn_at_rest_and_four_times_a_second() {
    let mut window = Window::open(&[]);
    window.send("f");
    window.until("the key", |seen| seen.shows("key Char('f')"));
    let before = window.seen.lock().unwrap().bytes.len();
    let begin = Instant::now();
    let mut signals = 0;
    while begin.elapsed() < Duration::from_millis(1_300) {
        window.resize(80 + signals % 2, 24);
        signals += 1;
        thread::sleep(Duration::from_millis(5)); // the pace of a window being dragged, and faster
    }
    let drawn = count(&window.seen.lock().unwrap().bytes[before..], b"\x1b[?2026h");
    assert!(
        (3..=6).contains(&drawn),
        "{drawn} frames in {:?}",
        begin.elapsed()
    );
    window.resize(90, 24);
    window.until("the last size", |seen| seen.shows("size 90x24"));
    thread::sleep(Duration::from_millis(150)); // another frame would come meanwhile
    let frames = count(&window.seen.lock().unwrap().bytes[before..], b"\x1b[?2026h");
    assert_eq!(frames, drawn + 1, "{signals} signals");
}

#[test]
fn an_answer_that_never_comes_holds_no_frame_up() {
    let mut window = Window::open(&[]);
    window.send("a");
    window.until("the key", |seen| seen.shows("key Char('a')"));
    window.send("b");
    window.until("the next key", |seen| seen.shows("key Char('b')"));
    window.send("q");
    assert_eq!(window.exit_code(SOON), 7);
}

#[test]
fn a_flood_of_messages_is_few_frames() {
    let mut window = Window::open(&[]);
    window.send("m");
    window.until("the last message", |seen| seen.shows("message 100000"));
    let frames = count(&window.seen.lock().unwrap().bytes, b"\x1b[?2026h");
    assert!(frames < 1000, "{frames} frames");
}

#[test]
fn the_cursor_is_shown_where_it_is_asked_for_and_only_said_once() {
    let mut window = Window::open(&[]);
    window.send("i");
    window.until("the cursor", |seen| !seen.screen().hide_cursor());
    let seen = window.seen.lock().unwrap();
    assert_eq!(seen.screen().cursor_position(), (1, 3));
    drop(seen);
    window.send("i");
    window.until("a third frame", |seen| seen.shows("frames 3"));
    let seen = window.seen.lock().unwrap();
    assert_eq!(count(&seen.bytes, b"\x1b[?25h"), 1);
    assert_eq!(seen.screen().cursor_position(), (1, 3));
}

#[test]
fn idle_is_silent() {
    let mut window = Window::open(&[]);
    window.send("\x1b"); // the hold of an Esc must not go on either
    window.until("Esc", |seen| seen.shows("key Esc"));
    let state = |window: &Window| (window.seen.lock().unwrap().bytes.len(), wakes(window));
    // The frame just seen may still be going to sleep on a busy machine: one quiet second will do.
    let quiet = (0..4).any(|_| {
        let before = state(&window);
        thread::sleep(Duration::from_secs(1)); // the time measured
        before == state(&window)
    });
    assert!(quiet, "bytes or wake-ups in every second");
}

/// How often the threads of the program have been woken, where the system tells.
fn wakes(window: &Window) -> u64 {
    let tasks = format!("/proc/{}/task", window.pid().as_raw_nonzero());
    let Ok(tasks) = std::fs::read_dir(tasks) else {
        return 0;
    };
    tasks
        .map(|task| {
            let status = task.unwrap().path().join("status");
            std::fs::read_to_string(status)
                .unwrap()
                .lines()
                .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))
                .map_or(0, |count| count.trim().parse::<u64>().unwrap())
        })
        .sum()
}

#[test]
fn suspended_it_leaves_the_screen_and_comes_back() {
    let mut window = Window::open(&[]);
    window.send("\x1a");
    let (_, status) = waitpid(Some(window.pid()), WaitOptions::UNTRACED)
        .unwrap()
        .unwrap();
    assert!(status.stopped());
    window.until("the way out", |seen| seen.has("\x1b[?1049l"));
    window.assert_clean();
    window.resize(90, 20);
    window.signal(Signal::CONT);
    window.until("the screen again", |seen| {
        seen.screen().alternate_screen() && seen.shows("size 90x20")
    });
    window.send("q");
    assert_eq!(window.exit_code(SOON), 7);
    window.assert_clean();
}
