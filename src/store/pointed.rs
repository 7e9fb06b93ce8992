//! Who is pointed at: no commit may leave a record that points at one which is not there. The writer asks
//! here before it appends, so that nothing passes by.

use std::collections::{BTreeSet, HashMap};

use super::envelope::{Key, Raw};
use super::error::{CommitError, ReadError};
use super::payload::RawChange;
use super::writer::Store;
use crate::model::{Commit, Content, Record, RecordRef};

/// The records that a record points at, each once.
pub type Targets = BTreeSet<RecordRef>;

/// What a record points at that holds this; one that is gone points at nothing.
pub fn of_content(content: Option<&Content>) -> Targets {
    let fields = content.map(|content| content.fields.references());
    let targets = fields.into_iter().flatten();
    targets.map(|(_, target)| target).collect()
}

/// What that record points at.
pub fn of_record(record: &Record) -> Targets {
    record.references().map(|(_, target)| target).collect()
}

/// By how much a commit changes the number of records that point at each one.
#[derive(Debug, Default)]
pub struct Balance {
    by: HashMap<RecordRef, i64>,
    /// What is newly pointed at, by some record of the commit.
    pub new: Targets,
}

impl Balance {
    /// Takes in one change of an entry.
    ///
    /// # Errors
    /// It is of a record that can't be read.
    pub fn add(&mut self, change: &RawChange) -> Result<(), ReadError> {
        let targets = |raw: Option<Raw>| -> Result<Targets, ReadError> {
            let record = raw.map(|raw| raw.to_record(&change.key, change.base));
            let record = record.transpose()?.flatten();
            Ok(record.as_ref().map_or_else(Targets::new, of_record))
        };
        self.change(&targets(change.before)?, &targets(change.after)?);
        Ok(())
    }

    /// A record that pointed at `before` points at `after` from now on.
    pub fn change(&mut self, before: &Targets, after: &Targets) {
        for gone in before.difference(after) {
            *self.by.entry(*gone).or_default() -= 1;
        }
        for new in after.difference(before) {
            *self.by.entry(*new).or_default() += 1;
            self.new.insert(*new);
        }
    }

    /// Of each record by how much.
    pub fn each(&self) -> impl Iterator<Item = (RecordRef, i64)> + '_ {
        self.by.iter().map(|(target, by)| (*target, *by))
    }

    /// How many records point at that one afterwards, of so many before.
    pub fn after(&self, record: RecordRef, before: usize) -> i64 {
        let before = i64::try_from(before).unwrap_or(i64::MAX);
        before.saturating_add(self.by.get(&record).copied().unwrap_or(0))
    }
}

impl Store {
    /// Refuses a commit that would leave a record pointing at one that is not there.
    pub(super) fn check_links(
        &self,
        commit: &Commit,
        balance: &Balance,
    ) -> Result<(), CommitError> {
        let stays = |edit: &&crate::model::Edit| edit.after.is_some();
        let (put, removed): (Vec<_>, Vec<_>) = commit.edits.iter().partition(stays);
        let put: BTreeSet<RecordRef> = put.iter().map(|edit| edit.record).collect();
        let gone: BTreeSet<RecordRef> = removed.iter().map(|edit| edit.record).collect();
        let mut missing = Vec::new();
        for target in balance.new.iter().filter(|target| !put.contains(target)) {
            if gone.contains(target) || self.state.sealed(&Key::of(*target))?.is_none() {
                missing.push(*target);
            }
        }
        if !missing.is_empty() {
            return Err(CommitError::Missing(missing));
        }
        let mut needed = Vec::new();
        for record in gone {
            if balance.after(record, self.pointed_at(record)?) > 0 {
                needed.push(record);
            }
        }
        match needed.is_empty() {
            true => Ok(()),
            false => Err(CommitError::Needed(needed)),
        }
    }

    /// How many records, live or in the trash, point at that one.
    ///
    /// # Errors
    /// The records can't be read.
    pub fn pointed_at(&self, record: RecordRef) -> Result<usize, ReadError> {
        self.apply()?;
        self.state.pointed_at(record)
    }
}
