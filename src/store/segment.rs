//! One segment of the wal, read entry by entry.

use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::error::{Damage, ReadError, Trouble};
use super::frame::{self, FrameHeader};
use super::limits;
use super::position::Position;
use super::salt::Salt;
use super::segment_file::{self, Bytes, START};
use super::source::Unread;
use super::sums::Sums;

/// How much of a segment is read at a time, in bytes.
const LEAST: usize = 1 << 12;
const MOST: usize = 1 << 18;

/// A whole entry.
#[derive(Clone, Debug)]
pub struct WholeEntry {
    /// Its number.
    pub sequence: u64,
    /// Where its first frame begins.
    pub start: Position,
    /// Where the next entry begins.
    pub end: Position,
    /// What it carries.
    pub payload: Vec<u8>,
}

/// A segment being read, entry by entry.
#[derive(Debug)]
pub struct Segment {
    first: u64,
    path: PathBuf,
    reader: BufReader<Bytes>,
    /// Where the next frame begins.
    offset: u64,
    /// Behind the last whole entry.
    whole: u64,
    /// The last whole entry read.
    sequence: u64,
    /// The last one of the segment, and where it ends: what lies between it and the next one tells how far that
    /// can be. `None` where that is not known yet.
    known: Option<(u64, u64)>,
    /// Whether the file begins as a segment does.
    headed: bool,
    salt: Salt,
    /// What is left of it since something was no frame, and where that begins.
    rest: Option<(u64, Sums)>,
    /// Where bytes were passed over because they are no frame.
    skipped: Vec<u64>,
}

impl Segment {
    /// Opens the segment at `position`, behind entry `sequence` (0 for any).
    ///
    /// # Errors
    /// `Damaged` if the segment ends before the position. Frames stand for themselves, so that a
    /// damaged header costs nothing.
    pub fn open(wal: &Path, position: Position, sequence: u64) -> Result<Segment, ReadError> {
        let (path, mut file) = segment_file::open(wal, position.segment)?;
        let heading = file.heading(&path)?;
        let length = file.length().map_err(Trouble::at(&path))?;
        // Of a growing segment mostly little is read.
        let left = usize::try_from(length.saturating_sub(position.offset)).unwrap_or(MOST);
        let mut segment = Segment {
            first: position.segment,
            reader: BufReader::with_capacity(left.clamp(LEAST, MOST), file),
            path,
            offset: 0,
            whole: 0,
            sequence,
            known: None,
            headed: heading.is_some(),
            salt: Salt::NONE,
            rest: None,
            skipped: Vec::new(),
        };
        let start = match heading {
            Some(heading) => {
                segment.salt = heading.salt;
                heading.start
            }
            None => segment.recover_salt()?,
        };
        let offset = position.offset.max(start);
        if length < offset && offset > start {
            let (path, offset) = (segment.path, length);
            return Err(Damage::File { path, offset }.into());
        }
        segment.go_to(offset)?;
        segment.whole = offset;
        let known = match offset == start {
            true => position.segment.saturating_sub(1),
            false => sequence,
        };
        if offset == start {
            segment.sequence = sequence.max(known);
        }
        segment.known = (offset == start || known > 0).then_some((known, offset));
        Ok(segment)
    }

    fn go_to(&mut self, offset: u64) -> Result<(), Trouble> {
        self.offset = offset;
        let reached = self.reader.seek(SeekFrom::Start(offset));
        reached.map(|_| ()).map_err(Trouble::at(&self.path))
    }

    /// Tells the salt of a segment whose header is damaged from its frames; returns where the first one begins.
    fn recover_salt(&mut self) -> Result<u64, Trouble> {
        self.go_to(START)?;
        let sums = Sums::new(self.read_rest()?);
        let most = self
            .first
            .saturating_add(possible(sums.bytes().len() as u64));
        let entries = self.first..=most;
        let Some((at, salt)) = frame::first_salted(&sums, &entries) else {
            return Ok(START);
        };
        self.salt = salt;
        Ok(START + at as u64)
    }

    /// All that is left, in memory.
    fn read_rest(&mut self) -> Result<Vec<u8>, Trouble> {
        let left = self.length()?.saturating_sub(self.offset);
        let mut rest = Vec::new();
        // What there is no memory for is not read now, and no reason to end.
        let room = rest.try_reserve_exact(usize::try_from(left).unwrap_or(usize::MAX));
        room.map_err(|_| Trouble::at(&self.path)(ErrorKind::OutOfMemory.into()))?;
        self.go_to(self.offset)?;
        let read = (&mut self.reader).take(left).read_to_end(&mut rest);
        read.map_err(Trouble::at(&self.path))?;
        Ok(rest)
    }

