//! A store looked through from its first byte to its last, without changing it.

mod asides;
mod sled;

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::model::FieldNo;
use crate::model::encoding::is_fields;
use crate::store::entitled::Entitled;
use crate::store::envelope::{self, Key};
use crate::store::error::{OpenError, ReadError, Trouble};
use crate::store::finding::{Aside, Finding};
use crate::store::lock::Alone;
use crate::store::overlay::Overlay;
use crate::store::payload::RawChange;
use crate::store::position::Position;
use crate::store::rebuilding;
use crate::store::segment::Segment;
use crate::store::segment_file;
use crate::store::snapshot::{self, Snapshot};
use crate::store::source::{self, Unread};
use crate::store::tree;
use crate::store::{aside, folder, journal, outskirts, site, there, witness};

/// So far in front of bytes that can't be read an entry may begin that they are part of, in bytes.
const UNSURE: u64 = crate::store::frame::MOST as u64;

/// What a store was found to be.
#[derive(Debug, Default)]
pub struct Examined {
    /// How many records it holds.
    pub records: u64,
    /// Its last journal entry.
    pub entries: u64,
    /// One by one, in the order of the looking.
    pub findings: Vec<Finding>,
    /// What was put aside, which the store does without.
    pub asides: Vec<Aside>,
}

/// How much of a store making it again would put right.
///
/// # Errors
/// Its files can't be read.
pub(in crate::store) fn repairable(dir: &Path) -> Result<usize, OpenError> {
    let found = look_through(dir, dir, None, &|| false)?.findings;
    Ok(found.iter().filter(|one| one.is_repairable()).count())
}

/// Looks through the store at `dir`, and writes nothing to it: segments, entries, snapshots, records, references, drafts; and sled
/// against all that, unless a desk has it open.
///
/// # Errors
/// There is no store, or its files can't be read.
pub fn examine(dir: &Path) -> Result<Examined, OpenError> {
    examine_until(dir, dir, &|| false)
}

/// As `examine`, with the drafts that lie in `home`, until it is stopped; what was made for it is taken away then.
///
/// # Errors
/// As `examine`; `Interrupted`.
pub fn examine_until(dir: &Path, home: &Path, stopped: Stopped) -> Result<Examined, OpenError> {
    site::must_be_there_at_least(dir)?;
    let lock = match Alone::look(dir) {
        Ok(lock) => Ok(lock),
        Err(OpenError::Held { holder, .. }) => Err(Finding::SledHeld(holder)),
        // Something else in the lock's place does not hide the rest.
        Err(OpenError::Io(trouble)) if trouble.path.ends_with("lock") => {
            Err(Finding::Unread(Unread {
                path: trouble.path,
                offset: 0,
                bytes: 0,
                cause: trouble.text,
            }))
        }
        Err(error) => return Err(error),
    };
    let mut examined = look_through(dir, home, lock.err(), stopped)?;
    examined.asides = Looking::new(dir, stopped).asides();
    Ok(examined)
}

/// Whether nobody wants it any more.
pub type Stopped<'s> = &'s dyn Fn() -> bool;

fn look_through(
    dir: &Path,
    home: &Path,
    held: Option<Finding>,
    stopped: Stopped,
) -> Result<Examined, OpenError> {
    let mut looking = Looking::new(dir, stopped);
    let look = |looking: &mut Looking| {
        looking.findings.extend(outskirts::marker(dir));
        looking.findings.extend(outskirts::rights(dir));
        looking.segments()?;
        looking.entries()?;
        looking.snapshots()?;
        looking.envelopes()?;
        looking.findings.extend(outskirts::drafts(home));
        match &held {
            None => looking.sled(),
            Some(finding) => {
                looking.found(finding.clone());
                Ok(())
            }
        }
    };
    look(&mut looking).map_err(OpenError::reading(dir))?;
    Ok(Examined {
        records: looking.records,
        entries: looking.sequence,
        findings: looking.findings,
        asides: Vec::new(),
    })
}

/// A store being looked through.
struct Looking<'d> {
    dir: &'d Path,
    stopped: Stopped<'d>,
    wal: PathBuf,
    findings: Vec<Finding>,
    /// The newest whole snapshot.
    snapshot: Option<Snapshot>,
    /// What the journal says since that snapshot, and of each record in it at that snapshot.
    overlay: Overlay,
    at_snapshot: HashMap<Key, Option<u128>>,
    /// The last entry.
    sequence: u64,
    /// All records, with the digest of each.
    truth: BTreeMap<Key, u128>,
    records: u64,
    /// What sled's index of the history should come to.
    history: u128,
    entitled: Entitled,
}

