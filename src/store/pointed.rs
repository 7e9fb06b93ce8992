//! Who is pointed at: no commit may leave a record that points at one which is not there. The writer asks
//! here before it appends, so that nothing passes by.

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

use super::envelope::{self, Key};
use super::error::{CommitError, ReadError};
use super::writer::Store;
use crate::model::{Commit, Content, FieldType, Kind, Record, RecordRef};

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

/// How many records, live or in the trash, point at each one: made when something is first to be removed for good,
/// and kept up with every commit from then on.
#[derive(Debug, Default)]
pub struct Pointed(Option<HashMap<RecordRef, u32>>);

impl Pointed {
    /// Takes in what a commit did.
    pub fn take(&mut self, balance: &Balance) {
        let Some(counts) = &mut self.0 else {
            return;
        };
        for (target, by) in &balance.by {
            let now = i64::from(counts.get(target).copied().unwrap_or(0)) + by;
            match u32::try_from(now) {
                Ok(now) if now > 0 => counts.insert(*target, now),
                _ => counts.remove(target),
            };
        }
    }
}

/// By how much a commit changes the number of records that point at each one.
#[derive(Debug, Default)]
pub struct Balance {
    by: HashMap<RecordRef, i64>,
    /// What is newly pointed at, by some record of the commit.
    pub new: Targets,
}

impl Balance {
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

    /// How many records point at that one afterwards, of so many before.
    pub fn after(&self, record: RecordRef, before: usize) -> i64 {
        let before = i64::try_from(before).unwrap_or(i64::MAX);
        before.saturating_add(self.by.get(&record).copied().unwrap_or(0))
    }
}

/// Whether records of that kind can point at others.
fn can_point(kind: &Kind) -> bool {
    let mut fields = kind.fields().iter();
    fields.any(|field| matches!(field.kind, FieldType::Reference(_)))
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
            if gone.contains(target) || self.tree()?.get(&Key::of(*target))?.is_none() {
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

    /// How many records, live or in the trash, point at that one. The first question looks through all records
    /// that can point at others.
    ///
    /// # Errors
    /// The records can't be read.
    pub fn pointed_at(&self, record: RecordRef) -> Result<usize, ReadError> {
        self.apply()?;
        let mut pointed = self.pointed.borrow_mut();
        let counts = match &mut pointed.0 {
            Some(counts) => counts,
            none => none.insert(self.count_pointers()?),
        };
        Ok(counts.get(&record).map_or(0, |count| *count as usize))
    }

    fn count_pointers(&self) -> Result<HashMap<RecordRef, u32>, ReadError> {
        let mut counts = HashMap::new();
        for kind in Kind::ALL.iter().filter(|kind| can_point(kind)) {
            self.tree()?.scan_kind(*kind, &mut |key, sealed| {
                let (revision, raw) = envelope::open(&key, sealed)?;
                let found = raw.to_record(&key, revision)?;
                for target in found.as_ref().map(of_record).unwrap_or_default() {
                    *counts.entry(target).or_default() += 1;
                }
                Ok(ControlFlow::Continue(()))
            })?;
        }
        Ok(counts)
    }
}
