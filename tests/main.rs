#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

//! The tests, in the shape of the program.

mod catalog;
mod model;
