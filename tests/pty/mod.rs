//! The program in a real terminal: few tests, for what only a terminal can show.

mod data;
mod ends;
mod ground;
mod screen;
mod stalled;
pub mod window;
