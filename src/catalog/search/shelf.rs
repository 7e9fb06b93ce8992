//! The index of the records of one kind, or of those that were edited since: facets, vocabulary, parts
//! of addresses and numbers.

use std::sync::atomic::{AtomicU32, Ordering};

use super::facet::{FACETS, Facet};
use super::gathered::{Gathered, Joined, Sorted};
use super::held::Held;
use super::numbers::Numbers;
use super::parts::Parts;
use super::recent::Recent;
use super::row::{Called, Roles};
use super::values::Values;
use super::vocabulary::{Used, Vocabulary, words};
use crate::catalog::table::Table;
use crate::catalog::threads::in_parallel;
use crate::catalog::{Catalog, RowSet};
use crate::model::{Collection, Kind, Record};

/// From so many rows on they are worth several threads.
pub const WORTH_A_THREAD: u32 = 4_096;

/// So many rows are read by one thread: whole words of a set of rows.
const BLOCK: u32 = 1_024;

/// An index of some records of a kind.
#[derive(Debug, Default)]
pub struct Shelf {
    /// The kind's rows that stand here, in order; none named: all, as they are numbered.
    chosen: Option<Vec<u32>>,
    /// How many rows stand here.
    rows: u32,
    /// The values of each facet.
    pub values: [Values; FACETS],
    /// The words of them.
    pub words: Vocabulary,
    /// Parts of addresses.
    pub parts: Parts,
    /// Digits of telephone numbers and of SIRET.
    pub numbers: Numbers,
    /// What the last terms meant.
    pub recent: Recent,
    marked: Marked,
}

/// Rows that lie in the trash, that don't, and those of collections.
#[derive(Debug, Default)]
struct Marked {
    live: RowSet,
    trashed: RowSet,
    views: Vec<(Collection, RowSet)>,
}

impl Marked {
    fn of(kind: Kind) -> Marked {
        let of_kind = kind.definition().parts.iter().copied();
        Marked {
            views: of_kind.map(|view| (view, RowSet::new())).collect(),
            ..Marked::default()
        }
    }

    fn mark(&mut self, at: u32, record: &Record) {
        match record.trashed {
            true => self.trashed.insert(at),
            false => self.live.insert(at),
        }
        for (view, rows) in &mut self.views {
            if view.holds(record) {
                rows.insert(at);
            }
        }
    }

    fn join(&mut self, other: &Marked) {
        self.live.join(&other.live);
        self.trashed.join(&other.trashed);
        for ((_, rows), (_, others)) in self.views.iter_mut().zip(&other.views) {
            rows.join(others);
        }
    }
}

/// Rows of a kind on their way to a shelf, block by block, by whichever thread has time.
pub struct Filling<'a> {
    table: &'a Table,
    kind: Kind,
    chosen: Option<Vec<u32>>,
    rows: u32,
    roles: Roles<'a>,
    next: AtomicU32,
}

impl<'a> Filling<'a> {
    /// Of the rows named, in order, or of all; `held` is what is known already of functions.
    pub fn new(
        catalog: &'a Catalog,
        kind: Kind,
        chosen: Option<Vec<u32>>,
        called: &'a Called<'a>,
        held: Option<&'a Held<'a>>,
    ) -> Filling<'a> {
        let table = catalog.table(kind);
        let rows = chosen.as_ref().map(|rows| rows.len() as u32);
        Filling {
            table,
            kind,
            rows: rows.unwrap_or(table.rows()),
            chosen,
            roles: Roles::new(catalog, kind, Some(called)).with(held),
            next: AtomicU32::new(0),
        }
    }

    /// Reads blocks until all are taken.
    pub fn read(&self) -> Read {
        let (mut gathered, mut marked) = (Gathered::default(), Marked::of(self.kind));
        loop {
            let from = self.next.fetch_add(BLOCK, Ordering::Relaxed);
            if from >= self.rows {
                return Read(gathered.sorted(), marked);
            }
            gathered.begin_block(from);
            for at in from..self.rows.min(from + BLOCK) {
                let row = match &self.chosen {
                    None => at,
                    Some(rows) => rows.get(at as usize).copied().unwrap_or(u32::MAX),
                };
                gathered.begin(at);
                if let Some(record) = self.table.record(row) {
                    marked.mark(at, record);
                    self.roles.read(record, Some(row), &mut gathered);
                }
                gathered.end();
            }
        }
    }

    /// The shelf of all that was read, made by so many threads.
    pub fn shelf(self, read: Vec<Read>, threads: usize) -> Shelf {
        let mut marked = Marked::of(self.kind);
        let mut sorted = Vec::new();
        for Read(of_part, marked_there) in read {
            marked.join(&marked_there);
            sorted.push(of_part);
        }
        let joined = Joined::of(sorted, self.rows, threads);
        Shelf {
            chosen: self.chosen,
            rows: self.rows,
            values: joined.values,
            words: joined.words,
            parts: joined.parts,
            numbers: joined.numbers,
            recent: Recent::default(),
            marked,
        }
    }
}

