//! What is in memory: every record, who points at whom, titles and names, queries, search. Derived
//! from the store and fed by it; it reads no clock and touches no disk.
//!
//! Records stay encoded. Whatever is derived from them (links, names, search rows) is renewed by
//! `put`, `remove` and `load` before they return, so that every question is answered from `&Catalog`.

mod columns;
mod computed;
mod duplicates;
mod editing;
mod facets;
mod filter;
mod finding;
mod grouping;
mod holding;
mod likeness;
mod links;
mod loading;
mod located;
mod merging;
mod name_index;
mod names;
mod ordering;

mod query;
mod ranking;
mod rows;
mod search;
mod table;
mod taking;
mod threads;
mod titles;
mod views;
mod words;

pub use columns::{
    column_called, column_keys, column_label, column_width, is_column, is_numeric_column,
    is_yielding_column,
};
pub use duplicates::Objection;
pub use filter::Filtered;
pub use grouping::{Group, Tally, grouped_order, summed};
pub use likeness::{Band, Nearness, STAGES, Speaking, TwinGroup, TwinSort, Twins, is_compared};
pub use links::{Link, Section};
pub use loading::Loaded;
pub use located::Located;
pub use merging::{MergeFault, Merged};
pub use ordering::Order;
pub use query::{
    Completions, Meaning, Offer, Query, QueryProblem, Sifted, Trouble, Typing, collection_called,
    name_in,
};
pub use ranking::{Ranking, Window};
pub use rows::RowSet;
pub use search::{Evidence, Found, Hit, How, Snapshot, Term, Terms, highlight, score_text};
pub use views::{Layout, VIEW, View};

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use crate::model::{Collection, Date, Here, Kind, Lang, Record, RecordRef, Zone};
use crate::store::Changed;
use name_index::NameIndex;
use table::{Place, Table};

/// All records, and what is derived from them. A clone is cheap and keeps what it has whatever is
/// edited in the other.
#[derive(Clone)]
pub struct Catalog {
    here: Here,
    day: Option<Date>,
    tables: Vec<Table>,
    names: NameIndex,
    index: OnceLock<Arc<Snapshot>>,
    stale: Vec<Place>,
    facets: facets::Facets,
}

impl std::fmt::Debug for Catalog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Catalog")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

impl Catalog {
    /// An empty catalog, told `here`: in the language of the choices that stand in titles, by the clock of its moments.
    pub fn new(here: impl Into<Here>) -> Catalog {
        let highest = Kind::ALL.iter().map(|kind| kind.code()).max().unwrap_or(0);
        Catalog {
            here: here.into(),
            day: None,
            tables: (0..=highest).map(|_| Table::default()).collect(),
            names: NameIndex::default(),
            index: OnceLock::from(Arc::default()),
            stale: Vec::new(),
            facets: facets::Facets::default(),
        }
    }

    /// The language of the choices that stand in titles.
    pub fn lang(&self) -> Lang {
        self.here.lang
    }

    /// The clock by which moments are told.
    pub fn zone(&self) -> &Zone {
        &self.here.zone
    }

    /// The day by which it is told what is over; none was handed in yet: no date has passed.
    pub fn day(&self) -> Option<Date> {
        self.day
    }

    /// Hands in the day. Nothing is kept of an earlier one: the next answer goes by this one.
    pub fn set_day(&mut self, day: Date) {
        self.day = Some(day);
    }

    /// Whether a record is over: a function that was left, a subscription that was ended.
    pub fn is_over(&self, record: &Record) -> bool {
        let over = record.kind.definition().over;
        over.is_some_and(|over| over.holds(record, self.day))
    }

    /// The record, live or trashed.
    pub fn get(&self, reference: RecordRef) -> Option<&Record> {
        self.at(self.place(reference)?)
    }

    /// Puts a record in, or in the place of an earlier revision of it.
    pub fn put(&mut self, record: Record) {
        self.take_in([Changed::Put(record)]);
    }

    /// Puts many records in at once, in any order; into an empty catalog much faster than one by one.
    pub fn load(&mut self, records: impl IntoIterator<Item = Record>) {
        if self.tables.iter().all(|table| table.rows() == 0) {
            let day = self.day;
            *self = Catalog::of(self.here.clone(), records);
            self.day = day;
            self.index();
        } else {
            self.take_in(records.into_iter().map(Changed::Put));
        }
    }

    /// Makes the search rows of all records: the last part of loading.
    fn index(&mut self) {
        self.stale.clear();
        self.facets.forget();
        self.index = OnceLock::from(Arc::new(Snapshot::of(self)));
    }

    /// The search rows of all records: made now if it was loaded for something else than to be searched.
    fn searched(&self) -> &Snapshot {
        self.index.get_or_init(|| Arc::new(Snapshot::of(self)))
    }

    /// Takes a record out for good; links to it stay with those that point at it.
    pub fn remove(&mut self, reference: RecordRef) {
        self.take_in([Changed::Gone(reference)]);
    }

    /// How many records there are, those in the trash included.
    pub fn len(&self) -> usize {
        self.tables
            .iter()
            .map(|table| table.counts())
            .map(|(live, trashed)| live + trashed)
            .sum()
    }

    /// Whether there is no record at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All records of a kind, those in the trash included.
    pub fn records(&self, kind: Kind) -> impl Iterator<Item = &Record> {
        self.table(kind).records()
    }

    /// The live records of a collection.
    pub fn collection(&self, collection: Collection) -> impl Iterator<Item = &Record> {
        self.records(collection.kind())
            .filter(move |record| !record.trashed && collection.holds(record))
    }

    /// How many records lie in the trash.
    pub fn trash_count(&self) -> usize {
        self.tables.iter().map(|table| table.counts().1).sum()
    }

    /// The kinds of what lies in the trash.
    pub fn trash_kinds(&self) -> impl Iterator<Item = Kind> {
        let kinds = Kind::ALL.iter().copied();
        kinds.filter(|kind| self.table(*kind).counts().1 > 0)
    }

    /// Whether anything lies in the trash.
    pub fn has_trash(&self) -> bool {
        self.tables.iter().any(|table| table.counts().1 > 0)
    }

    /// How many live records a collection has.
    pub fn count(&self, collection: Collection) -> usize {
        match collection {
            Collection::All(kind) => self.table(kind).counts().0,
            // Where they belong is kept: they are not asked one by one.
            view => self
                .matching(view, &Query::default(), &AtomicBool::new(false))
                .len(),
        }
    }

    /// The index of all records, made anew.
    pub fn indexed(&self) -> Snapshot {
        Snapshot::of(self)
    }

    #[inline]
    fn table(&self, kind: Kind) -> &Table {
        &self.tables[usize::from(kind.code())]
    }

    fn table_mut(&mut self, kind: Kind) -> &mut Table {
        &mut self.tables[usize::from(kind.code())]
    }

    fn place(&self, reference: RecordRef) -> Option<Place> {
        let row = self.table(reference.kind).row(reference.id)?;
        Some(Place {
            kind: reference.kind,
            row,
        })
    }

    fn place_for(&mut self, reference: RecordRef) -> Place {
        Place {
            kind: reference.kind,
            row: self.table_mut(reference.kind).row_for(reference),
        }
    }

    fn at(&self, place: Place) -> Option<&Record> {
        self.table(place.kind).record(place.row)
    }
}
