//! The records that are marked: which, how many of each kind, and where they lie, all kept up from mark to mark, so that
//! nothing that is asked of very many at a key is looked for among them.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::catalog::{Catalog, Located, Query};
use crate::model::{Collection, Kind, RecordRef};

/// Marked records.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    all: Arc<HashSet<RecordRef>>,
    kinds: BTreeMap<Kind, usize>,
    /// Where they lie, once that was asked.
    located: Option<Located>,
    /// What was marked, or unmarked, since.
    since: Vec<RecordRef>,
}

impl Marks {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether that record is marked.
    pub fn contains(&self, record: &RecordRef) -> bool {
        self.all.contains(record)
    }

    /// All of them, in no order.
    pub fn all(&self) -> &Arc<HashSet<RecordRef>> {
        &self.all
    }

    /// Their kinds, with how many there are of each.
    pub fn kinds(&self) -> &BTreeMap<Kind, usize> {
        &self.kinds
    }

    /// Marks a record; says whether it was not marked.
    pub fn insert(&mut self, record: RecordRef) -> bool {
        let is_new = !self.all.contains(&record) && Arc::make_mut(&mut self.all).insert(record);
        if is_new {
            *self.kinds.entry(record.kind).or_default() += 1;
            self.moved(record);
        }
        is_new
    }

    /// Takes the mark off a record; says whether it was marked.
    pub fn remove(&mut self, record: &RecordRef) -> bool {
        let was = self.all.contains(record) && Arc::make_mut(&mut self.all).remove(record);
        if was {
            if let Some(count) = self.kinds.get_mut(&record.kind) {
                *count -= 1;
            }
            self.kinds.retain(|_, count| *count > 0);
            self.moved(*record);
        }
        was
    }

    /// Marks a record, or takes the mark off.
    pub fn toggle(&mut self, record: RecordRef) {
        if !self.remove(&record) {
            self.insert(record);
        }
    }

    /// Takes off all marks.
    pub fn clear(&mut self) {
        *self = Marks::default();
    }

    /// Leaves only the marks on those of which something is so.
    pub fn retain(&mut self, is_so: impl Fn(&RecordRef) -> bool) {
        if !self.all.iter().all(&is_so) {
            *self = self.all.iter().copied().filter(&is_so).collect();
        }
    }

    /// Takes the marks off those records.
    pub fn subtract(&mut self, records: &Arc<HashSet<RecordRef>>) {
        if Arc::ptr_eq(&self.all, records) {
            self.clear();
        } else if records.len() < self.len() {
            records.iter().for_each(|record| {
                self.remove(record);
            });
        } else {
            self.retain(|record| !records.contains(record));
        }
    }

    /// Looks up where they lie, which else is done when that is first asked.
    pub fn place(&mut self, catalog: &Catalog) {
        self.since.clear();
        self.located = Some(catalog.located(self.all.iter()));
    }

    /// How many of them a query leaves, its words taken as conditions.
    pub fn count_left(
        &mut self,
        catalog: &Catalog,
        collections: &[Collection],
        query: &Query,
    ) -> usize {
        if !self
            .located
            .as_ref()
            .is_some_and(|located| catalog.is_located(located))
        {
            self.place(catalog);
        }
        let Some(located) = &mut self.located else {
            return 0;
        };
        for record in self.since.drain(..) {
            catalog.locate_among(located, record, self.all.contains(&record));
        }
        catalog.count_located(collections, query, located)
    }

    fn moved(&mut self, record: RecordRef) {
        if self.located.is_some() {
            self.since.push(record);
        }
    }
}

impl FromIterator<RecordRef> for Marks {
    fn from_iter<I: IntoIterator<Item = RecordRef>>(records: I) -> Marks {
        let all: HashSet<RecordRef> = records.into_iter().collect();
        let mut kinds = BTreeMap::new();
        for record in &all {
            *kinds.entry(record.kind).or_default() += 1;
        }
        Marks {
            all: Arc::new(all),
            kinds,
            ..Marks::default()
        }
    }
}

impl Extend<RecordRef> for Marks {
    fn extend<I: IntoIterator<Item = RecordRef>>(&mut self, records: I) {
        for record in records {
            self.insert(record);
        }
    }
}
