//! Made-up records for trials and benchmarks: the same seed gives the same records, ids and all, on any day. What is made up
//! stands on the report's own organisations, lists and sessions.

mod maker;
mod names;
mod people;
mod sessions;

use std::collections::VecDeque;

use fastrand::Rng;
use ulid::Ulid;

pub use maker::{Base, Made};
use maker::{Maker, START, id};

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

/// Made-up records: more sessions first, then person by person with their affiliations,
/// registrations, subscriptions, interactions and tasks; about 7.5 records a person. What a record
/// points to always comes before it. Memory holds the ids of the sessions and a number for each address, no
/// more, so that a million people stream through.
pub fn records(people: u32, seed: u64, base: Base) -> impl Iterator<Item = Made> {
    let mut maker = Maker::new(seed, base);
    let more = sessions::count(people);
    let mut ready: VecDeque<Made> = VecDeque::new();
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
