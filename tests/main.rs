//! The integration tests, one binary, mirroring `src/`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod catalog;
mod config;
mod exchange;
mod keymap;
mod locale;
mod model;
mod scripts;
mod store;
mod term;
mod theme;
mod ui;
