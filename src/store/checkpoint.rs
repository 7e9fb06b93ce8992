//! Checkpoints: what no edit waits for, done by a thread of its own while the store goes on taking commits.
//! A snapshot of all records as of one entry, when much was done since the last one, when the last one is of
//! another day, or before a long import; and the packing of closed segments.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::{fs, io};

use super::before::Before;
use super::error::{Damage, OpenError, ReadError, Trouble};
use super::head::Head;
use super::lock::Keeping;
use super::payload::RawChange;
use super::reader::Reader;
use super::snapshot;
use super::state::{self, State};
use super::tree::Tree;
use super::writer::{QUICK_CHANGES, Store};
use super::{folder, packing, retention};
use crate::model::{Commit, Verb};

/// An import of more rows than that is preceded by a snapshot.
const LONG_IMPORT: usize = 1_000;

/// A checkpoint under way.
#[derive(Debug)]
pub(super) struct Checkpoint {
    thread: Option<JoinHandle<Ended>>,
    stop: Stop,
    before: Before,
    /// How much was done up to the entry of its snapshot since the last one: changes, and bytes of wal.
    /// `None` if it takes none.
    counted: Option<(u64, u64)>,
}

impl Checkpoint {
    /// Keeps what an entry replaces; to be called before the tree has it.
    pub(super) fn keep(&self, changes: &[RawChange]) {
        if self.counted.is_some() {
            self.before.keep(changes);
        }
    }

    fn is_finished(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    fn join(&mut self) -> Ended {
        let panicked = || Trouble::at(Path::new("checkpoint"))(io::Error::other("a panic"));
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok(done)) => done,
            Some(Err(_)) => Ended {
                snapshot: Err(panicked().into()),
                packing: Ok(()),
            },
            None => Ended {
                snapshot: Ok(()),
                packing: Ok(()),
            },
        }
    }
}

/// What a checkpoint came to.
#[derive(Debug)]
struct Ended {
    snapshot: Result<(), ReadError>,
    packing: Result<(), ReadError>,
}

/// How a checkpoint is told to end early.
#[derive(Clone, Debug, Default)]
struct Stop {
    everything: Arc<AtomicBool>,
    packing: Arc<AtomicBool>,
}

impl Drop for Checkpoint {
    /// It must not outlive the lock of the store, nor keep sled open.
    fn drop(&mut self) {
        self.stop.everything.store(true, Ordering::Relaxed);
        // What it could not do is done by the next one.
        let _ = self.join();
    }
}

/// What a checkpoint does.
struct Task {
    dir: PathBuf,
    tree: Tree,
    /// The name of the snapshot, and the records that it must hold.
    snapshot: Option<(String, Head)>,
    before: Before,
    packs: bool,
    stop: Stop,
    /// What is written by name is written as long as that is in its place.
    keeping: Arc<Keeping>,
}

impl Task {
    fn run(self) -> Ended {
        let snapshot = self.snapshot();
        let Task {
            dir,
            packs,
            stop,
            keeping,
            ..
        } = self;
        let stopped = || {
            let told = [&stop.everything, &stop.packing];
            told.iter().any(|stop| stop.load(Ordering::Relaxed))
                || keeping.is_in_place() != Ok(true)
        };
        let packing = match packs && !stopped() {
            true => packing::pack_closed(&dir.join("wal"), &stopped),
            false => Ok(()),
        };
        Ended { snapshot, packing }
    }

    fn snapshot(&self) -> Result<(), ReadError> {
        self.tree.flush()?;
        let Some((name, head)) = &self.snapshot else {
            return Ok(());
        };
        let folder = self.dir.join("snapshots");
        let path = folder.join(name);
        let stopped = || match self.stop.everything.load(Ordering::Relaxed) {
            true => Err(Trouble::at(&path)(io::ErrorKind::Interrupted.into()).into()),
            false => Ok(()),
        };
        snapshot::write_file(&folder, name, &mut |each| {
            self.before.records(&self.tree, &stopped, each)?;
            match self.keeping.is_in_place()? {
                true => Ok(*head),
                false => Err(Trouble::displaced(self.keeping.path()).into()),
            }
        })?;
        retention::prune(&folder)
    }
}

