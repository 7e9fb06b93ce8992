//! A commit: in its turn held against the records as they are, appended, and then taken in.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::committed::{Committed, changed};
use super::engine::{Journal, Unappended};
use super::envelope::{self, Key, Raw};
use super::error::{CommitError, Damage, Limit, ReadError};
use super::limits;
use super::lock::Turn;
use super::payload;
use super::pointed::{self, Balance, Targets};
use super::writer::{Pending, Store};
use crate::model::{Commit, Heading};

/// How often a commit is held against what others have appended, where nobody should within a turn.
const TRIES: u32 = 3;

impl Store {
    /// Does all of a commit or nothing, once it is this one's turn. It is saved when this returns. Whatever is asked
    /// for, no record points at one that is not there afterwards, unless it did before.
    ///
    /// # Errors
    /// Nothing was saved.
    pub fn commit(&mut self, commit: &Commit) -> Result<Committed, CommitError> {
        // Nothing is written that looks like a lock where the store is no more.
        self.wal.is_home()?;
        let turn = self.turn()?;
        turn.room().expect(self.slices.follow(&turn));
        let committed = self.commit_in(&turn, commit)?;
        self.slices.rest(&self.dir, turn);
        Ok(committed)
    }

    /// As `commit`, by one who has the turn.
    ///
    /// # Errors
    /// As `commit`.
    pub fn commit_in(&mut self, turn: &Turn, commit: &Commit) -> Result<Committed, CommitError> {
        if commit.edits.is_empty() {
            return Err(CommitError::Empty);
        }
        let mut seen = BTreeSet::new();
        if let Some(edit) = commit.edits.iter().find(|edit| !seen.insert(edit.record)) {
            return Err(CommitError::Repeated(edit.record));
        }
        self.settle();
        for _ in 0..TRIES {
            self.catch_up(turn)?;
            self.recover()?;
            if let Some(committed) = self.append(turn, commit)? {
                return Ok(committed);
            }
            // Somebody appended all the same: it is held against that as well.
            self.caught_up = 0;
        }
        Err(CommitError::Displaced(self.wal_folder()))
    }

    /// Appends the entry of a commit, held against the records as they are; `None` where others have appended since.
    fn append(&mut self, turn: &Turn, commit: &Commit) -> Result<Option<Committed>, CommitError> {
        let sequence = self.mark.head.sequence.saturating_add(1);
        if sequence > limits::LAST {
            return Err(CommitError::Beyond(Limit::Number));
        }
        let heading = Heading {
            sequence,
            author: commit.author.name.clone(),
            login: Some(commit.author.login.clone()),
            at: commit.at,
            step: commit.step.clone(),
            undoes: commit.undoes,
        };
        let (payload, balance) = self.prepare_or_rebuild(&heading, commit)?;
        let unwritten = || ReadError::from(Damage::Digest);
        let (_, changes) = payload::changes(&payload).ok_or_else(unwritten)?;
        let changed = changed(sequence, &changes)?;
        // An import is not refused for want of the snapshot before it.
        if let Err(error) = self.keep_before(commit) {
            self.checkpoint_ended = Some(Err(error));
        }
        let last = self.mark.head.sequence;
        let (start, end) = match Journal::append(&mut self.wal, turn, last, &payload) {
            Ok(laid) => laid,
            Err(Unappended::Overtaken) => return Ok(None),
            Err(Unappended::Refused(error)) => return Err(error),
        };
        // From here on it is saved, whatever comes.
        self.state.balance(&balance);
        self.mark = self.mark.after(sequence, (start, end), &changes);
        self.state.take(&changed);
        if self.keeps_sled() {
            self.pending = RefCell::new(Some(Pending { payload, start }));
        }
        Ok(Some(Committed { heading, changed }))
    }

    /// As `prepare`. Where sled turns out to be damaged, or to hold other records than those that were saved,
    /// it is made again first: only then is a conflict one.
    fn prepare_or_rebuild(
        &mut self,
        heading: &Heading,
        commit: &Commit,
    ) -> Result<(Vec<u8>, Balance), CommitError> {
        let is_whole = match self.prepare(heading, commit) {
            Err(CommitError::Unreadable(ReadError::Damaged(_))) if self.keeps_sled() => false,
            // Of a newer revision than the one meant somebody else is the cause, and not sled.
            Err(CommitError::Conflict(_))
                if !self.verified && self.keeps_sled() && self.is_older(commit)? =>
            {
                let counted = self.tree()?.count();
                counted.is_ok_and(|counted| counted.agrees(&self.mark.head))
            }
            prepared => return prepared,
        };
        if !is_whole {
            self.rebuild()?;
        }
        self.verified = true;
        self.prepare(heading, commit)
    }

    /// Whether a record is of an older revision than a commit says, or gone.
    fn is_older(&self, commit: &Commit) -> Result<bool, ReadError> {
        let edited = commit.edits.iter().map(|edit| (edit.record, edit.base));
        for (record, base) in edited.chain(commit.relies.iter().copied()) {
            let key = Key::of(record);
            let revision = match self.state.sealed(&key)? {
                Some(bytes) => envelope::open(&key, &bytes)?.0,
                None => 0,
            };
            if revision < base {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Checks what a commit replaces, relies on and points at, and writes what its entry carries.
    fn prepare(
        &self,
        heading: &Heading,
        commit: &Commit,
    ) -> Result<(Vec<u8>, Balance), CommitError> {
        self.permit(commit)?;
        let mut balance = Balance::default();
        let mut conflicts = Vec::new();
        for (record, revision) in &commit.relies {
            let key = Key::of(*record);
            let current = match self.state.sealed(&key)? {
                Some(bytes) => envelope::open(&key, &bytes)?.0,
                None => 0,
            };
            if current != *revision {
                conflicts.push(*record);
            }
        }
        let mut payload = payload::begin(heading);
        for edit in &commit.edits {
            let key = Key::of(edit.record);
            let bytes = self.state.sealed(&key)?;
            let current = bytes.as_ref().map(|bytes| envelope::open(&key, bytes));
            let current = current.transpose()?;
            let removes_nothing = current.is_none() && edit.after.is_none();
            if current.map_or(0, |(revision, _)| revision) != edit.base || removes_nothing {
                conflicts.push(edit.record);
                continue;
            }
            let fields = edit.after.as_ref().map(|content| content.fields.encode());
            if fields
                .as_ref()
                .is_some_and(|fields| fields.len() > limits::RECORD)
            {
                return Err(CommitError::Beyond(Limit::Record(edit.record)));
            }
            let after = edit.after.as_ref().zip(fields.as_ref());
            let after = after.map(|(content, fields)| Raw {
                trashed: content.trashed,
                fields,
            });
            let before = current.map(|(_, raw)| raw);
            let record = before.map(|raw| raw.to_record(&key, edit.base));
            let pointed_at = record.transpose()?.flatten();
            balance.change(
                &pointed_at.map_or_else(Targets::new, |record| pointed::of_record(&record)),
                &pointed::of_content(edit.after.as_ref()),
            );
            payload::add(&key, edit.base, before, after, &mut payload);
            if payload.len() > limits::ENTRY {
                return Err(CommitError::Beyond(Limit::Entry));
            }
        }
        conflicts.dedup();
        if !conflicts.is_empty() {
            return Err(CommitError::Conflict(conflicts));
        }
        self.check_links(commit, &balance)?;
        Ok((payload, balance))
    }
}
