//! The one entry for panes, the find layer, views and exports: a query over collections.

use std::sync::atomic::AtomicBool;

use super::query::{Node, Plan};
use super::search::{Found, Scope, Term, Terms, is_link};
use super::{Catalog, Hit, Query, RowSet};
use crate::model::{Collection, FieldType, Hop, Kind, Record, RecordRef};

/// The rows that a query leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filtered {
    /// The rows: best first if the query has words, else in the order in which they came.
    pub rows: Vec<RecordRef>,
    /// How many have the words as they are typed.
    pub total: usize,
    /// How many of them have the words only approximately: they are the last ones.
    pub approximate: usize,
}

impl Filtered {
    /// The rows that have the words as they are typed.
    pub fn exact(mut self) -> Vec<RecordRef> {
        self.rows.truncate(self.total);
        self.rows
    }
}

impl Catalog {
    /// How many of the live records of a collection are not over, and how many are.
    pub fn counts(&self, collection: Collection) -> (usize, usize) {
        let never = std::sync::atomic::AtomicBool::new(false);
        let mut over = Plan::new(self, &never).over(collection.kind());
        if !over.is_empty() {
            over.keep(&self.matching(collection, &Query::default(), &never));
        }
        let past = over.len();
        (self.count(collection).saturating_sub(past), past)
    }

    /// What lies in the trash, kind by kind.
    pub fn trash(&self) -> impl Iterator<Item = &Record> {
        let never = AtomicBool::new(false);
        let full = self.trash_kinds();
        let rows: Vec<(Kind, RowSet)> = full
            .map(|kind| (kind, Plan::new(self, &never).there(kind, true)))
            .collect();
        rows.into_iter().flat_map(move |(kind, rows)| {
            let rows: Vec<u32> = rows.iter().collect();
            rows.into_iter()
                .filter_map(move |row| self.table(kind).record(row))
        })
    }

    /// The records of these collections (none named: every kind) that match; live ones, or those in
    /// the trash if the query says `is:trashed`. Quick enough for a keystroke in a pane.
    pub fn filter(&self, collections: &[Collection], query: &Query) -> Filtered {
        let found = self.find(collections, query, usize::MAX);
        Filtered {
            rows: found.hits.iter().map(|hit| hit.record).collect(),
            total: found.total,
            approximate: found.approximate,
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
            // Words alone are looked for where records have words of their own.
            let words = !query.terms.is_empty() && query.is_plain();
            let kinds = Kind::ALL.iter().filter(|kind| !words || !is_link(**kind));
            everything = kinds.map(|kind| Collection::All(*kind)).collect();
            &everything
        } else {
            collections
        };
        if query.terms.is_empty() {
            return self.find_without_words(collections, query, limit, cancel);
        }
        let plan = Plan::new(self, cancel);
        let only = |kind: Kind| (!query.is_plain()).then(|| self.asked(&plan, kind, query.tree()));
        let scopes: Vec<Scope<'_>> = kinds(collections)
            .filter(|kind| !is_link(*kind))
            .map(|kind| Scope {
                kind,
                collections: if whole(collections, kind) {
                    &[]
                } else {
                    collections
                },
                trashed: query.trashed,
                only: only(kind),
            })
            .collect();
        let mut found = self
            .searched()
            .search(self, &query.terms, &scopes, limit, cancel)?;
        for kind in kinds(collections).filter(|kind| is_link(*kind)) {
            let mut rows = plan.there(kind, query.trashed);
            rows.keep(&plan.having(&query.terms, kind));
            if let Some(only) = only(kind) {
                rows.keep(&only);
            }
            found.total += rows.len();
            let mut over = plan.over(kind);
            over.keep(&rows);
            rows.subtract(&over);
            for rows in [rows, over] {
                let room = limit.saturating_sub(found.hits.len());
                found.hits.extend(self.hits(kind, &rows, room));
            }
        }
        self.tell_past(&query.terms, &mut found);
        Some(found)
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
        plan.rows(kind, &Node::All(nodes.to_vec()).applied(kind))
    }

    /// The rows of a kind that have these words as typed, live or not. A record that links others has
    /// a word if it has it itself, or one of those that it is called after has.
    pub(super) fn rows_with(&self, plan: &Plan<'_>, terms: &Terms, kind: Kind) -> RowSet {
        let has = |term: &Term| {
            let mut rows = self.searched().rows(self, term, kind, false);
            if is_link(kind) {
                for (step, to) in named_by(kind) {
                    let there = self.searched().rows(self, term, to, true);
                    rows.join(&plan.back(step, kind, there));
                }
            }
            rows
        };
        let mut rows = RowSet::all(self.table(kind).rows());
        terms.wanted.iter().for_each(|term| rows.keep(&has(term)));
        terms
            .unwanted
            .iter()
            .for_each(|term| rows.subtract(&has(term)));
        rows
    }

    fn hits(&self, kind: Kind, rows: &RowSet, limit: usize) -> impl Iterator<Item = Hit> {
        let records = rows
            .iter()
            .filter_map(move |row| self.table(kind).record(row));
        records
            .take(limit)
            .map(|record| Hit {
                record: record.reference(),
                score: 0,
                approximate: false,
                past: false,
            })
            .collect::<Vec<_>>()
            .into_iter()
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
            let room = limit.saturating_sub(hits.len());
            hits.extend(self.hits(collection.kind(), &rows, room));
        }
        Some(Found {
            hits,
            total,
            approximate: 0,
        })
    }
}

/// The links after which records of a kind are called, to kinds that have words of their own.
fn named_by(kind: Kind) -> impl Iterator<Item = (Hop, Kind)> {
    let title = kind.definition().title.iter();
    title
        .filter_map(move |number| kind.field(*number))
        .flat_map(|field| {
            let to: &[Kind] = match field.kind {
                FieldType::Reference(kinds) => kinds,
                _ => &[],
            };
            to.iter()
                .filter(|to| !is_link(**to))
                .map(|to| (Hop::To(field.number, *to), *to))
        })
}

/// Whether a whole kind is among the collections.
fn whole(collections: &[Collection], kind: Kind) -> bool {
    collections.contains(&Collection::All(kind))
}

/// The kinds of collections, each once.
fn kinds(collections: &[Collection]) -> impl Iterator<Item = Kind> {
    Kind::ALL.iter().copied().filter(|kind| {
        collections
            .iter()
            .any(|collection| collection.kind() == *kind)
    })
}
