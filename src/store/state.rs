//! The records as they are now, whatever holds them: sled, of whoever keeps it, or else the memory of whoever has
//! read them. A commit is checked against them, and applied to them.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::sync::Arc;

use ulid::Ulid;

use super::committed::Changed;
use super::envelope::{self, Key, Raw};
use super::error::{ReadError, Trouble};
use super::lock::Keeping;
use super::payload::RawChange;
use super::pointed::{self, Balance, Targets};
use super::position::Position;
use super::tree::{Mark, Tree};
use crate::model::{FieldType, Kind, Record, RecordRef};

/// Records that somebody holds in memory, as of one moment.
pub trait Records: Send {
    /// The record; `None` if there is none.
    fn record(&self, record: RecordRef) -> Option<Record>;

    /// How many records, live or in the trash, point at that one.
    fn pointed_at(&self, record: RecordRef) -> usize;

    /// All records of that kind, live or in the trash: few, of one of which there are few.
    fn of_kind(&self, kind: Kind) -> Vec<Record>;
}

/// The records as they are now.
pub enum State {
    /// In sled.
    Sled(Sled),
    /// In memory.
    Memory(Memory),
}

impl State {
    /// The envelope of a record; `None` if there is none.
    ///
    /// # Errors
    /// sled can't be read.
    pub fn sealed(&self, key: &Key) -> Result<Option<Vec<u8>>, ReadError> {
        match self {
            State::Sled(sled) => Ok(sled.tree()?.get(key)?.map(|bytes| bytes.to_vec())),
            State::Memory(memory) => Ok(memory.sealed(key)),
        }
    }

    /// How many records, live or in the trash, point at that one.
    ///
    /// # Errors
    /// sled can't be read.
    pub fn pointed_at(&self, record: RecordRef) -> Result<usize, ReadError> {
        match self {
            State::Sled(sled) => sled.pointed_at(record),
            State::Memory(memory) => Ok(memory.pointed_at(record)),
        }
    }

    /// All records of that kind, live or in the trash.
    ///
    /// # Errors
    /// sled can't be read.
    pub fn of_kind(&self, kind: Kind) -> Result<Vec<Record>, ReadError> {
        let sled = match self {
            State::Memory(memory) => return Ok(memory.of_kind(kind)),
            State::Sled(sled) => sled,
        };
        let mut records = Vec::new();
        sled.tree()?.scan_kind(kind, &mut |key, sealed| {
            let (revision, raw) = envelope::open(&key, sealed)?;
            records.extend(raw.to_record(&key, revision)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(records)
    }

    /// Takes in how an entry changes who is pointed at.
    pub fn balance(&mut self, balance: &Balance) {
        match self {
            State::Sled(sled) => sled.pointed.get_mut().take(balance),
            State::Memory(memory) => {
                for (target, by) in balance.each() {
                    *memory.pointed.entry(target).or_default() += by;
                }
            }
        }
    }

    /// Takes in what an entry changed. Into sled it comes by `apply`.
    pub fn take(&mut self, changed: &[Changed]) {
        if let State::Memory(memory) = self {
            memory.take(changed);
        }
    }

    /// Applies entries that lie there to sled, and the mark that they lead to. They may be applied twice.
    ///
    /// # Errors
    /// sled can't be written.
    pub fn apply<'e, 'c: 'e>(
        &self,
        mark: &Mark,
        entries: impl IntoIterator<Item = (u64, Position, &'e [RawChange<'c>])>,
    ) -> Result<(), ReadError> {
        match self {
            State::Sled(sled) => sled.tree()?.apply_all(mark, entries),
            State::Memory(_) => Ok(()),
        }
    }

    /// Where the changes of a record stand, oldest first; `None` if only the whole journal tells.
    ///
    /// # Errors
    /// sled can't be read.
    pub fn history(&self, key: &Key) -> Result<Option<Vec<(Position, u64)>>, ReadError> {
        match self {
            State::Sled(sled) => sled.tree()?.history(key).map(Some),
            State::Memory(_) => Ok(None),
        }
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            State::Sled(_) => "Sled",
            State::Memory(_) => "Memory",
        })
    }
}

/// sled, and the right to keep it.
#[derive(Debug)]
pub struct Sled {
    /// Why not, after an error of sled, until it can be reopened.
    pub tree: Result<Tree, ReadError>,
    /// Who is pointed at, as far as something was to be removed.
    pub pointed: RefCell<Pointed>,
    pub keeping: Arc<Keeping>,
}

