//! The files that a user writes: each is read to its end, and all of its problems are told at once, as
//! `file:line:column`. Nothing here writes a file, or knows what a file is for.

mod finding;
mod nearest;
mod reader;
mod shelf;

pub use finding::{Finding, Problem};
pub use nearest::nearest;
pub use reader::{Reader, Word, read_file, words};
pub use shelf::{Shelf, Source};
