//! What several benchmarks need: made-up people, made-up stores, other people's finders.

#![allow(missing_docs, clippy::unwrap_used)]

pub mod people;
pub mod rivals;
pub mod sampled;
