//! What goes to the screen, and what comes from the keyboard.

use std::thread;
use std::time::Duration;

use super::window::Window;
use crate::program::Surroundings;

#[test]
fn idle_it_writes_nothing() {
    let here = Surroundings::with_three();
    let mut window = Window::desk(&here);
    window.send("j");
    window.shows("2/3");
    // The sheet follows the cursor once it rests.
    window.shows("École Bêta · BETA");
    let written = || window.seen.lock().unwrap().bytes.len();
    // The last frame may still be on its way on a busy machine: one quiet second will do.
    let quiet = (0..4).any(|_| {
        let before = written();
        thread::sleep(Duration::from_secs(1)); // the time measured
        before == written()
    });
    assert!(quiet, "bytes in every second");
    window.quit();
}

#[test]
fn a_storm_of_sizes_down_to_ten_by_three_is_weathered() {
    let here = Surroundings::with_three();
    let mut window = Window::desk(&here);
    for step in 0..200 {
        window.resize(1 + step * 7 % 150, 1 + step * 5 % 50);
    }
    window.resize(10, 3);
    window.send("j e");
    window.resize(1, 1);
    window.send("\x1b");
    window.resize(80, 24);
    window.until("the list", |seen| seen.shows("BETA") && seen.shows("aide"));
    let frames = window.seen.lock().unwrap().count("\x1b[?2026h");
    assert!(frames < 250, "{frames} frames");
    window.quit();
}

#[test]
fn a_paste_in_a_list_runs_no_command() {
    let here = Surroundings::with_three();
    let mut window = Window::desk(&here);
    window.send("\x1b[200~q\rd\r:quit\ru\r\x1b[201~");
    window.send("j");
    window.shows("2/3");
    let seen = window.seen.lock().unwrap();
    assert!(seen.shows("3/3"), "{}", seen.screen().contents());
    drop(seen);
    window.quit();
    let history = here.json(&["history", "adherent/ALPHA", "--json"]);
    assert_eq!(history.as_array().unwrap().len(), 1, "{history}");
}

#[test]
fn an_escape_sequence_cut_by_a_slow_link_is_one_key() {
    let here = Surroundings::with_three();
    let mut window = Window::desk(&here);
    window.send("\x1b");
    thread::sleep(Duration::from_millis(20)); // the slow link
    window.send("[B");
    window.shows("2/3");
    window.send("\x1b[");
    thread::sleep(Duration::from_millis(20)); // the slow link
    window.send("B");
    window.shows("École Bêta");
    window.shows("3/3 ┘");
    window.quit();
}

#[test]
fn an_esc_joined_to_the_next_key_and_a_late_tail_lose_nothing_and_run_nothing() {
    let here = Surroundings::with_three();
    let mut window = Window::desk(&here);
    window.send(" \x1bj");
    window.shows("2/3");
    window.send("\x1b");
    thread::sleep(Duration::from_millis(80)); // longer than Esc is held
    window.send("[A");
    window.shows("1/3");
    window.send("\x1b[200~q\rd\r");
    window.shows("collage sans fin, ignoré");
    window.send("\x1b_");
    window.shows("[8 Accords]");
    window.quit();
}

#[test]
fn colours_are_told_by_settings_and_environment() {
    let here = Surroundings::with_three();
    let coloured = |env: &[(&str, &str)]| {
        let mut window = Window::open(&here, &[], env);
        window.shows("3/3");
        window.quit();
        let seen = window.seen.lock().unwrap();
        sets_colour(&seen.bytes)
    };
    assert!(!coloured(&[]), "the ground is not known");
    here.write("config/guichet/config.toml", "theme = \"dark\"\n");
    assert!(coloured(&[]));
    assert!(!coloured(&[("NO_COLOR", "1")]));
    here.write(
        "config/guichet/config.toml",
        "theme = \"dark\"\ncolours = \"16\"\n",
    );
    assert!(
        coloured(&[("NO_COLOR", "1")]),
        "one's own setting goes before the environment"
    );
}

/// Whether a sequence sets a colour (39 and 49 go back to the terminal's own).
fn sets_colour(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.split("\x1b[").skip(1).any(|rest| {
        let end = rest
            .find(|c: char| !c.is_ascii_digit() && c != ';')
            .unwrap_or(rest.len());
        let (numbers, rest) = rest.split_at(end);
        rest.starts_with('m')
            && numbers.split(';').any(|number| {
                let number: u8 = number.parse().unwrap_or(0);
                matches!(number, 30..=38 | 40..=48 | 90..=107)
            })
    })
}
