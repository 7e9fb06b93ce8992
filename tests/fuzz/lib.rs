//! The bodies of the fuzz targets, for the targets; `mod.rs` is the same for the ordinary tests.

pub mod bodies;
#[allow(dead_code)]
mod scripts;
