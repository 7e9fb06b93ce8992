//! What comes of it: pairs that are the same, that a person should look at, and groups of them.

use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;

use super::blocks::{self, Pair};
use super::nearness::Nearness;
use super::told::{Told, TwinSort};
use super::weights::{Agreement, Weighing, chance, compare};
use crate::catalog::Catalog;
use crate::catalog::threads::share_out;
use crate::model::apart::{self, APART};
use crate::model::{Field, Kind, RecordRef};

/// Chances from which on two are the same, and from which on that is asked.
const SAME: f64 = 0.999;
const ASK: f64 = 0.5;
/// So many stages it takes to find who is there twice.
pub const STAGES: usize = 4;
/// Pairs are weighed so many at a time.
const CHUNK: usize = 8_192;

/// How sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// A person has to look.
    Ask,
    /// They are the same.
    Same,
}

impl Band {
    /// The identifier used in Fluent keys and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Band::Ask => "ask",
            Band::Same => "same",
        }
    }
}

/// What one field says of two records.
#[derive(Clone, Copy, Debug)]
pub struct Speaking {
    /// The sort.
    pub sort: TwinSort,
    /// The field.
    pub field: &'static Field,
    /// How near the values are.
    pub near: Nearness,
    /// How many records have the one that they share, or the more frequent one of two.
    pub shared_by: u32,
    /// What it weighs, in bits: above 0 for the same, below against it.
    pub bits: f64,
}

/// Two records that may be the same.
#[derive(Clone, Debug)]
pub struct Likely {
    /// The two.
    pub records: [RecordRef; 2],
    /// The chance that they are the same, from 0 to 1.
    pub chance: f64,
    /// How sure that is.
    pub band: Band,
}

/// Records that are the same with each other: each with each, not by way of a third.
#[derive(Clone, Debug, PartialEq)]
pub struct TwinGroup {
    /// The records, in order.
    pub records: Vec<RecordRef>,
    /// The least chance of two of them.
    pub chance: f64,
    /// How sure the least sure two are.
    pub band: Band,
}

/// All that may be the same in a kind.
#[derive(Debug)]
pub struct Twins {
    kind: Kind,
    told: Told,
    weights: Weighing,
    /// Odds of the pairs that are the same or asked, the surest first.
    pairs: Vec<(Pair, f64)>,
}

impl Catalog {
    /// The pairs of which a person said that they are two, each in order.
    pub fn apart(&self) -> BTreeSet<[RecordRef; 2]> {
        let live = self.records(APART).filter(|record| !record.trashed);
        live.filter_map(apart::pair).collect()
    }

    /// Holds the live records of a kind against each other, on so many threads; `apart` are pairs of which a person
    /// said that they are two. `begins` is told which of the `STAGES` begins, and may end it.
    ///
    /// # Errors
    /// What `begins` ends it with.
    pub fn twins_while<E>(
        &self,
        kind: Kind,
        threads: usize,
        apart: &BTreeSet<[RecordRef; 2]>,
        begins: &dyn Fn(usize) -> Result<(), E>,
    ) -> Result<Twins, E> {
        begins(0)?;
        let told = Told::of(self, kind, threads);
        begins(1)?;
        let pairs = blocks::pairs(&told, threads);
        begins(2)?;
        let weights = Weighing::learn(&told, &pairs, threads);
        begins(3)?;
        let mut twins = Twins {
            kind,
            told,
            weights,
            pairs: Vec::new(),
        };
        let weighed = share_out(threads, pairs.chunks(CHUNK), |pairs| {
            let odds = pairs.iter().map(|pair| (*pair, twins.odds(*pair)));
            odds.filter(|(_, odds)| chance(*odds) >= ASK)
                .collect::<Vec<_>>()
        });
        let mut pairs: Vec<(Pair, f64)> = weighed.into_iter().flatten().collect();
        pairs.retain(|(pair, _)| !apart.contains(&twins.ordered(self, *pair)));
        pairs.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        twins.pairs = pairs;
        Ok(twins)
    }

    /// The same, to its end.
    pub fn twins(&self, kind: Kind, threads: usize, apart: &BTreeSet<[RecordRef; 2]>) -> Twins {
        let Ok(twins) = self.twins_while::<Infallible>(kind, threads, apart, &|_| Ok(()));
        twins
    }
}

impl Twins {
    /// How many records were held against each other.
    pub fn compared(&self) -> usize {
        self.told.rows.len()
    }

    /// The pairs, the surest first.
    pub fn pairs<'a>(&'a self, catalog: &'a Catalog) -> impl Iterator<Item = Likely> + 'a {
        self.pairs.iter().map(|(pair, odds)| Likely {
            records: self.ordered(catalog, *pair),
            chance: chance(*odds),
            band: self.band(*pair, *odds),
        })
    }

