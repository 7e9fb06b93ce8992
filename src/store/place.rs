//! Whether a store still is where it was opened, and whether what is found in its place goes on from it.

use std::ops::ControlFlow;

use super::error::{CommitError, ReadError, Trouble};
use super::head::Head;
use super::journal;
use super::payload::RawChange;
use super::reader::Reader;
use super::writer::Store;

impl Store {
    /// Whether what is written still is what its names lead to.
    ///
    /// # Errors
    /// `Displaced`, or it can't be told: nothing may be written, for it would be written blindly.
    pub fn is_in_place(&self) -> Result<(), CommitError> {
        self.wal.behind().map(|_| ())
    }

    /// For what is written by name, which could lead elsewhere by now.
    pub(super) fn must_be_in_place(&self) -> Result<(), Trouble> {
        match self.is_in_place() {
            Err(CommitError::Displaced(path)) => Err(Trouble::displaced(&path)),
            Err(CommitError::Refused(trouble)) => Err(trouble),
            _ => Ok(()),
        }
    }

    /// Lets go of a store that is not in its place any more. Its journal has everything; nothing else is written,
    /// for it would be written into whatever is there now.
    pub fn abandon(mut self) {
        self.pending.take();
        self.checkpoint = None;
    }
}

impl Reader {
    /// Whether the store as it is read, whose records come to `found`, is the one that was left at `left`, or has gone
    /// on from there: the entries since, taken back one by one, must lead to the very records that were left.
    ///
    /// # Errors
    /// The journal can't be read.
    pub fn goes_on_from(&self, left: &Head, found: &Head) -> Result<bool, ReadError> {
        let (mut back, mut reached) = (*found, left.sequence);
        let walked = journal::walk(self.wal(), left.sequence, None, &mut |entry| {
            if entry.sequence > self.sequence() {
                return Ok(ControlFlow::Break(()));
            }
            reached = entry.sequence;
            for change in journal::changes(self.wal(), entry)?.1 {
                back.take_back(entry.sequence, &change);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(reached == self.sequence() && walked.holes.is_empty() && back.agrees(left))
    }
}

impl Head {
    /// The records as they were before that change of entry `sequence`.
    fn take_back(&mut self, sequence: u64, change: &RawChange) {
        if let Some(after) = change.envelope_after(sequence) {
            self.take(&change.key, &after);
        }
        if let Some(before) = change.envelope_before() {
            self.add(&change.key, &before);
        }
    }
}
