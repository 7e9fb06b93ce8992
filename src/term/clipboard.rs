//! Copying over SSH: OSC 52 asks the user's own terminal to take a text. Whether it did can't be known.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The longest text, in bytes, that terminals are known to take.
pub const LONGEST_COPY: usize = 70_000;

/// The sequence that puts a text on the clipboard, ended by ST; `None` if it is too long. Inside tmux
/// it is passed on by tmux itself (`set-clipboard on`, its default "external" takes it too).
pub fn copy_sequence(text: &str) -> Option<String> {
    (text.len() <= LONGEST_COPY).then(|| format!("\x1b]52;c;{}\x1b\\", STANDARD.encode(text)))
}
