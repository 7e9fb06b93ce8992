//! What a desk asks of a store that it does not change: the same of one that is written, whoever keeps sled, and of one
//! that is only read.

use super::error::ReadError;
use super::journal::Done;
use super::reader::Reader;
use super::seeking::History;
use super::writer::Store;
use crate::model::{Entry, Heading, RecordRef};

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

    /// Looks up the history of a record.
    ///
    /// # Errors
    /// The journal, or where it says it, can't be read.
    fn look_up(&self, record: RecordRef) -> Result<History, ReadError>;

    /// What was done to a record, oldest first.
    ///
    /// # Errors
    /// As `look_up`.
    fn history(&self, record: RecordRef) -> Result<Done, ReadError> {
        self.look_up(record)?.told()
    }
}

impl Chronicle for Store {
    fn headings_before(&self, entry: u64, newest: usize) -> Result<Vec<Heading>, ReadError> {
        Store::headings_before(self, entry, newest)
    }

    fn entry(&self, sequence: u64) -> Result<Option<Entry>, ReadError> {
        Store::entry(self, sequence)
    }

    fn look_up(&self, record: RecordRef) -> Result<History, ReadError> {
        Store::look_up(self, record)
    }
}

impl Chronicle for Reader {
    fn headings_before(&self, entry: u64, newest: usize) -> Result<Vec<Heading>, ReadError> {
        Reader::headings_before(self, entry, newest)
    }

    fn entry(&self, sequence: u64) -> Result<Option<Entry>, ReadError> {
        Reader::entry(self, sequence)
    }

    fn look_up(&self, record: RecordRef) -> Result<History, ReadError> {
        Ok(History::Sought(self.seeking(record)))
    }
}
