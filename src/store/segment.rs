//! One segment of the wal, read entry by entry.

use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::error::{Damage, ReadError, Trouble};
use super::frame::{self, Header};
use super::segment_file::{self, Bytes, START};

/// A place in the wal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The first sequence of the segment, which names it.
    pub segment: u64,
    /// Bytes from its beginning.
    pub offset: u64,
}

/// A whole entry.
#[derive(Debug)]
pub struct Found {
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
    /// Whether the file begins as a segment does.
    headed: bool,
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
        let headed = file.check_format(&path)?;
        let length = file.length().map_err(Trouble::at(&path))?;
        let offset = position.offset.max(START);
        if length < offset && offset > START {
            let offset = length;
            return Err(Damage::File { path, offset }.into());
        }
        file.seek(SeekFrom::Start(offset))
            .map_err(Trouble::at(&path))?;
        Ok(Segment {
            first: position.segment,
            path,
            reader: BufReader::with_capacity(1 << 18, file),
            offset,
            whole: offset,
            sequence,
            headed,
            skipped: Vec::new(),
        })
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

    /// Behind the last whole entry.
    pub fn end(&self) -> Position {
        Position {
            segment: self.first,
            offset: self.whole,
        }
    }

    /// The next whole entry; `None` at the end, torn or not. A batch whose last frame is missing is
    /// passed over.
    pub fn next(&mut self) -> Result<Option<Found>, ReadError> {
        let (mut payload, mut start, mut part, mut sequence) = (Vec::new(), self.offset, 0, 0);
        loop {
            let at = self.offset;
            let Some((header, bytes)) = self.frame()? else {
                return Ok(None);
            };
            if header.part == 0 {
                (payload, start, part, sequence) = (Vec::new(), at, 0, header.sequence);
            }
            if header.part != part || header.sequence != sequence {
                part = u32::MAX;
                continue;
            }
            if header.last && part == 0 {
                payload = bytes;
            } else {
                payload.extend_from_slice(&bytes);
            }
            part += 1;
            if header.last {
                self.whole = self.offset;
                self.sequence = sequence;
                let segment = self.first;
                return Ok(Some(Found {
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

    /// The next whole frame, past bytes that are none.
    fn frame(&mut self) -> Result<Option<(Header, Vec<u8>)>, ReadError> {
        let at = self.offset;
        let mut head = [0; frame::HEADER];
        let trouble = |error| ReadError::from(Trouble::at(&self.path)(error));
        let taken = read_fully(&mut self.reader, &mut head).map_err(trouble)?;
        if taken == 0 {
            return Ok(None);
        }
        if let Some(header) = Header::read(&head).filter(|_| taken == head.len()) {
            let mut bytes = vec![0; header.length];
            let taken = read_fully(&mut self.reader, &mut bytes).map_err(trouble)?;
            if taken == bytes.len() && header.seals(&bytes) {
                self.offset += (frame::HEADER + taken) as u64;
                return Ok(Some((header, bytes)));
            }
        }
        let mut rest = Vec::new();
        self.reader
            .seek(SeekFrom::Start(at))
            .and_then(|_| self.reader.read_to_end(&mut rest))
            .map_err(trouble)?;
        let next = frame::next_whole(&rest, self.sequence);
        self.offset = at + next.unwrap_or(0) as u64;
        self.reader
            .seek(SeekFrom::Start(self.offset))
            .map_err(trouble)?;
        if next.is_none() {
            return Ok(None);
        }
        self.skipped.push(at);
        self.frame()
    }
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
        offset: entry.offset + frames,
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