impl Store {
    /// Whether there is something for a checkpoint to do, and none is under way. One that failed is tried
    /// again after the next commit.
    pub fn checkpoint_due(&self) -> bool {
        let tried = self.checkpointed == Some(self.mark.head.sequence);
        let closed = || packing::closed(&self.dir.join("wal"));
        self.checkpoint.is_none()
            && self.tree().is_ok()
            && !tried
            && (self.snapshot_due() || closed().is_ok_and(|closed| !closed.is_empty()))
    }

    /// Whether reading what was done since the last snapshot takes long, beside reading all records: of many
    /// records a snapshot is not written as often.
    fn much_changed(&self) -> bool {
        let records = self.mark.head.records;
        let changes = self.settings.snapshot_changes;
        let changes = changes.max((records / 100).min(QUICK_CHANGES));
        let bytes = self.settings.snapshot_bytes.max(4 * records);
        self.mark.changes > changes || self.mark.bytes > bytes
    }

    fn snapshot_due(&self) -> bool {
        let today = || retention::is_of_today(&self.dir.join("snapshots"));
        self.much_changed() || self.mark.changes > 0 && !today()
    }

    /// Begins a checkpoint; returns while it is under way.
    ///
    /// # Errors
    /// sled can't be read, or there can be no thread.
    pub fn begin_checkpoint(&mut self) -> Result<(), ReadError> {
        self.settle();
        let sequence = self.mark.head.sequence;
        self.checkpointed = Some(sequence);
        let name = self.snapshot_due().then(|| snapshot::file_name(sequence));
        self.begin(name, true)
    }

    /// Waits for the checkpoint that is under way.
    ///
    /// # Errors
    /// It failed. Every commit is safe all the same.
    pub fn finish_checkpoint(&mut self) -> Result<(), ReadError> {
        self.apply_pending();
        self.end_checkpoint()
    }

    fn begin(&mut self, name: Option<String>, packs: bool) -> Result<(), ReadError> {
        self.must_be_in_place()?;
        self.recover()?;
        if let State::Sled(sled) = &mut self.state
            && !sled.keeping.is_in_place()?
        {
            // The folder was taken away: the right to keep sled is had of the one that is there now.
            let keeping = Keeping::take(&self.dir);
            sled.keeping = Arc::new(keeping.map_err(|error| match error {
                OpenError::Io(trouble) => trouble,
                _ => Trouble::displaced(sled.keeping.path()),
            })?);
        }
        self.checkpoint = None;
        let (stop, before) = (Stop::default(), Before::default());
        let counted = name
            .is_some()
            .then_some((self.mark.changes, self.mark.bytes));
        let State::Sled(sled) = &self.state else {
            return Err(state::kept_by_another(&self.dir.join("snapshots")));
        };
        let task = Task {
            dir: self.dir.clone(),
            tree: sled.tree()?.clone(),
            snapshot: name.map(|name| (name, self.mark.head)),
            before: before.clone(),
            packs,
            stop: stop.clone(),
            keeping: sled.keeping.clone(),
        };
        let thread = thread::Builder::new().name("checkpoint".into());
        let thread = thread
            .spawn(move || task.run())
            .map_err(Trouble::at(&self.dir))?;
        self.checkpoint = Some(Checkpoint {
            thread: Some(thread),
            stop,
            before,
            counted,
        });
        Ok(())
    }

    /// Takes note of a checkpoint that has ended by itself.
    pub(super) fn note_checkpoint(&mut self) {
        if self
            .checkpoint
            .as_ref()
            .is_some_and(Checkpoint::is_finished)
        {
            self.checkpoint_ended = Some(self.end_checkpoint());
        }
    }

    /// Whether a checkpoint is under way, or has ended and was not settled yet.
    pub fn checkpoint_runs(&self) -> bool {
        self.checkpoint.is_some()
    }

    /// What came of the checkpoint that has ended last, once. The next one does what it could not do, and
    /// damage was put right.
    pub fn checkpoint_ended(&mut self) -> Option<Result<(), ReadError>> {
        self.checkpoint_ended.take()
    }

    fn end_checkpoint(&mut self) -> Result<(), ReadError> {
        let Some(mut checkpoint) = self.checkpoint.take() else {
            return Ok(());
        };
        let done = checkpoint.join();
        if let Err(ReadError::Damaged(_)) = &done.snapshot
            && self.keeps_sled()
        {
            // sled is not what it should be: the next snapshot is of one made again.
            self.rebuild()?;
        }
        done.snapshot?;
        if let Some((changes, bytes)) = checkpoint.counted {
            self.mark.changes = self.mark.changes.saturating_sub(changes);
            self.mark.bytes = self.mark.bytes.saturating_sub(bytes);
            self.distrusts_snapshots = false;
            self.bear_witness();
            self.tree()?.set_mark(&self.mark)?;
        }
        done.packing
    }

