//! What an import needs to know of what is there already; the catalog answers.

use crate::model::text::Names;
use crate::model::{FieldNo, Kind, Record, RecordRef};

/// What is known already: import matches rows against it.
pub trait Known: Names {
    /// The record, trashed or not.
    fn record(&self, record: RecordRef) -> Option<&Record>;

    /// The live records one of whose values in that field folds to `folded` (`model::fold`).
    fn by_text(&self, kind: Kind, field: FieldNo, folded: &str) -> Vec<RecordRef>;

    /// The live records of `kind` whose `field` points to `to`.
    fn linked(&self, kind: Kind, field: FieldNo, to: RecordRef) -> Vec<RecordRef>;
}
