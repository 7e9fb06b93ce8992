//! What a commit came to: the entry, and the records as they are since.

use super::error::ReadError;
use super::payload::RawChange;
use crate::model::{Heading, Record, RecordRef};

/// What a commit came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The journal entry.
    pub heading: Heading,
    /// The records as they are since.
    pub changed: Vec<Changed>,
}

/// A record that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is this now.
    Put(Record),
    /// It was removed for good.
    Gone(RecordRef),
}

impl Changed {
    /// Which one.
    pub fn record(&self) -> RecordRef {
        match self {
            Changed::Put(record) => record.reference(),
            Changed::Gone(record) => *record,
        }
    }
}

/// What changes leave, as records.
pub(super) fn changed(sequence: u64, changes: &[RawChange]) -> Result<Vec<Changed>, ReadError> {
    let one = |change: &RawChange| match change.after {
        Some(raw) => Ok(raw.to_record(&change.key, sequence)?.map(Changed::Put)),
        None => Ok(change.key.record().map(Changed::Gone)),
    };
    changes.iter().filter_map(|c| one(c).transpose()).collect()
}