impl<'d> Looking<'d> {
    fn new(dir: &'d Path, stopped: Stopped<'d>) -> Self {
        Looking {
            dir,
            stopped,
            wal: dir.join("wal"),
            findings: Vec::new(),
            snapshot: None,
            overlay: Overlay::new(),
            at_snapshot: HashMap::new(),
            sequence: 0,
            truth: BTreeMap::new(),
            records: 0,
            history: 0,
            entitled: Entitled::default(),
        }
    }

    fn found(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// The bytes of every segment.
    fn segments(&mut self) -> Result<(), ReadError> {
        let firsts = segment_file::list(&self.wal)?;
        for first in segment_file::beyond(&self.wal)? {
            self.found(Finding::Beyond(segment_file::found_path(&self.wal, first)));
        }
        for first in &firsts {
            let start = Position {
                segment: *first,
                offset: segment_file::START,
            };
            let mut reading = Segment::open(&self.wal, start, 0)?;
            while reading.next()?.is_some() {}
            let path = reading.path().to_path_buf();
            let unread = reading.unread();
            // What is not there is no entry, and no damage of its own.
            let is_unread = |offset: u64| {
                let within = |one: &Unread| {
                    let end = one.offset + one.bytes;
                    one.bytes == 0 || offset < end && one.offset < offset + UNSURE
                };
                unread.iter().any(within)
            };
            if !reading.has_header() && !is_unread(0) {
                self.found(Finding::Header(path.clone()));
            }
            // Where a packed one can't be unpacked, what is missing of the segment follows from that.
            let packed = reading.damages();
            for offset in packed.unwrap_or(reading.skipped()) {
                if is_unread(*offset) {
                    continue;
                }
                self.found(match packed {
                    Some(_) => Finding::Packed {
                        path: path.clone(),
                        offset: *offset,
                    },
                    None => Finding::NoEntry {
                        path: path.clone(),
                        offset: *offset,
                    },
                });
            }
            let unpackable = packed.is_some_and(|damages| !damages.is_empty());
            for one in &unread {
                self.found(Finding::Unread(one.clone()));
            }
            if unpackable || !unread.is_empty() {
                continue;
            }
            let length = reading.length()?;
            let (offset, last) = (reading.end().offset, Some(first) == firsts.last());
            match length.saturating_sub(offset) {
                0 => {}
                bytes if last => self.found(Finding::Torn { path, bytes }),
                _ => self.found(Finding::NoEntry { path, offset }),
            }
        }
        Ok(())
    }

    /// Every entry: whether it can be read, and whether it fits on what was there before.
    fn entries(&mut self) -> Result<(), ReadError> {
        let snapshots = self.dir.join("snapshots");
        self.snapshot = snapshot::newest(&snapshots)?;
        let since = self.snapshot.as_ref().map_or(0, |s| s.head.sequence);
        let mut known: HashMap<Key, u64> = HashMap::new();
        let (mut findings, mut last) = (Vec::new(), 0);
        let wal = self.wal.clone();
        let walked = journal::walk(&wal, 0, None, &mut |found| {
            // Behind a gap nobody knows what was there.
            if found.sequence != last + 1 {
                known.clear();
            }
            last = found.sequence;
            let Ok((heading, changes)) = journal::changes(&wal, found) else {
                findings.push(Finding::Entry {
                    sequence: found.sequence,
                    path: segment_file::found_path(&wal, found.start.segment),
                    offset: found.start.offset,
                });
                return Ok(ControlFlow::Continue(()));
            };
            for change in &changes {
                let (sequence, key) = (found.sequence, change.key);
                if known.get(&key).is_some_and(|known| *known != change.base)
                    || (change.base == 0) != change.before.is_none()
                {
                    let record = key.name();
                    findings.push(Finding::Unfitting { sequence, record });
                }
                known.insert(key, if change.after.is_some() { sequence } else { 0 });
                self.note(sequence, found.start, change, since);
            }
            self.entitled.entry(&heading, &changes);
            Ok(ControlFlow::Continue(()))
        })?;
        self.findings.append(&mut findings);
        self.sequence = walked.sequence.max(since);
        let behind = (walked.sequence < since).then_some((walked.sequence + 1, since));
        for (first, last) in walked.holes.into_iter().chain(behind) {
            let kept = last <= since;
            self.found(Finding::Hole { first, last, kept });
        }
        Ok(())
    }

    fn note(&mut self, sequence: u64, start: Position, change: &RawChange, since: u64) {
        let place = tree::place_of(change, sequence, start);
        self.history = self
            .history
            .wrapping_add(tree::digest_of_place(&place.0, &place.1));
        let envelope = change.envelope_after(sequence);
        if sequence > since {
            self.overlay.insert(change.key, (sequence, envelope));
        } else {
            let digest = envelope.map(|envelope| envelope::digest(&change.key, &envelope));
            self.at_snapshot.insert(change.key, digest);
        }
    }

    /// Every snapshot, and what was left half-written, of segments too; and whether the witness can be heard.
    fn snapshots(&mut self) -> Result<(), ReadError> {
        let head = witness::path(self.dir);
        if there::named(&head).map_err(Trouble::at(&head))?.is_some() {
            let unread = source::unread_of(&head)?.into_iter();
            self.findings.extend(unread.map(Finding::Unread));
        }
        let snapshots = self.dir.join("snapshots");
        for name in folder::names(&snapshots, ".snapshot")? {
            let path = snapshots.join(&name);
            match Snapshot::of(&snapshots, &name).and_then(|snapshot| snapshot.check()) {
                Ok(()) => {}
                Err(ReadError::Damaged(_)) => {
                    for unread in source::unread_of(&path)? {
                        self.found(Finding::Unread(unread));
                    }
                    self.found(Finding::Snapshot(path));
                }
                Err(error) => return Err(error),
            }
        }
        let rooms = ["wal", "snapshots", "drafts"].map(|room| self.dir.join(room));
        for folder in rooms.iter().map(PathBuf::as_path).chain([self.dir]) {
            for path in aside::left(folder)? {
                self.found(Finding::Half(path));
            }
        }
        Ok(())
    }

    /// Every record, by the newest whole snapshot and the journal since; and what it refers to.
    fn envelopes(&mut self) -> Result<(), ReadError> {
        let overlay = std::mem::take(&mut self.overlay);
        let laid: Vec<Key> = overlay.keys().copied().collect();
        let mut findings = Vec::new();
        let mut unseen: Vec<(Key, FieldNo, Key)> = Vec::new();
        rebuilding::merged(self.snapshot.as_ref(), overlay, &mut |key, sealed| {
            let digest = envelope::digest(&key, &sealed);
            self.truth.insert(key, digest);
            self.entitled.record(&key, &sealed);
            let of_snapshot = laid.binary_search(&key).is_err();
            if let Some(expected) = self.at_snapshot.remove(&key)
                && of_snapshot
                && expected != Some(digest)
            {
                findings.push(Finding::Differs(key.name()));
            }
            let read = envelope::open(&key, &sealed).and_then(|(revision, raw)| {
                match is_fields(raw.fields) {
                    true => raw.to_record(&key, revision),
                    false => Err(key.damaged()),
                }
            });
            match read {
                Ok(Some(record)) => unseen.extend(
                    record
                        .references()
                        .map(|(field, target)| (key, field, Key::of(target)))
                        .filter(|(_, _, target)| !self.truth.contains_key(target)),
                ),
                Ok(None) => {}
                Err(ReadError::Damaged(_)) => findings.push(Finding::Record(key.name())),
                Err(error) => return Err(error),
            }
            Ok(ControlFlow::Continue(()))
        })?;
        self.records = self.truth.len() as u64;
        // What the journal made before the snapshot, and neither took away nor is in it.
        let lost = self
            .at_snapshot
            .drain()
            .filter(|(key, digest)| digest.is_some() && laid.binary_search(key).is_err());
        findings.extend(lost.map(|(key, _)| Finding::Differs(key.name())));
        unseen.retain(|(_, _, target)| !self.truth.contains_key(target));
        findings.extend(unseen.into_iter().map(|(key, field, target)| {
            let named = key.record().and_then(|record| record.kind.field(field));
            Finding::Reference {
                record: key.name(),
                field: named.map_or_else(|| field.to_string(), |field| field.key.to_string()),
                target: target.name(),
            }
        }));
        let entitled = std::mem::take(&mut self.entitled);
        self.findings
            .extend(findings.into_iter().chain(entitled.findings()));
        Ok(())
    }
}
