//! What leaves whole comes back whole: records as guichet itself writes them for itself, one object or one row each, with
//! their ids, with what they point to by its id, and with what no text says of them.

mod raw;
mod reading;
mod said;
mod writing;

pub use reading::{Scope, is_table, objects, rows};
pub use writing::Everything;
