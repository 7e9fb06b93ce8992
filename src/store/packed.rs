//! A closed segment, packed: `wal/<first sequence, 20 digits>.walz`, a header and blocks. Unpacked the blocks
//! give the segment byte for byte, so that a position in it stays what it was. Each block is packed by itself
//! with zstd, and all but the last hold `BLOCK` bytes: a position is found without unpacking what lies before
//! it, and damage costs the block that it is in.
//!
//! The header is `[magic 12][format u16][its complement u16]`. A block is `[number u32][length u32]
//! [packed u32][last u8][crc32c u32 of the packed bytes][crc32c u32 of all before]`, then the packed bytes.
//! Numbers are little-endian.

use std::io::{self, Read, Seek, SeekFrom, Write};

use super::source::Source;

use super::limits;
use super::unpacking::{may_hold, unpack};

/// What a packed segment begins with.
pub const MAGIC: &[u8; 12] = b"guichet-waz\n";
/// How many bytes of the segment a block holds; the last one may hold fewer.
const BLOCK: usize = 256 << 10;
/// The length of the file's header, in bytes.
const START: u64 = 16;
/// The length of a block's header, in bytes.
const HEADER: usize = 21;
/// It is packed once and kept for ever, while nobody waits.
const LEVEL: i32 = 6;
/// What a frame begins with that zstd passes over; its length follows.
const PASSED_OVER: u32 = 0x184d_2a50;

/// What stands before a block.
#[derive(Clone, Copy, Debug)]
struct PackedHeader {
    number: u32,
    length: u32,
    packed: u32,
    last: bool,
    sum: u32,
}

impl PackedHeader {
    /// Reads a header; `None` if it is none.
    fn read(bytes: &[u8]) -> Option<PackedHeader> {
        let bytes: &[u8; HEADER] = bytes.first_chunk()?;
        let (body, sum) = bytes.split_last_chunk::<4>()?;
        if crc32c::crc32c(body) != u32::from_le_bytes(*sum) {
            return None;
        }
        let (numbers, rest) = body.split_first_chunk::<12>()?;
        let mut numbers = numbers.chunks_exact(4).map(|four| {
            let four = four.try_into().ok()?;
            Some(u32::from_le_bytes(four))
        });
        let (last, sum) = rest.split_first()?;
        Some(PackedHeader {
            number: numbers.next()??,
            length: numbers.next()??,
            packed: numbers.next()??,
            last: *last == 1,
            sum: u32::from_le_bytes(sum.try_into().ok()?),
        })
    }

    fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER);
        for number in [self.number, self.length, self.packed] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.push(u8::from(self.last));
        bytes.extend_from_slice(&self.sum.to_le_bytes());
        let sum = crc32c::crc32c(&bytes);
        bytes.extend_from_slice(&sum.to_le_bytes());
        bytes
    }
}

/// Packs all of `from`, behind a header that the caller gives. `stopped` is asked before each block.
///
/// # Errors
/// `Interrupted` if it was stopped.
pub fn pack(
    from: &mut impl Read,
    header: &[u8],
    to: &mut impl Write,
    stopped: &dyn Fn() -> bool,
) -> io::Result<()> {
    to.write_all(header)?;
    let (mut block, mut next) = (full_block(from)?, Vec::new());
    for number in 0.. {
        if stopped() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        if block.len() == BLOCK {
            next = full_block(from)?;
        }
        let mut packed = zstd::bulk::compress(&block, LEVEL)?;
        if u64::from(number) * BLOCK as u64 >= limits::PACKED_FREELY / 2 {
            fill_up(&mut packed, block.len() / limits::PACKED_TO as usize + 1);
        }
        let header = PackedHeader {
            number,
            length: block.len() as u32,
            packed: packed.len() as u32,
            last: next.is_empty(),
            sum: crc32c::crc32c(&packed),
        };
        to.write_all(&header.write())?;
        to.write_all(&packed)?;
        if header.last {
            break;
        }
        block = std::mem::take(&mut next);
    }
    Ok(())
}

/// Makes packed bytes as long as that, by what zstd passes over: a frame of nothing.
fn fill_up(packed: &mut Vec<u8>, least: usize) {
    if packed.len() < least {
        let more = least - packed.len();
        packed.extend_from_slice(&PASSED_OVER.to_le_bytes());
        packed.extend_from_slice(&(more as u32).to_le_bytes());
        packed.resize(packed.len() + more, 0);
    }
}

fn full_block(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut block = Vec::with_capacity(BLOCK);
    from.take(BLOCK as u64).read_to_end(&mut block)?;
    Ok(block)
}

/// Where a block lies.
#[derive(Clone, Copy, Debug)]
struct Place {
    header: PackedHeader,
    /// Where its packed bytes begin in the file.
    at: u64,
}

/// A packed segment, read as if it were not packed. Blocks that are damaged read as zeros, which are no
/// frame, so that what lies behind them is found where it was.
#[derive(Debug)]
pub struct Packed {
    file: Source,
    /// What it begins with.
    header: Vec<u8>,
    /// By number; `None` where a block should be and is not.
    places: Vec<Option<Place>>,
    /// The length of the segment.
    length: u64,
    /// Where reading goes on in the segment.
    at: u64,
    /// The block that was unpacked last, and its number.
    open: Option<(usize, Vec<u8>)>,
    /// Where in the file something is not what was written, as far as it was noticed.
    damages: Vec<u64>,
}

