#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
//! All tests, in one binary: a folder for each room of `src/`.

mod ui;
