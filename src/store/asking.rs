//! What an open store tells of its journal.

use super::envelope::Key;
use super::error::ReadError;
use super::journal;
use super::writer::Store;
use crate::model::{Change, Entry, Heading, RecordRef};

impl Store {
    /// The newest headings of the journal, at most that many, in order of sequence.
    ///
    /// # Errors
    /// The wal can't be read.
    pub fn headings(&self, newest: usize) -> Result<Vec<Heading>, ReadError> {
        self.headings_before(u64::MAX, newest)
    }

    /// The newest headings that come before that entry, at most so many, in order of sequence.
    ///
    /// # Errors
    /// The wal can't be read.
    pub fn headings_before(&self, entry: u64, newest: usize) -> Result<Vec<Heading>, ReadError> {
        let last = entry.saturating_sub(1).min(self.mark.head.sequence);
        journal::headings(&self.wal_folder(), newest, last)
    }

    /// The journal entry of that number; `None` if there is none.
    ///
    /// # Errors
    /// The wal can't be read.
    pub fn entry(&self, sequence: u64) -> Result<Option<Entry>, ReadError> {
        journal::entry(&self.wal_folder(), sequence)
    }

    /// What was done to a record, oldest first.
    ///
    /// # Errors
    /// sled or the wal can't be read.
    pub fn history(&self, record: RecordRef) -> Result<Vec<(Heading, Change)>, ReadError> {
        self.apply()?;
        let wal = self.wal_folder();
        let key = Key::of(record);
        let Some(places) = self.state.history(&key)? else {
            // What of it can't be read was named in opening.
            return Ok(journal::history(&wal, &key, self.mark.head.sequence)?.0);
        };
        let mut history = Vec::new();
        for (entry, at) in places {
            history.extend(journal::change_at(&wal, entry, at)?);
        }
        Ok(history)
    }
}
