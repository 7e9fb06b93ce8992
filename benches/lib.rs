//! What several benchmarks need: made-up people, made-up stores, other people's finders and stores,
//! the program on a terminal.

#![allow(missing_docs, clippy::unwrap_used)]

pub mod beside;
pub mod people;
pub mod rivals;
pub mod sampled;
pub mod terminal;
