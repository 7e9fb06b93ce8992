//! The program in a real terminal: few tests, for what only a terminal can show.

mod data;
mod editor;
mod ends;
mod ground;
mod screen;
mod stalled;
pub mod window;
