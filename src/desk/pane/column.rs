//! A column of a pane.

use crate::catalog::{column_label, column_width, is_numeric_column, is_yielding_column};
use crate::model::{Field, Kind, Lang};

/// A column: a field by its key, so that a value never stands under another's header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The key of a field, or `kind`, or `title`.
    pub key: String,
    /// Its width in cells.
    pub width: u16,
}

impl Column {
    /// The column of a field.
    pub fn of(field: &Field) -> Column {
        Column {
            key: field.key.to_string(),
            width: field.width,
        }
    }

    /// A column of that key, as wide as it is unless told otherwise.
    pub fn by_key(kinds: &[Kind], key: &str) -> Column {
        Column {
            key: key.to_string(),
            width: column_width(kinds, key),
        }
    }

    /// Its header: as the first of these kinds that has it calls it.
    pub fn label(&self, kinds: &[Kind], lang: Lang) -> String {
        column_label(kinds, &self.key, lang)
    }

    /// Whether its values stand to the right, as numbers do.
    pub fn is_numeric(&self, kinds: &[Kind]) -> bool {
        is_numeric_column(kinds, &self.key)
    }

    /// Whether it may be narrower than it is, its values cut.
    pub fn gives_way(&self, kinds: &[Kind]) -> bool {
        is_yielding_column(kinds, &self.key)
    }
}
