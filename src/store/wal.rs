//! The end of the wal, where entries are appended.

use std::cell::RefCell;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::cuts;
use super::error::{CommitError, Trouble};
use super::folder;
use super::frame;
use super::lock;
use super::position::Position;
use super::room::{self, Room};
use super::salt::Salt;
use super::segment::Segment;
use super::segment_file;
use super::source;
use super::there;

/// After so long a further change of a folder's names bears another time.
const SETTLED: Duration = Duration::from_millis(100);

/// The writer's end of the wal.
#[derive(Debug)]
pub struct Wal {
    folder: PathBuf,
    /// The folder as it was opened.
    home: File,
    segment_bytes: u64,
    open: Option<Open>,
    /// Room behind the end, of the turn in which was appended last.
    room: Arc<Room>,
    /// Behind the last entry of a segment that was closed after a failure.
    closed: Option<Position>,
    /// The segments, and when the names in the folder had changed last by then.
    listed: RefCell<Option<(SystemTime, Vec<u64>)>>,
}

/// What lies behind the end, as far as a look tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behind {
    /// Nothing.
    Nothing,
    /// Something that others have appended or begun.
    Perhaps,
}

/// Up to where what lies in the journal stays there, whatever becomes of a commit that goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sure {
    end: Position,
    /// Whether that is all, for nobody has the turn; else what something lies behind: it was synced before that.
    pub all: bool,
}

impl Sure {
    /// Whether it holds an entry that ends there.
    pub fn holds(&self, end: Position) -> bool {
        end < self.end || self.all && end == self.end
    }
}

