//! A block of a snapshot: records of one kind, in order of id, compressed by themselves, so that
//! threads can take blocks in turn. Numbers are little-endian:
//!
//! `[kind u8][records u32][heads u32, packed u32][fields u32, packed u32][digest u128]`
//! `[crc32c u32 of the packed parts][crc32c u32 of all before]`, then heads and fields, each packed with
//! zstd. Heads are the ids, 16 bytes each, then for each record `[revision varint][flags u8][length of
//! its fields varint]`; fields are the encoded fields of all, one behind the other.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use super::envelope::{self, Key, Raw};
use super::error::ReadError;
use super::limits;
use super::unpacking::{may_hold, unpack};
use crate::model::encoding::{read_bytes, read_varint, write_varint};
use crate::model::{Arena, Kind, Record};

/// How many records a block has at most.
pub const ROWS: usize = 4_096;
/// A block is closed once its fields are that long, in bytes.
const ENOUGH: usize = 8 << 20;
/// The length of a header, in bytes.
pub const HEADER: usize = 45;
/// A quick level: a snapshot is taken while the program ends.
const LEVEL: i32 = 1;
const TRASHED: u8 = 1;
/// The shortest that a head is, in bytes, with its id, and the longest: two numbers of 64 bits and a byte.
const HEAD: RangeInclusive<usize> = 19..=37;

/// Records of one kind, on their way into memory.
#[derive(Debug)]
pub struct Block {
    /// Their kind.
    pub kind: Kind,
    /// Its place among the blocks of that kind that come from the same source, from 0.
    pub number: usize,
    /// At most `Block::ROWS`, in order of id.
    pub records: Vec<Record>,
}

impl Block {
    /// How many records a block has at most.
    pub const ROWS: usize = ROWS;
}

/// What stands before a block's parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The code of the kind, which may be one of a newer program.
    pub kind: u8,
    /// How many records.
    pub records: u32,
    heads: Stretch,
    fields: Stretch,
    /// The sum of the digests of the records.
    pub digest: u128,
    sum: u32,
}

/// The length of a part, in bytes, and when packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    length: u32,
    packed: u32,
}

impl Header {
    /// Reads a header; `None` if it is none.
    pub fn read(bytes: &[u8; HEADER]) -> Option<Header> {
        let (body, sum) = bytes.split_last_chunk::<4>()?;
        if crc32c::crc32c(body) != u32::from_le_bytes(*sum) {
            return None;
        }
        let (kind, mut rest) = body.split_first()?;
        let mut number = || {
            let (number, after) = rest.split_first_chunk::<4>()?;
            rest = after;
            Some(u32::from_le_bytes(*number))
        };
        let records = number()?;
        let [heads, packed_heads, fields, packed_fields] =
            [number()?, number()?, number()?, number()?];
        let (digest, sum) = rest.split_first_chunk::<16>()?;
        let header = Header {
            kind: *kind,
            records,
            heads: Stretch {
                length: heads,
                packed: packed_heads,
            },
            fields: Stretch {
                length: fields,
                packed: packed_fields,
            },
            digest: u128::from_le_bytes(*digest),
            sum: u32::from_le_bytes(sum.try_into().ok()?),
        };
        header.is_possible().then_some(header)
    }

    /// Whether a block can be of that many records, of that length.
    fn is_possible(&self) -> bool {
        let records = self.records as usize;
        let heads = records * HEAD.start()..=records * HEAD.end();
        records <= ROWS
            && heads.contains(&(self.heads.length as usize))
            // What is longer than enough is a record of its own.
            && self.fields.length as usize <= ENOUGH.max(limits::RECORD)
            && [self.heads, self.fields].iter().all(|part| {
                may_hold(part.packed as usize, part.length as usize)
            })
    }

    fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER);
        bytes.push(self.kind);
        for number in [
            self.records,
            self.heads.length,
            self.heads.packed,
            self.fields.length,
            self.fields.packed,
        ] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.extend_from_slice(&self.digest.to_le_bytes());
        bytes.extend_from_slice(&self.sum.to_le_bytes());
        let sum = crc32c::crc32c(&bytes);
        bytes.extend_from_slice(&sum.to_le_bytes());
        bytes
    }

    /// How long both parts are, packed, in bytes.
    pub fn packed(&self) -> usize {
        self.heads.packed as usize + self.fields.packed as usize
    }

    /// Unpacks the parts; `None` if they are not those that were packed.
    pub fn unpack(&self, packed: &[u8]) -> Option<Unpacked> {
        if crc32c::crc32c(packed) != self.sum {
            return None;
        }
        let (heads, fields) = packed.split_at_checked(self.heads.packed as usize)?;
        let part = |packed: &[u8], part: Stretch| unpack(packed, part.length as usize);
        let unpacked = Unpacked {
            kind: self.kind,
            count: self.records as usize,
            heads: part(heads, self.heads)?,
            fields: Arc::new(part(fields, self.fields)?.into_boxed_slice()),
        };
        unpacked.is_in_order().then_some(unpacked)
    }
}

