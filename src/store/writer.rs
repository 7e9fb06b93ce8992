//! A store that is open: what of it is held, loaded, and applied to sled behind a commit.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::checkpoint::Checkpoint;
use super::committed::Changed;
use super::envelope::{self, Key};
use super::error::{Damage, OpenError, ReadError};
use super::founding::Founding;
use super::head::Head;
use super::loading::Loading;
use super::lock::{self, Keeping, Turn};
use super::notice::{Notice, Why};
use super::opening::{self, Restored};
use super::overlay::Overlay;
use super::payload;
use super::position::Position;
use super::rebuilding;
use super::repeated::Repeated;
use super::segment_file;
use super::settings::Settings;
use super::site;
use super::slice::Slices;
use super::snapshot::{self, Snapshot};
use super::state::{self, Sled, State};
use super::tree::{Mark, Tree};
use super::wal::Wal;
use super::witness;
use super::{marker, network};
use crate::model::{Heading, Record, RecordRef};

/// With more changes since the snapshot, sled is the better source.
pub(super) const QUICK_CHANGES: u64 = 20_000;

/// An entry to be applied: its payload and where it begins.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) payload: Vec<u8>,
    pub(super) start: Position,
}

/// An entry of another desk, and what it changed.
pub type News = (Heading, Vec<Changed>);

/// An open store, to which others may write as well.
#[derive(Debug)]
pub struct Store {
    pub(super) dir: PathBuf,
    pub(super) settings: Settings,
    pub(super) wal: Wal,
    /// The records as they are after the last entry read or appended.
    pub(super) state: State,
    pub(super) mark: Mark,
    /// The last entry, saved but not yet applied to sled.
    pub(super) pending: RefCell<Option<Pending>>,
    /// What others have done since that was last asked.
    pub(super) news: Vec<News>,
    /// The turn, kept for what follows at once.
    pub(super) slices: Slices,
    /// The turn in which all that others have done was taken in.
    pub(super) caught_up: u64,
    /// Since sled was made again: a damaged snapshot may have been the cause.
    pub(super) distrusts_snapshots: bool,
    /// What goes on aside, and the entry at which it was last begun.
    pub(super) checkpoint: Option<Checkpoint>,
    pub(super) checkpointed: Option<u64>,
    pub(super) checkpoint_ended: Option<Result<(), ReadError>>,
    /// Whether sled was found to hold the records that were saved.
    pub(super) verified: bool,
    /// What the witness of the head saw.
    pub(super) witnessed: Option<Head>,
    /// The segment in which the last entry was.
    pub(super) segment: u64,
    /// Why the witness could not be called.
    pub(super) unwitnessed: Repeated,
    /// The id of its journal, where it has one.
    pub(super) id: Option<String>,
}

impl Store {
    /// Opens the store at `dir`, or makes an empty one there, and keeps its sled. Says what had to be put right.
    ///
    /// # Errors
    /// Each names the folder or file, and what is wrong with it; `Held` where another desk keeps sled: `join` then.
    pub fn open(dir: &Path) -> Result<(Store, Vec<Notice>), OpenError> {
        Store::open_with(dir, Settings::default())
    }

