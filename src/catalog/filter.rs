//! The one entry for panes, the find layer, views and exports: a query over collections.

use std::sync::atomic::AtomicBool;

use super::query::{Node, Plan};
use super::search::{Found, Scope, Terms};
use super::{Catalog, Hit, Query, RowSet};
use crate::model::{Collection, Kind, Record, RecordRef};

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
        let never = AtomicBool::new(false);
        self.find_until(collections, query, limit, &never)
            .unwrap_or_default()
    }

    /// As `find`; `None` if `cancel` was set meanwhile.
    pub fn find_until(
        &self,
        collections: &[Collection],
        query: &Query,
        limit: usize,
        cancel: &AtomicBool,
    ) -> Option<Found> {
        let everything: Vec<Collection>;
        let collections = if collections.is_empty() {
            everything = Kind::ALL
                .iter()
                .map(|kind| Collection::All(*kind))
                .collect();
            &everything
        } else {
            collections
        };
        if query.terms.is_empty() {
            return self.find_without_words(collections, query, limit, cancel);
        }
        let scope = Scope {
            collections,
            trashed: query.trashed,
        };
        if query.is_plain() {
            return self
                .index
                .scan(&query.terms, scope, |_| true, limit, cancel);
        }
        let plan = Plan::new(self, cancel);
        let rows: Vec<(Kind, RowSet)> = kinds(collections)
            .map(|kind| (kind, self.asked(&plan, kind, query.tree())))
            .collect();
        let matches = |place: super::table::Place| {
            let of = rows.iter().find(|(kind, _)| *kind == place.kind);
            of.is_some_and(|(_, rows)| rows.contains(place.row))
        };
        self.index.scan(&query.terms, scope, matches, limit, cancel)
    }

    /// The rows of a collection that a query without words leaves.
    pub(super) fn matching(
        &self,
        collection: Collection,
        query: &Query,
        cancel: &AtomicBool,
    ) -> RowSet {
        let plan = Plan::new(self, cancel);
        let mut rows = plan.there(collection.kind(), query.trashed);
        if !matches!(collection, Collection::All(_)) {
            rows.keep(&plan.collected(collection));
        }
        if !query.is_plain() {
            rows.keep(&self.asked(&plan, collection.kind(), query.tree()));
        }
        rows
    }

    fn asked(&self, plan: &Plan<'_>, kind: Kind, nodes: &[Node]) -> RowSet {
        plan.rows(kind, &Node::All(nodes.to_vec()))
    }

    /// The rows of a kind that have these words, live or not.
    pub(super) fn rows_with(&self, terms: &Terms, kind: Kind, cancel: &AtomicBool) -> RowSet {
        let mut rows = RowSet::new();
        for trashed in [false, true] {
            let scope = Scope {
                collections: &[Collection::All(kind)],
                trashed,
            };
            let found = self.index.scan(terms, scope, |_| true, usize::MAX, cancel);
            found
                .filter(|found| !found.loose)
                .into_iter()
                .flat_map(|found| found.hits)
                .filter_map(|hit| self.place(hit.record))
                .for_each(|place| rows.insert(place.row));
        }
        rows
    }

    fn find_without_words(
        &self,
        collections: &[Collection],
        query: &Query,
        limit: usize,
        cancel: &AtomicBool,
    ) -> Option<Found> {
        let mut hits = Vec::new();
        let mut total = 0;
        for (at, collection) in collections.iter().enumerate() {
            let mut rows = self.matching(*collection, query, cancel);
            for earlier in collections.iter().take(at) {
                if earlier.kind() == collection.kind() {
                    rows.subtract(&Plan::new(self, cancel).collected(*earlier));
                }
            }
            if cancel.load(std::sync::atomic::Ordering::Relaxed) {
                return None;
            }
            total += rows.len();
            let records = rows
                .iter()
                .filter_map(|row| self.table(collection.kind()).record(row));
            let room = limit.saturating_sub(hits.len());
            hits.extend(records.take(room).map(|record: &Record| Hit {
                record: record.reference(),
                score: 0,
            }));
        }
        Some(Found {
            hits,
            total,
            loose: false,
        })
    }
}

/// The kinds of collections, each once.
fn kinds(collections: &[Collection]) -> impl Iterator<Item = Kind> {
    Kind::ALL.iter().copied().filter(|kind| {
        collections
            .iter()
            .any(|collection| collection.kind() == *kind)
    })
}
