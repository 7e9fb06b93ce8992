//! Reading beside the writer, without a lock: the newest snapshot and the wal, whose growth is the
//! feed. What is not whole yet is not there yet.

use std::fs::File;
use std::io::ErrorKind;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::committed::{Changed, changed};
use super::envelope::Key;
use super::error::{Damage, OpenError, ReadError, Trouble};
use super::folder;
use super::head::Head;
use super::journal;
use super::loading::Loading;
use super::notice::Notice;
use super::opening;
use super::overlay::Overlay;
use super::position::Position;
use super::rebuilding;
use super::seeking::Seeking;
use super::segment_file;
use super::site;
use super::snapshot::{self, Snapshot};
use super::source::{self, Unread};
use super::tree::Flow;
use super::witness;
use crate::model::{Change, Entry, Heading, Record, RecordRef};

/// A store that is only read.
#[derive(Debug)]
pub struct Reader {
    wal: PathBuf,
    snapshots: PathBuf,
    snapshot: Option<Snapshot>,
    /// The last entry read, and where it ends.
    sequence: u64,
    end: Option<Position>,
    /// What lies before that, to be known again; and the folder of the journal, for one without entries.
    tail: Option<u128>,
    home: Option<File>,
    /// Where behind that something can't be read that may be an entry, or what the witness saw and is not there.
    unsure: Option<Damage>,
    /// What could not be had, once something was read around.
    lost: Mutex<Vec<Notice>>,
}

impl Reader {
    /// Opens the store at `dir` as it is now.
    ///
    /// # Errors
    /// `Absent` if there is none.
    pub fn open(dir: &Path) -> Result<Reader, OpenError> {
        site::must_be_there(dir)?;
        let (wal, snapshots) = (dir.join("wal"), dir.join("snapshots"));
        // Before the journal, which only grows meanwhile.
        let witnessed = witness::hear(dir).map_or(0, |head| head.sequence);
        let open = || {
            // Only its header is read here: a snapshot need not be decoded twice.
            let snapshot = match snapshot::latest(&snapshots) {
                Some(snapshot) => Some(snapshot),
                None => snapshot::newest(&snapshots)?,
            };
            let since = snapshot.as_ref().map_or(0, |s| s.head.sequence);
            let found = journal::end(&wal)?;
            let (last, end) = (found.sequence, found.place);
            let unsure = found.unread.into_iter().find(|_| found.hidden > 0);
            let unsure = unsure.map(|Unread { path, offset, .. }| Damage::File { path, offset });
            let reached = last.max(since);
            let below = (reached < witnessed).then_some(Damage::Hole(reached + 1, witnessed));
            let unsure = unsure.or(below);
            // What is reported as there is there after a power cut too, whoever wrote it was killed meanwhile.
            journal::make_sure(&wal)?;
            // A segment that was begun and holds no entry yet says nothing of where to go on.
            let end = end.filter(|end| end.segment <= last);
            let end = end.filter(|_| last >= since);
            Ok((snapshot, last.max(since), end, unsure))
        };
        let home = source::folder(&wal).ok();
        let (snapshot, sequence, end, unsure) = open().map_err(OpenError::reading(dir))?;
        let tail = end.and_then(|end| segment_file::tail(&wal, end).ok());
        Ok(Reader {
            wal,
            snapshots,
            snapshot,
            sequence,
            end,
            tail,
            home,
            unsure,
            lost: Mutex::default(),
        })
    }

    /// The folder of the store.
    pub fn dir(&self) -> &Path {
        self.wal.parent().unwrap_or(&self.wal)
    }

    pub(super) fn wal(&self) -> &Path {
        &self.wal
    }

    /// The last entry read; 0 if there is none.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Begins to load all records as of the last entry read, from the newest snapshot.
    ///
    /// # Errors
    /// `Damaged` if entries since that snapshot are missing or damaged.
    pub fn loading(&self) -> Result<Loading, ReadError> {
        self.loading_from(self.snapshot.as_ref())
    }

