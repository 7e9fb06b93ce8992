//! What stands in the sheet of a record to which very many are linked.

use super::cue::Cue;
use crate::catalog::Catalog;
use crate::desk::sheet::Gathered;
use crate::model::RecordRef;

/// What is to be gathered.
#[derive(Debug)]
pub struct Gathering {
    /// The records that there are.
    pub catalog: Catalog,
    /// Of which.
    pub record: RecordRef,
}

impl Gathering {
    /// Gathers it; `None` if it is given up, or the record is not there.
    pub fn gathered(&self, cue: &Cue) -> Option<Gathered> {
        let record = self.catalog.get(self.record)?;
        (!cue.is_cancelled()).then(|| Gathered::of(&self.catalog, record))
    }
}
