//! One table a kind: its records by row, and who points at each row. A row may be pointed at before
//! its record is there, so the order of loading does not matter.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hash, Hasher};

use ulid::Ulid;

use crate::model::{FieldNo, Kind, Record};

/// Where a record lies: its kind's table and its row there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place {
    pub kind: Kind,
    pub row: u32,
}

/// A reference seen from the record pointed at; eight bytes, for there are many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pointer {
    row: u32,
    pub field: FieldNo,
    kind: Kind,
}

impl Pointer {
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

/// An id as bytes: a map entry of 20 bytes instead of 32.
#[derive(PartialEq, Eq)]
struct IdKey([u8; 16]);

impl Hash for IdKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(&self.0);
    }
}

/// ULIDs are random already: one multiplication spreads those made in one millisecond.
#[derive(Default)]
struct IdHasher(u64);

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut word = [0; 8];
            word.iter_mut().zip(part).for_each(|(to, from)| *to = *from);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word))
                .wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

/// The records of one kind.
#[derive(Default)]
pub(super) struct Table {
    ids: HashMap<IdKey, u32, BuildHasherDefault<IdHasher>>,
    rows: Vec<Option<Record>>,
    pointers: HashMap<u32, Vec<Pointer>, BuildHasherDefault<IdHasher>>,
    free: Vec<u32>,
    live: usize,
    trashed: usize,
}

impl Table {
    /// The row of that id, if the id is known.
    pub fn row(&self, id: Ulid) -> Option<u32> {
        self.ids.get(&IdKey(id.to_bytes())).copied()
    }

    /// The row of that id; an unknown one gets an empty row.
    pub fn row_for(&mut self, id: Ulid) -> u32 {
        let unknown = match self.ids.entry(IdKey(id.to_bytes())) {
            Entry::Occupied(known) => return *known.get(),
            Entry::Vacant(unknown) => unknown,
        };
        let row = self.free.pop().unwrap_or_else(|| {
            if self.rows.len() == self.rows.capacity() {
                // Doubling would waste up to half of the largest tables.
                self.rows.reserve_exact(self.rows.len() / 8 + 64);
            }
            self.rows.push(None);
            u32::try_from(self.rows.len() - 1).unwrap_or(u32::MAX)
        });
        *unknown.insert(row)
    }

    /// How many rows there are, empty ones included.
    pub fn rows(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    pub fn record(&self, row: u32) -> Option<&Record> {
        self.rows.get(row as usize)?.as_ref()
    }

    /// Puts a record into its row, or takes it out; gives back what was there.
    pub fn set(&mut self, row: u32, record: Option<Record>) -> Option<Record> {
        if let Some(record) = &record {
            *self.counter(record.trashed) += 1;
        }
        let slot = self.rows.get_mut(row as usize)?;
        let before = std::mem::replace(slot, record);
        if let Some(before) = &before {
            *self.counter(before.trashed) -= 1;
        }
        before
    }

    fn counter(&mut self, trashed: bool) -> &mut usize {
        if trashed {
            &mut self.trashed
        } else {
            &mut self.live
        }
    }

    /// Forgets a row that holds no record and that nothing points at.
    pub fn release(&mut self, id: Ulid) {
        let Some(row) = self.row(id) else { return };
        if self.record(row).is_none() && !self.pointers.contains_key(&row) {
            self.ids.remove(&IdKey(id.to_bytes()));
            self.free.push(row);
        }
    }

    pub fn point(&mut self, row: u32, pointer: Pointer) {
        self.pointers.entry(row).or_default().push(pointer);
    }

    pub fn unpoint(&mut self, row: u32, pointer: Pointer) {
        if let Some(pointers) = self.pointers.get_mut(&row) {
            if let Some(at) = pointers.iter().position(|p| *p == pointer) {
                pointers.swap_remove(at);
            }
            if pointers.is_empty() {
                self.pointers.remove(&row);
            }
        }
    }

    pub fn pointers(&self, row: u32) -> &[Pointer] {
        self.pointers.get(&row).map_or(&[], Vec::as_slice)
    }

    /// All records, in order of row.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.rows.iter().flatten()
    }

    /// How many live records, how many in the trash.
    pub fn counts(&self) -> (usize, usize) {
        (self.live, self.trashed)
    }
}
