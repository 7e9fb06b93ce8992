//! The desk in a terminal that takes no bytes, as behind a frozen link: work goes on, and it ends in time.

use std::thread;
use std::time::{Duration, Instant};

use guichet::store::drafts;
use rustix::process::Signal;

use super::window::Window;
use crate::program::Surroundings;

const A_SECOND: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(10);

/// A desk whose screen is stuck.
fn stuck(here: &Surroundings) -> Window {
    let mut window = Window::desk(here);
    window.stall(true);
    // each is a whole screen; a pty holds two or three of them
    for _ in 0..12 {
        window.send("\x0c");
        thread::sleep(Duration::from_millis(30)); // time for a frame, were there room for one
    }
    window
}

fn until(what: &str, holds: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "no {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

fn kept(here: &Surroundings, text: &str) -> bool {
    let (drafts, _) = drafts::list(&here.store());
    let mut texts = drafts.iter().flat_map(|draft| draft.texts.values());
    texts.any(|kept| kept.contains(text))
}

#[test]
fn what_is_saved_is_saved_and_what_is_typed_is_kept_while_nobody_reads() {
    let here = Surroundings::with_three();
    let mut window = stuck(&here);
    window.send("e\tXyzzy\x13");
    until("saved record", || {
        let found = here.json(&["export", "adherent", "--json"]);
        found.to_string().contains("Xyzzy")
    });
    window.send("e\tPlugh");
    until("draft", || kept(&here, "Plugh"));
    window.stall(false);
    window.shows("Plugh");
    window.shows("Modifier");
}

#[test]
fn it_ends_within_a_second_while_nobody_reads() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129)] {
        let here = Surroundings::with_three();
        let mut window = stuck(&here);
        window.send("e\tPlugh");
        // The keys are taken before the signal, and some more come with it.
        until("draft", || kept(&here, "Plugh"));
        window.send("xy");
        window.signal(signal);
        assert_eq!(window.exit_code(A_SECOND), code);
        assert!(kept(&here, "Plugh"));
    }
    let here = Surroundings::with_three();
    let mut window = stuck(&here);
    window.send("q");
    assert_eq!(window.exit_code(A_SECOND), 0);
}
