//! What a member of the crowd tells: a line when something begins and one when it has ended, so that a kill takes
//! away at most the last one.

use std::io::Write;

use guichet::model::Verb;
use rustix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};

/// What is asked for a person: its number, the revision replaced, and the name it gets, in the trash or not.
pub type Put = (u128, u64, String, bool);

/// A line.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Told {
    /// Something begins: its number, and when.
    Begins(u64, u64, Asked),
    /// It has come to that, and when.
    Ended(u64, u64, Came),
    /// What the member holds.
    Stands(Stand),
}

/// What a member asks of the store.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Asked {
    /// The person, as it is now.
    Read(u128),
    /// These, all or none.
    Put(Verb, Vec<Put>),
    /// An own entry is taken back.
    Undo(u64),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Came {
    /// The person's revision, 0 where there is none.
    Read(u64),
    /// It is saved, as that entry.
    Saved(u64),
    /// Nothing was saved: these had another revision.
    Conflict(Vec<u128>),
    /// Nothing was saved: somebody was stopped in a turn.
    Held,
    /// Nothing was saved, and that is not right.
    Failed(String),
}

/// All that a member holds at an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stand {
    /// The last entry that it knows.
    pub sequence: u64,
    /// How many records, and the sum over them.
    pub head: (u64, String),
    /// The sum over the people, as `replay` makes it.
    pub people: u64,
    /// Whether it keeps sled.
    pub keeps: bool,
}

impl Told {
    /// Tells it at once.
    pub fn tell(&self) {
        let line = format!("{}\n", serde_json::to_string(self).unwrap());
        std::io::stderr().write_all(line.as_bytes()).unwrap();
    }
}

/// Nanoseconds of the one clock that all processes of a machine have and nobody sets.
pub fn now() -> u64 {
    let time = clock_gettime(ClockId::Monotonic);
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}
