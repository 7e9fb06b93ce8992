//! What an open store tells of its journal.

use super::envelope::Key;
use super::error::ReadError;
use super::journal;
use super::seeking::{History, Seeking};
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
        self.look_up(record)?.told()
    }

    /// Looks up the history of a record: whoever keeps sled knows where it stands.
    ///
    /// # Errors
    /// As `history`.
    pub fn look_up(&self, record: RecordRef) -> Result<History, ReadError> {
        self.apply()?;
        let (wal, key, last) = (self.wal_folder(), Key::of(record), self.mark.head.sequence);
        let Some(places) = self.state.history(&key)? else {
            return Ok(History::Sought(Seeking { wal, key, last }));
        };
        let mut history = Vec::new();
        for (entry, at) in places {
            history.extend(journal::change_at(&wal, entry, at)?);
        }
        Ok(History::Told(history))
    }
}
