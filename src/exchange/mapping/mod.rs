//! What the columns of a file go to. A mapping is found out once (by key, label, other words, then by what a column
//! holds), is shown, and can be kept in a file and used again.

mod columns;
mod content;
mod file;
mod kept;
mod recognise;
mod rows;
mod target;

pub use columns::{By, Goes, Left, Mapped, Mapping};
pub use file::MappingError;
pub use recognise::recognise;
pub use rows::rows;
pub use target::{Target, ways};
