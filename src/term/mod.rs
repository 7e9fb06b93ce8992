//! The terminal: raw mode guard, reader, signals, lost-terminal watchdog, clipboard, editor, loop.

mod clipboard;
mod editor;
pub mod escape;
mod guard;
mod reader;
mod run;
mod watchdog;

pub use clipboard::{LONGEST_COPY, copy_sequence};
pub use run::{TermError, run};

/// The exit code when the terminal is lost: 128 + SIGHUP.
pub const GONE: i32 = 129;
/// The exit code when told to end: 128 + SIGTERM.
pub const TERMINATED: i32 = 143;
