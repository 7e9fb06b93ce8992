//! Taking journal entries back: the inverse is a commit like any other.
//!
//! One rule holds for undo, redo and revert, whole or in part, forced or not: **a record that an undo would
//! un-make goes to the trash instead while any record that stays, live or in the trash, points at it**. And what
//! comes back never points at a record that is gone for good: that is a conflict, named; forced, the link to it is
//! left out, and a record whose required link it was stays as it is.

use std::collections::{BTreeMap, BTreeSet};

use super::committed::Committed;
use super::error::ReadError;
use super::inverting::{forced, rest, without};
use super::journal::{self, Since};
use super::lock::Turn;
use super::pointed::{Balance, Targets, of_content};
use super::reader::Reader;
use super::undo_error::UndoError;
use super::writer::Store;
use crate::model::change::invert;
use crate::model::reversal::{Conflict, Obstacle, Reversal};
use crate::model::{Change, Commit, Content, Edit, Entry, FieldNo, Record, RecordRef, Step, Verb};

/// What an entry's being taken back comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inverse {
    /// The commit.
    pub commit: Commit,
    /// The records that it would un-make and others point at: they go to the trash.
    pub kept: Vec<RecordRef>,
    /// The records that stay as they are, though forced: they would need what is gone for good. And those of which
    /// something stays that was changed since.
    pub left: Vec<RecordRef>,
}

/// What an entry's being taken back came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// What was committed.
    pub committed: Committed,
    /// The records that went to the trash instead of being un-made: others point at them.
    pub kept: Vec<RecordRef>,
    /// The records that stayed as they are, though forced: they would need what is gone for good. And those of which
    /// something stays that was changed since.
    pub left: Vec<RecordRef>,
}

/// The records as they are now, as far as an undo asks: those of an open store, or those that a reader gave.
pub trait Holding {
    /// The record; `None` if there is none.
    ///
    /// # Errors
    /// It can't be read.
    fn held(&self, record: RecordRef) -> Result<Option<Record>, ReadError>;

    /// How many records, live or in the trash, point at that one.
    ///
    /// # Errors
    /// They can't be read.
    fn pointed_at(&self, record: RecordRef) -> Result<usize, ReadError>;

    /// Who changed those fields of those records after entry `sequence`.
    ///
    /// # Errors
    /// The journal can't be read.
    fn since(
        &self,
        sequence: u64,
        wanted: &BTreeMap<RecordRef, Vec<FieldNo>>,
    ) -> Result<Since, ReadError>;
}

impl Holding for Store {
    fn held(&self, record: RecordRef) -> Result<Option<Record>, ReadError> {
        self.record(record)
    }

    fn pointed_at(&self, record: RecordRef) -> Result<usize, ReadError> {
        Store::pointed_at(self, record)
    }

    fn since(
        &self,
        sequence: u64,
        wanted: &BTreeMap<RecordRef, Vec<FieldNo>>,
    ) -> Result<Since, ReadError> {
        journal::since(
            &self.dir.join("wal"),
            sequence,
            self.head().sequence,
            wanted,
        )
    }
}

impl Store {
    /// Takes a journal entry back, against what its records hold now.
    ///
    /// # Errors
    /// `Conflicts` names the records that are in the way; nothing was saved.
    pub fn undo(&mut self, reversal: &Reversal) -> Result<Undone, UndoError> {
        self.wal.is_home()?;
        let turn = self.turn()?;
        self.undo_in(&turn, reversal)
    }

    /// As `undo`, by one who has the turn.
    ///
    /// # Errors
    /// As `undo`.
    pub fn undo_in(&mut self, turn: &Turn, reversal: &Reversal) -> Result<Undone, UndoError> {
        self.follow_in(turn)?;
        let entry = || {
            self.entry(reversal.sequence)?
                .ok_or(UndoError::NoEntry(reversal.sequence))
        };
        let Inverse { commit, kept, left } = match inverse(entry()?, reversal, self) {
            Err(UndoError::Read(ReadError::Damaged(_))) => {
                // What sled can't give is in the snapshots and the journal.
                let entry = entry()?;
                self.rebuild()?;
                inverse(entry, reversal, self)?
            }
            inverse => inverse?,
        };
        let committed = self.commit_in(turn, &commit)?;
        Ok(Undone {
            committed,
            kept,
            left,
        })
    }
}

impl Reader {
    /// As `Holding::since`, for one who holds the records themselves.
    ///
    /// # Errors
    /// The journal can't be read.
    pub fn since(
        &self,
        sequence: u64,
        wanted: &BTreeMap<RecordRef, Vec<FieldNo>>,
    ) -> Result<Since, ReadError> {
        journal::since(self.wal(), sequence, self.sequence(), wanted)
    }
}

