//! Keys, keymaps, and what a key press means.

mod keys;
mod loading;
mod resolving;
mod shipped;
