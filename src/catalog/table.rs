//! One table a kind: its records by row, and who points at each row. A row may be pointed at before
//! its record is there, so the order of loading does not matter.
//!
//! What was loaded lies in chunks in order of id and in arrays of pointers; what is edited since lies
//! beside it in maps. All of it is shared by the clones of a table: an edit copies the one chunk that
//! it changes, if a clone still needs it.

use std::sync::Arc;

use imbl::{OrdMap, OrdSet};
use ulid::Ulid;

use super::rows::RowSet;
use crate::model::{FieldNo, Fields, Kind, Record, RecordRef};
use crate::store::Block;

/// How many rows a chunk has: a block of the store makes one.
pub(super) const ROWS: usize = Block::ROWS;
/// How many rows share an array of pointers.
pub(super) const SEGMENT: usize = 1 << 16;

/// Where a record lies: its kind's table and its row there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place {
    pub kind: Kind,
    pub row: u32,
}

/// A reference seen from the record pointed at; eight bytes, for there are many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pointer {
    kind: Kind,
    row: u32,
    pub field: FieldNo,
}

impl Pointer {
    /// The least of all pointers.
    const FIRST: Pointer = Pointer {
        kind: Kind::ANY,
        row: 0,
        field: 0,
    };

    #[inline]
    pub fn new(from: Place, field: FieldNo) -> Pointer {
        Pointer {
            row: from.row,
            field,
            kind: from.kind,
        }
    }

    pub fn from(self) -> Place {
        Place {
            kind: self.kind,
            row: self.row,
        }
    }
}

/// Up to `ROWS` records. Where there is none, one without fields holds the id.
#[derive(Clone, Default)]
pub(super) struct Chunk {
    records: Vec<Record>,
    absent: RowSet,
}

impl Chunk {
    /// A chunk of those records.
    pub fn new(records: Vec<Record>) -> Chunk {
        Chunk {
            records,
            absent: RowSet::new(),
        }
    }

    /// The records with their rows within the chunk.
    pub fn records(&self) -> impl Iterator<Item = (usize, &Record)> {
        let rows = self.records.iter().enumerate();
        rows.filter(|(row, _)| !self.absent.contains(*row as u32))
    }

    fn first(&self) -> Option<Ulid> {
        self.records.first().map(|record| record.id)
    }

    fn id(&self, row: usize) -> Option<Ulid> {
        self.records.get(row).map(|record| record.id)
    }

    /// The row of an id, the ids being in order: from where it would be if they were spread evenly, in
    /// growing steps, then by halves.
    fn find(&self, id: Ulid) -> Option<usize> {
        let (first, last) = (self.first()?.0, self.records.last()?.id.0);
        let wanted = id.0;
        if wanted < first || wanted > last {
            return None;
        }
        let shift = (128 - (last - first).leading_zeros()).saturating_sub(53);
        // Of no more than 53 bits both: as numbers of 64 they are quick to turn into fractions.
        let part = |of: u128| (of >> shift) as u64 as f64;
        let share = part(wanted - first) / part(last - first).max(1.0);
        let end = self.records.len() - 1;
        let guess = ((share * end as f64) as usize).min(end);
        let (mut low, mut high, mut step) = (guess, guess, 1);
        while self.id(low)? > id {
            high = low;
            low = low.saturating_sub(step);
            step *= 4;
        }
        step = 1;
        while self.id(high)? < id {
            low = high;
            high = (high + step).min(end);
            step *= 4;
        }
        let between = self.records.get(low..=high)?;
        let at = between.binary_search_by(|record| record.id.cmp(&id));
        at.ok().map(|at| low + at)
    }
}

/// Who points at the rows of a segment, row by row.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// Where the pointers of each row begin, and where the last ones end; empty if there are none.
    pub starts: Box<[u32]>,
    pub pointers: Box<[Pointer]>,
}

impl Links {
    fn of(&self, row: usize) -> &[Pointer] {
        let start = self.starts.get(row).zip(self.starts.get(row + 1));
        start
            .and_then(|(start, end)| self.pointers.get(*start as usize..*end as usize))
            .unwrap_or_default()
    }
}

/// The records of one kind.
#[derive(Clone, Default)]
pub(super) struct Table {
    chunks: Arc<Vec<Arc<Chunk>>>,
    /// The first ids of the chunks whose rows are in order of id: those that were loaded.
    firsts: Arc<Vec<Ulid>>,
    /// The rows of the other chunks.
    fresh: OrdMap<Ulid, u32>,
    links: Arc<Vec<Links>>,
    /// What points at a row and is not in `links`, and what is there and points no more.
    pointed: OrdSet<(u32, Pointer)>,
    unpointed: OrdSet<(u32, Pointer)>,
    live: usize,
    trashed: usize,
}

impl Table {
    /// A table of chunks in order of id.
    pub fn of(chunks: Vec<Arc<Chunk>>, trashed: usize) -> Table {
        let all: usize = chunks.iter().map(|chunk| chunk.records.len()).sum();
        // An empty chunk has no id of its own: nothing is looked for between it and the next one.
        let mut next = Ulid::from(u128::MAX);
        let mut firsts: Vec<Ulid> = chunks
            .iter()
            .rev()
            .map(|chunk| {
                next = chunk.first().unwrap_or(next);
                next
            })
            .collect();
        firsts.reverse();
        Table {
            firsts: Arc::new(firsts),
            chunks: Arc::new(chunks),
            live: all - trashed,
            trashed,
            ..Table::default()
        }
    }

    /// Says who points at its rows, segment by segment.
    pub fn link(&mut self, links: Vec<Links>) {
        self.links = Arc::new(links);
    }