/// The commit that takes an entry back, for a look at it before.
///
/// # Errors
/// As `Store::undo`.
pub fn inverse(
    entry: Entry,
    reversal: &Reversal,
    holding: &dyn Holding,
) -> Result<Inverse, UndoError> {
    let Entry { heading, changes } = entry;
    let (sequence, all) = (heading.sequence, changes.len());
    let only: BTreeSet<RecordRef> = reversal.only.iter().copied().collect();
    let is_meant = |change: &Change| only.is_empty() || only.contains(&change.record);
    let changes: Vec<Change> = changes.into_iter().filter(is_meant).collect();
    if changes.is_empty() {
        return Err(UndoError::NoEntry(sequence));
    }
    let is_part = changes.len() < all;
    let mut taking = Taking::of(&changes, reversal, holding)?;
    if !taking.conflicts.is_empty() {
        let rest = Reversal {
            rest: true,
            ..reversal.clone()
        };
        let rest = Taking::of(&changes, &rest, holding)?;
        return Err(UndoError::Conflicts {
            entry: sequence,
            conflicts: told(taking.conflicts, sequence, holding)?,
            stands: !rest.edits().is_empty(),
        });
    }
    let kept = taking.keep_what_is_needed(holding)?;
    let left = std::mem::take(&mut taking.left);
    let edits = taking.edits();
    if edits.is_empty() {
        return Err(UndoError::Nothing(sequence));
    }
    let edited = u32::try_from(edits.len()).unwrap_or(u32::MAX);
    // A revert tells by its count whether it was the whole entry that was meant, or a part of it.
    let count = match reversal.verb {
        Verb::Revert if !is_part => edited.max(heading.step.count),
        _ => edited,
    };
    let verb = match (reversal.verb, heading.step.verb) {
        (Verb::Undo, Verb::Undo) => Verb::Redo,
        (verb, _) => verb,
    };
    let mut step = Step {
        verb,
        count,
        ..heading.step
    };
    if is_part {
        step.subject.clone_from(&reversal.subject);
        let mut kinds = changes.iter().map(|change| change.record.kind);
        let first = kinds.next();
        let same = first.filter(|first| kinds.all(|kind| kind == *first));
        step.kind = same.map_or_else(String::new, |kind| kind.key().to_string());
    }
    let commit = Commit {
        author: reversal.author.clone(),
        at: reversal.at,
        step,
        edits,
        relies: Vec::new(),
        undoes: Some(sequence),
    };
    Ok(Inverse { commit, kept, left })
}

/// One record's way back.
struct WayBack {
    current: Option<Record>,
    after: Option<Content>,
}

/// An entry being taken back, record by record.
struct Taking {
    parts: BTreeMap<RecordRef, WayBack>,
    order: Vec<RecordRef>,
    conflicts: Vec<Conflict>,
    left: Vec<RecordRef>,
}

impl Taking {
    /// All of it, as far as that goes.
    fn of(
        changes: &[Change],
        reversal: &Reversal,
        holding: &dyn Holding,
    ) -> Result<Taking, ReadError> {
        let mut taking = Taking {
            parts: BTreeMap::new(),
            order: changes.iter().map(|change| change.record).collect(),
            conflicts: Vec::new(),
            left: Vec::new(),
        };
        for change in changes {
            taking.take_back(change, reversal, holding)?;
        }
        taking.leave_out_what_is_gone(reversal.force || reversal.rest, holding)?;
        Ok(taking)
    }

    /// What one change leads back to, or why not.
    fn take_back(
        &mut self,
        change: &Change,
        reversal: &Reversal,
        holding: &dyn Holding,
    ) -> Result<(), ReadError> {
        let current = holding.held(change.record)?;
        let now = current.as_ref().map(content);
        let after = match invert(change, now.as_ref()) {
            Ok(after) => after,
            Err(_) if reversal.force => forced(change, now.as_ref()),
            Err(fields) if reversal.rest => {
                self.left.push(change.record);
                match rest(change, now.as_ref(), &fields) {
                    Some(after) => Some(after),
                    None => return Ok(()),
                }
            }
            Err(fields) => {
                let conflict = conflict(change, now.as_ref(), fields);
                self.conflicts.push(conflict);
                return Ok(());
            }
        };
        self.parts.insert(change.record, WayBack { current, after });
        Ok(())
    }

    /// Finds what would point at a record that is gone for good, until nothing does.
    fn leave_out_what_is_gone(
        &mut self,
        force: bool,
        holding: &dyn Holding,
    ) -> Result<(), ReadError> {
        loop {
            let mut lacking = BTreeMap::new();
            for (record, part) in &self.parts {
                let gone = self.gone(part, holding)?;
                if !gone.is_empty() {
                    lacking.insert(*record, gone);
                }
            }
            if lacking.is_empty() {
                return Ok(());
            }
            for (record, gone) in lacking {
                let Some(part) = self.parts.get_mut(&record) else {
                    continue;
                };
                let without = part
                    .after
                    .as_ref()
                    .filter(|_| force)
                    .and_then(|after| without(record, after, &gone));
                if let Some(without) = without {
                    part.after = Some(without);
                    continue;
                }
                if let Some(part) = self.parts.remove(&record)
                    && !force
                    && let (Some(content), Some(gone)) = (part.after, gone.first().copied())
                {
                    let points = |(number, target)| (gone == target).then_some(number);
                    let mut fields: Vec<FieldNo> =
                        content.fields.references().filter_map(points).collect();
                    fields.dedup();
                    self.conflicts.push(Conflict {
                        record,
                        fields,
                        obstacle: Obstacle::Missing(gone, None),
                        content,
                        since: None,
                    });
                } else {
                    self.left.push(record);
                }
            }
        }
    }

