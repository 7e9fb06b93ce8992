//! All rows of a large list marked, or none.

use super::cue::Cue;
use crate::catalog::{Catalog, Query};
use crate::desk::marks::Marks;
use crate::desk::pane::PaneId;
use crate::model::{Collection, RecordRef};

/// What is to be marked.
#[derive(Debug)]
pub struct Marking {
    /// In which pane.
    pub pane: PaneId,
    /// The records.
    pub catalog: Catalog,
    /// Which of them it lists.
    pub collections: Vec<Collection>,
    /// By what filter.
    pub query: Query,
    /// What is marked already.
    pub marks: Marks,
}

/// The marks.
#[derive(Debug, Default)]
pub struct AllMarked {
    /// All of them.
    pub marks: Marks,
    /// How many of them the list hides.
    pub hidden: usize,
}

impl Marking {
    /// Marks all that match, or, where they are, none; `None` if it is given up.
    pub fn marked(self, cue: &Cue) -> Option<AllMarked> {
        let Marking {
            catalog,
            collections,
            query,
            mut marks,
            ..
        } = self;
        let found = catalog.find_until(&collections, &query, usize::MAX, cue.cancelled)?;
        let hits = found.hits.iter();
        let near = found.total == 0;
        let rows = hits.filter(|hit| near || !hit.approximate);
        let rows: Vec<RecordRef> = rows.map(|hit| hit.record).collect();
        if rows.iter().all(|row| marks.contains(row)) {
            return Some(AllMarked::default());
        }
        let listed = rows.len();
        marks.extend(rows);
        marks.place(&catalog);
        let hidden = marks.len().saturating_sub(listed);
        Some(AllMarked { marks, hidden })
    }
}
