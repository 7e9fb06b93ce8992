//! What a desk asks of a store that it does not change: the same of one that is written, whoever keeps sled, and of one
//! that is only read.

use super::error::ReadError;
use super::reader::Reader;
use super::writer::Store;
use crate::model::{Change, Entry, Heading, RecordRef};

/// The journal, as a desk looks it up.
pub trait Chronicle {
    /// The newest headings that come before that entry, at most so many, in order of sequence.
    ///
    /// # Errors
    /// The journal can't be read.
    fn headings_before(&self, entry: u64, newest: usize) -> Result<Vec<Heading>, ReadError>;

    /// The entry of that number; `None` if there is none.
    ///
    /// # Errors
    /// The journal can't be read.
    fn entry(&self, sequence: u64) -> Result<Option<Entry>, ReadError>;

    /// What was done to a record, oldest first.
    ///
    /// # Errors
    /// The journal, or where it says it, can't be read.
    fn history(&self, record: RecordRef) -> Result<Vec<(Heading, Change)>, ReadError>;
}

impl Chronicle for Store {
    fn headings_before(&self, entry: u64, newest: usize) -> Result<Vec<Heading>, ReadError> {
        Store::headings_before(self, entry, newest)
    }

    fn entry(&self, sequence: u64) -> Result<Option<Entry>, ReadError> {
        Store::entry(self, sequence)
    }

    fn history(&self, record: RecordRef) -> Result<Vec<(Heading, Change)>, ReadError> {
        Store::history(self, record)
    }
}

impl Chronicle for Reader {
    fn headings_before(&self, entry: u64, newest: usize) -> Result<Vec<Heading>, ReadError> {
        Reader::headings_before(self, entry, newest)
    }

    fn entry(&self, sequence: u64) -> Result<Option<Entry>, ReadError> {
        Reader::entry(self, sequence)
    }

    fn history(&self, record: RecordRef) -> Result<Vec<(Heading, Change)>, ReadError> {
        Reader::history(self, record)
    }
}