    /// Whether the file begins as a segment does.
    pub fn has_header(&self) -> bool {
        self.headed
    }

    /// Where bytes were passed over so far because they are no frame.
    pub fn skipped(&self) -> &[u64] {
        &self.skipped
    }

    /// Its file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its length, unpacked.
    ///
    /// # Errors
    /// The file can't be read.
    pub fn length(&self) -> Result<u64, Trouble> {
        let length = self.reader.get_ref().length();
        length.map_err(Trouble::at(&self.path))
    }

    /// Where the file of a packed segment is not what was written, as far as it was read; `None` if it is
    /// not packed.
    pub fn damages(&self) -> Option<&[u64]> {
        self.reader.get_ref().damages()
    }

    /// What could not be read of its file so far.
    pub fn unread(&self) -> Vec<Unread> {
        self.reader.get_ref().unread()
    }

    /// How many entries may lie behind the last whole one in bytes that can't be read, once all others were read:
    /// numbers that must not be given again. One of a file of which nothing is known.
    ///
    /// # Errors
    /// The system does not say how long it is.
    pub fn hidden(&self) -> Result<u64, Trouble> {
        let behind = |one: &Unread| one.offset + one.bytes > self.whole;
        let bytes = match self.unread().iter().any(behind) {
            true => self.length()?.saturating_sub(self.whole),
            false => 0,
        };
        let shut = self.reader.get_ref().source().is_shut();
        Ok(possible(bytes).max(u64::from(shut)))
    }

    /// Behind the last whole entry.
    pub fn end(&self) -> Position {
        Position {
            segment: self.first,
            offset: self.whole,
        }
    }

    /// The next whole entry; `None` at the end, torn or not. A batch whose last frame is missing is
    /// passed over.
    pub fn next(&mut self) -> Result<Option<WholeEntry>, ReadError> {
        let (mut payload, mut start, mut sequence) = (Vec::new(), self.offset, 0);
        // The next part of the entry that was begun, if it goes on.
        let mut part = None;
        loop {
            let Some((header, bytes)) = self.frame()? else {
                return Ok(None);
            };
            // Behind what was passed over.
            let at = self
                .offset
                .saturating_sub((frame::HEADER + header.length) as u64);
            if header.part == 0 {
                (payload, start, sequence) = (Vec::new(), at, header.sequence);
                let possible = self.can_come(sequence, at);
                if !possible {
                    self.skipped.push(at);
                }
                part = possible.then_some(0);
            }
            let goes_on = part == Some(header.part)
                && header.sequence == sequence
                && payload.len() + bytes.len() <= limits::ENTRY;
            if !goes_on {
                part = None;
                continue;
            }
            if header.last && header.part == 0 {
                payload = bytes;
            } else {
                let room = payload.try_reserve(bytes.len());
                room.map_err(|_| Trouble::at(&self.path)(ErrorKind::OutOfMemory.into()))?;
                payload.extend_from_slice(&bytes);
            }
            part = header.part.checked_add(1);
            if header.last {
                self.whole = self.offset;
                self.sequence = sequence;
                if self.known.is_none_or(|(known, _)| known < sequence) {
                    self.known = Some((sequence, self.whole));
                }
                let segment = self.first;
                return Ok(Some(WholeEntry {
                    sequence,
                    start: Position {
                        segment,
                        offset: start,
                    },
                    end: self.end(),
                    payload,
                }));
            }
        }
    }

    /// Whether the entry of that number can begin at that byte. Those of a segment follow each other, and each takes
    /// some bytes; in segments of the first format one may lie behind a gap. A number that none can have is no
    /// entry's: believed, it would take all that follow it for done before.
    fn can_come(&self, sequence: u64, at: u64) -> bool {
        let Some((known, end)) = self.known else {
            return true;
        };
        match self.salt == Salt::NONE {
            true => limits::can_follow(sequence, known),
            false => {
                let between = possible(at.saturating_sub(end));
                sequence <= known.saturating_add(between).saturating_add(1)
            }
        }
    }

