//! The end of the wal, where entries are appended.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::aside;
use super::cuts;
use super::error::{CommitError, ReadError, Trouble};
use super::folder;
use super::frame;
use super::naming::PutAside;
use super::position::Position;
use super::salt::Salt;
use super::segment::Segment;
use super::segment_file;
use super::source::{self, Source};
use super::there;

/// How much of what is to be cut off is looked at at a time, in bytes.
const PIECE: usize = 1 << 18;

/// Keeps what is about to be cut off a segment behind `end` aside, `<segment>.cut-1`, unless it is blank. Where
/// whole entries lie there, all of the segment: it may lie under another one's name.
fn keep_cut(folder: &Path, path: &Path, end: Position) -> Result<(), Trouble> {
    let start = Position {
        offset: segment_file::START,
        ..end
    };
    let mut entries = Segment::open(folder, start, 0).map_err(unreadable(path))?;
    let mut whole = false;
    while let Some(found) = entries.next().map_err(unreadable(path))? {
        whole |= found.end.offset > end.offset;
    }
    let mut file = Source::open(path).map_err(Trouble::at(path))?;
    let from = if whole { 0 } else { end.offset };
    let length = written(&mut file, from).map_err(Trouble::at(path))?;
    // What could not be read is not cut off: it may be read by somebody later.
    if let Some(unread) = file.unread().first() {
        return Err(Trouble::at(path)(io::Error::other(unread.cause.clone())));
    }
    if length == 0 {
        return Ok(());
    }
    file.seek(SeekFrom::Start(from))
        .map_err(Trouble::at(path))?;
    // Nothing is cut off where it can't be kept.
    aside::keep_beside(path, PutAside::Cut, file.take(length))?;
    cuts::bound(folder);
    Ok(())
}

/// How many bytes a file has from there on up to the last one that is not blank, with as many of the blank ones as
/// may be the end of a frame; 0 if all are. No more of it than a piece is in memory at a time.
fn written(file: &mut Source, from: u64) -> io::Result<u64> {
    let mut reader = BufReader::with_capacity(PIECE, file);
    reader.seek(SeekFrom::Start(from))?;
    let (mut at, mut length) = (0, 0);
    loop {
        let piece = reader.fill_buf()?;
        let taken = piece.len();
        if taken == 0 {
            return Ok(length.min(at));
        }
        if let Some(last) = piece.iter().rposition(|byte| *byte != 0) {
            length = at + (last + 1 + frame::MOST) as u64;
        }
        reader.consume(taken);
        at += taken as u64;
    }
}

fn unreadable(path: &Path) -> impl Fn(ReadError) -> Trouble {
    move |error| match error {
        ReadError::Io(trouble) => trouble,
        other => Trouble::at(path)(io::Error::other(other)),
    }
}

/// The writer's end of the wal.
#[derive(Debug)]
pub struct Wal {
    folder: PathBuf,
    /// The folder as it was opened.
    home: File,
    segment_bytes: u64,
    open: Option<Open>,
    /// Behind the last entry of a segment that was closed after a failure.
    closed: Option<Position>,
}

/// What lies behind the end, as far as a look tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behind {
    /// Nothing.
    Nothing,
    /// Something that others have appended or begun.
    Perhaps,
}

#[derive(Debug)]
struct Open {
    file: File,
    path: PathBuf,
    salt: Salt,
    /// Behind the last entry.
    end: Position,
    /// The number of that entry.
    last: u64,
}