impl Packed {
    /// Finds the blocks of a file.
    ///
    /// # Errors
    /// It can't be read. What is damaged is no error.
    pub fn open(mut file: Source) -> io::Result<Packed> {
        let end = file.length()?;
        let mut header = vec![0; START as usize];
        let read = file.fill_at(&mut header, 0)?;
        header.truncate(read);
        let (mut places, mut damages): (Vec<Option<Place>>, Vec<u64>) = (Vec::new(), Vec::new());
        let (mut at, mut whole) = (START, false);
        while at < end && !whole {
            let mut bytes = [0; HEADER];
            let read = file.fill_at(&mut bytes, at)?;
            let header = bytes.get(..read).and_then(PackedHeader::read);
            let Some(header) = header.filter(|h| fits(h, places.len(), at, end)) else {
                damages.push(at);
                match next_header(&mut file, at, end, places.len())? {
                    Some(found) => at = found,
                    None => break,
                }
                continue;
            };
            // A block that is not there leaves its room.
            places.resize(header.number as usize, None);
            at += HEADER as u64;
            places.push(Some(Place { header, at }));
            at += u64::from(header.packed);
            whole = header.last;
        }
        // Cut off behind a whole block, or longer than it should be.
        if (!whole && damages.is_empty()) || at < end && whole {
            damages.push(at);
        }
        let last = places.last().copied().flatten();
        let length = match last {
            Some(last) => (places.len() - 1) * BLOCK + last.header.length as usize,
            None => 0,
        };
        Ok(Packed {
            file,
            header,
            places,
            length: length as u64,
            at: 0,
            open: None,
            damages,
        })
    }

    /// Its file.
    pub fn source(&self) -> &Source {
        &self.file
    }

    /// What the file begins with.
    pub fn header(&self) -> &[u8] {
        &self.header
    }

    /// The length of the segment, as far as there are blocks.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Where in the file something is not what was written, as far as it was read.
    pub fn damages(&self) -> &[u64] {
        &self.damages
    }

    fn unpack(&mut self, number: usize) -> io::Result<&[u8]> {
        let known = self.open.as_ref().is_some_and(|(open, _)| *open == number);
        if !known {
            let place = self.places.get(number).copied().flatten();
            let bytes = match place {
                None => None,
                Some(place) => {
                    let unpacked = self.block(&place)?;
                    if unpacked.is_none() {
                        self.damages.push(place.at);
                    }
                    unpacked
                }
            };
            let start = number * BLOCK;
            let length = BLOCK.min((self.length as usize).saturating_sub(start));
            self.open = Some((number, bytes.unwrap_or_else(|| vec![0; length])));
        }
        Ok(self.open.as_ref().map_or(&[], |(_, bytes)| bytes))
    }

    fn block(&mut self, place: &Place) -> io::Result<Option<Vec<u8>>> {
        let mut packed = vec![0; place.header.packed as usize];
        let read = self.file.fill_at(&mut packed, place.at)?;
        if read < packed.len() || crc32c::crc32c(&packed) != place.header.sum {
            return Ok(None);
        }
        Ok(unpack(&packed, place.header.length as usize))
    }
}

/// Whether such a block can stand at `at` in a file that ends at `end`, behind `number` others.
fn fits(header: &PackedHeader, number: usize, at: u64, end: u64) -> bool {
    let length = header.length as usize;
    header.number as usize >= number
        && limits::can_unpack_to(
            at,
            u64::from(header.number) * BLOCK as u64 + header.length as u64,
        )
        && may_hold(header.packed as usize, length)
        && (length == BLOCK || length < BLOCK && header.last)
        && u64::from(header.packed) + HEADER as u64 <= end.saturating_sub(at)
}

/// Where the next block begins behind `at`, one that comes later than those known.
fn next_header(file: &mut Source, at: u64, end: u64, number: usize) -> io::Result<Option<u64>> {
    let mut piece = vec![0; BLOCK];
    let mut from = at + 1;
    while from + (HEADER as u64) <= end {
        let most = usize::try_from(end - from).unwrap_or(BLOCK).min(BLOCK);
        let piece = piece.get_mut(..most).unwrap_or_default();
        if file.fill_at(piece, from)? < most {
            break;
        }
        let headers = piece.windows(HEADER).zip(from..);
        for (header, at) in headers {
            if PackedHeader::read(header).is_some_and(|header| fits(&header, number, at, end)) {
                return Ok(Some(at));
            }
        }
        from += (most - (HEADER - 1)) as u64;
    }
    Ok(None)
}

impl Read for Packed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.length {
            return Ok(0);
        }
        let at = self.at as usize;
        let block = self.unpack(at / BLOCK)?;
        let rest = block.get(at % BLOCK..).unwrap_or_default();
        let taken = rest.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(rest) {
            *to = *from;
        }
        self.at += taken as u64;
        Ok(taken)
    }
}

impl Seek for Packed {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
