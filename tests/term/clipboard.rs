//! Copying: what is between, and what is sent through it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use guichet::term::TermError;
use guichet::term::clipboard::{Between, CLIPBOARD_LIMIT, SCREEN_LIMIT, sequence};

#[test]
fn a_text_is_sent_in_base64_ended_by_st() {
    let bytes = sequence("Éloïse", Between::Nothing).unwrap();
    assert_eq!(bytes, b"\x1b]52;c;w4lsb8Ovc2U=\x1b\\");
}

#[test]
fn under_tmux_it_is_also_sent_in_an_envelope() {
    let bytes = sequence("a", Between::Tmux).unwrap();
    assert_eq!(
        bytes,
        b"\x1b]52;c;YQ==\x1b\\\x1bPtmux;\x1b\x1b]52;c;YQ==\x1b\x1b\\\x1b\\"
    );
}

/// What GNU screen hands on: the insides of device control strings, each within its limit.
fn handed_on(bytes: &[u8]) -> String {
    let text = std::str::from_utf8(bytes).unwrap();
    let pieces = text.split_inclusive("\x1b\\").map(|piece| {
        assert!(piece.len() <= SCREEN_LIMIT, "{} bytes", piece.len());
        let inside = piece.strip_prefix("\x1bP").unwrap();
        inside.strip_suffix("\x1b\\").unwrap()
    });
    pieces.collect()
}

#[test]
fn screen_hands_pieces_on_that_are_one_sequence() {
    for length in [0, 1, 170, 180, 190, 200, 1_000, CLIPBOARD_LIMIT] {
        let text = "é".repeat(length / 2);
        let bytes = sequence(&text, Between::Screen).unwrap();
        let whole = format!("\x1b]52;c;{}\x07", STANDARD.encode(&text));
        assert_eq!(handed_on(&bytes), whole, "{length}");
    }
}

#[test]
fn where_it_may_be_screen_nothing_is_sent_that_it_would_print() {
    let bytes = sequence(&"x".repeat(1_000), Between::Either).unwrap();
    handed_on(&bytes);
    let bytes = sequence("x", Between::Either).unwrap();
    let plain = sequence("x", Between::Nothing).unwrap();
    assert!(bytes.starts_with(&plain));
    handed_on(&bytes[plain.len()..]);
}

#[test]
fn a_text_too_long_is_refused_and_a_console_takes_none() {
    let limit = CLIPBOARD_LIMIT;
    let length = limit + 1;
    for between in [Between::Nothing, Between::Tmux, Between::Screen] {
        assert!(sequence(&"x".repeat(limit), between).is_ok());
        let refused = sequence(&"x".repeat(length), between);
        assert_eq!(refused, Err(TermError::CopyTooLong { length, limit }));
    }
    assert_eq!(sequence("x", Between::Console), Err(TermError::NoClipboard));
}

#[test]
fn the_environment_tells_what_is_between() {
    let of = |term: &str, tmux: &str, sty: &str| {
        let variables = [("TERM", term), ("TMUX", tmux), ("STY", sty)];
        Between::of(|name| {
            let found = variables.iter().find(|(of, _)| *of == name);
            found.map(|(_, value)| (*value).to_string())
        })
    };
    for (term, tmux, sty, between) in [
        ("xterm-256color", "", "", Between::Nothing),
        (
            "tmux-256color",
            "/tmp/tmux-0/default,1,0",
            "",
            Between::Tmux,
        ),
        (
            "screen-256color",
            "/tmp/tmux-0/default,1,0",
            "",
            Between::Tmux,
        ),
        ("tmux-256color", "", "", Between::Tmux),
        ("screen", "", "1.pts-0.host", Between::Screen),
        ("xterm", "", "1.pts-0.host", Between::Screen),
        ("screen.xterm-256color", "", "", Between::Screen),
        ("screen-256color", "", "", Between::Either),
        // a screen in a tmux, a tmux in a screen
        (
            "screen",
            "/tmp/tmux-0/default,1,0",
            "1.host",
            Between::Screen,
        ),
        ("tmux", "/tmp/tmux-0/default,1,0", "1.host", Between::Tmux),
        ("linux", "", "", Between::Console),
    ] {
        assert_eq!(of(term, tmux, sty), between, "{term} {tmux} {sty}");
    }
}
