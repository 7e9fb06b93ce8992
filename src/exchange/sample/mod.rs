//! Made-up records for trials and benchmarks: the same seed gives the same records, ids and all, on any day. What is made up
//! stands on the report's own organisations, lists and sessions.

mod names;
mod people;
mod sessions;

use std::collections::HashSet;

use fastrand::Rng;
use ulid::Ulid;

use crate::model::kinds::{list, organisation, session};
use crate::model::{Date, Fields, Kind, Record, RecordRef};

/// 2023-01-01 in milliseconds: the ids of what is made up sort by order of making, from that day.
const START: u64 = 1_672_531_200_000;

/// A day in milliseconds.
const DAY: u64 = 86_400_000;

/// The ids of what the sample stands on, in order of making, from the day before: the seed's as well.
pub fn ids(seed: u64) -> impl FnMut() -> Ulid {
    let mut rng = Rng::with_seed(seed ^ 0x7265_706f_7274);
    let mut made = 0;
    move || {
        made += 1;
        id(START - DAY + made, &mut rng)
    }
}

/// An id of that millisecond: 80 random bits as any other has.
fn id(moment: u64, rng: &mut Rng) -> Ulid {
    Ulid::from_parts(moment, rng.u128(..) >> 48)
}

/// What the sample stands on: records of the report, planned and committed before.
#[derive(Clone, Debug, Default)]
pub struct Base {
    organisations: Vec<Place>,
    sessions: Vec<RecordRef>,
    lists: Vec<RecordRef>,
}

/// An organisation at which people are.
#[derive(Clone, Debug)]
struct Place {
    record: RecordRef,
    /// The domain of its addresses, as `univ-nantes.example`.
    domain: String,
    /// Its town.
    city: &'static str,
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

/// Made-up records: more sessions first, then person by person with their affiliations,
/// registrations, subscriptions, interactions and tasks; about 7.5 records a person. What a record
/// points to always comes before it. Memory holds the ids of the sessions and a number for each address, no
/// more, so that a million people stream through.
pub fn records(people: u32, seed: u64, base: Base) -> impl Iterator<Item = Made> {
    let mut maker = Maker {
        rng: Rng::with_seed(seed),
        seed,
        base,
        addresses: HashSet::new(),
        made: 0,
    };
    let more = sessions::count(people);
    let mut ready: std::collections::VecDeque<Made> = std::collections::VecDeque::new();
    let (mut session, mut person) = (0, 0);
    std::iter::from_fn(move || {
        while ready.is_empty() {
            if session < more {
                session += 1;
                ready.push_back(sessions::make(&mut maker, session));
            } else if person < people {
                person += 1;
                people::make(&mut maker, &mut ready);
            } else {
                return None;
            }
        }
        ready.pop_front()
    })
}

/// What making records needs.
struct Maker {
    rng: Rng,
    seed: u64,
    base: Base,
    /// The hashes of the addresses given so far: no two people share one.
    addresses: HashSet<u64>,
    made: u64,
}

impl Maker {
    /// The next record of that kind.
    fn next(&mut self, kind: Kind) -> RecordRef {
        self.made += 1;
        // One a millisecond: no two alike.
        RecordRef::new(kind, id(START + self.made, &mut self.rng))
    }

    /// One of several, each as likely.
    fn one<'a, T>(&mut self, several: &'a [T]) -> Option<&'a T> {
        match several.len() {
            0 => None,
            count => several.get(self.rng.usize(..count)),
        }
    }

    /// A day of the years 2020 to 2023.
    fn day(&mut self) -> Option<Date> {
        Date::new(2020, 1, 1)?.plus_days(self.rng.i32(0..1461))
    }

    /// A place in 0..count where the first ones come up most, as 1/rank.
    fn zipf(&mut self, count: usize) -> usize {
        let drawn = self.rng.f64() * (count as f64 + 1.0).ln();
        ((drawn.exp() - 1.0) as usize).min(count.saturating_sub(1))
    }
}
