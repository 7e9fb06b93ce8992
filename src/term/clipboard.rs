//! Copying to the clipboard of the user's own terminal, wherever the program runs (OSC 52).
//!
//! Tools such as xclip would copy on the host at the far end of SSH and call that a success. Under
//! tmux the sequence is sent twice, plainly for `set-clipboard on` and in a passthrough envelope for
//! `allow-passthrough on`: a user has either, and with both the same text is set twice.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::TermError;

/// The longest text sent, in bytes: in base64 it stays under the 100 000 that terminals are known
/// to take.
pub const CLIPBOARD_LIMIT: usize = 70_000;

/// The bytes that ask the terminal to keep `text`.
///
/// # Errors
/// [`TermError::CopyTooLong`] beyond [`CLIPBOARD_LIMIT`].
pub fn sequence(text: &str, tmux: bool) -> Result<Vec<u8>, TermError> {
    if text.len() > CLIPBOARD_LIMIT {
        return Err(TermError::CopyTooLong {
            length: text.len(),
            limit: CLIPBOARD_LIMIT,
        });
    }
    // ended by ST and not BEL, which a terminal that does not know the sequence would ring
    let plain = format!("\x1b]52;c;{}\x1b\\", STANDARD.encode(text));
    let envelope = if tmux {
        format!("\x1bPtmux;{}\x1b\\", plain.replace('\x1b', "\x1b\x1b"))
    } else {
        String::new()
    };
    Ok((plain + &envelope).into_bytes())
}

/// Whether there is a tmux between here and the terminal, by its environment or, through SSH, `TERM`.
pub(super) fn in_tmux() -> bool {
    std::env::var_os("TMUX").is_some_and(|socket| !socket.is_empty())
        || std::env::var("TERM").is_ok_and(|term| term.starts_with("tmux"))
}
