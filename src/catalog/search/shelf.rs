//! The index of the records of one kind, or of those that were edited since: facets, vocabulary, parts
//! of addresses and numbers.

use super::facet::{FACETS, Facet};
use super::parts::Parts;
use super::recent::Recent;
use super::row::{Reading, organisations, read};
use super::values::{Gathering, Values};
use super::vocabulary::{Used, Vocabulary, words};
use crate::catalog::table::Place;
use crate::catalog::{Catalog, RowSet};
use crate::model::fold::{fold_into, phone_digits};
use crate::model::{Collection, Field, Kind, Record};

/// From so many rows on they are read by two threads.
const WORTH_A_THREAD: usize = 4_096;

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
    /// What stands before the @ of addresses.
    pub mails: Parts,
    /// Digits of telephone numbers and of SIRET.
    pub phones: Parts,
    /// What the last terms meant.
    pub recent: Recent,
    live: RowSet,
    trashed: RowSet,
    views: Vec<(Collection, RowSet)>,
}

impl Shelf {
    /// The shelf of a kind: of the rows named, in order, or of all.
    pub fn of(catalog: &Catalog, kind: Kind, chosen: Option<Vec<u32>>) -> Shelf {
        let table = catalog.table(kind);
        let rows = chosen
            .as_ref()
            .map_or(table.rows(), |rows| rows.len() as u32);
        let row = |at: u32| match &chosen {
            None => at,
            Some(rows) => rows.get(at as usize).copied().unwrap_or(u32::MAX),
        };
        let record = |at: u32| table.record(row(at));
        let mut shelf = Shelf {
            rows,
            ..Shelf::default()
        };
        let views = Collection::VIEWS
            .into_iter()
            .filter(|view| view.kind() == kind);
        shelf.views = views.map(|view| (view, RowSet::new())).collect();
        for at in 0..rows {
            if let Some(record) = record(at) {
                shelf.mark(at, record);
            }
        }
        let names = |facet: Facet| {
            matches!(
                facet,
                Facet::Name | Facet::First | Facet::Sigle | Facet::Former
            )
        };
        let called = match kind {
            Kind::Person => organisations(catalog),
            _ => Vec::new(),
        };
        let gather = |which: Which<'_>| {
            let mut gathered = Gathered::new(which);
            for at in 0..rows {
                gathered.row = at;
                if let Some(record) = record(at) {
                    let place = Place { kind, row: row(at) };
                    gathered.next();
                    read(catalog, record, Some(place), Some(&called), &mut gathered);
                }
                gathered.end();
            }
            gathered.done(rows)
        };
        let names_only: Which<'_> = (&|facet| names(facet), false);
        let others: Which<'_> = (&|facet| !names(facet), true);
        let (one, other) = if rows as usize >= WORTH_A_THREAD {
            std::thread::scope(|scope| {
                let other = scope.spawn(|| gather(others));
                let one = gather(names_only);
                // A panic over there is a bug: it goes on here.
                let other = other
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                (one, other)
            })
        } else {
            (gather(names_only), gather(others))
        };
        for (facet, (mine, theirs)) in Facet::ALL
            .into_iter()
            .zip(one.values.into_iter().zip(other.values))
        {
            if let Some(slot) = shelf.values.get_mut(facet.at()) {
                *slot = if names(facet) { mine } else { theirs };
            }
        }
        (shelf.mails, shelf.phones) = (other.mails, other.phones);
        shelf.words = Vocabulary::of(&shelf.values);
        shelf.chosen = chosen;
        shelf
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

    /// How many rows stand here.
    pub fn len(&self) -> u32 {
        self.rows
    }

    /// The kind's row that stands at that place.
    pub fn row(&self, at: u32) -> u32 {
        match &self.chosen {
            None => at,
            Some(rows) => rows.get(at as usize).copied().unwrap_or(u32::MAX),
        }
    }

