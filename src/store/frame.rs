//! Frames, of which a segment is made:
//! `[length u32][crc32c u32][sequence u64][part u32][flags u8][payload]`, numbers little-endian, the
//! checksum over everything but itself. An entry is one or more frames; all but the last are full,
//! so that a place in the entry's payload can be found without reading what is before it.

/// The most that a frame carries, in bytes.
pub const MOST: usize = 1 << 20;
/// The length of a frame's header, in bytes.
pub const HEADER: usize = 21;
const LAST: u8 = 1;

/// What stands before a frame's payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
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

impl Header {
    /// Reads a header; `None` if it can't be one.
    pub fn read(bytes: &[u8; HEADER]) -> Option<Header> {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let (sum, rest) = rest.split_first_chunk::<4>()?;
        let (sequence, rest) = rest.split_first_chunk::<8>()?;
        let (part, rest) = rest.split_first_chunk::<4>()?;
        let length = u32::from_le_bytes(*length) as usize;
        let flags = *rest.first()?;
        (length <= MOST && flags <= LAST).then_some(Header {
            length,
            sequence: u64::from_le_bytes(*sequence),
            part: u32::from_le_bytes(*part),
            last: flags == LAST,
            sum: u32::from_le_bytes(*sum),
        })
    }

    /// Whether that payload is the one that was written with this header.
    pub fn seals(&self, payload: &[u8]) -> bool {
        payload.len() == self.length && self.checksum(payload) == self.sum
    }

    fn checksum(&self, payload: &[u8]) -> u32 {
        let sum = crc32c::crc32c(&(self.length as u32).to_le_bytes());
        let sum = crc32c::crc32c_append(sum, &self.tail());
        crc32c::crc32c_append(sum, payload)
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

/// The frames of an entry, one by one, ready to be written.
pub fn frames(sequence: u64, payload: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let count = payload.len().div_ceil(MOST);
    payload.chunks(MOST).enumerate().map(move |(part, chunk)| {
        let mut header = Header {
            length: chunk.len(),
            sequence,
            part: part as u32,
            last: part + 1 == count,
            sum: 0,
        };
        header.sum = header.checksum(chunk);
        let mut frame = Vec::with_capacity(HEADER + chunk.len());
        frame.extend_from_slice(&(header.length as u32).to_le_bytes());
        frame.extend_from_slice(&header.sum.to_le_bytes());
        frame.extend_from_slice(&header.tail());
        frame.extend_from_slice(chunk);
        frame
    })
}

/// Where the next whole frame of an entry after `sequence` begins in `bytes`, if there is one: what
/// tells a hole from a torn tail.
pub fn next_whole(bytes: &[u8], sequence: u64) -> Option<usize> {
    (0..bytes.len()).find(|&start| {
        let Some((header, rest)) = bytes.get(start..).and_then(|b| b.split_first_chunk()) else {
            return false;
        };
        Header::read(header).is_some_and(|header| {
            header.sequence > sequence
                && header.length > 0
                && rest.get(..header.length).is_some_and(|p| header.seals(p))
        })
    })
}

/// Where byte `at` of an entry's payload lies: how far the frame that holds it is from the entry's
/// first frame, and how far into that frame's payload it is.
pub fn place(at: u64) -> (u64, usize) {
    let most = MOST as u64;
    (at / most * (most + HEADER as u64), (at % most) as usize)
}
