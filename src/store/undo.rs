//! Taking journal entries back: the inverse is a commit like any other.

use super::error::{ReadError, UndoError};
use super::writer::{Committed, Store};
use crate::model::change::invert;
use crate::model::{Change, Commit, Content, Edit, FieldNo, Record, RecordRef, Step, Verb};

impl Store {
    /// Takes back journal entry `sequence`, against what its records hold now. `verb` is `Undo`,
    /// `Redo` (the entry is then the undo) or `Revert`; `only` takes back one record of several;
    /// `force` lets the entry's `before` win where fields were changed again since.
    ///
    /// # Errors
    /// `Conflicts` names the fields that were changed again since; nothing was saved.
    pub fn undo(
        &mut self,
        sequence: u64,
        verb: Verb,
        author: &str,
        at: i64,
        force: bool,
        only: Option<RecordRef>,
    ) -> Result<Committed, UndoError> {
        let commit = match self.inverse(sequence, verb, author, at, force, only) {
            Err(UndoError::Read(ReadError::Damaged(_))) => {
                // What sled can't give is in the snapshots and the journal.
                self.rebuild()?;
                self.inverse(sequence, verb, author, at, force, only)?
            }
            commit => commit?,
        };
        Ok(self.commit(&commit)?)
    }

    /// The commit that takes an entry back, for a look at it before.
    ///
    /// # Errors
    /// As `undo`.
    pub fn inverse(
        &self,
        sequence: u64,
        verb: Verb,
        author: &str,
        at: i64,
        force: bool,
        only: Option<RecordRef>,
    ) -> Result<Commit, UndoError> {
        let mut entry = self.entry(sequence)?.ok_or(UndoError::NoEntry(sequence))?;
        entry
            .changes
            .retain(|change| only.is_none_or(|record| record == change.record));
        if entry.changes.is_empty() {
            return Err(UndoError::NoEntry(sequence));
        }
        let (mut edits, mut conflicts) = (Vec::new(), Vec::new());
        for change in &entry.changes {
            match self.take_back(change, force)? {
                Ok(edit) => edits.extend(edit),
                Err(fields) => conflicts.push((change.record, fields)),
            }
        }
        if !conflicts.is_empty() {
            return Err(UndoError::Conflicts {
                entry: sequence,
                conflicts,
            });
        }
        if edits.is_empty() {
            return Err(UndoError::Nothing(sequence));
        }
        let count = u32::try_from(edits.len()).unwrap_or(u32::MAX);
        Ok(Commit {
            author: author.to_string(),
            at,
            step: Step {
                verb,
                count,
                ..entry.heading.step
            },
            edits,
            relies: Vec::new(),
            undoes: Some(sequence),
        })
    }

    /// The edit that takes back one change (none if there is nothing to do), or the fields in the way.
    fn take_back(
        &self,
        change: &Change,
        force: bool,
    ) -> Result<Result<Option<Edit>, Vec<FieldNo>>, ReadError> {
        let record = self.record(change.record)?;
        let base = record.as_ref().map_or(0, |record| record.revision);
        let current = record.as_ref().map(content);
        let after = match invert(change, current.as_ref()) {
            Ok(after) => after,
            Err(_) if force => forced(change, current.as_ref()),
            Err(fields) => return Ok(Err(fields)),
        };
        let record = change.record;
        let edit = (after != current).then_some(Edit {
            record,
            base,
            after,
        });
        Ok(Ok(edit))
    }
}

fn content(record: &Record) -> Content {
    Content {
        trashed: record.trashed,
        fields: record.fields(),
    }
}

/// The inverse where the entry's `before` wins.
fn forced(change: &Change, current: Option<&Content>) -> Option<Content> {
    match (&change.before, &change.after, current) {
        (Some(before), Some(after), Some(now)) => {
            let mut back = now.clone();
            for number in before.fields.differences(&after.fields) {
                back.fields.set(number, before.fields.get(number).cloned());
            }
            if before.trashed != after.trashed {
                back.trashed = before.trashed;
            }
            Some(back)
        }
        (before, _, _) => before.clone(),
    }
}