    /// What a record would newly point at and is not there.
    fn gone(&self, part: &WayBack, holding: &dyn Holding) -> Result<Targets, ReadError> {
        let mut gone = Targets::new();
        for target in part.after().difference(&part.before()) {
            let there = match self.parts.get(target) {
                // What would be un-made goes to the trash instead, being pointed at.
                Some(part) => part.after.is_some() || part.current.is_some(),
                None => holding.held(*target)?.is_some(),
            };
            if !there {
                gone.insert(*target);
            }
        }
        Ok(gone)
    }

    /// Sends to the trash what would be un-made while others point at it; they may be others of the same.
    fn keep_what_is_needed(&mut self, holding: &dyn Holding) -> Result<Vec<RecordRef>, ReadError> {
        let mut balance = Balance::default();
        for part in self.parts.values() {
            balance.change(&part.before(), &part.after());
        }
        let mut kept = Vec::new();
        let unmade = |part: &WayBack| part.after.is_none() && part.current.is_some();
        let mut looked_at: Vec<RecordRef> = (self.parts.iter())
            .filter(|(_, part)| unmade(part))
            .map(|(record, _)| *record)
            .collect();
        while let Some(record) = looked_at.pop() {
            let Some(part) = self.parts.get_mut(&record).filter(|part| unmade(part)) else {
                continue;
            };
            if balance.after(record, holding.pointed_at(record)?) <= 0 {
                continue;
            }
            part.after = part.current.as_ref().map(|current| Content {
                trashed: true,
                ..content(current)
            });
            let targets = part.after();
            balance.change(&Targets::new(), &targets);
            looked_at.extend(targets);
            kept.push(record);
        }
        kept.sort_unstable();
        Ok(kept)
    }

    /// What is to be done, in the order of the entry.
    fn edits(mut self) -> Vec<Edit> {
        let mut edits = Vec::with_capacity(self.parts.len());
        for record in self.order {
            let Some(WayBack { current, after }) = self.parts.remove(&record) else {
                continue;
            };
            if after != current.as_ref().map(content) {
                edits.push(Edit {
                    record,
                    base: current.map_or(0, |current| current.revision),
                    after,
                });
            }
        }
        edits
    }
}

impl WayBack {
    fn before(&self) -> Targets {
        let current = self.current.as_ref();
        current.map_or_else(Targets::new, super::pointed::of_record)
    }

    fn after(&self) -> Targets {
        of_content(self.after.as_ref())
    }
}

fn content(record: &Record) -> Content {
    Content {
        trashed: record.trashed,
        fields: record.fields(),
    }
}

fn conflict(change: &Change, now: Option<&Content>, mut fields: Vec<FieldNo>) -> Conflict {
    let obstacle = match (&change.after, now) {
        (_, None) => Obstacle::Removed,
        (None, Some(_)) => Obstacle::Made,
        (Some(after), Some(now)) if now.trashed && !after.trashed => Obstacle::Trashed,
        (Some(after), Some(now)) if !now.trashed && after.trashed => Obstacle::Restored,
        _ => Obstacle::Changed,
    };
    if let (Obstacle::Changed, Some(after), Some(now)) = (&obstacle, &change.after, now)
        && fields.is_empty()
    {
        fields = after.fields.differences(&now.fields);
    }
    let content = now.or(change.after.as_ref()).or(change.before.as_ref());
    Conflict {
        record: change.record,
        fields,
        obstacle,
        content: content.cloned().unwrap_or_default(),
        since: None,
    }
}

/// The conflicts, with who brought them about.
fn told(
    mut conflicts: Vec<Conflict>,
    sequence: u64,
    holding: &dyn Holding,
) -> Result<Vec<Conflict>, ReadError> {
    let wanted = |conflict: &Conflict| match &conflict.obstacle {
        Obstacle::Missing(gone, _) => (*gone, Vec::new()),
        _ => (conflict.record, conflict.fields.clone()),
    };
    let since = holding.since(sequence, &conflicts.iter().map(wanted).collect())?;
    for conflict in &mut conflicts {
        let Some((heading, change)) = since.get(&wanted(conflict).0) else {
            continue;
        };
        conflict.since = Some(heading.clone());
        if let Obstacle::Missing(_, was) = &mut conflict.obstacle {
            was.clone_from(&change.before);
        }
    }
    Ok(conflicts)
}