    /// As `loading`, from the newest snapshot that is whole: for when the first one turned out not to be.
    ///
    /// # Errors
    /// As `loading`.
    pub fn loading_anew(&self) -> Result<Loading, ReadError> {
        self.loading_from(snapshot::newest(&self.snapshots)?.as_ref())
    }

    /// As `loading`, past what is missing or damaged: `lost` says what that was.
    ///
    /// # Errors
    /// What passes.
    pub fn loading_around(&self) -> Result<Loading, ReadError> {
        let snapshot = snapshot::newest(&self.snapshots)?;
        let overlay = self.overlay_around(snapshot.as_ref())?;
        Loading::begin(snapshot.as_ref(), overlay)
    }

    fn overlay_around(&self, snapshot: Option<&Snapshot>) -> Result<Overlay, ReadError> {
        let since = snapshot.map_or(0, |snapshot| snapshot.head.sequence);
        let (overlay, lost) = rebuilding::overlay_around(&self.wal, since, self.sequence)?;
        *self.lost.lock().unwrap_or_else(PoisonError::into_inner) = lost;
        Ok(overlay)
    }

    /// What could not be had; nothing unless something was read around.
    pub fn lost(&self) -> Vec<Notice> {
        self.lost
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn loading_from(&self, snapshot: Option<&Snapshot>) -> Result<Loading, ReadError> {
        if let Some(damage) = &self.unsure {
            return Err(damage.clone().into());
        }
        let since = snapshot.map_or(0, |snapshot| snapshot.head.sequence);
        let overlay = rebuilding::overlay(&self.wal, since, self.sequence)?;
        Loading::begin(snapshot, overlay)
    }

    /// Gives all records to `each`, in blocks of one kind each, in order of id, as of the last entry
    /// read; what was made since the newest snapshot comes last. If that turns out to be damaged, they
    /// are given again from the first one on.
    ///
    /// # Errors
    /// `Damaged` if entries since the newest whole snapshot are missing or damaged.
    pub fn load(
        &self,
        each: &mut dyn FnMut(Vec<Record>) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        match self.loading().and_then(|loading| loading.give(each)) {
            Err(ReadError::Damaged(_)) if self.snapshot.is_some() => {
                self.loading_anew()?.give(each)?;
                Ok(())
            }
            loaded => loaded.map(|_| ()),
        }
    }

    /// Gives the envelopes of all records, of newer programs' kinds too, in order of key, as of the last
    /// entry read, or of a snapshot that was made since; says what they come to.
    pub(super) fn envelopes(
        &self,
        each: &mut dyn FnMut(Key, &[u8]) -> Flow,
    ) -> Result<Head, ReadError> {
        let snapshot = snapshot::newest(&self.snapshots)?;
        let since = snapshot
            .as_ref()
            .map_or(0, |snapshot| snapshot.head.sequence);
        let overlay = match rebuilding::overlay(&self.wal, since, self.sequence) {
            Ok(overlay) if self.unsure.is_none() => overlay,
            Ok(_) | Err(ReadError::Damaged(_)) => self.overlay_around(snapshot.as_ref())?,
            Err(error) => return Err(error),
        };
        let mut head = Head {
            // The snapshot may have been made since.
            sequence: self.sequence.max(since),
            ..Head::default()
        };
        rebuilding::merged(snapshot.as_ref(), overlay, &mut |key, envelope| {
            head.add(&key, &envelope);
            each(key, &envelope)
        })?;
        match self.stands_where_it_stood()? {
            true => Ok(head),
            // Some may be of one store and some of another.
            false => Err(Damage::Exchanged(self.wal.clone()).into()),
        }
    }

    /// The newest headings of the journal, at most that many, in order of sequence.
    ///
    /// # Errors
    /// The wal can't be read.
    pub fn headings(&self, newest: usize) -> Result<Vec<Heading>, ReadError> {
        journal::headings(&self.wal, newest, self.sequence)
    }

    /// The newest headings that come before that entry, at most so many, in order of sequence.
    ///
    /// # Errors
    /// The wal can't be read.
    pub fn headings_before(&self, entry: u64, newest: usize) -> Result<Vec<Heading>, ReadError> {
        let last = entry.saturating_sub(1).min(self.sequence);
        journal::headings(&self.wal, newest, last)
    }

    /// The journal entry of that number; `None` if there is none.
    ///
    /// # Errors
    /// The wal can't be read.
    pub fn entry(&self, sequence: u64) -> Result<Option<Entry>, ReadError> {
        match sequence <= self.sequence {
            true => journal::entry(&self.wal, sequence),
            false => Ok(None),
        }
    }

    /// What was done to a record, oldest first. Reads the whole journal: `lost` says what of it can't be read.
    ///
    /// # Errors
    /// The wal can't be read.
    pub fn history(&self, record: RecordRef) -> Result<Vec<(Heading, Change)>, ReadError> {
        let key = Key::of(record);
        let (mut found, unread) = journal::histories(&self.wal, &[key].into(), self.sequence)?;
        let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        for unread in opening::unread(unread) {
            if !lost.iter().any(|known| known.covers(&unread)) {
                lost.push(unread);
            }
        }
        Ok(found.remove(&key).unwrap_or_default())
    }

    /// Looking for the same, aside.
    pub(super) fn seeking(&self, record: RecordRef) -> Seeking {
        Seeking {
            wal: self.wal.clone(),
            key: Key::of(record),
            last: self.sequence,
        }
    }

    /// The whole entries that were written since the last call (or the opening), in order.
    ///
    /// # Errors
    /// `Damaged` if entries are missing or damaged, or the journal is no longer the one that was read: open the
    /// store anew.
    pub fn follow(&mut self) -> Result<Vec<(Heading, Vec<Changed>)>, ReadError> {
        if !self.stands_where_it_stood()? {
            return Err(Damage::Exchanged(self.wal.clone()).into());
        }
        let mut news = Vec::new();
        let walked = journal::walk(&self.wal, self.sequence, self.end, &mut |found| {
            let (heading, changes) = journal::changes(&self.wal, found)?;
            news.push((heading, changed(found.sequence, &changes)?));
            Ok(ControlFlow::Continue(()))
        })?;
        if let Some((first, last)) = walked.holes.first() {
            return Err(Damage::Hole(*first, *last).into());
        }
        if walked.sequence > self.sequence {
            journal::make_sure(&self.wal)?;
            (self.sequence, self.end) = (walked.sequence, walked.end);
            self.tail = match self.end {
                Some(end) => Some(segment_file::tail(&self.wal, end)?),
                None => None,
            };
        }
        Ok(news)
    }

    /// Behind the last entry read, for one who goes on from there; `None` if the journal has none.
    ///
    /// # Errors
    /// `Damaged` where the store is to be put right first, or is not the one any more that was read.
    pub(super) fn place(&self) -> Result<Option<Position>, ReadError> {
        match (&self.unsure, self.stands_where_it_stood()?) {
            (Some(damage), _) => Err(damage.clone().into()),
            (None, false) => Err(Damage::Exchanged(self.wal.clone()).into()),
            (None, true) => Ok(self.end),
        }
    }

    /// Whether the journal up to the last entry read is the one that was read.
    fn stands_where_it_stood(&self) -> Result<bool, ReadError> {
        if let Some(home) = &self.home
            && folder::leads_to(&self.wal, home)
                .map_err(Trouble::at(&self.wal))?
                .is_none()
        {
            return Ok(false);
        }
        let (Some(end), Some(stood)) = (self.end, self.tail) else {
            return Ok(true);
        };
        match segment_file::tail(&self.wal, end) {
            Ok(tail) => Ok(tail == stood),
            Err(trouble) => match trouble.kind {
                ErrorKind::NotFound | ErrorKind::UnexpectedEof => Ok(false),
                _ => Err(trouble.into()),
            },
        }
    }
}
