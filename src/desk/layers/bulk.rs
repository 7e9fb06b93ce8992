//! The bulk edit: one field of the marked rows, with before and after of each.

use crate::desk::input::Input;
use crate::model::{Field, Kind, RecordRef, Value};

/// A row of the preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The record.
    pub record: RecordRef,
    /// Its title.
    pub title: String,
    /// What the field holds, as shown.
    pub before: String,
    /// What it would hold, as shown; `None` if that is the same.
    pub after: Option<String>,
}

/// The bulk edit.
#[derive(Debug)]
pub struct Bulk {
    /// The kind of the rows.
    pub kind: Kind,
    /// The field.
    pub field: &'static Field,
    /// Its heading.
    pub title: String,
    /// The new value as typed.
    pub input: Input,
    /// The new value, when nothing is wrong with it.
    pub value: Option<Option<Value>>,
    /// What is wrong, in words.
    pub error: Option<String>,
    /// What is unusual about the value, in words.
    pub warning: Option<String>,
    /// The rows.
    pub rows: Vec<Row>,
    /// The first row on the screen.
    pub offset: usize,
}
