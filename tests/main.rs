#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
//! One binary for all integration tests; the folders mirror `src/`.

mod catalog;
mod exchange;
mod model;
