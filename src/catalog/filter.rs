//! The one entry for panes and the find layer: a query over collections.

use std::sync::atomic::AtomicBool;

use super::search::{Found, Scope};
use super::{Catalog, Hit, Query};
use crate::model::{Collection, Record, RecordRef};

/// The rows that a query leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filtered {
    /// The rows: best first if the query has words, else in the order in which they came.
    pub rows: Vec<RecordRef>,
    /// How many there are.
    pub total: usize,
    /// Whether no row has the words as they are, and these have their letters.
    pub loose: bool,
}

impl Catalog {
    /// The records of these collections (none named: every kind) that match; live ones, or those in
    /// the trash if the query says `is:trashed`. Quick enough for a keystroke in a pane.
    pub fn filter(&self, collections: &[Collection], query: &Query) -> Filtered {
        let found = self.find(collections, query, usize::MAX);
        Filtered {
            rows: found.hits.iter().map(|hit| hit.record).collect(),
            total: found.total,
            loose: found.loose,
        }
    }

    /// The best `limit` records that match, with their scores.
    pub fn find(&self, collections: &[Collection], query: &Query, limit: usize) -> Found {
        if query.terms.is_empty() {
            return self.find_without_words(collections, query, limit);
        }
        let scope = Scope {
            collections,
            trashed: query.trashed,
        };
        let matches = |place| {
            query.is_plain()
                || self
                    .at(place)
                    .is_some_and(|record| query.matches(self, record))
        };
        self.index
            .scan(&query.terms, scope, matches, limit, &AtomicBool::new(false))
            .unwrap_or_default()
    }

    fn find_without_words(&self, collections: &[Collection], query: &Query, limit: usize) -> Found {
        let everything: Vec<Collection>;
        let collections = if collections.is_empty() {
            everything = crate::model::Kind::ALL
                .iter()
                .map(|kind| Collection::All(*kind))
                .collect();
            &everything
        } else {
            collections
        };
        let holds = |record: &Record, before: &[Collection], collection: &Collection| {
            record.trashed == query.trashed
                && collection.holds(record)
                && !before.iter().any(|earlier| earlier.holds(record))
                && query.matches(self, record)
        };
        let mut hits = Vec::new();
        let mut total = 0;
        for (at, collection) in collections.iter().enumerate() {
            let before = collections.get(..at).unwrap_or_default();
            for record in self.records(collection.kind()) {
                if holds(record, before, collection) {
                    total += 1;
                    if hits.len() < limit {
                        hits.push(Hit {
                            record: record.reference(),
                            score: 0,
                        });
                    }
                }
            }
        }
        Found {
            hits,
            total,
            loose: false,
        }
    }
}
