//! A store to which others write as well: joined by one who has read it, and followed by all.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use super::committed::changed;
use super::engine::{Beyond, Journal};
use super::error::{CommitError, Damage, OpenError, ReadError};
use super::head::Head;
use super::journal;
use super::lock::{self, Keeping, Turn};
use super::notice::Why;
use super::opening::{self, Restored};
use super::pointed::Balance;
use super::reader::Reader;
use super::rebuilding;
use super::segment::WholeEntry;
use super::settings::Settings;
use super::slice::Came;
use super::state::{Memory, Records, Sled, State};
use super::tree::Mark;
use super::wal::{Behind, Wal};
use super::writer::{News, Store};
use super::{network, rights, trust};

/// sled, as far as the journal went when it was opened, and the right to keep it.
#[derive(Debug)]
pub struct TakenOver {
    keeping: Arc<Keeping>,
    restored: Restored,
}

impl Store {
    /// Opens a store whose sled another desk keeps, by what was read of it: its records, and what they come to.
    ///
    /// # Errors
    /// `Held` where it can't be written now; `Damaged` where it is to be put right first, or is not the one that was
    /// read any more.
    pub fn join(
        reader: &Reader,
        found: &Head,
        records: Box<dyn Records>,
    ) -> Result<Store, OpenError> {
        Store::join_with(reader, found, records, Settings::default())
    }

    /// Joins a store with other sizes.
    ///
    /// # Errors
    /// As `join`.
    pub fn join_with(
        reader: &Reader,
        found: &Head,
        records: Box<dyn Records>,
        settings: Settings,
    ) -> Result<Store, OpenError> {
        let dir = reader.dir();
        if trust::is_shared(dir) {
            rights::widen();
        }
        if let Some(kind) = network::of(dir) {
            return Err(OpenError::Network(dir.to_path_buf(), kind));
        }
        let reading = |error| OpenError::reading(dir)(error);
        let turn = Turn::take(dir)?;
        opening::only_known(dir).map_err(reading)?;
        let end = reader.place().map_err(reading)?;
        let last = reader.sequence();
        let (wal, _) =
            Wal::at(&dir.join("wal"), settings.segment_bytes, last, None).map_err(OpenError::of)?;
        let mark = Mark {
            head: Head {
                sequence: last,
                ..*found
            },
            end: end.unwrap_or_default(),
            ..Mark::default()
        };
        let state = State::Memory(Memory::new(records));
        let mut store = Store::of(dir, settings, wal, state, mark);
        store.catch_up(&turn).map_err(|error| match error {
            CommitError::Unreadable(error) => reading(error),
            CommitError::Refused(trouble) => OpenError::of(trouble),
            _ => reading(Damage::Exchanged(dir.join("wal")).into()),
        })?;
        let sequence = store.mark.head.sequence;
        store.wal.renew(sequence).map_err(OpenError::of)?;
        drop(turn);
        Ok(store)
    }

    /// What others have done since this was last asked, in order: to be shown before what comes next.
    pub fn news(&mut self) -> Vec<News> {
        std::mem::take(&mut self.news)
    }

    /// Whether others may have done something since. Needs no turn.
    ///
    /// # Errors
    /// `Displaced`.
    pub fn is_behind(&self) -> Result<bool, CommitError> {
        Ok(self.wal.behind()? == Behind::Perhaps)
    }

    /// Takes in what others have done, as far as nothing takes it back any more; needs no turn. Whether that is all.
    ///
    /// # Errors
    /// `Displaced`, or the journal can't be read.
    pub fn follow(&mut self) -> Result<bool, CommitError> {
        if let Some(turn) = self.slices.resumed() {
            self.follow_in(&turn)?;
            self.slices.rest(&self.dir, turn);
            return Ok(true);
        }
        self.apply_pending();
        let rest = self.take_in(None)?;
        self.settle();
        Ok(rest == Beyond::Nothing)
    }

    /// Takes in what others have done, by one who has the turn: no entry is seen before it is sure.
    ///
    /// # Errors
    /// `Displaced`, or the journal can't be read.
    pub fn follow_in(&mut self, turn: &Turn) -> Result<(), CommitError> {
        self.apply_pending();
        self.catch_up(turn)?;
        self.settle();
        Ok(())
    }

    /// The turn, for one commit or several: the one that rests here, or else the next one. While it does not come what
    /// others do meanwhile is taken in, so that little of that is left to do in it.
    ///
    /// # Errors
    /// `Held`; or there can be no lock.
    pub(super) fn turn(&mut self) -> Result<Turn, CommitError> {
        if let Some(turn) = self.slices.resumed() {
            return Ok(turn);
        }
        if let Some(turn) = Turn::try_take(&self.dir)? {
            return Ok(turn);
        }
        loop {
            match self.slices.wait(&self.dir)? {
                Came::Turn(turn) => return Ok(turn),
                Came::Nothing => self.read_ahead(),
            }
        }
    }

    /// Reads what others have appended, and goes on behind it.
    pub(super) fn catch_up(&mut self, turn: &Turn) -> Result<(), CommitError> {
        // Within a turn nobody else appends: that nobody did all the same is looked at before each append.
        if self.caught_up != turn.number() {
            self.take_in(Some(turn))?;
        }
        self.caught_up = turn.number();
        Ok(())
    }