    /// Begins a snapshot of what there is before a long import, which need not wait for it.
    pub(super) fn keep_before(&mut self, commit: &Commit) -> Result<(), ReadError> {
        let long = commit.step.verb == Verb::Import && commit.edits.len() > LONG_IMPORT;
        if !long || self.mark.head.records == 0 {
            return Ok(());
        }
        self.must_be_in_place()?;
        let snapshots = self.dir.join("snapshots");
        let sequence = self.mark.head.sequence;
        let name = retention::file_name_before_import(sequence);
        let there = snapshots.join(snapshot::file_name(sequence));
        match fs::hard_link(&there, snapshots.join(&name)) {
            Ok(()) => {
                folder::sync_folder(&snapshots)?;
                retention::prune(&snapshots)?;
                Ok(())
            }
            Err(_) if self.keeps_sled() => self.begin(Some(name), false),
            Err(_) => self.begin_by_reading(name),
        }
    }

    /// The same by one that does not keep sled: of the newest snapshot and the journal up to now.
    fn begin_by_reading(&mut self, name: String) -> Result<(), ReadError> {
        self.checkpoint = None;
        let (folder, sequence) = (self.dir.join("snapshots"), self.mark.head.sequence);
        let reader = Reader::open(&self.dir).map_err(|error| {
            let told = io::Error::other(error.to_string());
            ReadError::from(Trouble::at(&folder)(told))
        })?;
        let stop = Stop::default();
        let everything = stop.everything.clone();
        let task = move || {
            let written = snapshot::write_file(&folder, &name, &mut |each| {
                let head = reader.envelopes(&mut |key, envelope| match everything
                    .load(Ordering::Relaxed)
                {
                    true => Err(Trouble::at(&folder)(io::ErrorKind::Interrupted.into()).into()),
                    false => each(key, envelope),
                })?;
                match head.sequence == sequence {
                    true => Ok(head),
                    // Another snapshot was taken meanwhile, behind the import.
                    false => Err(Damage::Digest.into()),
                }
            });
            Ended {
                snapshot: written.and_then(|_| retention::prune(&folder)),
                packing: Ok(()),
            }
        };
        let thread = thread::Builder::new().name("checkpoint".into());
        self.checkpoint = Some(Checkpoint {
            thread: Some(thread.spawn(task).map_err(Trouble::at(&self.dir))?),
            stop,
            before: Before::default(),
            counted: None,
        });
        Ok(())
    }

    /// Writes a snapshot of all records, and keeps the newest ones. Returns its file.
    ///
    /// # Errors
    /// It can't be written, or the records are damaged: no such snapshot is kept.
    pub fn snapshot(&mut self) -> Result<PathBuf, ReadError> {
        self.settle();
        let name = snapshot::file_name(self.mark.head.sequence);
        let path = self.dir.join("snapshots").join(&name);
        self.begin(Some(name), false)?;
        self.end_checkpoint()?;
        Ok(path)
    }

    /// Closes the store; takes a snapshot if much changed since the last one, for readers.
    ///
    /// # Errors
    /// The snapshot or sled can't be written. Every commit is safe all the same.
    pub fn close(mut self) -> Result<(), ReadError> {
        self.settle();
        // Packing goes on at the next opening.
        if let Some(checkpoint) = &self.checkpoint {
            checkpoint.stop.packing.store(true, Ordering::Relaxed);
        }
        // One that was under way may have failed; the one that follows says so, if it does too.
        let _ = self.end_checkpoint();
        let kept = match self.keeps_sled() && self.much_changed() {
            true => self.snapshot().map(|_| ()),
            false => Ok(()),
        };
        // Without a snapshot all else is closed as ever.
        kept.and(self.leave())
    }

    /// Closes the store at once, without a snapshot: one that is under way is given up.
    ///
    /// # Errors
    /// sled can't be written. Every commit is safe all the same.
    pub fn leave(mut self) -> Result<(), ReadError> {
        self.settle();
        self.bear_witness();
        self.checkpoint = None;
        if let State::Sled(sled) = &self.state {
            sled.tree()?.flush()?;
            folder::close_files(&self.dir.join("sled"))?;
        }
        Ok(())
    }
}
