//! The order of a large list, made once: what a query leaves of it is read off without sorting.

use std::collections::HashMap;
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
    ranks: HashMap<Kind, Vec<u32>>,
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
        let ranks = self.ranks.get(&place.kind);
        ranks
            .and_then(|ranks| ranks.get(place.row as usize).copied())
            .unwrap_or(u32::MAX)
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
        let mut ranks: HashMap<Kind, Vec<u32>> = HashMap::new();
        for (rank, place) in (0..).zip(&rows) {
            let of = ranks
                .entry(place.kind)
                .or_insert_with(|| vec![u32::MAX; self.table(place.kind).rows() as usize]);
            if let Some(slot) = of.get_mut(place.row as usize) {
                *slot = rank;
            }
        }
        Some(Ranking { rows, ranks })
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
        let places = in_order(&sets, ranking, total);
        let shown = |place: Place| self.at(place).map(|record| record.reference());
        Window {
            rows: places.skip(from).take(limit).filter_map(shown).collect(),
            total,
        }
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
        let total = sets.iter().map(|(_, rows)| rows.len()).sum();
        in_order(&sets, ranking, total).position(|place| place == wanted)
    }

    /// The rows that a query without words leaves of each collection, none twice.
    fn sets(&self, collections: &[Collection], query: &Query) -> Vec<(Kind, RowSet)> {
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
