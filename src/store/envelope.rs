//! A record as it lies in the store: its key, and its envelope
//! `[format u8][flags u8][revision u64 LE][encoded fields][crc32c u32 LE over key and all before]`.

use std::fmt::Write;

use twox_hash::XxHash3_128;
use ulid::Ulid;

use super::error::{Damage, ReadError};
use crate::model::{Kind, Record, RecordRef};

const FORMAT: u8 = 1;
const TRASHED: u8 = 1;
const HEADER: usize = 10;

/// The code of a kind and an id: the order of the store. The kind may be one of a newer program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub [u8; 17]);

impl Key {
    /// The key of that record.
    pub fn of(record: RecordRef) -> Key {
        let mut key = [0; 17];
        let (code, id) = key.split_at_mut(1);
        code.fill(record.kind.code());
        id.copy_from_slice(&record.id.to_bytes());
        Key(key)
    }

    /// The key of those bytes; `None` if they are not 17.
    pub fn read(bytes: &[u8]) -> Option<Key> {
        Some(Key(bytes.try_into().ok()?))
    }

    /// Which record it is; `None` for a kind of a newer program.
    pub fn record(&self) -> Option<RecordRef> {
        let (code, id) = self.0.split_first()?;
        Some(RecordRef::new(
            Kind::from_code(*code)?,
            Ulid::from_bytes(id.try_into().ok()?),
        ))
    }

    /// What it is called: `kind/ULID`, or hexadecimal for a kind of a newer program.
    pub fn name(&self) -> String {
        let mut name = String::new();
        for byte in self.0 {
            // Writing into a String has no way to fail.
            let _ = write!(name, "{byte:02x}");
        }
        self.record().map_or(name, |record| record.to_string())
    }

    /// The damage of the record of this key.
    pub fn damaged(&self) -> ReadError {
        Damage::Record(self.name()).into()
    }
}

/// What a record holds, still encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raw<'a> {
    /// Whether it lies in the trash.
    pub trashed: bool,
    /// The encoded fields.
    pub fields: &'a [u8],
}

impl Raw<'_> {
    /// As a record; an error if the bytes are not fields, `None` for a kind of a newer program.
    pub fn to_record(self, key: &Key, revision: u64) -> Result<Option<Record>, ReadError> {
        let Some(record) = key.record() else {
            return Ok(None);
        };
        match Record::from_encoded(record, revision, self.trashed, self.fields.into()) {
            Some(record) => Ok(Some(record)),
            None => Err(key.damaged()),
        }
    }
}

/// Seals what a record holds.
pub fn seal(key: &Key, revision: u64, raw: Raw) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER + raw.fields.len() + 4);
    bytes.push(FORMAT);
    bytes.push(if raw.trashed { TRASHED } else { 0 });
    bytes.extend_from_slice(&revision.to_le_bytes());
    bytes.extend_from_slice(raw.fields);
    let sum = crc32c::crc32c_append(crc32c::crc32c(&key.0), &bytes);
    bytes.extend_from_slice(&sum.to_le_bytes());
    bytes
}

/// Opens an envelope: its revision and what the record holds.
///
/// # Errors
/// `Damaged` if the checksum is wrong, `NewerFormat` if it was made by a newer program.
pub fn open<'a>(key: &Key, envelope: &'a [u8]) -> Result<(u64, Raw<'a>), ReadError> {
    let parts = envelope
        .split_last_chunk::<4>()
        .and_then(|(body, sum)| Some((body, sum, body.split_at_checked(HEADER)?)));
    let Some((body, sum, (header, fields))) = parts else {
        return Err(key.damaged());
    };
    if crc32c::crc32c_append(crc32c::crc32c(&key.0), body) != u32::from_le_bytes(*sum) {
        return Err(key.damaged());
    }
    let [format, flags, revision @ ..] = header else {
        return Err(key.damaged());
    };
    if *format != FORMAT {
        return Err(ReadError::NewerFormat {
            path: key
                .record()
                .map_or_else(String::new, |r| r.to_string())
                .into(),
            found: u32::from(*format),
            known: u32::from(FORMAT),
        });
    }
    let revision = revision.try_into().map(u64::from_le_bytes);
    let raw = Raw {
        trashed: flags & TRASHED != 0,
        fields,
    };
    revision
        .map(|revision| (revision, raw))
        .map_err(|_| key.damaged())
}

/// A record's part of the head's digest.
pub fn digest(key: &Key, envelope: &[u8]) -> u128 {
    XxHash3_128::oneshot(&[key.0.as_slice(), envelope].concat())
}
