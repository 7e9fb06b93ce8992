//! Files of a store with the right checksums around any content: what they say of themselves may be false.

use zstd::bulk::compress;

/// A frame of a segment.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    pub sequence: u64,
    pub part: u32,
    pub last: bool,
    pub payload: Vec<u8>,
}

impl Frame {
    /// One that is an entry by itself.
    pub fn whole(sequence: u64, payload: &[u8]) -> Frame {
        Frame {
            sequence,
            part: 0,
            last: true,
            payload: payload.to_vec(),
        }
    }

    /// As it lies in a segment of that salt, 0 for none.
    pub fn sealed(&self, salt: u32) -> Vec<u8> {
        let length = (self.payload.len() as u32).to_le_bytes();
        let numbers = (self.sequence.to_le_bytes(), self.part.to_le_bytes());
        let flags = [u8::from(self.last)];
        let tail = [numbers.0.as_slice(), &numbers.1, &flags].concat();
        let parts = [length.as_slice(), &tail, &self.payload];
        let sum = parts
            .iter()
            .fold(salt, |sum, part| crc32c::crc32c_append(sum, part));
        [&length[..], &sum.to_le_bytes(), &tail, &self.payload].concat()
    }
}

/// A segment of those frames; of the first format if the salt is 0.
pub fn segment(salt: u32, frames: impl IntoIterator<Item = Frame>) -> Vec<u8> {
    let mut file = match salt {
        0 => headed(b"guichet-wal\n", 1),
        _ => {
            let salted = [salt.to_le_bytes(), (!salt).to_le_bytes()].concat();
            [headed(b"guichet-wal\n", 257), salted].concat()
        }
    };
    let frames = frames.into_iter();
    file.extend(frames.flat_map(|frame| frame.sealed(salt)));
    file
}

fn headed(magic: &[u8; 12], format: u16) -> Vec<u8> {
    [
        magic.as_slice(),
        &format.to_le_bytes(),
        &(!format).to_le_bytes(),
    ]
    .concat()
}

/// What an entry carries that does nothing, or to whose heading what follows are changes.
pub fn payload(sequence: u64, changes: &[u8]) -> Vec<u8> {
    let heading = serde_json::json!({
        "sequence": sequence, "author": "eve", "at": 0, "undoes": null,
        "step": {"verb": "edit", "subject": "", "kind": "person", "fields": [], "count": 1},
    });
    let heading = heading.to_string();
    // A length of two bytes, as a varint.
    let length = [heading.len() as u8 | 0x80, (heading.len() >> 7) as u8];
    [length.as_slice(), heading.as_bytes(), changes].concat()
}

/// A block of a snapshot.
#[derive(Clone, Debug, Default)]
pub struct Block {
    pub kind: u8,
    pub records: u32,
    pub digest: u128,
    /// The heads and the fields, and how much longer they are said to be than they are.
    pub parts: [Vec<u8>; 2],
    pub lie: u32,
}

impl Block {
    fn sealed(&self) -> Vec<u8> {
        let mut block = vec![self.kind];
        block.extend(self.records.to_le_bytes());
        let packed = self.parts.each_ref().map(|part| compress(part, 1).unwrap());
        for (part, packed) in self.parts.iter().zip(&packed) {
            let length = (part.len() as u32).wrapping_add(self.lie);
            block.extend(length.to_le_bytes());
            block.extend((packed.len() as u32).to_le_bytes());
        }
        block.extend(self.digest.to_le_bytes());
        block.extend(crc32c::crc32c(&packed.concat()).to_le_bytes());
        block.extend(crc32c::crc32c(&block).to_le_bytes());
        block.extend(packed.concat());
        block
    }
}

/// A snapshot or backup of those blocks.
pub fn snapshot(sequence: u64, records: u64, digest: u128, blocks: &[Block]) -> Vec<u8> {
    let mut file = b"guichet-records\n\x02\0\0\0".to_vec();
    file.extend(sequence.to_le_bytes());
    file.extend(records.to_le_bytes());
    file.extend(digest.to_le_bytes());
    file.extend(crc32c::crc32c(&file).to_le_bytes());
    file.extend(blocks.iter().flat_map(Block::sealed));
    file
}

/// A block of a packed segment.
#[derive(Clone, Debug, Default)]
pub struct Packed {
    pub number: u32,
    pub bytes: Vec<u8>,
    /// How much longer it is said to be than it is.
    pub lie: u32,
    pub last: bool,
}

/// A packed segment of those blocks.
pub fn packed(blocks: &[Packed]) -> Vec<u8> {
    let mut file = headed(b"guichet-waz\n", 257);
    for block in blocks {
        let packed = compress(&block.bytes, 1).unwrap();
        let length = (block.bytes.len() as u32).wrapping_add(block.lie);
        let numbers = [block.number, length, packed.len() as u32].map(u32::to_le_bytes);
        let sum = crc32c::crc32c(&packed).to_le_bytes();
        let mut header = [numbers.concat().as_slice(), &[u8::from(block.last)], &sum].concat();
        header.extend(crc32c::crc32c(&header).to_le_bytes());
        file.extend([header, packed].concat());
    }
    file
}

/// A segment of those frames, packed, as long as it may be: no more than a block of it is in memory.
pub fn packed_segment(salt: u32, frames: impl IntoIterator<Item = Frame>) -> Vec<u8> {
    let (mut plain, mut file) = (segment(salt, []), headed(b"guichet-waz\n", 257));
    let mut frames = frames.into_iter().peekable();
    let mut number = 0;
    while let Some(frame) = frames.next() {
        plain.extend(frame.sealed(salt));
        while plain.len() >= 256 << 10 || frames.peek().is_none() && !plain.is_empty() {
            let bytes: Vec<u8> = plain.drain(..plain.len().min(256 << 10)).collect();
            let last = frames.peek().is_none() && plain.is_empty();
            let block = Packed {
                number,
                bytes,
                lie: 0,
                last,
            };
            file.extend(packed(&[block]).split_off(16));
            number += 1;
        }
    }
    file
}

/// What the witness of a head says.
pub fn witness(sequence: u64, records: u64, digest: u128) -> Vec<u8> {
    let digest = format!("{digest:032x}");
    let sum = crc32c::crc32c(format!("{sequence} {records} {digest}").as_bytes());
    let said = serde_json::json!({
        "sequence": sequence, "records": records, "digest": digest, "sum": sum,
    });
    said.to_string().into_bytes()
}
