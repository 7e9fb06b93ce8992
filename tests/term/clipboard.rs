//! OSC 52.

use guichet::term::TermError;
use guichet::term::clipboard::{CLIPBOARD_LIMIT, sequence};

#[test]
fn a_text_is_sent_in_base64_ended_by_st() {
    let bytes = sequence("Éloïse", false).unwrap();
    assert_eq!(bytes, b"\x1b]52;c;w4lsb8Ovc2U=\x1b\\");
}

#[test]
fn under_tmux_it_is_also_sent_in_an_envelope() {
    let bytes = sequence("a", true).unwrap();
    assert_eq!(
        bytes,
        b"\x1b]52;c;YQ==\x1b\\\x1bPtmux;\x1b\x1b]52;c;YQ==\x1b\x1b\\\x1b\\"
    );
}

#[test]
fn a_text_too_long_is_refused() {
    let limit = CLIPBOARD_LIMIT;
    assert!(sequence(&"x".repeat(limit), false).is_ok());
    let length = limit + 1;
    let refused = sequence(&"x".repeat(length), false);
    assert_eq!(refused, Err(TermError::CopyTooLong { length, limit }));
}
