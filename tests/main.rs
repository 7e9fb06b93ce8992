//! The tests, in folders that mirror `src/`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod config;
mod keymap;
mod locale;
mod theme;
