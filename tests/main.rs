//! The integration tests, one binary, mirroring `src/`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bytes;
mod catalog;
mod cli;
mod config;
mod crash;
mod desk;
mod docs;
mod exchange;
mod fuzz;
mod hostile;
mod house;
mod keymap;
mod locale;
mod model;
mod program;
mod pty;
mod readme;
mod runtime;
mod scripts;
mod store;
mod term;
mod text;
mod theme;
mod ui;
