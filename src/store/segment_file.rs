//! The file of a segment: `wal/<first sequence, 20 digits>.wal`, a header and frames; or, once it is closed and
//! nobody waits, `.walz`, the same packed (`packed`).

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use twox_hash::XxHash3_128;

use super::error::{ReadError, Trouble};
use super::packed::{self, Packed};
use super::position::Position;
use super::salt::Salt;
use super::source::{self, Source, Unread};
use super::{folder, format, limits, room, there};

/// What a segment begins with.
pub const MAGIC: &[u8; 12] = b"guichet-wal\n";
/// The newest format known (`format`), of 16 bits: 1 had no salt, and programs that know 257 only would take it that
/// they are the only ones to write.
const FORMAT: u32 = 2 << 8 | 1;
/// How the name of a segment ends that is as it was written.
pub const PLAIN: &str = ".wal";
/// And that of a packed one.
pub const PACKED: &str = ".walz";
/// How long the number in its name is.
const DIGITS: usize = 20;
/// Where the first frame begins in a segment without salt, in bytes: in none earlier.
pub const START: u64 = 16;
/// And in one with salt.
const SALTED_START: u64 = 24;
/// How many bytes before its end tell a segment from another.
const TAIL: u64 = 4096;

/// The file of a segment that is written.
pub fn path(wal: &Path, first: u64) -> PathBuf {
    wal.join(format!("{first:020}{PLAIN}"))
}

/// The file of a segment that is packed.
pub fn packed_path(wal: &Path, first: u64) -> PathBuf {
    wal.join(format!("{first:020}{PACKED}"))
}

/// The file of a segment, whichever there is. Both are there for a moment, and after a kill at that moment.
pub fn found_path(wal: &Path, first: u64) -> PathBuf {
    let plain = path(wal, first);
    let packed = packed_path(wal, first);
    let is_file = there::is_file(&plain);
    if !is_file.unwrap_or(true) && stands(&packed) {
        return packed;
    }
    plain
}

/// Whether something has that name, whatever it is; where that can't be told too, so that it is met when it is opened.
fn stands(path: &Path) -> bool {
    !matches!(there::named(path), Ok(None))
}

/// The first sequences that the files of that ending name, in order.
///
/// # Errors
/// The folder can't be read.
pub fn named(wal: &Path, ending: &str) -> Result<Vec<u64>, Trouble> {
    let names = folder::names(wal, ending)?;
    let number = |name: &String| {
        let digits = name.strip_suffix(ending)?;
        (digits.len() == DIGITS).then_some(digits)?.parse().ok()
    };
    Ok(names.iter().filter_map(number).collect())
}

/// The first sequences of all segments, in order; also of those in whose place something else is. One that begins
/// where no journal can have come from the one before is none of them.
///
/// # Errors
/// The folder can't be read.
pub fn list(wal: &Path) -> Result<Vec<u64>, Trouble> {
    Ok(listed(wal)?.0)
}

/// The first sequences of what is named like a segment and can be none, in order.
///
/// # Errors
/// The folder can't be read.
pub fn beyond(wal: &Path) -> Result<Vec<u64>, Trouble> {
    Ok(listed(wal)?.1)
}

fn listed(wal: &Path) -> Result<(Vec<u64>, Vec<u64>), Trouble> {
    // One that is packed meanwhile is in the second list.
    let mut firsts = named(wal, PLAIN)?;
    firsts.extend(named(wal, PACKED)?);
    firsts.sort_unstable();
    firsts.dedup();
    firsts.retain(|first| stands(&found_path(wal, *first)));
    let before = firsts.first().into_iter().chain(&firsts);
    let mut pairs = before.zip(&firsts);
    let near = pairs.position(|(before, first)| !limits::can_follow(*first, *before));
    let beyond = firsts.split_off(near.unwrap_or(firsts.len()));
    Ok((firsts, beyond))
}

/// The length of a segment, unpacked; 0 if it is not there.
///
/// # Errors
/// It can't be read.
pub fn length(wal: &Path, first: u64) -> Result<u64, Trouble> {
    let path = found_path(wal, first);
    match Bytes::open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        opened => opened
            .and_then(|bytes| bytes.length())
            .map_err(Trouble::at(&path)),
    }
}

