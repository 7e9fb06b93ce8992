//! Records looked up once, by where they lie: how many of them a query leaves is counted without asking for each.

use super::facets::Edits;
use super::{Catalog, Query, RowSet};
use crate::model::{Collection, Kind, RecordRef};

/// Where some records lie, in the catalog in which they were looked up and in what edits make of it.
#[derive(Clone, Debug, Default)]
pub struct Located {
    known: Edits,
    sets: Vec<(Kind, RowSet)>,
}

impl Located {
    fn rows(&self, kind: Kind) -> Option<&RowSet> {
        let mut sets = self.sets.iter();
        sets.find(|(of, _)| *of == kind).map(|(_, rows)| rows)
    }
}

impl Catalog {
    /// Looks up where these records lie.
    pub fn located<'a>(&self, records: impl IntoIterator<Item = &'a RecordRef>) -> Located {
        let mut located = Located {
            known: self.edits(),
            sets: Vec::new(),
        };
        for record in records {
            self.locate_among(&mut located, *record, true);
        }
        located
    }

    /// Whether they lie here as they did there: records that were read anew, or taken in aside, may lie otherwise.
    pub fn is_located(&self, located: &Located) -> bool {
        self.goes_on_from(located.known)
    }

    /// Adds a record that lies here to those, or takes it out.
    pub fn locate_among(&self, located: &mut Located, record: RecordRef, is_in: bool) {
        located.known = self.edits();
        let Some(place) = self.place(record) else {
            return;
        };
        let sets = &mut located.sets;
        let known = sets.iter().position(|(kind, _)| *kind == place.kind);
        let at = known.unwrap_or_else(|| {
            sets.push((place.kind, RowSet::new()));
            sets.len() - 1
        });
        match (sets.get_mut(at), is_in) {
            (Some((_, rows)), true) => rows.insert(place.row),
            (Some((_, rows)), false) => rows.remove(place.row),
            (None, _) => {}
        }
    }

    /// How many of those a query leaves, its words taken as conditions.
    pub fn count_located(
        &self,
        collections: &[Collection],
        query: &Query,
        located: &Located,
    ) -> usize {
        let sets = self.sets(collections, query);
        let counts = sets.iter().filter_map(|(kind, rows)| {
            let located = located.rows(*kind)?;
            Some(rows.count_in(located))
        });
        counts.sum()
    }
}