    /// What speaks for two records being the same, and against it, the weightiest first; nothing if they are not
    /// among those that were compared.
    pub fn evidence(&self, catalog: &Catalog, records: [RecordRef; 2]) -> Vec<Speaking> {
        let place = |record: RecordRef| {
            let row = catalog.place(record)?.row;
            let at = self.told.rows.binary_search(&row).ok()?;
            u32::try_from(at).ok()
        };
        let [Some(one), Some(other)] = records.map(place) else {
            return Vec::new();
        };
        let agreement = compare(&self.told, (one, other));
        let weights = self.weights.of(&self.told, &agreement);
        let mut evidence: Vec<Speaking> = self
            .told
            .columns
            .iter()
            .zip(agreement.near.iter().zip(agreement.part).zip(weights))
            .filter(|(_, ((near, _), _))| **near != Nearness::Blank)
            .map(|(column, ((near, part), weight))| Speaking {
                sort: column.sort,
                field: column.field,
                near: *near,
                shared_by: (f64::from(part) * f64::from(column.filled)).round() as u32,
                bits: weight / std::f64::consts::LN_2,
            })
            .collect();
        evidence.sort_by(|one, other| other.bits.abs().total_cmp(&one.bits.abs()));
        evidence
    }

    /// Groups of records of which each is the same as each other, the surest first. One that is held to be the same
    /// as some of a group and not as all of it makes another group with the surest of them, and is asked about.
    pub fn groups(&self, catalog: &Catalog) -> Vec<TwinGroup> {
        let mut group_of: HashMap<u32, usize> = HashMap::new();
        let mut groups: Vec<(Vec<u32>, f64, Band)> = Vec::new();
        let known: HashMap<Pair, f64> = self.pairs.iter().copied().collect();
        let odds = |one: u32, other: u32| known.get(&(one.min(other), one.max(other))).copied();
        for ((one, other), pair_odds) in &self.pairs {
            let band = self.band((*one, *other), *pair_odds);
            match (group_of.get(one).copied(), group_of.get(other).copied()) {
                (None, None) => {
                    group_of.extend([(*one, groups.len()), (*other, groups.len())]);
                    groups.push((vec![*one, *other], *pair_odds, band));
                }
                (Some(at), None) | (None, Some(at)) => {
                    let fresh = if group_of.contains_key(one) {
                        *other
                    } else {
                        *one
                    };
                    let Some((members, least, least_band)) = groups.get_mut(at) else {
                        continue;
                    };
                    let all: Option<Vec<f64>> =
                        members.iter().map(|member| odds(*member, fresh)).collect();
                    match all {
                        // Each with each, not by way of a third.
                        Some(all) => {
                            let with = members.iter().zip(&all);
                            let bands =
                                with.map(|(member, odds)| self.band((fresh, *member), *odds));
                            *least_band = bands.min().unwrap_or(band).min(*least_band);
                            *least = all.into_iter().fold(*least, f64::min);
                            members.push(fresh);
                            group_of.insert(fresh, at);
                        }
                        None => groups.push((vec![*one, *other], *pair_odds, Band::Ask)),
                    }
                }
                (Some(at), Some(there)) if at == there => {}
                (Some(_), Some(_)) => groups.push((vec![*one, *other], *pair_odds, Band::Ask)),
            }
        }
        let mut groups: Vec<TwinGroup> = groups
            .into_iter()
            .map(|(members, odds, band)| {
                let mut records: Vec<RecordRef> = members
                    .iter()
                    .filter_map(|at| self.record(catalog, *at))
                    .collect();
                records.sort_unstable();
                TwinGroup {
                    records,
                    chance: chance(odds),
                    band,
                }
            })
            .collect();
        groups.sort_by(|one, other| {
            other
                .band
                .cmp(&one.band)
                .then(other.chance.total_cmp(&one.chance))
        });
        groups
    }

    fn odds(&self, pair: Pair) -> f64 {
        self.weights.odds(&self.told, &compare(&self.told, pair))
    }

    fn band(&self, pair: Pair, odds: f64) -> Band {
        let agreement = compare(&self.told, pair);
        match chance(odds) >= SAME && !self.is_doubtful(&agreement) {
            true => Band::Same,
            false => Band::Ask,
        }
    }

    /// Whether something says that they are two, whatever the rest weighs: another identifier, another name; or
    /// nothing but the name says that they are one.
    fn is_doubtful(&self, agreement: &Agreement) -> bool {
        let columns = || self.told.columns.iter().zip(agreement.near);
        let is_against = columns().any(|(column, near)| match column.sort {
            TwinSort::Identifier => !matches!(near, Nearness::Blank | Nearness::Same),
            TwinSort::First | TwinSort::Family => near == Nearness::Other,
            TwinSort::Body => matches!(near, Nearness::Part | Nearness::Touch | Nearness::Other),
            _ => false,
        });
        let is_named_alone = !columns().any(|(column, near)| {
            let is_name = matches!(
                column.sort,
                TwinSort::First | TwinSort::Family | TwinSort::Body
            );
            !is_name && matches!(near, Nearness::Same | Nearness::Slip)
        });
        is_against || is_named_alone
    }

    fn record(&self, catalog: &Catalog, at: u32) -> Option<RecordRef> {
        let row = *self.told.rows.get(at as usize)?;
        catalog
            .table(self.kind)
            .record(row)
            .map(|record| record.reference())
    }

    fn ordered(&self, catalog: &Catalog, (one, other): Pair) -> [RecordRef; 2] {
        let absent = RecordRef::new(self.kind, ulid::Ulid::nil());
        let mut records = [one, other].map(|at| self.record(catalog, at).unwrap_or(absent));
        records.sort_unstable();
        records
    }
}
