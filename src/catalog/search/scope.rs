//! What is looked at: of a kind, of a shelf, by how many threads.

use std::collections::BTreeSet;

use super::shelf::Shelf;
use crate::catalog::RowSet;
use crate::model::{Collection, Kind};

/// More threads would wait for memory.
pub const THREADS: usize = 2;

/// A shelf, and the rows that stand on later ones.
pub struct Shelved<'s> {
    pub shelf: &'s Shelf,
    pub later: Vec<&'s BTreeSet<u32>>,
}

impl Shelved<'_> {
    /// Takes the places of rows out that stand on later shelves.
    pub fn leave(&self, places: &mut RowSet) {
        let later = self.later.iter().copied().flatten();
        later
            .filter_map(|row| self.shelf.place(*row))
            .for_each(|place| places.remove(place));
    }
}

/// What is looked at of a kind: these collections, live or trashed, and of them these rows only.
pub struct Scope<'a> {
    pub kind: Kind,
    pub collections: &'a [Collection],
    pub trashed: bool,
    pub only: Option<RowSet>,
}
