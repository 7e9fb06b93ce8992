//! Free search: words first, then rows. A term is matched once against the vocabulary of a kind, which
//! gives points to the values of its facets; the rows follow from the values. Words are in any order,
//! every one must match, and a name tells more than a function.
//!
//! Kinds whose records link two others and are called after them (affiliations, registrations …) have
//! no words of their own here: they are searched only where they are asked for, by the words of the
//! records that they link (`Catalog::find`).

mod asking;
mod best;
mod bucket;
mod evidence;
mod facet;
mod found;
mod gathered;
mod gathering;
mod held;
mod highlight;
mod kept;
mod matching;
mod numbers;
mod order;
mod parts;
mod rate;
mod recent;
mod row;
mod scope;
mod shelf;
mod terms;
mod values;
mod vocabulary;

use std::sync::atomic::AtomicBool;

pub use evidence::Evidence;
pub use facet::is_link;
pub use found::{Found, Hit};
pub use highlight::{highlight, score_text};
pub use rate::How;
pub use row::called;
pub use terms::{Term, Terms, Typed};

use super::table::Place;
use super::threads::{Queue, in_parallel};
use super::{Catalog, RowSet};
use crate::model::Kind;
use asking::Answered;
use facet::Facet;
use held::Held;
use kept::Kept;
use matching::{Matched, Reach};
use row::Called;
pub(super) use scope::Scope;
use scope::THREADS;
use shelf::Filling;

/// The rows of a kind of so many are read by several threads.
const LARGE: u32 = 100_000;
/// The index of a catalog at one moment; cheap to clone, free to send to another thread.
#[derive(Clone, Default)]
pub struct Snapshot {
    kinds: Vec<Kept>,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot").finish_non_exhaustive()
    }
}

/// Whether search reads anything of that kind.
fn is_read(kind: Kind) -> bool {
    let mut fields = kind.fields().iter();
    fields.any(|field| field.searchable || Facet::of(kind, field).is_some())
}

impl Snapshot {
    /// The best `limit` rows of these scopes that have all terms, and how many have. `None` if
    /// cancelled.
    pub(super) fn search(
        &self,
        catalog: &Catalog,
        terms: &Terms,
        scopes: &[Scope<'_>],
        limit: usize,
        cancel: &AtomicBool,
    ) -> Option<Found> {
        let mut asked = Vec::new();
        for scope in scopes {
            let kept = self.kinds.get(usize::from(scope.kind.code()));
            let shelves = kept.into_iter().flat_map(|kept| kept.asked(catalog, scope));
            asked.extend(shelves);
        }
        asking::find(asked, terms, limit, cancel).map(|(found, placed)| {
            let hit = |placed: &Answered| {
                Some(Hit {
                    record: catalog.at(placed.place)?.reference(),
                    score: placed.points,
                    approximate: placed.approximate,
                    past: false,
                })
            };
            Found {
                hits: placed.iter().filter_map(hit).collect(),
                ..found
            }
        })
    }

    /// The rows of a kind that have a term as it is typed, live or trashed; with `called`, in what they
    /// are called.
    pub(super) fn rows(&self, catalog: &Catalog, term: &Term, kind: Kind, called: bool) -> RowSet {
        let mut rows = RowSet::new();
        let Some(kept) = self.kinds.get(usize::from(kind.code())) else {
            return rows;
        };
        for shelved in kept.shelves(catalog, kind) {
            let shelf = shelved.shelf;
            let mut matched = Matched::of(shelf, &kept.base, term, Reach::Strict);
            if called {
                matched = matched.called();
            }
            let mut places = matched.rows(shelf);
            shelved.leave(&mut places);
            shelf.put(&places, &mut rows);
        }
        rows
    }

    /// Takes in that these records changed.
    pub(super) fn renew(&mut self, catalog: &Catalog, places: &[Place]) {
        for place in places.iter().filter(|place| is_read(place.kind)) {
            let code = usize::from(place.kind.code());
            if self.kinds.len() <= code {
                self.kinds.resize_with(code + 1, Kept::default);
            }
            if let Some(kept) = self.kinds.get_mut(code) {
                kept.edit(place.row);
            }
        }
        for kind in Kind::ALL {
            let kept = self.kinds.get_mut(usize::from(kind.code()));
            if let Some(kept) = kept.filter(|kept| kept.is_worn()) {
                *kept = Kept::of(catalog, *kind, THREADS);
            }
        }
    }

    /// Makes all ready that a query would make, after many edits.
    pub(super) fn make_ready(&mut self, catalog: &Catalog) {
        for kind in Kind::ALL {
            if let Some(kept) = self.kinds.get_mut(usize::from(kind.code())) {
                if kept.is_much_edited() {
                    *kept = Kept::of(catalog, *kind, THREADS);
                }
                kept.shelves(catalog, *kind);
            }
        }
    }

    /// The index of a catalog, made anew.
    pub(super) fn of(catalog: &Catalog) -> Snapshot {
        let mut made = Snapshot::default();
        let read = Kind::ALL.iter().copied();
        let others = read.filter(|kind| is_read(*kind) && *kind != Kind::Person);
        let rows = |kind: &Kind| catalog.table(*kind).rows();
        // Of a large kind the rows are shared out to threads, of small ones the kinds. Affiliations come
        // first: they tell the functions of people.
        let is_first = |kind: &Kind| *kind == Kind::Affiliation || rows(kind) > LARGE;
        let (first, mut small): (Vec<Kind>, Vec<Kind>) = others.partition(is_first);
        for kind in first {
            made.keep(kind, Kept::of(catalog, kind, THREADS));
        }
        small.sort_by_key(|kind| std::cmp::Reverse(rows(kind)));
        let all = small.iter().map(rows).sum::<u32>() + rows(&Kind::Person);
        let threads = match all > shelf::WORTH_A_THREAD {
            true => THREADS,
            false => 1,
        };
        let affiliations = made.kinds.get(usize::from(Kind::Affiliation.code()));
        let held = affiliations.and_then(|kept| Held::new(catalog, &kept.base));
        let called = Called::new(catalog);
        let people = Filling::new(catalog, Kind::Person, None, &called, held.as_ref());
        let small = Queue::of(small);
        let done = in_parallel(threads, || {
            let mut kept = Vec::new();
            while let Some(kind) = small.take() {
                kept.push((kind, Kept::of(catalog, kind, 1)));
            }
            (kept, people.read())
        });
        let (kept, read): (Vec<Vec<(Kind, Kept)>>, Vec<_>) = done.into_iter().unzip();
        let people = people.shelf(read, threads).into();
        kept.into_iter()
            .flatten()
            .chain([(Kind::Person, people)])
            .for_each(|(kind, kept)| made.keep(kind, kept));
        made
    }

    fn keep(&mut self, kind: Kind, kept: Kept) {
        let code = usize::from(kind.code());
        if self.kinds.len() <= code {
            self.kinds.resize_with(code + 1, Kept::default);
        }
        if let Some(slot) = self.kinds.get_mut(code) {
            *slot = kept;
        }
    }

    /// How many bytes the index of a kind takes.
    pub fn size_in_bytes(&self, kind: Kind) -> usize {
        self.kinds
            .get(usize::from(kind.code()))
            .map_or(0, |kept| kept.base.size())
    }
}
