//! The history of a record: told where it is known where it stands, else to be looked for in the whole journal, by whoever
//! has time.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::envelope::Key;
use super::error::ReadError;
use super::journal::{self, Done};

/// The history of a record, oldest first.
#[derive(Debug)]
pub enum History {
    /// It is known where it stands: this is it.
    Told(Done),
    /// The whole journal has to be looked through for it.
    Sought(Seeking),
}

impl History {
    /// What it is.
    ///
    /// # Errors
    /// The journal can't be read.
    pub fn told(self) -> Result<Done, ReadError> {
        match self {
            History::Told(done) => Ok(done),
            History::Sought(seeking) => Seeking::found(&[seeking])
                .pop()
                .unwrap_or_else(|| Ok(Vec::new())),
        }
    }
}

/// Looking through a journal for the history of a record, up to an entry. Nothing else is needed of the store for it,
/// which may go on meanwhile.
#[derive(Clone, Debug)]
pub struct Seeking {
    pub(super) wal: PathBuf,
    pub(super) key: Key,
    pub(super) last: u64,
}

impl Seeking {
    /// What is found of each of some, in their order: a journal is gone through once for all that is sought in it. What
    /// can't be read of it was told in opening.
    pub fn found(sought: &[Seeking]) -> Vec<Result<Done, ReadError>> {
        let wals: BTreeSet<&PathBuf> = sought.iter().map(|seeking| &seeking.wal).collect();
        let read = wals.into_iter().map(|wal| {
            let here = sought.iter().filter(|seeking| seeking.wal == *wal);
            let last = here.clone().map(|seeking| seeking.last).max().unwrap_or(0);
            let keys = here.map(|seeking| seeking.key).collect();
            (wal, journal::histories(wal, &keys, last))
        });
        let read: Vec<_> = read.collect();
        let of = |seeking: &Seeking| {
            let mut read = read.iter();
            let found = read.find(|(wal, _)| **wal == seeking.wal);
            match found.map(|(_, found)| found) {
                Some(Ok((histories, _))) => {
                    let history = histories.get(&seeking.key).cloned().unwrap_or_default();
                    Ok(history)
                }
                Some(Err(error)) => Err(error.clone()),
                None => Ok(Vec::new()),
            }
        };
        sought.iter().map(of).collect()
    }
}