    /// The places that stand here of these collections of the kind (none named: all), live or trashed.
    pub fn scope(&self, collections: &[Collection], trashed: bool) -> RowSet {
        let mut rows = if trashed {
            self.trashed.clone()
        } else {
            self.live.clone()
        };
        let whole = collections
            .iter()
            .any(|collection| matches!(collection, Collection::All(_)));
        if !whole && !collections.is_empty() {
            let mut wanted = RowSet::new();
            for (view, of) in &self.views {
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
        let rows = |used: &Used| self.of_facet(used.facet()).rows(used.value).len();
        self.uses(word).iter().map(rows).sum()
    }

    /// Whether one of these rows has a word as a whole.
    pub fn has_word(&self, word: &str, within: &RowSet) -> bool {
        let rows = |used: &Used| self.of_facet(used.facet()).rows(used.value);
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
        let sets = 8 * (self.live.words().len() + self.trashed.words().len());
        self.values.iter().map(Values::size).sum::<usize>()
            + self.words.size()
            + self.mails.size()
            + self.phones.size()
            + sets
    }
}

static EMPTY: std::sync::LazyLock<Values> = std::sync::LazyLock::new(Values::default);

/// Which facets are gathered, and whether addresses and numbers are.
type Which<'w> = (&'w (dyn Fn(Facet) -> bool + Sync), bool);

/// The texts of rows being read.
struct Gathered<'a, 'w> {
    which: Which<'w>,
    row: u32,
    values: [Gathering<'a>; FACETS],
    mails: Parts,
    phones: Parts,
    /// The name of the record at hand, for what its addresses tell besides.
    name: Vec<&'a str>,
    addresses: Vec<&'a str>,
    known: String,
    room: String,
}

struct Done {
    values: [Values; FACETS],
    mails: Parts,
    phones: Parts,
}

impl<'a, 'w> Gathered<'a, 'w> {
    fn new(which: Which<'w>) -> Gathered<'a, 'w> {
        Gathered {
            which,
            row: 0,
            values: Default::default(),
            mails: Parts::default(),
            phones: Parts::default(),
            name: Vec::new(),
            addresses: Vec::new(),
            known: String::new(),
            room: String::new(),
        }
    }

    fn next(&mut self) {
        self.name.clear();
        self.addresses.clear();
    }

    fn add(&mut self, facet: Facet, text: &'a str) {
        if let Some(values) = self.values.get_mut(facet.at()) {
            values.add(self.row, text);
        }
    }

    fn end(&mut self) {
        let (_, with_parts) = self.which;
        if !with_parts {
            return;
        }
        self.known.clear();
        if !self.addresses.is_empty() {
            for name in &self.name {
                fold_into(name, &mut self.known);
                self.known.push(' ');
            }
        }
        for address in std::mem::take(&mut self.addresses) {
            let (local, domain) = address.split_once('@').unwrap_or((address, ""));
            if !domain.is_empty() {
                self.add(Facet::Domain, domain);
            }
            self.room.clear();
            fold_into(local, &mut self.room);
            self.mails.add(&self.room);
            for word in local.split(|c: char| !c.is_alphabetic()) {
                if word.len() > 2 && !tells(&self.known, word) {
                    self.add(Facet::Mail, word);
                }
            }
        }
        self.mails.next_row();
        self.phones.next_row();
    }

    fn done(mut self, rows: u32) -> Done {
        self.mails.done();
        self.phones.done_with_heads();
        Done {
            values: self.values.map(|values| values.done(rows)),
            mails: self.mails,
            phones: self.phones,
        }
    }
}

/// Whether a word of an address follows from folded names: one of their words or several written as
/// one, alone or behind an initial.
fn tells(names: &str, word: &str) -> bool {
    joined(names, word) || word.get(1..).is_some_and(|rest| joined(names, rest))
}

/// Whether words that follow each other make the wanted one when written as one.
fn joined(names: &str, wanted: &str) -> bool {
    let starts = words(names).enumerate().map(|(at, _)| at);
    starts.into_iter().any(|from| {
        let mut rest = wanted;
        for word in words(names).skip(from) {
            match rest.get(..word.len()) {
                Some(begin) if begin.eq_ignore_ascii_case(word) => {
                    rest = rest.get(word.len()..).unwrap_or_default();
                }
                _ => return false,
            }
            if rest.is_empty() {
                return true;
            }
        }
        false
    })
}

impl<'a> Reading<'a> for Gathered<'a, '_> {
    fn value(&mut self, facet: Facet, _: &'static Field, text: &'a str) {
        let (wanted, with_parts) = self.which;
        if wanted(facet) {
            self.add(facet, text);
        }
        if with_parts && matches!(facet, Facet::Name | Facet::First) {
            self.name.push(text);
        }
    }

    fn wants_functions(&self) -> bool {
        self.which.1
    }

    fn mail(&mut self, _: &'static Field, text: &'a str) {
        if self.which.1 {
            self.addresses.push(text);
        }
    }

    fn phone(&mut self, _: &'static Field, text: &'a str) {
        if self.which.1 {
            self.phones.add(&phone_digits(text));
        }
    }
}
