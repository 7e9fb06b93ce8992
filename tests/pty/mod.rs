//! The program in a real terminal: few tests, for what only a terminal can show.

mod data;
mod ends;
mod screen;
pub mod window;