/// A record of a block.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its key.
    pub key: Key,
    revision: u64,
    trashed: bool,
    /// Where its fields lie in those of the block.
    at: Range<u32>,
}

/// The parts of a block.
pub struct Unpacked {
    kind: u8,
    count: usize,
    heads: Vec<u8>,
    fields: Arena,
}

impl Unpacked {
    /// Whether each record comes behind the one before it, so that none stands here twice.
    fn is_in_order(&self) -> bool {
        let ids = self.heads.get(..self.count * 16).unwrap_or_default();
        let (ids, _) = ids.as_chunks::<16>();
        ids.is_sorted_by(|one, next| one < next)
    }

    /// The records one by one; a head that is cut off ends them.
    pub fn entries(&self) -> impl Iterator<Item = Entry> + '_ {
        let ids = self.count * 16;
        let (ids, mut heads) = self.heads.split_at_checked(ids).unwrap_or_default();
        let mut start = 0u32;
        ids.chunks_exact(16).map_while(move |id| {
            let mut key = Key([self.kind; 17]);
            key.0.get_mut(1..)?.copy_from_slice(id);
            let revision = read_varint(&mut heads)?;
            let flags = *read_bytes(&mut heads, 1)?.first()?;
            let length = u32::try_from(read_varint(&mut heads)?).ok()?;
            let at = start..start.checked_add(length)?;
            start = at.end;
            Some(Entry {
                key,
                revision,
                trashed: flags & TRASHED != 0,
                at,
            })
        })
    }

    /// The key of the first record.
    pub fn first(&self) -> Key {
        let mut key = Key([0; 17]);
        let first = key
            .0
            .iter_mut()
            .zip(std::iter::once(&self.kind).chain(&self.heads));
        first.for_each(|(to, from)| *to = *from);
        key
    }

    /// The envelope of a record, made anew; `None` if its fields are cut off.
    pub fn envelope(&self, entry: &Entry) -> Option<Vec<u8>> {
        let raw = Raw {
            trashed: entry.trashed,
            fields: self
                .fields
                .get(entry.at.start as usize..entry.at.end as usize)?,
        };
        Some(envelope::seal(&entry.key, entry.revision, raw))
    }

    /// The record, which shares the block's bytes; `None` if its kind is one of a newer program.
    pub fn record(&self, entry: &Entry) -> Option<Record> {
        let Entry {
            revision, trashed, ..
        } = *entry;
        let record = entry.key.record()?;
        Some(Record::within(
            record,
            revision,
            trashed,
            &self.fields,
            entry.at.clone(),
        ))
    }
}

/// Collects records, in order of key, and packs them block by block.
#[derive(Default)]
pub struct Packer {
    kind: u8,
    ids: Vec<u8>,
    heads: Vec<u8>,
    fields: Vec<u8>,
    digest: u128,
}

impl Packer {
    /// Takes a record; gives the block before it once that is full.
    ///
    /// # Errors
    /// The envelope is damaged, or zstd has no memory.
    pub fn take(&mut self, key: &Key, sealed: &[u8]) -> Result<Option<Vec<u8>>, ReadError> {
        let (revision, raw) = envelope::open(key, sealed)?;
        let [kind, id @ ..] = &key.0;
        let full = self.ids.len() >= 16 * ROWS
            || self.fields.len() + raw.fields.len() > ENOUGH
            || self.kind != *kind;
        let block = if full { self.finish() } else { None };
        self.kind = *kind;
        self.ids.extend_from_slice(id);
        write_varint(revision, &mut self.heads);
        self.heads.push(if raw.trashed { TRASHED } else { 0 });
        write_varint(raw.fields.len() as u64, &mut self.heads);
        self.fields.extend_from_slice(raw.fields);
        self.digest = self.digest.wrapping_add(envelope::digest(key, sealed));
        Ok(block)
    }

    /// The block of what was taken since the last one; `None` if that is nothing.
    pub fn finish(&mut self) -> Option<Vec<u8>> {
        if self.ids.is_empty() {
            return None;
        }
        let records = (self.ids.len() / 16) as u32;
        let mut heads = std::mem::take(&mut self.ids);
        heads.append(&mut self.heads);
        let fields = std::mem::take(&mut self.fields);
        let length = |bytes: &[u8]| bytes.len() as u32;
        // Into memory, with a level that exists: packing has no other way to fail than that memory ends.
        let pack = |bytes: &[u8]| zstd::bulk::compress(bytes, LEVEL).unwrap_or_default();
        let (packed_heads, packed_fields) = (pack(&heads), pack(&fields));
        let header = Header {
            kind: self.kind,
            records,
            heads: Stretch {
                length: length(&heads),
                packed: length(&packed_heads),
            },
            fields: Stretch {
                length: length(&fields),
                packed: length(&packed_fields),
            },
            digest: std::mem::take(&mut self.digest),
            sum: crc32c::crc32c_append(crc32c::crc32c(&packed_heads), &packed_fields),
        };
        Some([header.write(), packed_heads, packed_fields].concat())
    }
}
