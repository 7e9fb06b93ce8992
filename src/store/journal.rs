//! The wal as what it also is: the journal, read in order, by number, or from its end.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;

use super::envelope::Key;
use super::error::{Damage, ReadError};
use super::payload::{self, RawChange};
use super::position::Position;
use super::segment::{self, Segment, WholeEntry};
use super::segment_file;
use super::source::{self, Unread};
use crate::model::{Change, Content, Entry, FieldNo, Heading, RecordRef};

/// How a walk through the wal ended.
#[derive(Debug, Default)]
pub struct Walked {
    /// The last entry read (or the one begun behind).
    pub sequence: u64,
    /// Behind it; `None` if the wal has no segment yet.
    pub end: Option<Position>,
    /// Entries that are not there: the first and the last of each gap.
    pub holes: Vec<(u64, u64)>,
    /// What could not be read.
    pub unread: Vec<Unread>,
    /// How many entries may lie behind the end in what could not be read.
    pub hidden: u64,
}

/// Gives every whole entry after `sequence` to `each`, in order. Begins at `from` if that is known.
pub fn walk(
    wal: &Path,
    sequence: u64,
    from: Option<Position>,
    each: &mut dyn FnMut(&WholeEntry) -> Result<ControlFlow<()>, ReadError>,
) -> Result<Walked, ReadError> {
    walk_through(wal, &segment_file::list(wal)?, sequence, from, each)
}

/// As `walk`, through the segments that there are.
pub fn walk_through(
    wal: &Path,
    segments: &[u64],
    sequence: u64,
    from: Option<Position>,
    each: &mut dyn FnMut(&WholeEntry) -> Result<ControlFlow<()>, ReadError>,
) -> Result<Walked, ReadError> {
    let begin = match from {
        Some(position) => segments.partition_point(|first| *first < position.segment),
        None => segments
            .partition_point(|first| *first <= sequence.saturating_add(1))
            .saturating_sub(1),
    };
    let mut walked = Walked {
        sequence,
        ..Walked::default()
    };
    let mut rest = segments.iter().skip(begin).peekable();
    while let Some(&first) = rest.next() {
        // A segment that begins with an entry says that the one before it was refused from there on.
        let limit = rest.peek().map_or(u64::MAX, |next| **next);
        let start = from
            .filter(|position| position.segment == first)
            .unwrap_or(Position {
                segment: first,
                offset: segment_file::START,
            });
        let mut reading = Segment::open(wal, start, walked.sequence)?;
        walked.end = Some(reading.end());
        while let Some(found) = reading.next()? {
            if found.sequence >= limit {
                continue;
            }
            walked.end = Some(found.end);
            if found.sequence <= walked.sequence {
                continue;
            }
            let next = walked.sequence.saturating_add(1);
            if found.sequence > next {
                walked.holes.push((next, found.sequence - 1));
            }
            walked.sequence = found.sequence;
            if each(&found)?.is_break() {
                return Ok(walked);
            }
        }
        walked.unread.extend(reading.unread());
        walked.hidden = reading.hidden()?;
    }
    Ok(walked)
}

/// Reads what an entry carries.
pub fn changes<'a>(
    wal: &Path,
    found: &'a WholeEntry,
) -> Result<(Heading, Vec<RawChange<'a>>), ReadError> {
    payload::changes(&found.payload)
        .filter(|(heading, _)| heading.sequence == found.sequence)
        .ok_or_else(|| damaged(wal, found.start))
}

fn damaged(wal: &Path, at: Position) -> ReadError {
    let path = segment_file::found_path(wal, at.segment);
    let offset = at.offset;
    Damage::File { path, offset }.into()
}

/// A change as the model has it; `None` for a kind of a newer program.
pub fn change(raw: &RawChange) -> Result<Option<Change>, ReadError> {
    let Some(record) = raw.key.record() else {
        return Ok(None);
    };
    let content = |content: Option<super::envelope::Raw>| -> Result<Option<Content>, ReadError> {
        let Some(content) = content else {
            return Ok(None);
        };
        let record = content.to_record(&raw.key, raw.base)?;
        Ok(record.map(|record| Content {
            trashed: record.trashed,
            fields: record.fields(),
        }))
    };
    Ok(Some(Change {
        record,
        base: raw.base,
        before: content(raw.before)?,
        after: content(raw.after)?,
    }))
}

/// The entry of that number; `None` if there is none.
pub fn entry(wal: &Path, sequence: u64) -> Result<Option<Entry>, ReadError> {
    let mut entry = None;
    if sequence > 0 {
        walk(wal, sequence - 1, None, &mut |found| {
            if found.sequence == sequence {
                let (heading, raws) = changes(wal, found)?;
                let changes = raws.iter().filter_map(|raw| change(raw).transpose());
                let changes = changes.collect::<Result<_, _>>()?;
                entry = Some(Entry { heading, changes });
            }
            Ok(ControlFlow::Break(()))
        })?;
    }
    Ok(entry)
}

