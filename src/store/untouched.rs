//! sled's files as they are before sled opens them. What it reads in opening is read through first, with patience, so
//! that sled never meets what can't be read; and what it may write over is kept, for sled 0.34.7 takes any error of
//! reading for a torn end of its log and writes zeros there. After an opening that failed all is as it was.
//!
//! `db` is a log in segments, each with its number in its header; in opening sled goes through those that are newer
//! than its newest `snap.<number>`, and writes a new one.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

use super::error::{Damage, ReadError, Trouble};
use super::folder;
use super::passing::waits;
use super::sled_fault::SledFault;
use super::source::{self, Source};
use super::there;

/// The length of a segment, in bytes: that of a sled whose configuration says nothing else.
const SEGMENT: u64 = 512 << 10;
/// The length of a segment's header, in bytes.
const HEADER: usize = 20;
/// More is not kept, in bytes: what sled writes over then is made again of the journal.
const MOST: usize = 64 << 20;

/// What sled may write over.
#[derive(Debug, Default)]
pub struct Untouched {
    log: PathBuf,
    length: u64,
    /// Segments, by where they begin.
    segments: Vec<(u64, Vec<u8>)>,
    snaps: Vec<(PathBuf, Vec<u8>)>,
    /// Whether that is all.
    whole: bool,
}

impl Untouched {
    /// Reads what sled will read in that folder.
    ///
    /// # Errors
    /// Some of it can't be read for good, or not now.
    pub fn read(sled: &Path) -> Result<Untouched, ReadError> {
        let log = sled.join("db");
        let mut kept = Untouched::default();
        let mut newest = 0;
        for name in folder::names(sled, "")? {
            if let Some(number) = name.strip_prefix("snap.") {
                newest = u64::from_str_radix(number, 16).unwrap_or(0).max(newest);
            } else if name != "conf" {
                continue;
            }
            let path = sled.join(&name);
            let mut bytes = Vec::new();
            let mut file = Source::open(&path).map_err(Trouble::at(&path))?;
            std::io::Read::read_to_end(&mut file, &mut bytes).map_err(Trouble::at(&path))?;
            all_read(&file)?;
            kept.snaps.push((path, bytes));
        }
        if there::named(&log).map_err(Trouble::at(&log))?.is_none() {
            return Ok(kept);
        }
        let mut file = Source::open(&log).map_err(Trouble::at(&log))?;
        kept.length = file.length().map_err(Trouble::at(&log))?;
        kept.whole = true;
        let mut bytes: usize = kept.snaps.iter().map(|(_, bytes)| bytes.len()).sum();
        let mut at = 0;
        while at < kept.length {
            let mut header = [0; HEADER];
            file.fill_at(&mut header, at).map_err(Trouble::at(&log))?;
            if number_of(&header).is_some_and(|number| number >= newest / SEGMENT * SEGMENT) {
                let length = SEGMENT.min(kept.length - at) as usize;
                let mut segment = vec![0; length];
                file.fill_at(&mut segment, at).map_err(Trouble::at(&log))?;
                bytes += length;
                kept.whole &= bytes <= MOST;
                if kept.whole {
                    kept.segments.push((at, segment));
                }
            }
            at += SEGMENT;
        }
        all_read(&file)?;
        kept.log = log;
        Ok(kept)
    }

    /// Puts all of it back, once the sled that failed has ended.
    ///
    /// # Errors
    /// It has not, or something can't be written.
    pub fn put_back(&self) -> Result<(), Trouble> {
        if !self.whole {
            return Ok(());
        }
        let log = &self.log;
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).custom_flags(source::flags());
        let file = options.open(log).map_err(Trouble::at(log))?;
        alone(&file).map_err(Trouble::at(log))?;
        for (at, bytes) in &self.segments {
            file.write_all_at(bytes, *at).map_err(Trouble::at(log))?;
        }
        file.set_len(self.length)
            .and_then(|()| file.sync_all())
            .map_err(Trouble::at(log))?;
        let sled = folder::above(log);
        for (path, bytes) in &self.snaps {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            folder::replace_bytes(sled, &name, bytes)?;
        }
        for name in folder::names(sled, "")? {
            let path = sled.join(&name);
            let is_known = self.snaps.iter().any(|(known, _)| *known == path);
            if name.starts_with("snap.") && !is_known {
                fs::remove_file(&path).map_err(Trouble::at(&path))?;
            }
        }
        Ok(())
    }
}

/// The number in a segment's header: `[crc32 u32][number, all bits but the highest turned over i64][…]`. `None` of one
/// that was never written.
fn number_of(header: &[u8; HEADER]) -> Option<u64> {
    let (_, rest) = header.split_first_chunk::<4>()?;
    let number = i64::from_le_bytes(*rest.first_chunk()?) ^ i64::MAX;
    u64::try_from(number)
        .ok()
        .filter(|number| *number < 1 << 62)
}

/// The lock that sled takes of its log, and has until its last thread has ended; let go of with the file.
fn alone(file: &File) -> std::io::Result<()> {
    loop {
        match flock(file, FlockOperation::NonBlockingLockExclusive) {
            Err(_) if waits() => {}
            locked => return Ok(locked?),
        }
    }
}

/// What can't be read for good is damage, and told in the system's words.
fn all_read(file: &Source) -> Result<(), ReadError> {
    match file.unread().first() {
        None => Ok(()),
        Some(unread) => {
            let said = format!("{}: {}", unread.path.display(), unread.cause);
            Err(Damage::Sled(SledFault::Io(said)).into())
        }
    }
}
