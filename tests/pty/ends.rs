//! How the program ends, and when it does not begin.

use std::time::Duration;

use portable_pty::CommandBuilder;
use rustix::process::{Signal, WaitOptions, waitpid};

use super::window::Window;
use crate::program::{Surroundings, program};

const A_SECOND: Duration = Duration::from_secs(1);

#[test]
fn the_demo_starts_shows_all_adherents_quits_and_leaves_nothing() {
    let here = Surroundings::new();
    let mut window = Window::open(&here, &["--demo"], &[]);
    window.shows("174/174");
    {
        let seen = window.seen.lock().unwrap();
        assert!(seen.screen().alternate_screen());
        assert!(seen.screen().bracketed_paste());
        assert_eq!(seen.count("\x1b[?1000h"), 0, "mouse");
        assert_eq!(seen.count("\x1b[>"), 0, "keyboard flags");
    }
    let demo = here.names("tmp");
    assert!(
        matches!(demo.as_slice(), [only] if only.starts_with("guichet-demo-")),
        "{demo:?}"
    );
    window.quit();
    assert!(here.names("tmp").is_empty(), "{:?}", here.names("tmp"));
    assert!(
        here.names("data").is_empty(),
        "the user's own store is not touched"
    );
}

#[test]
fn told_to_end_it_leaves_a_clean_screen() {
    let here = Surroundings::with_three();
    let mut window = Window::desk(&here);
    window.signal(Signal::TERM);
    assert_eq!(window.exit_code(A_SECOND), 143);
    window.assert_clean();
}

#[test]
fn a_lost_terminal_ends_it_within_a_second_and_keeps_the_draft() {
    let here = Surroundings::with_three();
    let mut window = Window::desk(&here);
    window.send("e");
    window.shows("Modifier");
    window.send("\tXyzzy");
    window.shows("Xyzzy");
    window.close();
    assert_eq!(window.exit_code(A_SECOND), 129);
    let mut window = Window::desk(&here);
    window.shows("1 brouillon attend");
    window.send("0");
    window.shows("Brouillons");
    window.shows("Université Alpha");
    window.quit();
}

#[test]
fn suspended_it_gives_the_screen_back_and_takes_it_again() {
    let here = Surroundings::with_three();
    let mut window = Window::desk(&here);
    window.send("\x1a");
    let (_, status) = waitpid(Some(window.pid()), WaitOptions::UNTRACED)
        .unwrap()
        .unwrap();
    assert!(status.stopped());
    window.until("the way out", |seen| seen.count("\x1b[?1049l") == 1);
    window.assert_clean();
    window.resize(90, 20);
    window.signal(Signal::CONT);
    window.until("the screen again", |seen| {
        seen.screen().alternate_screen() && seen.shows("ALPHA") && seen.shows("3/3")
    });
    window.quit();
}

#[test]
fn without_a_terminal_it_says_so_in_one_line() {
    let here = Surroundings::new();
    let none = here.run(&["--demo"]);
    assert!(none.refused(1).contains("guichet --help"), "{none:?}");
    assert!(none.out.is_empty());

    let mut dumb = Window::open(&here, &["--demo"], &[("TERM", "dumb")]);
    assert_eq!(dumb.exit_code(A_SECOND), 1);
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", "\"$0\" --demo > out; exit $?"]);
    command.arg(program());
    let mut file = Window::run(&here, command, &[]);
    assert_eq!(file.exit_code(A_SECOND), 1);
    for window in [dumb, file] {
        let seen = window.seen.lock().unwrap();
        assert!(seen.shows("guichet: "), "{}", seen.screen().contents());
        assert_eq!(seen.bytes.iter().filter(|byte| **byte == b'\n').count(), 1);
        assert!(!seen.bytes.contains(&0x1b));
    }
    assert_eq!(std::fs::read(here.path("out")).unwrap(), b"");
    assert!(here.names("tmp").is_empty());
}
