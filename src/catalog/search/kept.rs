//! The index of a kind: a shelf of most rows, and beside it shelves of those that were edited since. A row
//! counts where it was put last.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::asking::Asked;
use super::scope::{Scope, Shelved, THREADS};
use super::shelf::Shelf;
use crate::catalog::Catalog;
use crate::model::Kind;

/// An index of so many rows is made anew on the spot when many of them were edited.
const SMALL: u32 = 30_000;
/// So many edited rows stand on one shelf, which is made anew after each edit, before the next begins.
const EDITED: usize = 512;
/// So many such shelves are joined to one.
const SHELVES: usize = 8;

/// The index of a kind.
#[derive(Clone, Default)]
pub struct Kept {
    /// Most rows.
    pub base: Arc<Shelf>,
    /// The rows that were edited since, the latest at the end.
    edited: Vec<Edited>,
}

/// Edited rows, and their shelf, made when it is asked for.
#[derive(Clone, Default)]
struct Edited {
    rows: Arc<BTreeSet<u32>>,
    /// Boxed: each edit drops the place for it.
    shelf: Arc<OnceLock<Box<Shelf>>>,
}

impl From<Shelf> for Kept {
    fn from(base: Shelf) -> Kept {
        Kept {
            base: Arc::new(base),
            edited: Vec::new(),
        }
    }
}

impl Kept {
    /// Of all rows of a kind, read by so many threads at most.
    pub fn of(catalog: &Catalog, kind: Kind, threads: usize) -> Kept {
        Shelf::of(catalog, kind, None, threads).into()
    }

    /// Takes in that a row was edited.
    pub fn edit(&mut self, row: u32) {
        let is_full = |last: &Edited| last.shelf.get().is_some() && last.rows.len() >= EDITED;
        if self.edited.last().is_none_or(is_full) {
            if self.edited.len() == SHELVES {
                let all = self.edited.iter().flat_map(|edited| edited.rows.iter());
                self.edited = vec![Edited {
                    rows: Arc::new(all.copied().collect()),
                    shelf: Arc::default(),
                }];
            }
            self.edited.push(Edited::default());
        }
        if let Some(last) = self.edited.last_mut() {
            Arc::make_mut(&mut last.rows).insert(row);
            last.shelf = Arc::default();
        }
    }

    /// Whether so many rows were edited that an index of all of them is due.
    pub fn is_worn(&self) -> bool {
        let edited: usize = self.edited.iter().map(|edited| edited.rows.len()).sum();
        let base = self.base.len();
        edited > EDITED.max(base as usize / 2) || edited > EDITED && base < SMALL
    }

    /// Whether the shelves of edited rows have become large ones, of which each is made anew when it is edited.
    pub fn is_much_edited(&self) -> bool {
        self.edited
            .iter()
            .any(|edited| edited.rows.len() > EDITED * SHELVES)
    }

    /// The shelves, each with its rows that are not on a later one.
    pub fn shelves<'s>(&'s self, catalog: &Catalog, kind: Kind) -> Vec<Shelved<'s>> {
        let mut shelves = vec![Shelved {
            shelf: &self.base,
            later: self.edited.iter().map(|edited| &*edited.rows).collect(),
        }];
        for (at, edited) in self.edited.iter().enumerate() {
            let rows = || edited.rows.iter().copied().collect();
            let make = || Box::new(Shelf::of(catalog, kind, Some(rows()), THREADS));
            let later = self.edited.iter().skip(at + 1);
            shelves.push(Shelved {
                shelf: edited.shelf.get_or_init(make),
                later: later.map(|edited| &*edited.rows).collect(),
            });
        }
        shelves
    }

    /// The shelves, each with the rows that are looked at.
    pub(super) fn asked<'s>(&'s self, catalog: &Catalog, scope: &Scope<'_>) -> Vec<Asked<'s>> {
        let shelves = self.shelves(catalog, scope.kind).into_iter();
        shelves
            .map(|shelved| {
                let shelf = shelved.shelf;
                let mut within = shelf.scope(scope.collections, scope.trashed);
                if let Some(only) = &scope.only {
                    shelf.keep(&mut within, only);
                }
                shelved.leave(&mut within);
                Asked::new(scope.kind, shelf, &self.base, within)
            })
            .collect()
    }
}