/// Up to where a segment is written that may have room behind its end (`room`), unpacked; 0 if it is not there.
///
/// # Errors
/// It can't be read.
pub fn written(wal: &Path, first: u64) -> Result<u64, Trouble> {
    let path = path(wal, first);
    match source::open(&path).and_then(|file| room::written(&file)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => length(wal, first),
        written => written.map_err(Trouble::at(&path)),
    }
}

/// What a segment, or a packed one, begins with: the format is followed by its complement, so that a damaged
/// one is not taken for one of a newer program.
pub fn header(magic: &[u8; 12]) -> Vec<u8> {
    [
        magic.as_slice(),
        &(FORMAT as u16).to_le_bytes(),
        &(!FORMAT as u16).to_le_bytes(),
    ]
    .concat()
}

/// What a segment of that salt begins with.
pub fn salted_header(salt: Salt) -> Vec<u8> {
    [header(MAGIC).as_slice(), &salt.write()].concat()
}

/// What the header of a segment says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Where its first frame begins.
    pub start: u64,
    /// What its frames are sealed with.
    pub salt: Salt,
}

/// The format that a header names, if it is whole.
fn named_format(header: &[u8], magic: &[u8; 12]) -> Option<u32> {
    let (format, complement) = header.strip_prefix(magic)?.split_first_chunk()?;
    let format = u16::from_le_bytes(*format);
    (complement == (!format).to_le_bytes()).then_some(format.into())
}

/// Refuses a wal whose last segment this program must not go on from.
///
/// # Errors
/// `NewerFormat`, also where it can be read.
pub fn only_known(wal: &Path) -> Result<(), ReadError> {
    let Some(last) = list(wal)?.pop() else {
        return Ok(());
    };
    let (path, mut bytes) = open(wal, last)?;
    let (formats, _) = bytes.headers().map_err(Trouble::at(&path))?;
    match formats
        .into_iter()
        .flatten()
        .find(|found| !format::is_writable(*found, FORMAT))
    {
        Some(found) => Err(ReadError::NewerFormat {
            path,
            found,
            known: FORMAT,
        }),
        None => Ok(()),
    }
}

/// A checksum of the last bytes before that place of a segment: where they are the same, so is all before them.
///
/// # Errors
/// It is not there, shorter, or can't be read.
pub fn tail(wal: &Path, end: Position) -> Result<u128, Trouble> {
    let (path, mut bytes) = open(wal, end.segment)?;
    let start = end.offset.saturating_sub(TAIL);
    let mut tail = Vec::new();
    let length = end.offset - start;
    let read = bytes.seek(SeekFrom::Start(start));
    let read = read.and_then(|_| (&mut bytes).take(length).read_to_end(&mut tail));
    let read = read.map_err(Trouble::at(&path))? as u64;
    if let Some(unread) = bytes.unread().first() {
        return Err(Trouble::at(&path)(io::Error::other(unread.cause.clone())));
    }
    match read == length {
        true => Ok(XxHash3_128::oneshot(&tail)),
        false => Err(Trouble::at(&path)(io::ErrorKind::UnexpectedEof.into())),
    }
}

/// The same of a plain segment that is open.
///
/// # Errors
/// It is shorter, or can't be read.
pub fn tail_of(file: &File, end: Position) -> io::Result<u128> {
    let start = end.offset.saturating_sub(TAIL);
    let mut tail = vec![0; (end.offset - start) as usize];
    file.read_exact_at(&mut tail, start)?;
    Ok(XxHash3_128::oneshot(&tail))
}

/// The salt of a plain segment that entries may be appended to; `None` of one of the first format, or with a
/// damaged header.
pub fn salt_to_go_on(path: &Path) -> Option<Salt> {
    let mut bytes = Bytes::open(path).ok()?;
    let (formats, heading) = bytes.headers().ok()?;
    let salt = heading?.salt;
    // One of an older format is not gone on with: older programs would go on with it too.
    (formats == [Some(FORMAT)] && salt != Salt::NONE).then_some(salt)
}

