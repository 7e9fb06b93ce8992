//! The terminal: decoding, clipboard, and a small application (`probe.rs`) in a real pty.

mod canvas;
mod clipboard;
mod decoder;
mod late;
mod pastes;
mod pty;
mod pty_copy;
mod pty_editor;
mod pty_end;
mod pty_stalled;
mod terminals;
mod window;
