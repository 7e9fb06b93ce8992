//! Frames, of which a segment is made:
//! `[length u32][crc32c u32][sequence u64][part u32][flags u8][payload]`, numbers little-endian, the
//! checksum over everything but itself, begun from the segment's salt. An entry is one or more frames; all
//! but the last are full, so that a place in the entry's payload can be found without reading what is
//! before it.

use std::ops::RangeInclusive;

use super::limits;
use super::salt::Salt;
use super::sums::{self, Sums};

/// The most that a frame carries, in bytes.
pub const MOST: usize = 1 << 20;
/// The length of a frame's header, in bytes.
pub const HEADER: usize = 21;
const LAST: u8 = 1;

/// What stands before a frame's payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameHeader {
    /// The length of the payload, in bytes.
    pub length: usize,
    /// The entry that it belongs to.
    pub sequence: u64,
    /// Its place among the entry's frames, from 0.
    pub part: u32,
    /// Whether the entry ends with it.
    pub last: bool,
    sum: u32,
}

impl FrameHeader {
    /// Reads a header; `None` if it can't be one.
    pub fn read(bytes: &[u8; HEADER]) -> Option<FrameHeader> {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let (sum, rest) = rest.split_first_chunk::<4>()?;
        let (sequence, rest) = rest.split_first_chunk::<8>()?;
        let (part, rest) = rest.split_first_chunk::<4>()?;
        let length = u32::from_le_bytes(*length) as usize;
        let sequence = u64::from_le_bytes(*sequence);
        let flags = *rest.first()?;
        (length <= MOST && flags <= LAST && sequence <= limits::LAST).then_some(FrameHeader {
            length,
            sequence,
            part: u32::from_le_bytes(*part),
            last: flags == LAST,
            sum: u32::from_le_bytes(*sum),
        })
    }

    /// Whether that payload is the one that was written with this header, in a segment of that salt.
    pub fn seals(&self, payload: &[u8], salt: Salt) -> bool {
        payload.len() == self.length && self.checksum(payload, salt) == self.sum
    }

    fn checksum(&self, payload: &[u8], salt: Salt) -> u32 {
        crc32c::crc32c_append(self.checksum_of_header(salt), payload)
    }

    fn checksum_of_header(&self, salt: Salt) -> u32 {
        let sum = crc32c::crc32c_append(salt.sum(), &(self.length as u32).to_le_bytes());
        crc32c::crc32c_append(sum, &self.tail())
    }

    /// The salt of the segment, if that payload, whose own checksum is given, was written with this header.
    fn salt(&self, payload_sum: u32) -> Salt {
        let unsalted = self.checksum_of_header(Salt::NONE);
        let unsalted = sums::moved(unsalted, self.length) ^ payload_sum;
        Salt::of_sums(self.sum, unsalted, self.length + HEADER - 4)
    }

    /// Whether a frame with this header can come directly behind one with that.
    fn follows(&self, other: &FrameHeader) -> bool {
        match other.last {
            true => self.sequence == other.sequence.wrapping_add(1) && self.part == 0,
            false => self.sequence == other.sequence && self.part == other.part.wrapping_add(1),
        }
    }

    fn tail(&self) -> [u8; 13] {
        let mut tail = [0; 13];
        let (sequence, rest) = tail.split_at_mut(8);
        let (part, flags) = rest.split_at_mut(4);
        sequence.copy_from_slice(&self.sequence.to_le_bytes());
        part.copy_from_slice(&self.part.to_le_bytes());
        flags.fill(if self.last { LAST } else { 0 });
        tail
    }
}

/// The frames of an entry, one by one, ready to be written into a segment of that salt.
pub fn frames(sequence: u64, payload: &[u8], salt: Salt) -> impl Iterator<Item = Vec<u8>> {
    let count = payload.len().div_ceil(MOST);
    payload.chunks(MOST).enumerate().map(move |(part, chunk)| {
        let mut header = FrameHeader {
            length: chunk.len(),
            sequence,
            part: part as u32,
            last: part + 1 == count,
            sum: 0,
        };
        header.sum = header.checksum(chunk, salt);
        let mut frame = Vec::with_capacity(HEADER + chunk.len());
        frame.extend_from_slice(&(header.length as u32).to_le_bytes());
        frame.extend_from_slice(&header.sum.to_le_bytes());
        frame.extend_from_slice(&header.tail());
        frame.extend_from_slice(chunk);
        frame
    })
}

/// The header at byte `at`, if a frame with something in it can lie there.
fn header_at(bytes: &[u8], at: usize) -> Option<FrameHeader> {
    let (header, rest) = bytes.get(at..)?.split_first_chunk()?;
    FrameHeader::read(header).filter(|header| (1..=rest.len()).contains(&header.length))
}

/// The header at byte `at`, where the frame ends, and the salt that it was sealed with, if it is one of these
/// entries. Each place costs the same, whatever the bytes pretend to be.
fn sealed_at(
    sums: &Sums,
    at: usize,
    entries: &RangeInclusive<u64>,
) -> Option<(FrameHeader, usize, Salt)> {
    let header = header_at(sums.bytes(), at).filter(|h| entries.contains(&h.sequence))?;
    let payload = at + HEADER..at + HEADER + header.length;
    let end = payload.end;
    Some((header, end, header.salt(sums.of(payload))))
}

/// Whether a whole frame lies at byte `at`.
pub fn is_whole(sums: &Sums, at: usize, salt: Salt) -> bool {
    sealed_at(sums, at, &(0..=limits::LAST)).is_some_and(|(_, _, found)| found == salt)
}

/// Where the next whole frame of one of these entries begins behind byte `from`, if there is one: what tells a
/// hole from a torn tail.
///
/// A salt can't be known by who only wrote a record: what it seals is a frame. Without one a frame must also be
/// the last thing in the segment, or be followed by one that can follow it.
pub fn next_whole(
    sums: &Sums,
    from: usize,
    entries: &RangeInclusive<u64>,
    salt: Salt,
) -> Option<usize> {
    let bytes = sums.bytes();
    let last = bytes.len().saturating_sub(HEADER);
    (from..=last).find(|&at| {
        sealed_at(sums, at, entries).is_some_and(|(header, end, found)| {
            found == salt
                && (salt != Salt::NONE
                    || end == bytes.len()
                    || header_at(bytes, end).is_some_and(|next| next.follows(&header)))
        })
    })
}

/// Where the first frame of a segment lies whose header is damaged, and the segment's salt: that of two frames of
/// which one follows the other, or of one that fills the rest. `None` if there are no such frames of these entries.
pub fn first_salted(sums: &Sums, entries: &RangeInclusive<u64>) -> Option<(usize, Salt)> {
    let length = sums.bytes().len();
    (0..length.saturating_sub(HEADER)).find_map(|at| {
        let (header, end, salt) = sealed_at(sums, at, entries)?;
        let agreed = match sealed_at(sums, end, entries) {
            Some((next, _, other)) => next.follows(&header) && other == salt,
            None => end == length,
        };
        agreed.then_some((at, salt))
    })
}

/// Where byte `at` of an entry's payload lies: how far the frame that holds it is from the entry's
/// first frame, and how far into that frame's payload it is.
pub fn place(at: u64) -> (u64, usize) {
    let most = MOST as u64;
    let frames = (at / most).saturating_mul(most + HEADER as u64);
    (frames, (at % most) as usize)
}