    /// Takes in what is sure, until the turn comes. What can't be read now is met in the turn.
    fn read_ahead(&mut self) {
        self.apply_pending();
        while !self.slices.has_come() && matches!(self.take_some(None), Ok(Beyond::More)) {}
    }

    /// Takes in the entries that follow; says what there is behind them.
    fn take_in(&mut self, turn: Option<&Turn>) -> Result<Beyond, CommitError> {
        loop {
            match self.take_some(turn)? {
                Beyond::More => {}
                rest => return Ok(rest),
            }
        }
    }

    fn take_some(&mut self, turn: Option<&Turn>) -> Result<Beyond, CommitError> {
        let from = (self.mark.end.segment > 0).then_some(self.mark.end);
        let tail = self.wal.tail(turn, self.mark.head.sequence, from)?;
        self.apply_read(&tail.entries)?;
        if let Some(end) = tail.end {
            self.mark.end = end;
        }
        Ok(tail.rest)
    }

    /// Applies entries of others: to sled all at once.
    fn apply_read(&mut self, read: &[WholeEntry]) -> Result<(), ReadError> {
        if read.is_empty() {
            return Ok(());
        }
        let wal = self.wal_folder();
        let mut entries = Vec::with_capacity(read.len());
        let parsed = read.iter().try_for_each(|found| {
            let (heading, changes) = journal::changes(&wal, found)?;
            let changed = changed(found.sequence, &changes)?;
            let mut balance = Balance::default();
            for change in &changes {
                balance.add(change)?;
            }
            if let Some(checkpoint) = &self.checkpoint {
                checkpoint.keep(&changes);
            }
            self.mark = self
                .mark
                .after(found.sequence, (found.start, found.end), &changes);
            self.state.balance(&balance);
            self.state.take(&changed);
            self.news.push((heading, changed));
            entries.push((found.sequence, found.start, changes));
            Ok(())
        });
        let each = entries
            .iter()
            .map(|(sequence, start, changes)| (*sequence, *start, changes.as_slice()));
        // It is in the journal: sled is made good later.
        if let Err(error) = self.state.apply(&self.mark, each) {
            self.lose_sled(error);
        }
        parsed
    }

    /// Waits until nobody else keeps sled, on a thread of its own, brings it as far as the journal there, and hands it
    /// over for `take_over`.
    ///
    /// # Errors
    /// There can be no thread.
    pub fn wait_for_sled(
        &self,
        then: impl FnOnce(Result<TakenOver, ReadError>) + Send + 'static,
    ) -> Result<(), OpenError> {
        let (dir, settings) = (self.dir.clone(), self.settings.clone());
        Keeping::wait(&self.dir, move |keeping| {
            then(TakenOver::with(&dir, &settings, keeping))
        })
    }

    /// Keeps sled from now on, by one who has the turn; or hands it back, where it holds something else than the
    /// journal says: `remake` it.
    ///
    /// # Errors
    /// `Displaced`, or the journal or sled can't be read.
    pub fn take_over(
        &mut self,
        turn: &Turn,
        taken: TakenOver,
    ) -> Result<Option<Box<TakenOver>>, CommitError> {
        self.follow_in(turn)?;
        let TakenOver {
            keeping,
            mut restored,
        } = taken;
        let (tree, mut mark) = (&restored.tree, restored.mark);
        let wal = self.wal_folder();
        let from = (mark.end.segment > 0).then_some(mark.end);
        journal::walk(&wal, mark.head.sequence, from, &mut |found| {
            if found.sequence > self.mark.head.sequence {
                return Ok(ControlFlow::Break(()));
            }
            let (_, changes) = journal::changes(&wal, found)?;
            mark = mark.after(found.sequence, (found.start, found.end), &changes);
            tree.apply(&mark, found.start, &changes)?;
            Ok(ControlFlow::Continue(()))
        })?;
        restored.mark = mark;
        if mark.head != self.mark.head {
            return Ok(Some(Box::new(TakenOver { keeping, restored })));
        }
        (self.mark.changes, self.mark.bytes) = (mark.changes, mark.bytes);
        self.state = State::Sled(Sled::new(restored.tree, keeping));
        Ok(None)
    }

    /// Makes sled again, on a thread of its own, where it is not what the journal says.
    ///
    /// # Errors
    /// There can be no thread.
    pub fn remake(
        &self,
        taken: TakenOver,
        then: impl FnOnce(Result<TakenOver, ReadError>) + Send + 'static,
    ) -> Result<(), OpenError> {
        let (dir, settings) = (self.dir.clone(), self.settings.clone());
        lock::aside(&self.dir, move || {
            let TakenOver { keeping, restored } = taken;
            // It is put aside, with nothing taken from it: the journal and the snapshots are what others have.
            drop(restored);
            let restored = rebuilding::rebuild(&dir, &settings, None, Why::Asked);
            then(restored.map(|restored| TakenOver { keeping, restored }));
        })
    }
}

impl TakenOver {
    fn with(dir: &Path, settings: &Settings, keeping: Keeping) -> Result<TakenOver, ReadError> {
        let restored = opening::restore(dir, settings)?;
        Ok(TakenOver {
            keeping: Arc::new(keeping),
            restored,
        })
    }
}
