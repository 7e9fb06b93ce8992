//! The editor of the user: it has the screen and the keyboard, and gives a text back.

use std::time::Duration;

use super::window::Window;

const SOON: Duration = Duration::from_secs(5);

/// An editor that shows the mode of the file, reads a line and adds it to the file.
const EDITOR: &str = "sh -c 'printf \"open %s\\n\" \"$(ls -l \"$0\" | cut -c1-10)\"; read line; echo \" $line\" >> \"$0\"'";

#[test]
fn the_editor_has_the_keyboard_and_gives_the_text_back() {
    let mut window = Window::open(&[("EDITOR", EDITOR)]);
    window.send("e");
    window.until("the editor", |seen| seen.shows("open -rw-------"));
    window.assert_clean();
    window.send("qqq à vous\n");
    window.until("the text", |seen| {
        seen.screen().alternate_screen() && seen.shows("edited \"bonjour qqq à vous\"")
    });
    assert_eq!(std::fs::read_dir(window.folder()).unwrap().count(), 0);
    window.send("q");
    assert_eq!(window.exit_code(SOON), 7);
    window.assert_clean();
}

#[test]
fn an_interrupt_in_the_editor_concerns_the_editor() {
    let mut window = Window::open(&[("VISUAL", EDITOR)]);
    window.send("e");
    window.until("the editor", |seen| seen.shows("open -rw-------"));
    window.send("\x03"); // the terminal is not raw: a signal to the foreground
    window.until("the refusal", |seen| {
        seen.screen().alternate_screen() && seen.shows("not edited editor-failed")
    });
    window.send("q");
    assert_eq!(window.exit_code(SOON), 7);
}

#[test]
fn a_lost_terminal_is_noticed_behind_the_editor() {
    let mut window = Window::open(&[("EDITOR", "trap '' HUP; sleep 5; :")]);
    window.send("e");
    window.until("the way out", |seen| seen.has("\x1b[?1049l"));
    window.close();
    assert_eq!(window.exit_code(Duration::from_secs(1)), 129);
    assert!(window.saved.exists());
}

#[test]
fn an_editor_that_fails_is_told() {
    for (editor, told) in [
        ("false", "editor-failed"),
        ("no-such-editor", "editor-failed"),
    ] {
        let mut window = Window::open(&[("EDITOR", editor)]);
        window.send("e");
        window.until("the failure", |seen| {
            seen.screen().alternate_screen() && seen.shows(&format!("not edited {told}"))
        });
    }
    let mut window = Window::open(&[("PATH", "/nowhere")]);
    window.send("e");
    window.until("the failure", |seen| seen.shows("not edited no-editor"));
}
