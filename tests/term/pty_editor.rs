//! The editor of the user: it has the screen and the keyboard, and leaves a file.

use std::time::Duration;

use rustix::termios::{InputModes, LocalModes, OutputModes};

use super::window::Window;

const SOON: Duration = Duration::from_secs(5);

/// An editor that shows the mode of the file, reads a line and adds it to the file.
const EDITOR: &str =
    "sh -c 'printf \"open %s\\n\" \"$(cat \"$0\")\"; read line; echo \" $line\" >> \"$0\"'";

#[test]
fn the_editor_has_the_keyboard_and_the_file() {
    let mut window = Window::open(&[("EDITOR", EDITOR)]);
    window.send("e");
    window.until("the editor", |seen| seen.shows("open bonjour"));
    window.assert_clean();
    window.send("qqq à vous\n");
    window.until("the text", |seen| {
        seen.screen().alternate_screen() && seen.shows("edited \"bonjour qqq à vous\"")
    });
    window.send("q");
    assert_eq!(window.exit_code(SOON), 7);
    window.assert_clean();
}

#[test]
fn an_interrupt_in_the_editor_concerns_the_editor() {
    let mut window = Window::open(&[("VISUAL", EDITOR)]);
    window.send("e");
    window.until("the editor", |seen| seen.shows("open bonjour"));
    window.send("\x03"); // the terminal is not raw: a signal to the foreground
    window.until("the refusal", |seen| {
        seen.screen().alternate_screen() && seen.shows("not edited editor-killed")
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
fn how_an_editor_ends_is_told() {
    for (editor, told) in [
        ("false", "editor-failed"),
        ("no-such-editor", "editor-missing"),
        ("sh -c 'kill -9 $$'", "editor-killed"),
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

/// What a killed editor may leave switched on, as `printf` takes it.
const LEFT_ON: &str = r"\033[?1h\033=\033[?1002h\033[?1006h\033[?1004h\033[?7l\033[4h\033[3;9r\033[>4;2m\033[>1u\033[5 q";

fn modes_are_put_back(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for sequence in [
        "\x1b[?1l",
        "\x1b>",
        "\x1b[?1002l",
        "\x1b[?1006l",
        "\x1b[?1004l",
        "\x1b[?7h",
        "\x1b[4l",
        "\x1b[r",
        "\x1b[>4m",
        "\x1b[=0u",
        "\x1b[0 q",
    ] {
        assert!(text.contains(sequence), "{sequence:?} in {text:?}");
    }
}

#[test]
fn modes_that_the_editor_leaves_on_are_put_back_on_return_redraw_and_exit() {
    let editor = format!("sh -c 'printf \"{LEFT_ON}\"; stty raw -echo -isig; echo x >> \"$0\"'");
    let mut window = Window::open(&[("EDITOR", &editor)]);
    window.send("e");
    window.until("the return", |seen| seen.shows("edited \"bonjour"));
    let here = {
        let seen = window.seen.lock().unwrap();
        let screen = seen.screen();
        assert!(!screen.application_cursor() && !screen.application_keypad());
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert!(screen.bracketed_paste());
        modes_are_put_back(&seen.bytes);
        seen.bytes.len()
    };
    // the other screen has flags of its own
    {
        let seen = window.seen.lock().unwrap();
        let entered = seen.find("\x1b[?1049h").unwrap();
        assert!(seen.find("\x1b[=0u").unwrap() > entered);
    }
    window.send("\x0c");
    window.until("another frame", |seen| seen.shows("key Char('l')"));
    let later = {
        let seen = window.seen.lock().unwrap();
        modes_are_put_back(&seen.bytes[here..]);
        seen.bytes.len()
    };
    window.send("q");
    assert_eq!(window.exit_code(SOON), 7);
    window.assert_clean();
    modes_are_put_back(&window.seen.lock().unwrap().bytes[later..]);
    let line = window.termios();
    let shell = LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG;
    assert!(line.local_modes.contains(shell), "{line:?}");
    assert!(line.input_modes.contains(InputModes::ICRNL), "{line:?}");
    assert!(line.output_modes.contains(OutputModes::OPOST), "{line:?}");
}

#[test]
fn without_an_editor_the_console_is_sent_nothing_that_it_would_print() {
    let mut window = Window::open(&[]);
    window.send("q");
    assert_eq!(window.exit_code(SOON), 7);
    let seen = window.seen.lock().unwrap();
    assert!(!seen.has("\x1b[>") && !seen.has("\x1b[="));
}

#[test]
fn an_editor_that_does_not_wait_is_named() {
    let mut window = Window::open(&[("EDITOR", "true")]);
    window.send("e");
    window.until("the refusal", |seen| {
        seen.shows("not edited editor-at-once")
    });
    // one that changes the text may be as fast as it likes
    let mut window = Window::open(&[("EDITOR", "sh -c 'echo oui > \"$0\"'")]);
    window.send("e");
    window.until("the text", |seen| seen.shows("edited \"oui\""));
    // and a person who leaves at once is no window
    let mut window = Window::open(&[("EDITOR", "sleep 0.8; :")]);
    window.send("e");
    window.until("the text", |seen| seen.shows("edited \"bonjour\""));
}