    /// How many rows there are, those without a record included.
    pub fn rows(&self) -> u32 {
        let last = self.chunks.last().map_or(0, |chunk| chunk.records.len());
        (self.chunks.len().saturating_sub(1) * ROWS + last) as u32
    }

    /// The row of that id, if the id is known.
    pub fn row(&self, id: Ulid) -> Option<u32> {
        let loaded = || {
            let at = self.firsts.partition_point(|first| *first <= id);
            let at = at.checked_sub(1)?;
            let within = self.chunks.get(at)?.find(id)?;
            Some((at * ROWS + within) as u32)
        };
        loaded().or_else(|| self.fresh.get(&id).copied())
    }

    /// The row of an id that is that of a row or of one just behind it: records that were made together
    /// point at each other.
    pub fn row_behind(&self, id: Ulid, near: u32) -> Option<u32> {
        let (at, within) = (near as usize / ROWS, near as usize % ROWS);
        let records = self.chunks.get(at)?.records.get(within..)?;
        let steps = records.iter().take(3).position(|record| record.id == id)?;
        Some(near + steps as u32)
    }

    /// The row of that id; an unknown one gets an empty row.
    pub fn row_for(&mut self, reference: RecordRef) -> u32 {
        if let Some(row) = self.row(reference.id) {
            return row;
        }
        let loaded = self.firsts.len();
        let chunks = Arc::make_mut(&mut self.chunks);
        let full = chunks.last().is_none_or(|last| last.records.len() >= ROWS);
        if full || chunks.len() == loaded {
            chunks.push(Arc::default());
        }
        let at = chunks.len() - 1;
        let mut row = at * ROWS;
        if let Some(last) = chunks.last_mut() {
            let last = Arc::make_mut(last);
            row += last.records.len();
            last.absent.insert(last.records.len() as u32);
            last.records.push(empty(reference));
        }
        self.fresh.insert(reference.id, row as u32);
        row as u32
    }

    pub fn record(&self, row: u32) -> Option<&Record> {
        let chunk = self.chunks.get(row as usize / ROWS)?;
        let within = row % ROWS as u32;
        let record = chunk.records.get(within as usize)?;
        (!chunk.absent.contains(within)).then_some(record)
    }

    /// Puts a record into its row, or takes it out; gives back what was there.
    pub fn set(&mut self, row: u32, record: Option<Record>) -> Option<Record> {
        if record.is_none() && self.record(row).is_none() {
            return None;
        }
        if let Some(record) = &record {
            *self.counter(record.trashed) += 1;
        }
        let chunks = Arc::make_mut(&mut self.chunks);
        let chunk = Arc::make_mut(chunks.get_mut(row as usize / ROWS)?);
        let within = row % ROWS as u32;
        let slot = chunk.records.get_mut(within as usize)?;
        let was_absent = chunk.absent.contains(within);
        let before = match record {
            Some(record) => {
                chunk.absent.remove(within);
                std::mem::replace(slot, record)
            }
            None => {
                chunk.absent.insert(within);
                let stub = empty(slot.reference());
                std::mem::replace(slot, stub)
            }
        };
        if was_absent {
            return None;
        }
        *self.counter(before.trashed) -= 1;
        Some(before)
    }

    fn counter(&mut self, trashed: bool) -> &mut usize {
        if trashed {
            &mut self.trashed
        } else {
            &mut self.live
        }
    }

    pub fn point(&mut self, row: u32, pointer: Pointer) {
        if self.unpointed.remove(&(row, pointer)).is_none() {
            self.pointed.insert((row, pointer));
        }
    }

    pub fn unpoint(&mut self, row: u32, pointer: Pointer) {
        if self.pointed.remove(&(row, pointer)).is_none() {
            self.unpointed.insert((row, pointer));
        }
    }

    /// Who points at a row, each record once for every field that does.
    pub fn pointers(&self, row: u32) -> impl Iterator<Item = Pointer> + '_ {
        let segment = self.links.get(row as usize / SEGMENT);
        let loaded = segment.map_or(&[][..], |links| links.of(row as usize % SEGMENT));
        let edited = !self.unpointed.is_empty();
        let fresh = (!self.pointed.is_empty()).then(|| {
            let end = row.saturating_add(1);
            self.pointed
                .range((row, Pointer::FIRST)..(end, Pointer::FIRST))
        });
        loaded
            .iter()
            .copied()
            .filter(move |pointer| !edited || !self.unpointed.contains(&(row, *pointer)))
            .chain(fresh.into_iter().flatten().map(|(_, pointer)| *pointer))
    }

    /// About how many point at a row: what was edited since the load is not counted.
    pub fn pointed(&self, row: u32) -> usize {
        let segment = self.links.get(row as usize / SEGMENT);
        segment.map_or(0, |links| links.of(row as usize % SEGMENT).len())
    }

    /// Whether every row holds a live record.
    pub fn is_live(&self) -> bool {
        self.live == self.rows() as usize
    }

    /// The records of a chunk, with their rows.
    pub fn chunk(&self, number: usize) -> impl Iterator<Item = (u32, &Record)> {
        let chunk = self.chunks.get(number).into_iter();
        let records = chunk.flat_map(|chunk| chunk.records());
        records.map(move |(row, record)| ((number * ROWS + row) as u32, record))
    }

    /// All records, in order of row.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        let chunks = self.chunks.iter();
        chunks.flat_map(|chunk| chunk.records().map(|(_, record)| record))
    }

    /// How many live records, how many in the trash.
    pub fn counts(&self) -> (usize, usize) {
        (self.live, self.trashed)
    }
}

/// What stands in a row that has no record.
fn empty(reference: RecordRef) -> Record {
    Record::new(reference, 0, false, &Fields::new())
}