impl Wal {
    /// A wal that goes on behind entry `last`, at `end`; what lies behind it is cut off, and what lies before it
    /// made to last before anything is built upon it. `None` begins a new segment, as does an end in a packed one,
    /// which is left as it is, or in one of the first format.
    /// Returns how many bytes were cut off.
    pub fn at(
        folder: &Path,
        segment_bytes: u64,
        last: u64,
        end: Option<Position>,
    ) -> Result<(Wal, u64), Trouble> {
        let mut wal = Wal {
            folder: folder.to_path_buf(),
            home: File::open(folder).map_err(Trouble::at(folder))?,
            segment_bytes,
            open: None,
            closed: None,
        };
        let Some(end) = end else {
            return Ok((wal, 0));
        };
        let path = segment_file::path(folder, end.segment);
        if !there::is_file(&path).map_err(Trouble::at(&path))? {
            return Ok((wal, 0));
        }
        let file = folder::private_file(&path, false)?;
        let length = file.metadata().map_err(Trouble::at(&path))?.len();
        let torn = length.saturating_sub(end.offset);
        if torn > 0 {
            keep_cut(folder, &path, end)?;
            file.set_len(end.offset).map_err(Trouble::at(&path))?;
        }
        file.sync_all().map_err(Trouble::at(&path))?;
        folder::sync_folder(folder)?;
        // A segment whose header is damaged is left as it is, and one is begun behind it.
        if let Some(salt) = segment_file::salt_to_go_on(&path) {
            wal.open = Some(Open {
                file,
                path,
                salt,
                end,
                last,
            });
        }
        Ok((wal, torn))
    }

    /// Goes on in a new segment.
    pub fn leave_off(&mut self) {
        self.open = None;
    }

    /// Begins a segment behind entry `last` if the journal is of an older format, so that older programs, which take it
    /// that they alone write, meet it before anything else.
    pub fn renew(&mut self, last: u64) -> Result<(), Trouble> {
        if self.open.is_none() && !segment_file::list(&self.folder)?.is_empty() {
            self.open = Some(self.begin(last.saturating_add(1))?);
        }
        Ok(())
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
    /// The entry is not there, and will not be there after a restart; or nobody knows (`Unsure`).
    pub fn append(
        &mut self,
        sequence: u64,
        payload: &[u8],
    ) -> Result<(Position, Position), CommitError> {
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
            return Err(Trouble::at(&self.folder)(io::ErrorKind::NotFound.into()).into());
        };
        let start = open.end;
        let written = open.write(sequence, payload);
        let synced =
            written.and_then(|end| open.file.sync_data().map(|()| end).map_err(|e| (e, true)));
        match synced {
            Ok(offset) => {
                open.end.offset = offset;
                open.last = sequence;
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
                // Written whole it is read again.
                Err(match sync_failed && !cut {
                    true => CommitError::Unsure(trouble),
                    false => trouble.into(),
                })
            }
        }
    }

    /// What lies behind the last entry that was read or appended, by others; whether the names of the folder and of
    /// the segment still lead to what is open, the segment at least as long as it was last read to. Where not, somebody
    /// has taken away, exchanged or cut the journal: nothing may be built upon it.
    ///
    /// # Errors
    /// `Displaced`; or it can't be told, and then nothing may be built upon it either.
    pub fn behind(&self) -> Result<Behind, CommitError> {
        self.is_home()?;
        let last = segment_file::list(&self.folder)?.pop();
        let Some(open) = &self.open else {
            return Ok(match last {
                None => Behind::Nothing,
                Some(_) => Behind::Perhaps,
            });
        };
        let displaced = || Err(CommitError::Displaced(open.path.clone()));
        match last {
            // It may be packed and gone by now, but not another one.
            Some(last) if last > open.end.segment => {
                let (open, named) = (
                    segment_file::tail_of(&open.file, open.end),
                    segment_file::tail(&self.folder, open.end),
                );
                match (open, named) {
                    (Ok(open), Ok(named)) if open == named => Ok(Behind::Perhaps),
                    _ => displaced(),
                }
            }
            Some(last) if last == open.end.segment => {
                let leads = folder::leads_to(&open.path, &open.file);
                match leads.map_err(Trouble::at(&open.path))? {
                    Some(length) if length == open.end.offset => Ok(Behind::Nothing),
                    Some(length) if length > open.end.offset => Ok(Behind::Perhaps),
                    _ => displaced(),
                }
            }
            _ => displaced(),
        }
    }

    /// Whether, within a turn, the end still is where it was read to or appended: nobody else appends meanwhile.
    ///
    /// # Errors
    /// `Displaced`, or it can't be told.
    pub fn stays(&self) -> Result<(), CommitError> {
        self.is_home()?;
        let Some(open) = &self.open else {
            return Ok(());
        };
        let leads = folder::leads_to(&open.path, &open.file);
        match leads.map_err(Trouble::at(&open.path))? {
            Some(length) if length == open.end.offset => Ok(()),
            _ => Err(CommitError::Displaced(open.path.clone())),
        }
    }