#[derive(Debug)]
struct Open {
    file: Arc<File>,
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
            room: Arc::default(),
            closed: None,
            listed: RefCell::default(),
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
            cuts::keep(folder, &path, end)?;
            file.set_len(end.offset).map_err(Trouble::at(&path))?;
        }
        file.sync_all().map_err(Trouble::at(&path))?;
        folder::sync_folder(folder)?;
        // A segment whose header is damaged is left as it is, and one is begun behind it.
        if let Some(salt) = segment_file::salt_to_go_on(&path) {
            wal.open = Some(Open {
                file: Arc::new(file),
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

    /// What is appended next may have that room behind it.
    pub(super) fn has_room(&mut self, room: &Arc<Room>) {
        self.room = room.clone();
    }

    /// Appends an entry and makes it last. Returns where it begins and where it ends.
    ///
    /// # Errors
    /// The entry is not there, and will not be there after a restart; or nobody knows (`Unsure`).
    pub fn append_entry(
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
            self.room.give_back();
            // Whoever appended last may have been killed before it lasted.
            self.sync()?;
            self.open = Some(self.begin(sequence)?);
        }
        let Some(open) = &mut self.open else {
            return Err(Trouble::at(&self.folder)(io::ErrorKind::NotFound.into()).into());
        };
        let start = open.end;
        let written = open.write(sequence, payload);
        let synced = written.and_then(|end| {
            self.room.follow(&open.file, start.offset, end);
            open.file.sync_data().map(|()| end).map_err(|e| (e, true))
        });
        match synced {
            Ok(offset) => {
                open.end.offset = offset;
                open.last = sequence;
                Ok((start, open.end))
            }
            Err((error, sync_failed)) => {
                let trouble = Trouble::at(&open.path)(error);
                self.room.forget();
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
        let last = self.segments()?.pop();
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
                    Some(length) if self.ends(open.end, length) => Ok(Behind::Nothing),
                    Some(length) if length > open.end.offset => Ok(Behind::Perhaps),
                    _ => displaced(),
                }
            }
            _ => displaced(),
        }
    }

    /// The first entries of all segments, in order. They are listed anew if a name in the folder has changed since, or
    /// so shortly before that the clock of the files would not tell.
    pub fn segments(&self) -> Result<Vec<u64>, Trouble> {
        let at = |error| Trouble::at(&self.folder)(error);
        let changed = self.home.metadata().and_then(|home| home.modified());
        let changed = changed.map_err(at)?;
        let mut listed = self.listed.borrow_mut();
        if let Some((then, segments)) = &*listed
            && *then == changed
        {
            return Ok(segments.clone());
        }
        let segments = segment_file::list(&self.folder)?;
        let long_since = |past: Duration| past > SETTLED;
        *listed = match changed.elapsed().is_ok_and(long_since) {
            true => Some((changed, segments.clone())),
            false => None,
        };
        Ok(segments)
    }

    /// Up to where what lies there stays there. Needs no turn.
    ///
    /// # Errors
    /// It can't be told.
    pub fn sure(&self) -> Result<Sure, Trouble> {
        let reached = || -> Result<Position, Trouble> {
            let segment = self.segments()?.pop().unwrap_or_default();
            let offset = match &self.open {
                Some(open) if open.end.segment == segment => {
                    room::written(&open.file).map_err(Trouble::at(&open.path))?
                }
                _ => segment_file::written(&self.folder, segment)?,
            };
            Ok(Position { segment, offset })
        };
        let end = lock::while_nobody_writes(&self.home, reached);
        Ok(match end.map_err(Trouble::at(&self.folder))? {
            Some(end) => Sure {
                end: end?,
                all: true,
            },
            None => Sure {
                end: reached()?,
                all: false,
            },
        })
    }

    /// Goes on behind what was read of others without the turn: entry `last`, which ends there. Nothing is cut off.
    pub fn follow(&mut self, last: u64, end: Position) {
        match &mut self.open {
            Some(open) if open.end.segment == end.segment => {
                (open.end, open.last) = (end, last);
            }
            // What can't be opened now is opened in the next turn.
            _ => self.open = self.opened(last, end).ok().flatten(),
        }
    }

    fn opened(&self, last: u64, end: Position) -> io::Result<Option<Open>> {
        let path = segment_file::path(&self.folder, end.segment);
        let file = folder::file_there(&path)?;
        Ok(segment_file::salt_to_go_on(&path).map(|salt| Open {
            file: Arc::new(file),
            path,
            salt,
            end,
            last,
        }))
    }

    /// Whether, within a turn, the end still is where it was read to or appended; false if something was appended
    /// since.
    ///
    /// # Errors
    /// `Displaced`, or it can't be told.
    pub fn stays(&self) -> Result<bool, CommitError> {
        self.is_home()?;
        let Some(open) = &self.open else {
            return Ok(true);
        };
        let leads = folder::leads_to(&open.path, &open.file);
        match leads.map_err(Trouble::at(&open.path))? {
            Some(length) if length >= open.end.offset => Ok(self.ends(open.end, length)
                && self
                    .segments()?
                    .last()
                    .is_none_or(|last| *last <= open.end.segment)),
            _ => Err(CommitError::Displaced(open.path.clone())),
        }
    }

    /// Whether a segment of that length ends there, but for this one's own room.
    fn ends(&self, end: Position, length: u64) -> bool {
        length == end.offset || length == self.room.length(end.offset)
    }

    /// The last entry read or appended; `None` where a segment is to be begun, or nothing was read yet.
    pub fn last(&self) -> Option<u64> {
        self.open.as_ref().map(|open| open.last)
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
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
        if let (Some(open), Some(end)) = (&self.open, end)
            && open.end.segment == end.segment
            && matches!(folder::leads_to(&open.path, &open.file), Ok(Some(length)) if self.ends(end, length))
            && let Some(open) = &mut self.open
        {
            (open.end, open.last) = (end, last);
            return Ok(());
        }
        let failed = |closed: Position| end.is_some_and(|end| end <= closed);
        if self.closed.is_some_and(failed) {
            // A segment is begun behind the one in which an append failed.
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
            cuts::keep(&self.folder, &path, start)?;
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
            file: Arc::new(file),
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
        let mut reading = Segment::open(&self.folder, start, 0).map_err(cuts::unreadable(&path))?;
        let mut last = closed.segment.saturating_sub(1);
        while let Some(entry) = reading.next().map_err(cuts::unreadable(&path))? {
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