    /// Opens the store with other sizes.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_with(dir: &Path, settings: Settings) -> Result<(Store, Vec<Notice>), OpenError> {
        let founding = site::prepare(dir)?;
        let cleared = lock::clear(dir)?;
        // Until it is known what is there, and that it is whole, nobody else appends.
        let turn = Turn::take(dir)?;
        opening::only_known(dir).map_err(OpenError::reading(dir))?;
        opening::furnish(dir)?;
        let keeping = Arc::new(Keeping::take(dir)?);
        let restored = opening::restore(dir, &settings).map_err(OpenError::reading(dir))?;
        let hidden = restored.hidden;
        let (mut store, notices) =
            Store::with(dir, settings, keeping, restored).map_err(OpenError::reading(dir))?;
        let mut notices = notices;
        notices.extend(cleared.map(Notice::Unread));
        let bridged = store.bridge(hidden, &notices);
        notices.extend(bridged.map_err(OpenError::reading(dir))?);
        let is_seen = |told: &Notice| matches!(told, Notice::Rebuilt { why: Why::Seen, .. });
        if notices.iter().any(is_seen) {
            store.see().map_err(OpenError::reading(dir))?;
        }
        store
            .wal
            .renew(store.mark.head.sequence)
            .map_err(OpenError::of)?;
        drop(turn);
        notices.extend(network::told(dir).into_iter().chain(store.below()));
        let wal = store.wal_folder();
        let beyond = segment_file::beyond(&wal).map_err(OpenError::of)?;
        let paths = beyond
            .into_iter()
            .map(|first| segment_file::found_path(&wal, first));
        notices.extend(paths.map(Notice::Beyond));
        store.bear_witness();
        founding.into_iter().for_each(Founding::keep);
        Ok((store, notices))
    }

    fn with(
        dir: &Path,
        settings: Settings,
        keeping: Arc<Keeping>,
        restored: Restored,
    ) -> Result<(Store, Vec<Notice>), ReadError> {
        let mut notices = restored.notices;
        let last = restored.mark.head.sequence;
        let (wal, torn) = Wal::at(&dir.join("wal"), settings.segment_bytes, last, restored.end)?;
        if torn > 0 {
            notices.push(Notice::TornTail { bytes: torn });
        }
        let rebuilt = notices.iter().any(|n| matches!(n, Notice::Rebuilt { .. }));
        let state = State::Sled(Sled::new(restored.tree, keeping));
        let mut store = Store::of(dir, settings, wal, state, restored.mark);
        store.distrusts_snapshots = rebuilt;
        Ok((store, notices))
    }

    pub(super) fn of(dir: &Path, settings: Settings, wal: Wal, state: State, mark: Mark) -> Store {
        Store {
            dir: dir.to_path_buf(),
            settings,
            wal,
            state,
            mark,
            pending: RefCell::default(),
            news: Vec::new(),
            slices: Slices::default(),
            caught_up: 0,
            distrusts_snapshots: false,
            checkpoint: None,
            checkpointed: None,
            checkpoint_ended: None,
            verified: false,
            witnessed: witness::hear(dir),
            segment: mark.end.segment,
            unwitnessed: Repeated::default(),
            id: marker::id(dir),
        }
    }

    pub(super) fn wal_folder(&self) -> PathBuf {
        self.dir.join("wal")
    }

    /// sled, of one that keeps it.
    pub(super) fn tree(&self) -> Result<&Tree, ReadError> {
        match &self.state {
            State::Sled(sled) => sled.tree(),
            State::Memory(_) => Err(state::kept_by_another(&self.dir.join("snapshots"))),
        }
    }

    /// Whether this one keeps sled, and so packs and takes snapshots.
    pub fn keeps_sled(&self) -> bool {
        matches!(self.state, State::Sled(_))
    }

    /// Begins to load all records: from the newest snapshot and the wal, or from sled.
    ///
    /// # Errors
    /// `Damaged` at a record: `rebuild` puts it right.
    pub fn loading(&self) -> Result<Loading, ReadError> {
        self.apply()?;
        match self.quick_source() {
            Some((snapshot, overlay)) => Loading::begin(Some(&snapshot), overlay),
            None => Loading::of_tree(self.tree()?),
        }
    }

    /// Whether records that come to this are those that were saved.
    ///
    /// # Errors
    /// `Damaged` if not: what was loaded is to be forgotten, and `rebuild` puts it right.
    pub fn agree(&self, loaded: &Head) -> Result<(), ReadError> {
        match loaded.agrees(&self.mark.head) {
            true => Ok(()),
            false => Err(Damage::Digest.into()),
        }
    }

    /// Gives all records to `each`, in blocks of one kind each, in order of id; what was made since the
    /// newest snapshot may come last.
    ///
    /// # Errors
    /// `Damaged`, at a record or once all were given, if they are not those that were saved: what was
    /// given is to be forgotten, and `rebuild` puts it right.
    pub fn load(
        &self,
        each: &mut dyn FnMut(Vec<Record>) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        match self.loading()?.give(each)? {
            Some(counted) => self.agree(&counted),
            None => Ok(()),
        }
    }

    /// The newest snapshot and what was done since: a third of the time and a tenth of the memory
    /// of sled, which keeps its pages. The digest of the head tells whether they are the same.
    fn quick_source(&self) -> Option<(Snapshot, Overlay)> {
        if self.distrusts_snapshots || self.mark.changes > QUICK_CHANGES {
            return None;
        }
        let snapshot = snapshot::latest(&self.dir.join("snapshots"))?;
        let (since, last) = (snapshot.head.sequence, self.mark.head.sequence);
        let overlay = rebuilding::overlay(&self.wal_folder(), since, last);
        overlay.ok().map(|overlay| (snapshot, overlay))
    }

    /// Applies the last commit to sled, which any other method does before it needs sled: whoever
    /// waits for the commit need not wait for sled. If sled can't, it is opened anew behind the wal,
    /// now or at the next commit.
    pub fn settle(&mut self) {
        self.apply_pending();
        self.note_checkpoint();
        if std::mem::replace(&mut self.segment, self.mark.end.segment) != self.mark.end.segment {
            self.bear_witness();
        }
        // The entry is saved: an error here comes back at the next commit, if it lasts.
        let _ = self.recover();
    }

    pub(super) fn apply_pending(&mut self) {
        if let Err(error) = self.apply() {
            self.pending = RefCell::default();
            self.lose_sled(error);
        }
    }

    pub(super) fn apply(&self) -> Result<(), ReadError> {
        let mut pending = self.pending.borrow_mut();
        if let Some(Pending { payload, start }) = pending.as_ref() {
            let (_, changes) = payload::changes(payload).ok_or(Damage::Digest)?;
            if let Some(checkpoint) = &self.checkpoint {
                checkpoint.keep(&changes);
            }
            self.tree()?.apply(&self.mark, *start, &changes)?;
            *pending = None;
        }
        Ok(())
    }

    /// sled can't be used until it is opened anew.
    pub(super) fn lose_sled(&mut self, error: ReadError) {
        if let State::Sled(sled) = &mut self.state {
            sled.tree = Err(error);
            sled.pointed = RefCell::default();
        }
    }

    /// Opens sled anew, if an error closed it.
    pub(super) fn recover(&mut self) -> Result<(), ReadError> {
        if !matches!(&self.state, State::Sled(Sled { tree: Err(_), .. })) {
            return Ok(());
        }
        self.must_be_in_place()?;
        // It has sled open.
        self.checkpoint = None;
        let restored = opening::restore(&self.dir, &self.settings).and_then(|restored| {
            match restored.mark.head.sequence == self.mark.head.sequence {
                true => Ok(restored),
                false => Err(Damage::Digest.into()),
            }
        });
        match restored {
            Ok(restored) => {
                self.mark = restored.mark;
                if let State::Sled(sled) = &mut self.state {
                    sled.tree = Ok(restored.tree);
                }
                Ok(())
            }
            Err(error) => {
                self.lose_sled(error.clone());
                Err(error)
            }
        }
    }

    /// The record as it is now; `None` if there is none.
    ///
    /// # Errors
    /// sled can't be read.
    pub fn record(&self, record: RecordRef) -> Result<Option<Record>, ReadError> {
        self.apply()?;
        let key = Key::of(record);
        let Some(bytes) = self.state.sealed(&key)? else {
            return Ok(None);
        };
        let (revision, raw) = envelope::open(&key, &bytes)?;
        raw.to_record(&key, revision)
    }

    /// The state of the store.
    pub fn head(&self) -> Head {
        self.mark.head
    }

    /// Whether nothing was ever saved.
    pub fn is_empty(&self) -> bool {
        self.mark.head.sequence == 0
    }

    /// The folder of the store.
    pub fn dir(&self) -> &Path {
        &self.dir
    }
}
