//! The program in a real terminal: few tests, for what only a terminal can show.

mod data;
mod displaced;
mod editor;
mod ends;
mod ground;
mod idle;
mod presence;
mod screen;
mod sharing;
mod stalled;
pub mod window;
