//! What is to be done: records that Today lists until they are done. Declared with the kind.

use super::field::FieldNo;
use super::record::Record;

/// How a kind says what is to be done: by the day that places it in time, about what it is about.
#[derive(Clone, Copy, Debug)]
pub struct ToDo {
    /// Whether a record is still to be done.
    pub open: fn(&Record) -> bool,
    /// The field that says by whom.
    pub by: FieldNo,
}
