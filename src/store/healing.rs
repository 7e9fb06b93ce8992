//! Healing: what is damaged of a store is put right wherever it is met, for the desk and the command line alike.

use std::cell::RefCell;
use std::path::Path;

use super::error::{Damage, OpenError, ReadError};
use super::head::Head;
use super::journal;
use super::loading::Loading;
use super::notice::{Notice, Why};
use super::rebuilding;
use super::sled_fault::SledFault;
use super::snapshot;
use super::state::{self, State};
use super::unseen;
use super::writer::Store;

impl Notice {
    /// Whether it tells already what another one would.
    pub(super) fn covers(&self, other: &Notice) -> bool {
        match (self, other) {
            (
                Notice::Hole { first, last, .. },
                Notice::Hole {
                    first: from,
                    last: to,
                    ..
                },
            ) => first <= from && to <= last,
            (Notice::Unread(one), Notice::Unread(other)) => one.path == other.path,
            _ => self == other,
        }
    }
}

/// Takes all records of a loading; says what they came to.
pub type Gather<'a, T> = &'a dyn Fn(&Loading) -> Result<(T, Head), ReadError>;

impl Store {
    /// Sees to it that readers and whoever writes next need nothing that the journal lacks. Says what that is, where
    /// it was not told yet.
    pub(super) fn bridge(
        &mut self,
        hidden: u64,
        told: &[Notice],
    ) -> Result<Vec<Notice>, ReadError> {
        // Before numbers are passed over, which nobody lacks.
        let mut found = self.lacking()?;
        found.extend(self.go_on(hidden)?);
        let mut new: Vec<Notice> = Vec::new();
        for notice in found {
            if !told.iter().chain(&new).any(|told| told.covers(&notice)) {
                new.push(notice);
            }
        }
        Ok(new)
    }

    /// Takes in what can be read again, for those who read along too.
    pub(super) fn see(&mut self) -> Result<(), ReadError> {
        self.snapshot()?;
        unseen::forget(&self.wal_folder())?;
        // The witness saw the records without it.
        let sequence = self.mark.head.sequence;
        self.witnessed = self.witnessed.filter(|seen| seen.sequence > sequence);
        Ok(())
    }

    /// Where what can be read of the wal ends before the records do, or may go on in what can't be read, a segment
    /// is begun behind the gap, and readers, who know the wal and the snapshots only, get a snapshot. Says which
    /// entries only sled still holds.
    fn go_on(&mut self, hidden: u64) -> Result<Option<Notice>, ReadError> {
        let sequence = self.mark.head.sequence;
        let end = journal::end(&self.wal_folder())?;
        if sequence <= end.sequence && hidden == 0 {
            return Ok(None);
        }
        let named = end.begun > end.sequence && end.begun == sequence && hidden == 0;
        if named && snapshot::newest_sequence(&self.dir.join("snapshots"))? >= sequence {
            // It was begun already.
            return Ok(None);
        }
        if let Some(place) = end.place.filter(|_| hidden > 0) {
            unseen::note(&self.wal_folder(), place.segment)?;
        }
        self.wal.leave_off();
        // So that readers do not miss the numbers that are passed over.
        self.mark.head.sequence = sequence.max(end.begun).saturating_add(hidden);
        self.snapshot()?;
        self.mark.end = self
            .wal
            .begin_at(self.mark.head.sequence.saturating_add(1))?;
        self.tree()?.set_mark(&self.mark)?;
        Ok((end.sequence < sequence).then_some(Notice::Hole {
            first: end.sequence + 1,
            last: sequence,
            kept: true,
        }))
    }

    /// Where the journal lacks entries since the newest snapshot, which readers need, they get a snapshot. Says what
    /// is lacking, and what of it can't be read.
    fn lacking(&mut self) -> Result<Vec<Notice>, ReadError> {
        let newest = snapshot::latest(&self.dir.join("snapshots"));
        let since = newest.map_or(0, |snapshot| snapshot.head.sequence);
        let lacking = rebuilding::lacking(&self.wal_folder(), since, self.mark.head.sequence)?;
        if !lacking.is_empty()
            && let Err(error) = self.snapshot()
        {
            // They read around what is lacking then.
            tracing::warn!(%error, "no snapshot behind what the journal lacks");
        }
        Ok(lacking)
    }

    /// Makes sled again from the newest snapshot and the wal, after `load` found damage.
    ///
    /// # Errors
    /// What the rebuilding needs can't be read.
    pub fn rebuild(&mut self) -> Result<Vec<Notice>, ReadError> {
        self.must_be_in_place()?;
        self.distrusts_snapshots = true;
        self.pending = RefCell::default();
        self.checkpoint = None;
        let State::Sled(sled) = &mut self.state else {
            return Err(state::kept_by_another(&self.dir.join("snapshots")));
        };
        sled.pointed = RefCell::default();
        let gone = Err(Damage::Sled(SledFault::Renewed).into());
        let old = std::mem::replace(&mut sled.tree, gone).ok();
        let restored = rebuilding::rebuild(&self.dir, &self.settings, old, Why::Asked)?;
        let sequence = self.mark.head.sequence.max(restored.mark.head.sequence);
        self.mark = restored.mark;
        self.mark.head.sequence = sequence;
        if let State::Sled(sled) = &mut self.state {
            sled.tree = Ok(restored.tree);
        }
        Ok(restored.notices)
    }

    /// Gathers all records, by whoever is given the loading and says what they came to. Where they turn out to be
    /// damaged, or not those that were saved, sled is made again and they are gathered anew: what was gathered
    /// before is forgotten. Says also what that brought to light.
    ///
    /// # Errors
    /// What passes, or can't be put right.
    pub fn gather<T>(&mut self, gather: Gather<'_, T>) -> Result<(T, Vec<Notice>), ReadError> {
        let mut gathered = self.gathered(gather);
        if let Err(ReadError::Damaged(damage)) = &gathered
            && damage.may_pass() > 0
        {
            self.lose_sled(damage.clone().into());
            self.recover()?;
            gathered = self.gathered(gather);
        }
        match gathered {
            Err(ReadError::Damaged(damage)) => {
                tracing::warn!(%damage, "loading failed, the store is made again");
                let notices = self.rebuild()?;
                Ok((self.gathered(gather)?, notices))
            }
            gathered => Ok((gathered?, Vec::new())),
        }
    }

    fn gathered<T>(&self, gather: Gather<'_, T>) -> Result<T, ReadError> {
        let (gathered, head) = gather(&self.loading()?)?;
        self.agree(&head)?;
        Ok(gathered)
    }

    /// Puts the store at `dir` right for those who only read it: all records are looked at, made again where they
    /// are damaged, and written into a snapshot, so that no reader needs what the journal lacks. Says what was
    /// found.
    ///
    /// # Errors
    /// It can't be opened for writing, or not be put right.
    pub fn heal(dir: &Path) -> Result<Vec<Notice>, OpenError> {
        let (mut store, mut notices) = Store::open(dir)?;
        let mut mend = || {
            let all = |loading: &Loading| {
                let counted = loading.give(&mut |_| std::ops::ControlFlow::Continue(()))?;
                Ok(((), counted.unwrap_or_default()))
            };
            notices.extend(store.gather(&all)?.1);
            store.snapshot()
        };
        mend().map_err(OpenError::reading(dir))?;
        if let Err(error) = store.close() {
            tracing::warn!(%error, "closing the store failed; the wal has everything");
        }
        Ok(notices)
    }
}