/// What one thread read.
pub struct Read(Sorted, Marked);

impl Shelf {
    /// The shelf of a kind: of the rows named, in order, or of all; at most so many threads read.
    pub fn of(catalog: &Catalog, kind: Kind, chosen: Option<Vec<u32>>, threads: usize) -> Shelf {
        let called = Called::new(catalog);
        let reading = Filling::new(catalog, kind, chosen, &called, None);
        let threads = match reading.rows >= WORTH_A_THREAD {
            true => threads,
            false => 1,
        };
        let read = in_parallel(threads, || reading.read());
        reading.shelf(read, threads)
    }

    /// How many rows stand here.
    pub fn len(&self) -> u32 {
        self.rows
    }

    /// Whether what stands at that place lies in the trash.
    pub fn is_trashed(&self, at: u32) -> bool {
        self.marked.trashed.contains(at)
    }

    /// The kind's row that stands at that place.
    pub fn row(&self, at: u32) -> u32 {
        match &self.chosen {
            None => at,
            Some(rows) => rows.get(at as usize).copied().unwrap_or(u32::MAX),
        }
    }

    /// The place of a row of the kind, if it stands here.
    pub fn place(&self, row: u32) -> Option<u32> {
        match &self.chosen {
            None => (row < self.rows).then_some(row),
            Some(rows) => rows.binary_search(&row).ok().map(|at| at as u32),
        }
    }

    /// Leaves only the places of these rows of the kind.
    pub fn keep(&self, places: &mut RowSet, rows: &RowSet) {
        match &self.chosen {
            None => places.keep(rows),
            Some(_) => places.retain(|place| rows.contains(self.row(place))),
        }
    }

    /// Adds the rows of the kind that stand at these places.
    pub fn put(&self, places: &RowSet, rows: &mut RowSet) {
        match &self.chosen {
            None => rows.join(places),
            Some(_) => places.iter().for_each(|place| rows.insert(self.row(place))),
        }
    }

    /// The places that stand here of these collections of the kind (none named: all), live or trashed.
    pub fn scope(&self, collections: &[Collection], trashed: bool) -> RowSet {
        let mut rows = if trashed {
            self.marked.trashed.clone()
        } else {
            self.marked.live.clone()
        };
        let whole = collections
            .iter()
            .any(|collection| matches!(collection, Collection::All(_)));
        if !whole && !collections.is_empty() {
            let mut wanted = RowSet::new();
            for (view, of) in &self.marked.views {
                if collections.contains(view) {
                    wanted.join(of);
                }
            }
            rows.keep(&wanted);
        }
        rows
    }

    /// The values of a facet.
    pub fn of_facet(&self, facet: Facet) -> &Values {
        self.values.get(facet.at()).unwrap_or(&EMPTY)
    }

    /// The uses of a word, if it is one of the vocabulary.
    fn uses(&self, word: &str) -> &[Used] {
        let at = self.words.beginning(word).start;
        match self.words.word(at) == word {
            true => self.words.uses(at),
            false => &[],
        }
    }

    /// How many rows have a word, each once for every value.
    pub fn borne(&self, word: &str) -> usize {
        let rows = |used: &Used| self.of_facet(used.facet()).rows(used.value()).len();
        self.uses(word).iter().map(rows).sum()
    }

    /// Whether one of these rows has a word as a whole.
    pub fn has_word(&self, word: &str, within: &RowSet) -> bool {
        let rows = |used: &Used| self.of_facet(used.facet()).rows(used.value());
        let mut rows = self.uses(word).iter().flat_map(rows);
        rows.any(|row| within.contains(*row))
    }

    /// Whether the row's values of a facet have more words than are taken.
    pub fn has_room(&self, facet: Facet, place: u32, taken: u8) -> bool {
        let of = self.of_facet(facet);
        let count = |value: u32| words(of.text(value)).count();
        of.of(place).map(count).sum::<usize>() > usize::from(taken)
    }

    /// How many bytes it takes.
    pub fn size(&self) -> usize {
        let sets = 8 * (self.marked.live.words().len() + self.marked.trashed.words().len());
        self.values.iter().map(Values::size).sum::<usize>()
            + self.words.size()
            + self.parts.size()
            + self.numbers.size()
            + sets
    }
}

static EMPTY: std::sync::LazyLock<Values> = std::sync::LazyLock::new(Values::default);