/// The newest `count` headings up to entry `last`, in order of sequence.
pub fn headings(wal: &Path, count: usize, last: u64) -> Result<Vec<Heading>, ReadError> {
    let mut newest: Vec<Heading> = Vec::new();
    let mut limit = last;
    for first in segment_file::list(wal)?.into_iter().rev() {
        if newest.len() >= count {
            break;
        }
        if first > last {
            continue;
        }
        let start = Position {
            segment: first,
            offset: segment_file::START,
        };
        let mut reading = Segment::open(wal, start, 0)?;
        let mut of_segment = Vec::new();
        while let Some(found) = reading.next()? {
            if found.sequence <= limit {
                let heading = payload::heading(&found.payload);
                of_segment.push(heading.ok_or_else(|| damaged(wal, found.start))?.0);
            }
        }
        newest.extend(of_segment.into_iter().rev());
        limit = limit.min(first.saturating_sub(1));
    }
    newest.truncate(count);
    newest.reverse();
    Ok(newest)
}

/// What was done to each of those records, oldest first, by reading the whole journal up to entry `last`; and what of it
/// could not be read.
pub fn histories(
    wal: &Path,
    wanted: &BTreeSet<Key>,
    last: u64,
) -> Result<(HashMap<Key, Done>, Vec<Unread>), ReadError> {
    let mut histories: HashMap<Key, Done> = HashMap::new();
    let walked = walk(wal, 0, None, &mut |found| {
        if found.sequence > last {
            return Ok(ControlFlow::Break(()));
        }
        let (heading, raws) = changes(wal, found)?;
        for raw in raws.iter().filter(|raw| wanted.contains(&raw.key)) {
            if let Some(change) = change(raw)? {
                let history = histories.entry(raw.key).or_default();
                history.push((heading.clone(), change));
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok((histories, walked.unread))
}

/// What was done to a record.
pub type Done = Vec<(Heading, Change)>;

/// The newest change of one of those fields of a record (of no fields: of the record), by record.
pub type Since = HashMap<RecordRef, (Heading, Change)>;

/// Who last changed those fields of those records (of no fields: anything of them) after entry `sequence`, up to
/// entry `last`.
pub fn since(
    wal: &Path,
    sequence: u64,
    last: u64,
    wanted: &BTreeMap<RecordRef, Vec<FieldNo>>,
) -> Result<Since, ReadError> {
    let mut found = HashMap::new();
    walk(wal, sequence, None, &mut |entry| {
        if entry.sequence > last {
            return Ok(ControlFlow::Break(()));
        }
        let (heading, raws) = changes(wal, entry)?;
        for raw in &raws {
            let Some((record, fields)) = raw.key.record().and_then(|r| wanted.get_key_value(&r))
            else {
                continue;
            };
            let Some(change) = change(raw)? else {
                continue;
            };
            let changed = change.changed_fields();
            if fields.is_empty() || fields.iter().any(|field| changed.contains(field)) {
                found.insert(*record, (heading.clone(), change));
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

/// The heading of the entry at `entry`, and its change at byte `at` of its payload.
pub fn change_at(
    wal: &Path,
    entry: Position,
    at: u64,
) -> Result<Option<(Heading, Change)>, ReadError> {
    let (heading, _) = segment::read_payload(wal, entry, 0, payload::heading)?;
    let read = |bytes: &[u8]| {
        let raw = payload::read_change(&mut { bytes }, at)?;
        Some(change(&raw))
    };
    let change = segment::read_payload(wal, entry, at, read)??;
    Ok(change.map(|change| (heading, change)))
}

/// Makes the end of the wal last through a power cut, as far as whoever reads it may.
pub fn make_sure(wal: &Path) -> Result<(), ReadError> {
    if let Some(last) = segment_file::list(wal)?.pop() {
        let path = segment_file::found_path(wal, last);
        // On a disk that can't be written nothing is left to be written.
        let synced = source::open(&path).and_then(|file| file.sync_data());
        synced.and_then(|()| File::open(wal)?.sync_all()).ok();
    }
    Ok(())
}

/// Where the wal ends.
#[derive(Debug, Default)]
pub struct End {
    /// Its last entry; 0 if it has none.
    pub sequence: u64,
    /// Where its last segment ends.
    pub place: Option<Position>,
    /// The last number that was given away before that segment was begun.
    pub begun: u64,
    /// What could not be read in looking for it.
    pub unread: Vec<Unread>,
    /// How many entries may lie behind it in what could not be read.
    pub hidden: u64,
}

/// Looks where the wal ends, from its last segment back to one that has an entry.
pub fn end(wal: &Path) -> Result<End, ReadError> {
    let (mut end, mut limit) = (End::default(), u64::MAX);
    for first in segment_file::list(wal)?.into_iter().rev() {
        let start = Position {
            segment: first,
            offset: segment_file::START,
        };
        let (mut reading, mut last) = (Segment::open(wal, start, 0)?, None);
        while let Some(found) = reading.next()? {
            last = last.max(Some(found.sequence).filter(|sequence| *sequence < limit));
        }
        if end.place.is_none() {
            end.place = Some(reading.end());
            end.begun = first.saturating_sub(1);
            end.hidden = reading.hidden()?;
        }
        end.unread.extend(reading.unread());
        if let Some(last) = last {
            end.sequence = last;
            return Ok(end);
        }
        limit = first;
    }
    Ok(end)
}
