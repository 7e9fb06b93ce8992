//! A catalog as the memory of who writes to a store whose sled another keeps.

use std::collections::BTreeSet;
use std::path::Path;

use super::Catalog;
use crate::model::{Here, Kind, Record, RecordRef};
use crate::store::{OpenError, Reader, Records, Store};

impl Catalog {
    /// Joins those that have the store at `dir` open: what there is, and the right to write to it.
    ///
    /// # Errors
    /// As `Store::join`.
    pub fn join(here: Here, dir: &Path) -> Result<(Store, Catalog), OpenError> {
        let reader = Reader::open(dir)?;
        let read = Catalog::read(here, &reader, &|_| {});
        let (mut catalog, head) = read.map_err(|error| OpenError::reading(dir)(error))?;
        let mut store = Store::join(&reader, &head, Box::new(catalog.clone()))?;
        for (_, changed) in store.news() {
            catalog.take_in(changed);
        }
        Ok((store, catalog))
    }
}

impl Records for Catalog {
    fn record(&self, record: RecordRef) -> Option<Record> {
        self.get(record).cloned()
    }

    fn pointed_at(&self, record: RecordRef) -> usize {
        let live = self.links_to(record);
        let from: BTreeSet<RecordRef> = live
            .chain(self.trashed_links_to(record))
            .map(|link| link.from)
            .collect();
        from.len()
    }

    fn of_kind(&self, kind: Kind) -> Vec<Record> {
        self.records(kind).cloned().collect()
    }
}