    /// The next whole frame, past bytes that are none.
    fn frame(&mut self) -> Result<Option<(FrameHeader, Vec<u8>)>, ReadError> {
        loop {
            let at = self.offset;
            if self.may_be_whole()
                && let Some(whole) = self.take_frame()?
            {
                return Ok(Some(whole));
            }
            self.offset = at;
            match self.next_whole()? {
                Some(next) => self.offset = next,
                None => return Ok(None),
            }
            self.skipped.push(at);
        }
    }

    /// Whether a frame may be whole where it stands; behind something that was none that is known before its
    /// payload is taken, so that many headers of long frames cost no more than their bytes.
    fn may_be_whole(&self) -> bool {
        self.rest.as_ref().is_none_or(|(base, sums)| {
            frame::is_whole(sums, (self.offset - base) as usize, self.salt)
        })
    }

    /// The frame where it stands, if it is whole.
    fn take_frame(&mut self) -> Result<Option<(FrameHeader, Vec<u8>)>, ReadError> {
        let mut head = [0; frame::HEADER];
        let taken = self.take(&mut head)?;
        let Some(header) = FrameHeader::read(&head).filter(|_| taken == head.len()) else {
            return Ok(None);
        };
        let mut bytes = vec![0; header.length];
        let taken = self.take(&mut bytes)?;
        let whole = taken == bytes.len() && header.seals(&bytes, self.salt);
        Ok(whole.then_some((header, bytes)))
    }

    /// Where the next whole frame begins, behind what is none.
    fn next_whole(&mut self) -> Result<Option<u64>, ReadError> {
        if self.rest.is_none() {
            let rest = self.read_rest()?;
            // As where somebody has made room, or was killed then.
            if rest.iter().all(|byte| *byte == 0) {
                self.go_to(self.offset)?;
                return Ok(None);
            }
            self.rest = Some((self.offset, Sums::new(rest)));
        }
        let Some((base, sums)) = &self.rest else {
            return Ok(None);
        };
        let from = (self.offset - base) as usize;
        // Entries of a segment follow each other, and each takes some bytes. In those of the first format an
        // entry may lie behind a gap.
        let (last, bytes) = (self.sequence, sums.bytes().len() as u64);
        let most = match self.salt == Salt::NONE || last == 0 {
            true => last.saturating_add(limits::GAP),
            false => last.saturating_add(possible(bytes)),
        };
        let next = last.saturating_add(1);
        let found = frame::next_whole(sums, from, &(next..=most), self.salt);
        Ok(found.map(|found| base + found as u64))
    }

    /// Takes bytes from where it stands, as many as there are.
    fn take(&mut self, buffer: &mut [u8]) -> Result<usize, Trouble> {
        let taken = match &self.rest {
            Some((base, sums)) => {
                let from = (self.offset - base) as usize;
                let rest = sums.bytes().get(from..).unwrap_or_default();
                let taken = rest.len().min(buffer.len());
                for (to, from) in buffer.iter_mut().zip(rest) {
                    *to = *from;
                }
                taken
            }
            None => read_fully(&mut self.reader, buffer).map_err(Trouble::at(&self.path))?,
        };
        self.offset += taken as u64;
        Ok(taken)
    }
}

/// How many entries so many bytes can hold.
fn possible(bytes: u64) -> u64 {
    bytes / (frame::HEADER as u64 + 1)
}

fn read_fully(reader: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut taken = 0;
    while let Some(rest) = buffer.get_mut(taken..).filter(|rest| !rest.is_empty()) {
        match reader.read(rest) {
            Ok(0) => break,
            Ok(more) => taken += more,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(taken)
}

/// Reads an entry's payload from byte `at` on, frame by frame, until `parse` has enough of it.
pub fn read_payload<T>(
    wal: &Path,
    entry: Position,
    at: u64,
    parse: impl Fn(&[u8]) -> Option<T>,
) -> Result<T, ReadError> {
    let (frames, mut within) = frame::place(at);
    let position = Position {
        offset: entry.offset.saturating_add(frames),
        ..entry
    };
    let mut segment = Segment::open(wal, position, 0)?;
    let mut payload = Vec::new();
    while let Some((header, bytes)) = segment.frame()? {
        if !segment.skipped.is_empty() {
            break;
        }
        payload.extend_from_slice(bytes.get(within..).unwrap_or_default());
        within = 0;
        if let Some(parsed) = parse(&payload) {
            return Ok(parsed);
        }
        if header.last {
            break;
        }
    }
    let (path, offset) = (segment.path, position.offset);
    Err(Damage::File { path, offset }.into())
}