/// Opens whichever file of a segment there is: it may be packed, and the plain one taken away, meanwhile.
///
/// # Errors
/// There is none, or it can't be read.
pub fn open(wal: &Path, first: u64) -> Result<(PathBuf, Bytes), Trouble> {
    let (plain, packed) = (path(wal, first), packed_path(wal, first));
    match Bytes::open(&plain) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let opened = Bytes::open(&packed).map_err(Trouble::at(&packed))?;
            Ok((packed, opened))
        }
        // Of what can't be opened there may still be the packed one.
        Ok(shut) if shut.source().is_shut() => Ok(match Bytes::open(&packed) {
            Ok(opened) => (packed, opened),
            Err(_) => (plain, shut),
        }),
        opened => {
            let opened = opened.map_err(Trouble::at(&plain))?;
            Ok((plain, opened))
        }
    }
}

/// The bytes of a segment, however they lie.
#[derive(Debug)]
pub enum Bytes {
    /// As they were written.
    Plain(Source),
    /// Packed.
    Packed(Packed),
}

impl Bytes {
    fn open(path: &Path) -> io::Result<Bytes> {
        let file = Source::open(path)?;
        let is_packed = path
            .as_os_str()
            .as_encoded_bytes()
            .ends_with(PACKED.as_bytes());
        Ok(match is_packed {
            true => Bytes::Packed(Packed::open(file)?),
            false => Bytes::Plain(file),
        })
    }

    /// The formats that the headers name: that of the packed file, and that of the segment, with what else it
    /// says. None that is not whole.
    fn headers(&mut self) -> io::Result<(Vec<Option<u32>>, Option<Heading>)> {
        let mut formats = Vec::new();
        if let Bytes::Packed(packed) = self {
            let found = named_format(packed.header(), packed::MAGIC);
            formats.push(found);
            if found.is_some_and(|found| !format::is_readable(found, FORMAT)) {
                return Ok((formats, None));
            }
        }
        let mut header = Vec::new();
        self.take(SALTED_START).read_to_end(&mut header)?;
        let found = header
            .get(..START as usize)
            .and_then(|header| named_format(header, MAGIC));
        formats.push(found);
        let salt = header.get(START as usize..).and_then(|salt| {
            let salt = salt.try_into().ok()?;
            Salt::read(salt)
        });
        let heading = match found {
            Some(found) if found >> 8 == 0 => Some(Heading {
                start: START,
                salt: Salt::NONE,
            }),
            Some(_) => salt.map(|salt| Heading {
                start: SALTED_START,
                salt,
            }),
            None => None,
        };
        Ok((formats, heading))
    }

    /// What the header says; `None` if it is damaged. Any frame tells the salt, so that this costs nothing.
    ///
    /// # Errors
    /// `NewerFormat` where this program can't read it.
    pub fn heading(&mut self, path: &Path) -> Result<Option<Heading>, ReadError> {
        let (formats, heading) = self.headers().map_err(Trouble::at(path))?;
        let unreadable = |found: &u32| !format::is_readable(*found, FORMAT);
        match formats.iter().copied().flatten().find(unreadable) {
            Some(found) => Err(ReadError::NewerFormat {
                path: path.to_path_buf(),
                found,
                known: FORMAT,
            }),
            None => Ok(heading.filter(|_| formats.iter().all(Option::is_some))),
        }
    }

    /// Its file.
    pub fn source(&self) -> &Source {
        match self {
            Bytes::Plain(file) => file,
            Bytes::Packed(packed) => packed.source(),
        }
    }

    /// What could not be read of its file so far.
    pub fn unread(&self) -> Vec<Unread> {
        self.source().unread()
    }

    /// Where the file of a packed segment is not what was written, as far as it was read.
    pub fn damages(&self) -> Option<&[u64]> {
        match self {
            Bytes::Plain(_) => None,
            Bytes::Packed(packed) => Some(packed.damages()),
        }
    }

    /// The length of the segment, unpacked.
    ///
    /// # Errors
    /// The system does not say.
    pub fn length(&self) -> io::Result<u64> {
        match self {
            Bytes::Plain(file) => file.length(),
            Bytes::Packed(packed) => Ok(packed.length()),
        }
    }
}

impl Read for Bytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Bytes::Plain(file) => file.read(buffer),
            Bytes::Packed(packed) => packed.read(buffer),
        }
    }
}

impl Seek for Bytes {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Bytes::Plain(file) => file.seek(to),
            Bytes::Packed(packed) => packed.seek(to),
        }
    }
}
