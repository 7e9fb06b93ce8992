//! The order of a large list, made once: what a query leaves of it is read off without sorting.

use std::sync::atomic::AtomicBool;

use super::ordering::Order;
use super::table::Place;
use super::{Catalog, Query, RowSet};
use crate::model::{Collection, Kind, Lang, RecordRef};

/// Up to so many rows are put in order by their ranks; beyond, the order is gone through.
const FEW: usize = 20_000;

/// All rows of some collections in an order, and the place of each row there.
#[derive(Debug, Default)]
pub struct Ranking {
    rows: Vec<Place>,
    kinds: Vec<Ranked>,
}

/// The rows of a kind in a ranking.
#[derive(Debug)]
struct Ranked {
    kind: Kind,
    /// The place of each row.
    ranks: Vec<u32>,
    /// Those that have one.
    rows: RowSet,
}

impl Ranking {
    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The place of a row in the order; rows made since come last.
    fn rank(&self, place: Place) -> u32 {
        let ranked = self.kinds.iter().find(|ranked| ranked.kind == place.kind);
        ranked
            .and_then(|ranked| ranked.ranks.get(place.row as usize).copied())
            .unwrap_or(u32::MAX)
    }

    /// Whether none of its rows is left out of these: then they stand where it says, without being gone through.
    fn is_within(&self, sets: &[(Kind, RowSet)]) -> bool {
        self.kinds.iter().all(|ranked| {
            let sets = sets.iter().filter(|(kind, _)| *kind == ranked.kind);
            let there: usize = sets.map(|(_, rows)| ranked.rows.count_in(rows)).sum();
            there == ranked.rows.len()
        })
    }

    /// The rows of these that were made since.
    fn fresh(&self, sets: &[(Kind, RowSet)]) -> Vec<Place> {
        let mut fresh = Vec::new();
        for (kind, rows) in sets {
            let mut rows = rows.clone();
            let ranked = self.kinds.iter().filter(|ranked| ranked.kind == *kind);
            ranked.for_each(|ranked| rows.subtract(&ranked.rows));
            fresh.extend(rows.iter().map(|row| Place { kind: *kind, row }));
        }
        fresh
    }
}

/// Some of the rows that a query leaves, and how many there are in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The rows, in order.
    pub rows: Vec<RecordRef>,
    /// How many there are without the window.
    pub total: usize,
}

impl Catalog {
    /// The live records of these collections (or those in the trash) in an order; `None` if `cancel` was set
    /// meanwhile. Takes seconds for a million: not for the path of a key.
    pub fn rank(
        &self,
        collections: &[Collection],
        trashed: bool,
        order: &[Order],
        lang: Lang,
        cancel: &AtomicBool,
    ) -> Option<Ranking> {
        let mut query = Query::default();
        query.trashed = trashed;
        let places: Vec<Place> = self
            .sets(collections, &query)
            .iter()
            .flat_map(|(kind, rows)| rows.iter().map(|row| Place { kind: *kind, row }))
            .collect();
        let sorted = self.order_until(&places, order, lang, cancel)?;
        let rows: Vec<Place> = sorted
            .iter()
            .filter_map(|at| places.get(*at as usize).copied())
            .collect();
        let mut kinds: Vec<Ranked> = Vec::new();
        for (rank, place) in (0..).zip(&rows) {
            let known = kinds.iter().position(|ranked| ranked.kind == place.kind);
            let at = known.unwrap_or_else(|| {
                let all = self.table(place.kind).rows();
                kinds.push(Ranked {
                    kind: place.kind,
                    ranks: vec![u32::MAX; all as usize],
                    rows: RowSet::none(all),
                });
                kinds.len() - 1
            });
            if let Some(ranked) = kinds.get_mut(at)
                && let Some(slot) = ranked.ranks.get_mut(place.row as usize)
            {
                *slot = rank;
                ranked.rows.insert(place.row);
            }
        }
        Some(Ranking { rows, kinds })
    }

