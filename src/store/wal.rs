//! The end of the wal, where entries are appended.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::error::{ReadError, Trouble};
use super::folder;
use super::frame;
use super::segment::{Position, Segment};
use super::segment_file;

/// Keeps a segment as it is aside, `<segment>.cut-1`, if whole entries in it would be cut off: it may lie
/// under another one's name. What a kill or a power cut leaves behind the end is no whole entry.
fn keep_entries(folder: &Path, path: &Path, end: Position) -> Result<(), Trouble> {
    let start = Position {
        offset: segment_file::START,
        ..end
    };
    let whole = Segment::open(folder, start, 0).is_ok_and(|mut entries| {
        let mut next = || entries.next().ok().flatten();
        std::iter::from_fn(&mut next).any(|found| found.end.offset > end.offset)
    });
    if !whole {
        return Ok(());
    }
    let aside = folder::free_beside(path, "cut");
    let mut to = folder::private_file(&aside, true)?;
    let mut kept = || {
        io::copy(&mut File::open(path)?, &mut to)?;
        to.sync_all()
    };
    kept().map_err(Trouble::at(&aside))?;
    folder::sync_folder(folder)
}

/// The writer's end of the wal.
#[derive(Debug)]
pub struct Wal {
    folder: PathBuf,
    segment_bytes: u64,
    open: Option<Open>,
    /// Behind the last entry of a segment that was closed after a failure.
    closed: Option<Position>,
}

#[derive(Debug)]
struct Open {
    file: File,
    path: PathBuf,
    /// Behind the last entry.
    end: Position,
}

impl Wal {
    /// A wal that goes on at `end`; what lies behind it is cut off. `None` begins a new segment, as does an
    /// end in a packed one, which is left as it is.
    /// Returns how many bytes were cut off.
    pub fn at(
        folder: &Path,
        segment_bytes: u64,
        end: Option<Position>,
    ) -> Result<(Wal, u64), Trouble> {
        let mut wal = Wal {
            folder: folder.to_path_buf(),
            segment_bytes,
            open: None,
            closed: None,
        };
        let path = |end: Position| segment_file::path(folder, end.segment);
        let Some(end) = end.filter(|end| path(*end).is_file()) else {
            return Ok((wal, 0));
        };
        let path = path(end);
        let file = folder::private_file(&path, false)?;
        let length = file.metadata().map_err(Trouble::at(&path))?.len();
        let torn = length.saturating_sub(end.offset);
        if torn > 0 {
            keep_entries(folder, &path, end)?;
            file.set_len(end.offset)
                .and_then(|()| file.sync_all())
                .map_err(Trouble::at(&path))?;
        }
        // A segment whose very header is cut off is begun anew.
        if length >= segment_file::START {
            wal.open = Some(Open { file, path, end });
        }
        Ok((wal, torn))
    }

    /// Whether it goes on in a segment.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Begins a segment at once, for a sequence that does not follow the one before. Returns its end.
    pub fn begin_at(&mut self, sequence: u64) -> Result<Position, Trouble> {
        let open = self.begin(sequence)?;
        let end = open.end;
        self.open = Some(open);
        Ok(end)
    }

    /// Appends an entry and makes it last. Returns where it begins and where it ends.
    ///
    /// # Errors
    /// The entry is not there, and will not be there after a restart.
    pub fn append(
        &mut self,
        sequence: u64,
        payload: &[u8],
    ) -> Result<(Position, Position), Trouble> {
        if let Some(closed) = self.closed {
            // What the failed segment still holds is read back before anything is built upon it.
            self.check_closed(closed, sequence)?;
            self.closed = None;
        }
        if self
            .open
            .as_ref()
            .is_none_or(|open| open.end.offset >= self.segment_bytes)
        {
            self.open = Some(self.begin(sequence)?);
        }
        let Some(open) = &mut self.open else {
            return Err(Trouble::at(&self.folder)(
                std::io::ErrorKind::NotFound.into(),
            ));
        };
        let start = open.end;
        let written = open.write(sequence, payload);
        let synced =
            written.and_then(|end| open.file.sync_data().map(|()| end).map_err(|e| (e, true)));
        match synced {
            Ok(offset) => {
                open.end.offset = offset;
                Ok((start, open.end))
            }
            Err((error, sync_failed)) => {
                let trouble = Trouble::at(&open.path)(error);
                let cut = open.file.set_len(start.offset).is_ok();
                // After a failed sync nobody knows what the disk holds: the segment is left alone.
                if sync_failed || !cut {
                    self.open = None;
                    self.closed = Some(start);
                }
                Err(trouble)
            }
        }
    }

    /// Appends an entry of another wal, which lasts once `sync` was called.
    pub fn carry(&mut self, sequence: u64, payload: &[u8]) -> Result<(), Trouble> {
        let full = |open: &Open| open.end.offset >= self.segment_bytes;
        if self.open.as_ref().is_none_or(full) {
            self.sync()?;
            self.open = Some(self.begin(sequence)?);
        }
        if let Some(open) = &mut self.open {
            let written = open.write(sequence, payload);
            open.end.offset = written.map_err(|(error, _)| Trouble::at(&open.path)(error))?;
        }
        Ok(())
    }

    /// Makes what was carried last.
    pub fn sync(&self) -> Result<(), Trouble> {
        match &self.open {
            Some(open) => open.file.sync_data().map_err(Trouble::at(&open.path)),
            None => Ok(()),
        }
    }

    fn begin(&self, sequence: u64) -> Result<Open, Trouble> {
        let path = segment_file::path(&self.folder, sequence);
        // A file of that name can only hold entries that were refused.
        let file = folder::private_file(&path, true)?;
        file.write_all_at(&segment_file::header(segment_file::MAGIC), 0)
            .and_then(|()| file.sync_data())
            .map_err(Trouble::at(&path))?;
        folder::sync_folder(&self.folder)?;
        let end = Position {
            segment: sequence,
            offset: segment_file::START,
        };
        Ok(Open { file, path, end })
    }

    fn check_closed(&self, closed: Position, sequence: u64) -> Result<(), Trouble> {
        if closed.offset <= segment_file::START || closed.segment >= sequence {
            return Ok(());
        }
        let path = segment_file::path(&self.folder, closed.segment);
        let start = Position {
            segment: closed.segment,
            offset: segment_file::START,
        };
        let unreadable = |error: ReadError| match error {
            ReadError::Io(trouble) => trouble,
            other => Trouble::at(&path)(std::io::Error::other(other)),
        };
        let mut reading = Segment::open(&self.folder, start, 0).map_err(unreadable)?;
        let mut last = closed.segment - 1;
        while let Some(entry) = reading.next().map_err(unreadable)? {
            if entry.sequence < sequence {
                last = entry.sequence;
            }
        }
        if last + 1 == sequence {
            return Ok(());
        }
        let lost = format!("entries {} to {} are gone", last + 1, sequence - 1);
        Err(Trouble::at(&path)(std::io::Error::other(lost)))
    }
}

impl Open {
    /// Writes the frames of an entry; returns where they end. The error says that no sync failed.
    fn write(&self, sequence: u64, payload: &[u8]) -> Result<u64, (std::io::Error, bool)> {
        let mut offset = self.end.offset;
        for frame in frame::frames(sequence, payload) {
            let written = self.file.write_all_at(&frame, offset);
            written.map_err(|error| (error, false))?;
            offset += frame.len() as u64;
        }
        Ok(offset)
    }
}
