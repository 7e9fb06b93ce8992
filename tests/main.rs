#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
//! One binary for all integration tests; the folders mirror `src/`.

//! The tests, in the shape of the program.

mod catalog;
mod exchange;
mod model;
