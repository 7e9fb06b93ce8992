//! One segment of the wal: `wal/<first sequence, 20 digits>.wal`, a header and frames.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::error::{Damage, ReadError, Trouble};
use super::folder;
use super::frame::{self, Header};

const MAGIC: &[u8; 12] = b"guichet-wal\n";
const FORMAT: u16 = 1;
/// Where the first frame begins, in bytes.
pub const START: u64 = 16;

/// A place in the wal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The first sequence of the segment, which names it.
    pub segment: u64,
    /// Bytes from its beginning.
    pub offset: u64,
}

/// The file of a segment.
pub fn path(wal: &Path, first: u64) -> PathBuf {
    wal.join(format!("{first:020}.wal"))
}

/// The first sequences of all segments, in order.
pub fn list(wal: &Path) -> Result<Vec<u64>, Trouble> {
    let mut firsts: Vec<u64> = folder::names(wal, ".wal")?
        .iter()
        .filter_map(|name| name.strip_suffix(".wal")?.parse().ok())
        .collect();
    firsts.retain(|first| path(wal, *first).is_file());
    Ok(firsts)
}

/// The header that a segment begins with: the format is followed by its complement, so that a damaged
/// one is not taken for one of a newer program.
pub fn header() -> Vec<u8> {
    [
        MAGIC.as_slice(),
        &FORMAT.to_le_bytes(),
        &(!FORMAT).to_le_bytes(),
    ]
    .concat()
}

/// The format that a header names, if it is whole.
fn format(header: &[u8]) -> Option<u16> {
    let (format, complement) = header.strip_prefix(MAGIC)?.split_first_chunk()?;
    let format = u16::from_le_bytes(*format);
    (complement == (!format).to_le_bytes()).then_some(format)
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
    reader: BufReader<File>,
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
        let path = path(wal, position.segment);
        let mut file = File::open(&path).map_err(Trouble::at(&path))?;
        let mut head = Vec::new();
        let read = (&mut file).take(START).read_to_end(&mut head);
        read.map_err(Trouble::at(&path))?;
        let length = file.metadata().map_err(Trouble::at(&path))?.len();
        let offset = position.offset.max(START);
        let headed = match format(&head) {
            Some(found) if found > FORMAT => {
                let (found, known) = (u32::from(found), u32::from(FORMAT));
                return Err(ReadError::NewerFormat { path, found, known });
            }
            found => found.is_some(),
        };
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
