//! What making records needs: what they stand on, and the next one of each kind.

use std::collections::HashSet;

use fastrand::Rng;
use ulid::Ulid;

use super::names;
use crate::model::kinds::{list, organisation, session};
use crate::model::{Date, Fields, Kind, Record, RecordRef};

/// 2023-01-01 in milliseconds: the ids of what is made up sort by order of making, from that day.
pub(super) const START: u64 = 1_672_531_200_000;

/// An id of that millisecond: 80 random bits as any other has.
pub(super) fn id(moment: u64, rng: &mut Rng) -> Ulid {
    Ulid::from_parts(moment, rng.u128(..) >> 48)
}

/// What the sample stands on: records of the report, planned and committed before.
#[derive(Clone, Debug, Default)]
pub struct Base {
    pub(super) organisations: Vec<Place>,
    pub(super) sessions: Vec<RecordRef>,
    pub(super) lists: Vec<RecordRef>,
}

/// An organisation at which people are.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) record: RecordRef,
    /// The domain of its addresses, as `univ-nantes.example`.
    pub(super) domain: String,
    /// Its town.
    pub(super) city: &'static str,
}

impl Base {
    /// The organisations, sessions and lists among those records.
    pub fn of<'a>(records: impl Iterator<Item = &'a Record>) -> Base {
        let mut base = Base::default();
        for record in records.filter(|record| !record.trashed) {
            match record.kind {
                Kind::Organisation => {
                    let short = record.text(&organisation::ACRONYM);
                    let name = record.text(&organisation::NAME).unwrap_or_default();
                    base.organisations.push(Place {
                        record: record.reference(),
                        domain: names::domain(short.unwrap_or(name)),
                        city: names::city(&mut Rng::with_seed(name.len() as u64), name),
                    });
                }
                Kind::Session if record.text(&session::NAME).is_some() => {
                    base.sessions.push(record.reference());
                }
                Kind::List if record.text(&list::NAME).is_some() => {
                    base.lists.push(record.reference())
                }
                _ => {}
            }
        }
        // Whatever the order of the store, the same seed gives the same sample.
        base.organisations.sort_by_key(|place| place.record);
        base.sessions.sort_unstable();
        base.lists.sort_unstable();
        base
    }
}

/// A made-up record.
pub type Made = (RecordRef, Fields);

/// What making records needs.
pub(super) struct Maker {
    pub(super) rng: Rng,
    pub(super) seed: u64,
    pub(super) base: Base,
    /// The hashes of the addresses given so far: no two people share one.
    pub(super) addresses: HashSet<u64>,
    made: u64,
}

impl Maker {
    /// A maker that has made nothing yet.
    pub(super) fn new(seed: u64, base: Base) -> Maker {
        Maker {
            rng: Rng::with_seed(seed),
            seed,
            base,
            addresses: HashSet::new(),
            made: 0,
        }
    }

    /// The next record of that kind.
    pub(super) fn next(&mut self, kind: Kind) -> RecordRef {
        self.made += 1;
        // One a millisecond: no two alike.
        RecordRef::new(kind, id(START + self.made, &mut self.rng))
    }

    /// One of several, each as likely.
    pub(super) fn one<'a, T>(&mut self, several: &'a [T]) -> Option<&'a T> {
        match several.len() {
            0 => None,
            count => several.get(self.rng.usize(..count)),
        }
    }

    /// A day of the years 2020 to 2023.
    pub(super) fn day(&mut self) -> Option<Date> {
        Date::new(2020, 1, 1)?.plus_days(self.rng.i32(0..1461))
    }

    /// A place in 0..count where the first ones come up most, as 1/rank.
    pub(super) fn zipf(&mut self, count: usize) -> usize {
        let drawn = self.rng.f64() * (count as f64 + 1.0).ln();
        ((drawn.exp() - 1.0) as usize).min(count.saturating_sub(1))
    }
}
