//! What an entry carries: `[length varint][heading as JSON]`, then its changes to the end, each
//! `[key 17][base varint][flags u8]` and, for before and after, `[length varint][encoded fields]`.

use super::envelope::{Key, Raw, seal};
use crate::model::Heading;
use crate::model::encoding::{read_bytes, read_varint, write_varint};

const BEFORE: u8 = 1;
const AFTER: u8 = 2;
const BEFORE_TRASHED: u8 = 4;
const AFTER_TRASHED: u8 = 8;

/// A change, still encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawChange<'a> {
    /// Which record, of whatever kind.
    pub key: Key,
    /// The revision replaced.
    pub base: u64,
    /// What it held.
    pub before: Option<Raw<'a>>,
    /// What it holds since.
    pub after: Option<Raw<'a>>,
    /// Where it stands in the payload, in bytes.
    pub at: u64,
}

impl RawChange<'_> {
    /// The envelope that it replaces.
    pub fn envelope_before(&self) -> Option<Vec<u8>> {
        self.before.map(|raw| seal(&self.key, self.base, raw))
    }

    /// The envelope that it puts, as part of entry `sequence`.
    pub fn envelope_after(&self, sequence: u64) -> Option<Vec<u8>> {
        self.after.map(|raw| seal(&self.key, sequence, raw))
    }
}

/// A payload that begins with that heading.
pub fn begin(heading: &Heading) -> Vec<u8> {
    // A heading is texts and numbers: writing it as JSON has no way to fail.
    let json = serde_json::to_vec(heading).unwrap_or_default();
    let mut payload = Vec::with_capacity(json.len() + 512);
    write_varint(json.len() as u64, &mut payload);
    payload.extend_from_slice(&json);
    payload
}

/// Appends a change.
pub fn add(key: &Key, base: u64, before: Option<Raw>, after: Option<Raw>, payload: &mut Vec<u8>) {
    let flag = |raw: &Option<Raw>, there, trashed| match raw {
        None => 0,
        Some(raw) if raw.trashed => there | trashed,
        Some(_) => there,
    };
    payload.extend_from_slice(&key.0);
    write_varint(base, payload);
    payload.push(flag(&before, BEFORE, BEFORE_TRASHED) | flag(&after, AFTER, AFTER_TRASHED));
    for raw in [before, after].into_iter().flatten() {
        write_varint(raw.fields.len() as u64, payload);
        payload.extend_from_slice(raw.fields);
    }
}

/// The heading at the front of a payload, and where the changes begin.
pub fn heading(payload: &[u8]) -> Option<(Heading, u64)> {
    let mut rest = payload;
    let length = usize::try_from(read_varint(&mut rest)?).ok()?;
    let json = read_bytes(&mut rest, length)?;
    let heading = serde_json::from_slice(json).ok()?;
    Some((heading, (payload.len() - rest.len()) as u64))
}

/// Takes a change off the front of `rest`, which begins at byte `at` of the payload; `None` if it is
/// cut off.
pub fn read_change<'a>(rest: &mut &'a [u8], at: u64) -> Option<RawChange<'a>> {
    let key = Key::read(read_bytes(rest, 17)?)?;
    let base = read_varint(rest)?;
    let flags = *read_bytes(rest, 1)?.first()?;
    let mut raw = |there, trashed| {
        if flags & there == 0 {
            return Some(None);
        }
        let length = usize::try_from(read_varint(rest)?).ok()?;
        Some(Some(Raw {
            trashed: flags & trashed != 0,
            fields: read_bytes(rest, length)?,
        }))
    };
    Some(RawChange {
        key,
        base,
        before: raw(BEFORE, BEFORE_TRASHED)?,
        after: raw(AFTER, AFTER_TRASHED)?,
        at,
    })
}

/// All changes of a payload; `None` if it is not one.
pub fn changes(payload: &[u8]) -> Option<(Heading, Vec<RawChange<'_>>)> {
    let (heading, start) = heading(payload)?;
    let mut rest = payload.get(usize::try_from(start).ok()?..)?;
    let mut changes = Vec::new();
    while !rest.is_empty() {
        let at = (payload.len() - rest.len()) as u64;
        changes.push(read_change(&mut rest, at)?);
    }
    Some((heading, changes))
}
