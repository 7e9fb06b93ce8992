//! The terminal: what is typed goes in, frames come out, and losing it loses nothing.
//!
//! Two threads feed the loop: `reader` (bytes of the terminal, and its hanging up) and `signals`.
//! The loop (`run`) hands what they say to an [`Application`], carries out its [`Order`]s and draws
//! one frame when something changed; the thread of `outlet` writes it, and only when the terminal has
//! taken it is the next one drawn, the newest then. `guard` is the only place that enters and leaves the
//! screen.
//!
//! Bytes are decoded here ([`Decoder`]) and not by crossterm: crossterm 0.29 spins at 100 % CPU on a
//! lost terminal, can't be asked to stop reading while an editor has the keyboard, and takes an
//! escape sequence cut by a slow link for keys. Its `KeyEvent` is what the decoder produces.

mod canvas;
pub mod clipboard;
mod decoder;
mod editor;
mod error;
mod guard;
mod modes;
mod notice;
mod outlet;
mod paste;
mod pen;
mod reader;
mod report;
mod run;
mod sequence;
mod shown;
mod signals;
mod storm;
mod stroke;

pub use canvas::{Canvas, Surface};
pub use clipboard::Copied;
pub use decoder::Decoder;
pub use editor::begin_by;
pub use error::TermError;
pub use guard::{check, pass_over};
pub use paste::PASTE_LIMIT;
pub use run::run;

use std::path::PathBuf;
use std::time::Duration;

use crossterm::event::KeyEvent;
use ratatui::Frame;

/// What the loop drives. Every `now` is in milliseconds since 1970 (UTC).
///
/// The methods run on the loop's thread, inside a current-thread tokio runtime.
pub trait Application {
    /// Replies of workers, and whatever else is sent to the loop.
    type Message: Send + 'static;

    /// Something was typed, pasted, or the size changed (also told once before the first frame).
    fn input(&mut self, input: Input, now: i64) -> Vec<Order>;

    /// A worker replied.
    fn message(&mut self, message: Self::Message, now: i64) -> Vec<Order>;

    /// The end of an [`Order::Editor`], and what was not as usual about it.
    fn edited(&mut self, ended: Result<(), TermError>, now: i64) -> Vec<Order>;

    /// The end of an [`Order::Copy`]: how far the text has come, or why nowhere. While the terminal takes
    /// no bytes there is none, and only the last of several copies has one.
    fn copied(&mut self, copied: Result<Copied, TermError>, now: i64) -> Vec<Order>;

    /// Draws the whole frame, at any size down to 0×0.
    fn draw(&mut self, frame: &mut Frame);

    /// Whether the screen no longer shows the state.
    fn dirty(&self) -> bool;

    /// Whether an answer is on its way that the next frame should show: the frame is then held back
    /// for it, by the time of one frame at most, so that a key costs one frame instead of two.
    fn awaits(&self) -> bool;

    /// The state has been drawn: `dirty` is false until the next change.
    fn drawn(&mut self);

    /// The end is forced (lost terminal, signal, panic): write drafts, flush the store.
    /// Must return within [`LAST_MOMENTS`], after which the process is ended anyway.
    fn save_all(&mut self);
}

/// What comes from the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key pressed or repeated (`kind` is always `Press`). A character with Alt may as well be Esc
    /// and that character, joined on their way.
    Key(KeyEvent),
    /// A key that has a sequence, with Alt: or Esc and then that key, joined on their way.
    Prefixed(KeyEvent),
    /// A key that has no name here, or a byte that is no text.
    Unknown,
    /// A bracketed paste, lines ended by `\n`, at most [`PASTE_LIMIT`] bytes.
    Paste(String),
    /// The same without an end: nothing more came of it.
    Unended(String),
    /// Text in several lines that came without brackets, at once and more than anybody types.
    Bare(String),
    /// The screen is now that many columns and rows.
    Resize(u16, u16),
    /// The answer to [`Order::AskGround`], whenever it comes: red, green and blue of the terminal's
    /// background.
    Ground([u8; 3]),
}

/// What the application asks of the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Put this text in the clipboard of the user's terminal; answered by `copied`.
    Copy(String),
    /// Edit this file in `$VISUAL` or `$EDITOR`; answered by `edited`.
    Editor(PathBuf),
    /// Stop the process group, as Ctrl-Z does in a shell.
    Suspend,
    /// Clear and draw everything again.
    Redraw,
    /// Ask the terminal for its background (OSC 11), with the next frame and never before it; answered
    /// by [`Input::Ground`], or never.
    AskGround,
    /// Leave with that exit code.
    Quit(i32),
}

/// Settings of the loop.
#[derive(Clone, Debug)]
pub struct Options {
    /// How long a lone Esc waits for the rest of an escape sequence.
    pub escape_hold: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            escape_hold: Duration::from_millis(50),
        }
    }
}

/// How long `save_all` may take before the process is ended without it: within a second of the loss, on
/// a busy machine too.
pub const LAST_MOMENTS: Duration = Duration::from_millis(700);

/// Exit code after a lost terminal: 128 + SIGHUP.
pub const LOST: i32 = 129;
