//! Rows of records that others point at, asked for one after another: what was made together points
//! at the same records, or at neighbours.

use ulid::Ulid;

use super::Catalog;
use crate::model::RecordRef;

/// Room for so many rows of a kind that were asked for before.
const KEPT: usize = 1 << 10;

/// Finds rows, and keeps the last ones found.
#[derive(Default)]
pub(super) struct Finder {
    kinds: Vec<Known>,
}

#[derive(Default)]
struct Known {
    /// The row found last.
    near: u32,
    /// Rows by the last bits of the ids, which are random.
    kept: Vec<Option<(Ulid, u32)>>,
}

impl Finder {
    /// The row of a record.
    pub fn row(&mut self, catalog: &Catalog, target: RecordRef) -> Option<u32> {
        let code = usize::from(target.kind.code());
        if self.kinds.len() <= code {
            self.kinds.resize_with(code + 1, Known::default);
        }
        let known = self.kinds.get_mut(code)?;
        let table = catalog.table(target.kind);
        if let Some(row) = table.row_behind(target.id, known.near) {
            known.near = row;
            return Some(row);
        }
        let at = target.id.0 as usize % KEPT;
        if let Some(Some((id, row))) = known.kept.get(at)
            && *id == target.id
        {
            return Some(*row);
        }
        let row = table.row(target.id)?;
        known.kept.resize(KEPT, None);
        if let Some(kept) = known.kept.get_mut(at) {
            *kept = Some((target.id, row));
        }
        known.near = row;
        Some(row)
    }
}
