//! Entries that the newest snapshot was made without, because they could not be read then: numbers were passed over for
//! them, and the snapshot stands behind those. Read again they are known by this, that the records were those of the
//! snapshot before them. A file `wal/<segment>.unread` keeps in mind what could not be read, so that it is looked at
//! again.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::error::Trouble;
use super::folder;
use super::head::Head;
use super::overlay::Overlay;
use super::payload::RawChange;
use super::scrap;
use super::segment_file;
use super::snapshot::Snapshot;
use super::source;

const NOTED: &str = ".unread";

fn note_of(wal: &Path, segment: u64) -> PathBuf {
    wal.join(format!("{segment:020}{NOTED}"))
}

/// Keeps in mind that something of a segment could not be read, and that it was gone on behind it.
pub fn note(wal: &Path, segment: u64) -> Result<(), Trouble> {
    match folder::new_file(&note_of(wal, segment), b"") {
        Err(trouble) if trouble.kind == ErrorKind::AlreadyExists => Ok(()),
        noted => noted.and_then(|()| folder::sync_folder(wal)),
    }
}

/// Whether all of a segment can be read of which that was kept in mind.
pub fn is_seen(wal: &Path) -> Result<bool, Trouble> {
    for segment in segment_file::named(wal, NOTED)? {
        match source::unread_of(&segment_file::found_path(wal, segment)) {
            Ok(unread) if unread.is_empty() => return Ok(true),
            Ok(_) => {}
            Err(trouble) if trouble.kind == ErrorKind::NotFound => forget_one(wal, segment),
            Err(trouble) => return Err(trouble),
        }
    }
    Ok(false)
}

/// What can be read of that, is taken in.
pub fn forget(wal: &Path) -> Result<(), Trouble> {
    for segment in segment_file::named(wal, NOTED)? {
        if source::unread_of(&segment_file::found_path(wal, segment))?.is_empty() {
            forget_one(wal, segment);
        }
    }
    Ok(())
}

fn forget_one(wal: &Path, segment: u64) {
    // If it stays, that is looked at once more.
    let _ = scrap::take_away(&note_of(wal, segment));
}

/// More changes are not kept in mind; so many were never in what could not be read.
const MOST: usize = 200_000;

/// The journal up to the newest snapshot, as it is walked through.
#[derive(Debug, Default)]
pub struct Unseen {
    snapshot: Head,
    reached: Head,
    /// Whether the records were once those of the snapshot.
    agreed: bool,
    /// What was done since.
    since: Overlay,
}

impl Unseen {
    /// What that snapshot may lack.
    pub fn by(snapshot: Option<&Snapshot>) -> Unseen {
        let snapshot = snapshot.map_or_else(Head::default, |snapshot| snapshot.head);
        Unseen {
            snapshot,
            agreed: Head::default().agrees(&snapshot),
            ..Unseen::default()
        }
    }

    /// The next entry, which is none behind the snapshot.
    pub fn take(&mut self, sequence: u64, changes: &[RawChange]) {
        for change in changes {
            if let Some(before) = change.envelope_before() {
                self.reached.take(&change.key, &before);
            }
            let after = change.envelope_after(sequence);
            if let Some(after) = &after {
                self.reached.add(&change.key, after);
            }
            if self.agreed {
                self.since.insert(change.key, (sequence, after));
            }
        }
        let agrees = self.reached.agrees(&self.snapshot);
        if agrees || self.since.len() > MOST {
            self.agreed = agrees;
            self.since.clear();
        }
    }

    /// What the snapshot lacks.
    pub fn lacking(self) -> Overlay {
        self.since
    }
}