    /// Whether the name of the folder still leads to what is open.
    ///
    /// # Errors
    /// `Displaced`, or it can't be told.
    pub fn is_home(&self) -> Result<(), CommitError> {
        let leads = folder::leads_to(&self.folder, &self.home);
        match leads.map_err(Trouble::at(&self.folder))? {
            Some(_) => Ok(()),
            None => Err(CommitError::Displaced(self.folder.clone())),
        }
    }

    /// Goes on behind what others have appended: entry `last`, which ends there. Needs the turn: what is no whole entry
    /// behind it is of somebody who was killed in a commit, and cut off.
    ///
    /// # Errors
    /// It can't be read, cut or made to last.
    pub fn go_on(&mut self, last: u64, end: Option<Position>) -> Result<(), Trouble> {
        if let (Some(open), Some(end)) = (&mut self.open, end)
            && open.end.segment == end.segment
            && matches!(folder::leads_to(&open.path, &open.file), Ok(Some(length)) if length == end.offset)
        {
            (open.end, open.last) = (end, last);
            return Ok(());
        }
        let (wal, _) = Wal::at(&self.folder, self.segment_bytes, last, end)?;
        self.open = wal.open;
        Ok(())
    }

    /// Appends an entry of another wal, which lasts once `sync` was called. A segment has no gaps.
    pub fn carry(&mut self, sequence: u64, payload: &[u8]) -> Result<(), Trouble> {
        let full = |open: &Open| open.end.offset >= self.segment_bytes || open.last + 1 != sequence;
        if self.open.as_ref().is_none_or(full) {
            self.sync()?;
            self.open = Some(self.begin(sequence)?);
        }
        if let Some(open) = &mut self.open {
            let written = open.write(sequence, payload);
            open.end.offset = written.map_err(|(error, _)| Trouble::at(&open.path)(error))?;
            open.last = sequence;
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
        let start = Position {
            segment: sequence,
            offset: segment_file::START,
        };
        // A file of that name can only hold entries that were refused.
        if there::is_file(&path).map_err(Trouble::at(&path))? {
            keep_cut(&self.folder, &path, start)?;
        }
        let file = folder::private_file(&path, true)?;
        let salt = Salt::by_chance()?;
        let header = segment_file::salted_header(salt);
        file.write_all_at(&header, 0)
            .and_then(|()| file.sync_data())
            .map_err(Trouble::at(&path))?;
        folder::sync_folder(&self.folder)?;
        let offset = header.len() as u64;
        Ok(Open {
            file,
            path,
            salt,
            end: Position { offset, ..start },
            last: sequence.saturating_sub(1),
        })
    }

    fn check_closed(&self, closed: Position, sequence: u64) -> Result<(), Trouble> {
        if closed.offset <= segment_file::START || closed.segment >= sequence {
            return Ok(());
        }
        let path = segment_file::path(&self.folder, closed.segment);
        let file = source::open(&path).map_err(Trouble::at(&path))?;
        file.sync_data().map_err(Trouble::at(&path))?;
        let start = Position {
            segment: closed.segment,
            offset: segment_file::START,
        };
        let mut reading = Segment::open(&self.folder, start, 0).map_err(unreadable(&path))?;
        let mut last = closed.segment.saturating_sub(1);
        while let Some(entry) = reading.next().map_err(unreadable(&path))? {
            if entry.sequence < sequence {
                last = entry.sequence;
            }
        }
        if last + 1 == sequence {
            return Ok(());
        }
        let lost = format!("entries {} to {} are gone", last + 1, sequence - 1);
        Err(Trouble::at(&path)(io::Error::other(lost)))
    }
}

impl Open {
    /// Writes the frames of an entry; returns where they end. The error says that no sync failed.
    fn write(&self, sequence: u64, payload: &[u8]) -> Result<u64, (io::Error, bool)> {
        let mut offset = self.end.offset;
        for frame in frame::frames(sequence, payload, self.salt) {
            let written = self.file.write_all_at(&frame, offset);
            written.map_err(|error| (error, false))?;
            offset += frame.len() as u64;
        }
        Ok(offset)
    }
}
