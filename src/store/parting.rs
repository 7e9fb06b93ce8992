//! A commit of many records of which others have changed some meanwhile: the rest of it as one entry, those named.

use std::collections::{BTreeMap, BTreeSet};

use super::committed::Committed;
use super::error::{CommitError, ReadError};
use super::lock::Turn;
use super::pointed;
use super::writer::Store;
use crate::model::{Bundle, Commit, Edit, RecordRef};

/// What of a commit could be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest {
    /// What was made, as one entry.
    pub committed: Committed,
    /// The records that were left out: they are no longer what the commit replaces, or what it needs of them is gone.
    pub left: Vec<RecordRef>,
}

impl Store {
    /// Commits what of it can be, by one who has the turn. Of the records that it relies on it is enough that they are
    /// still there.
    ///
    /// # Errors
    /// As `commit`, where nothing of it can be: a conflict names all that is left out.
    pub fn commit_rest_in(
        &mut self,
        turn: &Turn,
        commit: &Commit,
        bundles: &[Bundle],
    ) -> Result<Rest, CommitError> {
        let mut error = match self.commit_in(turn, commit) {
            Ok(committed) => {
                let left = Vec::new();
                return Ok(Rest { committed, left });
            }
            Err(error) => error,
        };
        let first = error.clone();
        let is_overtaken = match &first {
            CommitError::Conflict(records) => {
                let moved: BTreeSet<RecordRef> = records.iter().copied().collect();
                commit.edits.iter().any(|edit| moved.contains(&edit.record))
            }
            _ => false,
        };
        let (mut rest, mut left) = (commit.clone(), BTreeSet::new());
        loop {
            let in_the_way = match error {
                CommitError::Conflict(records)
                | CommitError::Needed(records)
                | CommitError::Missing(records) => records,
                error => return Err(error),
            };
            let before = (rest.edits.len(), rest.relies.clone());
            let gone = self.gone(&in_the_way, &mut rest)?;
            left.extend(rest.leave_out(gone, bundles));
            let left = || left.iter().copied().collect::<Vec<_>>();
            if rest.edits.is_empty() {
                return Err(match is_overtaken {
                    true => CommitError::Conflict(left()),
                    false => first,
                });
            }
            if (rest.edits.len(), &rest.relies) == (before.0, &before.1) {
                return Err(first);
            }
            error = match self.commit_in(turn, &rest) {
                Ok(committed) => {
                    let left = left();
                    return Ok(Rest { committed, left });
                }
                Err(error) => error,
            };
        }
    }

    /// What is to be left out for these: they themselves, or what newly points at one that is gone. Of what is relied on
    /// and there the newest revision will do.
    fn gone(
        &self,
        in_the_way: &[RecordRef],
        commit: &mut Commit,
    ) -> Result<BTreeSet<RecordRef>, ReadError> {
        let edited: BTreeSet<RecordRef> = commit.edits.iter().map(|edit| edit.record).collect();
        let mut gone = BTreeSet::new();
        let (mut lost, mut newest) = (BTreeSet::new(), BTreeMap::new());
        for record in in_the_way {
            if edited.contains(record) {
                gone.insert(*record);
                continue;
            }
            match self.record(*record)? {
                Some(there) if !there.trashed => drop(newest.insert(*record, there.revision)),
                _ => drop(lost.insert(*record)),
            }
        }
        commit.relies.retain(|(record, _)| !lost.contains(record));
        for (record, revision) in &mut commit.relies {
            *revision = newest.get(record).copied().unwrap_or(*revision);
        }
        for edit in commit.edits.iter().filter(|edit| edit.points_at(&lost)) {
            if self.newly_points_at(edit, &lost)? {
                gone.insert(edit.record);
            }
        }
        Ok(gone)
    }

    fn newly_points_at(
        &self,
        edit: &Edit,
        records: &BTreeSet<RecordRef>,
    ) -> Result<bool, ReadError> {
        let before = self.record(edit.record)?;
        let before = before.as_ref().map(pointed::of_record).unwrap_or_default();
        let after = pointed::of_content(edit.after.as_ref());
        Ok(records
            .iter()
            .any(|to| after.contains(to) && !before.contains(to)))
    }
}