impl Sled {
    pub fn new(tree: Tree, keeping: Arc<Keeping>) -> Sled {
        Sled {
            tree: Ok(tree),
            pointed: RefCell::default(),
            keeping,
        }
    }

    /// It, if it is open.
    ///
    /// # Errors
    /// Why not.
    pub fn tree(&self) -> Result<&Tree, ReadError> {
        self.tree.as_ref().map_err(Clone::clone)
    }

    /// The first question looks through all records that can point at others.
    fn pointed_at(&self, record: RecordRef) -> Result<usize, ReadError> {
        let mut pointed = self.pointed.borrow_mut();
        let counts = match &mut pointed.0 {
            Some(counts) => counts,
            none => none.insert(count_pointers(self.tree()?)?),
        };
        Ok(counts.get(&record).map_or(0, |count| *count as usize))
    }
}

/// How many records, live or in the trash, point at each one: made when something is first to be removed for good,
/// and kept up with every commit from then on.
#[derive(Debug, Default)]
pub struct Pointed(Option<HashMap<RecordRef, u32>>);

impl Pointed {
    fn take(&mut self, balance: &Balance) {
        let Some(counts) = &mut self.0 else {
            return;
        };
        for (target, by) in balance.each() {
            let now = i64::from(counts.get(&target).copied().unwrap_or(0)) + by;
            match u32::try_from(now) {
                Ok(now) if now > 0 => counts.insert(target, now),
                _ => counts.remove(&target),
            };
        }
    }
}

/// Whether records of that kind can point at others.
fn can_point(kind: &Kind) -> bool {
    let mut fields = kind.fields().iter();
    fields.any(|field| matches!(field.kind, FieldType::Reference(_)))
}

fn count_pointers(tree: &Tree) -> Result<HashMap<RecordRef, u32>, ReadError> {
    let mut counts = HashMap::new();
    for kind in Kind::ALL.iter().filter(|kind| can_point(kind)) {
        tree.scan_kind(*kind, &mut |key, sealed| {
            let (revision, raw) = envelope::open(&key, sealed)?;
            let found = raw.to_record(&key, revision)?;
            let targets = found.as_ref().map_or_else(Targets::new, pointed::of_record);
            for target in targets {
                *counts.entry(target).or_default() += 1;
            }
            Ok(ControlFlow::Continue(()))
        })?;
    }
    Ok(counts)
}

/// What others hold in memory, and what was changed since.
pub struct Memory {
    base: Box<dyn Records>,
    /// In order of kind.
    over: BTreeMap<RecordRef, Option<Record>>,
    pointed: HashMap<RecordRef, i64>,
}

impl Memory {
    pub fn new(base: Box<dyn Records>) -> Memory {
        Memory {
            base,
            over: BTreeMap::new(),
            pointed: HashMap::new(),
        }
    }

    fn record(&self, record: RecordRef) -> Option<Record> {
        match self.over.get(&record) {
            Some(known) => known.clone(),
            None => self.base.record(record),
        }
    }

    fn sealed(&self, key: &Key) -> Option<Vec<u8>> {
        let record = self.record(key.record()?)?;
        let raw = Raw {
            trashed: record.trashed,
            fields: record.encoded(),
        };
        Some(envelope::seal(key, record.revision, raw))
    }

    fn of_kind(&self, kind: Kind) -> Vec<Record> {
        let mut records = self.base.of_kind(kind);
        records.retain(|record| !self.over.contains_key(&record.reference()));
        let (first, last) = (Ulid::nil(), Ulid::from(u128::MAX));
        let of_kind = RecordRef::new(kind, first)..=RecordRef::new(kind, last);
        let over = self.over.range(of_kind);
        records.extend(over.filter_map(|(_, record)| record.clone()));
        records
    }

    fn pointed_at(&self, record: RecordRef) -> usize {
        let before = i64::try_from(self.base.pointed_at(record)).unwrap_or(i64::MAX);
        let by = self.pointed.get(&record).copied().unwrap_or(0);
        usize::try_from(before.saturating_add(by)).unwrap_or(0)
    }

    fn take(&mut self, changed: &[Changed]) {
        for one in changed {
            match one {
                Changed::Put(record) => {
                    self.over.insert(record.reference(), Some(record.clone()));
                }
                Changed::Gone(record) => {
                    self.over.insert(*record, None);
                }
            }
        }
    }
}

/// Why what needs sled can't be done by one that does not keep it.
pub fn kept_by_another(keeping: &std::path::Path) -> ReadError {
    Trouble::at(keeping)(std::io::ErrorKind::WouldBlock.into()).into()
}