    /// The rows from `from` on, `limit` at most, that a query without words leaves, in the order of a
    /// ranking (none: as they lie), and the exact count.
    pub fn window(
        &self,
        collections: &[Collection],
        query: &Query,
        ranking: Option<&Ranking>,
        from: usize,
        limit: usize,
    ) -> Window {
        let sets = self.sets(collections, query);
        let total = sets.iter().map(|(_, rows)| rows.len()).sum();
        let shown = |place: Place| self.at(place).map(|record| record.reference());
        let rows = match ranking.filter(|ranking| ranking.is_within(&sets)) {
            Some(ranking) => {
                let fresh = ranking.fresh(&sets);
                let (ranked, beyond) = (ranking.rows.iter(), from.saturating_sub(ranking.len()));
                let places = ranked.skip(from).chain(fresh.iter().skip(beyond));
                places.take(limit).copied().filter_map(shown).collect()
            }
            None => {
                let places = in_order(&sets, ranking, total);
                places.skip(from).take(limit).filter_map(shown).collect()
            }
        };
        Window { rows, total }
    }

    /// Puts rows in the order of a ranking.
    pub fn by_rank(&self, rows: &mut [RecordRef], ranking: &Ranking) {
        rows.sort_by_cached_key(|row| self.place(*row).map_or(u32::MAX, |at| ranking.rank(at)));
    }

    /// The place of a record among the rows that a query without words leaves, in that order.
    pub fn position(
        &self,
        collections: &[Collection],
        query: &Query,
        ranking: Option<&Ranking>,
        record: RecordRef,
    ) -> Option<usize> {
        let wanted = self.place(record)?;
        let sets = self.sets(collections, query);
        if let Some(ranking) = ranking.filter(|ranking| ranking.is_within(&sets)) {
            let rank = Some(ranking.rank(wanted)).filter(|rank| *rank != u32::MAX);
            let made_since = || {
                let fresh = ranking.fresh(&sets);
                let at = fresh.iter().position(|place| *place == wanted)?;
                Some(ranking.len() + at)
            };
            return rank.map(|rank| rank as usize).or_else(made_since);
        }
        let total = sets.iter().map(|(_, rows)| rows.len()).sum();
        in_order(&sets, ranking, total).position(|place| place == wanted)
    }

    /// The rows that a query without words leaves of each collection, none twice.
    pub(super) fn sets(&self, collections: &[Collection], query: &Query) -> Vec<(Kind, RowSet)> {
        let never = AtomicBool::new(false);
        let mut sets: Vec<(Kind, RowSet)> = Vec::new();
        for collection in collections {
            let mut rows = self.matching(*collection, query, &never);
            for (kind, earlier) in &sets {
                if *kind == collection.kind() {
                    rows.subtract(earlier);
                }
            }
            sets.push((collection.kind(), rows));
        }
        sets
    }
}

/// The rows of some sets, in the order of a ranking; those that it does not know come last.
fn in_order<'a>(
    sets: &'a [(Kind, RowSet)],
    ranking: Option<&'a Ranking>,
    total: usize,
) -> Box<dyn Iterator<Item = Place> + 'a> {
    let places = sets
        .iter()
        .flat_map(|(kind, rows)| rows.iter().map(|row| Place { kind: *kind, row }));
    let Some(ranking) = ranking else {
        return Box::new(places);
    };
    if total <= FEW {
        let mut ranked: Vec<(u32, Place)> =
            places.map(|place| (ranking.rank(place), place)).collect();
        ranked.sort_unstable();
        return Box::new(ranked.into_iter().map(|(_, place)| place));
    }
    let left = |place: &Place| {
        sets.iter()
            .any(|(kind, rows)| *kind == place.kind && rows.contains(place.row))
    };
    let fresh = places.filter(|place| ranking.rank(*place) == u32::MAX);
    Box::new(ranking.rows.iter().copied().filter(left).chain(fresh))
}
