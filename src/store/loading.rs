//! Loading: all records, block by block, to as many threads as take them; checked, and counted.

use std::collections::{HashSet, VecDeque};
use std::ops::ControlFlow;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ulid::Ulid;

use super::block::Block;
use super::envelope::{self, Key};
use super::error::ReadError;
use super::head::Head;
use super::overlay::Overlay;
use super::snapshot::{self, Snapshot};
use super::tree::Tree;
use crate::model::encoding::is_fields;
use crate::model::{Arena, Kind, Record, RecordRef};

/// A block is closed once its fields are that long, in bytes.
const ENOUGH: usize = 8 << 20;

/// All records of a store on their way to whoever loads them.
#[derive(Debug)]
pub struct Loading {
    source: Mutex<Supply>,
    overlay: Overlay,
    counted: Mutex<Counted>,
    /// What the snapshot says that it holds.
    snapshot: Head,
    expected: u64,
}

#[derive(Debug)]
enum Supply {
    /// The blocks of a snapshot; the code of the last one's kind, and the number of the next one of it.
    Snapshot(Box<snapshot::Blocks>, u8, usize),
    /// Blocks that are in memory already.
    Ready(VecDeque<Block>),
}

#[derive(Debug, Default)]
struct Counted {
    /// What was read of the snapshot.
    read: Head,
    /// What that is with the changes since laid over it.
    now: Head,
    /// The keys of the changes that lie over a record of the snapshot.
    laid: HashSet<Key>,
    /// The first and the last key of each block.
    spans: Vec<(Key, Key)>,
}

impl Counted {
    /// Whether no two blocks hold the same records.
    fn is_apart(&self) -> bool {
        let mut spans = self.spans.clone();
        spans.sort_unstable();
        spans.is_sorted_by(|(_, last), (first, _)| last < first)
    }
}

impl Loading {
    /// The records of a snapshot, if there is one, with what was done since laid over them.
    ///
    /// # Errors
    /// The snapshot can't be opened.
    pub(super) fn begin(
        snapshot: Option<&Snapshot>,
        overlay: Overlay,
    ) -> Result<Loading, ReadError> {
        let head = snapshot.map_or(Head::default(), |snapshot| snapshot.head);
        let source = match snapshot {
            Some(snapshot) => Supply::Snapshot(Box::new(snapshot.blocks()?), 0, 0),
            None => Supply::Ready(VecDeque::new()),
        };
        Ok(Loading {
            source: Mutex::new(source),
            expected: head.records.max(overlay.len() as u64),
            overlay,
            counted: Mutex::default(),
            snapshot: head,
        })
    }

    /// The records of a sled, read now.
    ///
    /// # Errors
    /// `Damaged` at a record that is.
    pub(super) fn of_tree(tree: &Tree) -> Result<Loading, ReadError> {
        let mut gathered = Gathering::default();
        tree.scan(&mut |key, envelope| {
            gathered.take(&key, envelope)?;
            Ok(ControlFlow::Continue(()))
        })?;
        let (blocks, now) = gathered.finish();
        let counted = Counted {
            now,
            ..Counted::default()
        };
        Ok(Loading {
            source: Mutex::new(Supply::Ready(blocks.into())),
            expected: now.records,
            overlay: Overlay::new(),
            counted: Mutex::new(counted),
            snapshot: Head::default(),
        })
    }

    /// About how many records there are.
    pub fn expected(&self) -> usize {
        usize::try_from(self.expected).unwrap_or(usize::MAX)
    }

    /// The next block; `None` when all are taken. Blocks are taken in order of kind and id, by whatever
    /// thread asks; what was made since the snapshot comes with `finish`.
    ///
    /// # Errors
    /// `Damaged` if the block is not what was written.
    pub fn next(&self) -> Result<Option<Block>, ReadError> {
        self.next_if(|_| true)
    }

    /// The next block if it is of that kind; all others stay.
    ///
    /// # Errors
    /// As `next`.
    pub fn next_of(&self, kind: Kind) -> Result<Option<Block>, ReadError> {
        self.next_if(|code| code == kind.code())
    }

    fn next_if(&self, is_wanted: impl Fn(u8) -> bool) -> Result<Option<Block>, ReadError> {
        let (number, header, packed) = match &mut *locked(&self.source) {
            Supply::Ready(blocks) => {
                let wanted = |block: &Block| is_wanted(block.kind.code());
                return Ok(match blocks.front().is_some_and(wanted) {
                    true => blocks.pop_front(),
                    false => None,
                });
            }
            Supply::Snapshot(blocks, kind, number) => match blocks.next(&is_wanted)? {
                None => return Ok(None),
                Some((header, packed)) => {
                    if std::mem::replace(kind, header.kind) != header.kind {
                        *number = 0;
                    }
                    *number += 1;
                    (*number - 1, header, packed)
                }
            },
        };
        let damaged = || match &*locked(&self.source) {
            Supply::Snapshot(blocks, ..) => blocks.damaged(),
            Supply::Ready(_) => super::error::Damage::Digest.into(),
        };
        let unpacked = header.unpack(&packed).ok_or_else(damaged)?;
        let mut above = self.overlay.range(unpacked.first()..).peekable();
        let mut counted = Counted::default();
        let mut records = Vec::with_capacity(header.records as usize);
        let mut count = 0;
        let mut span: Option<(Key, Key)> = None;
        for entry in unpacked.entries() {
            count += 1;
            let key = entry.key;
            span = Some((span.map_or(key, |(first, _)| first), key));
            while above.next_if(|(above, _)| **above < key).is_some() {}
            let Some((_, (_, newer))) = above.next_if(|(above, _)| **above == key) else {
                if let Some(record) = unpacked.record(&entry) {
                    records.push(record);
                }
                continue;
            };
            counted.laid.insert(key);
            let older = unpacked.envelope(&entry).ok_or_else(damaged)?;
            counted.now.take(&key, &older);
            if let Some(newer) = newer {
                counted.now.add(&key, newer);
                let (revision, raw) = envelope::open(&key, newer)?;
                records.extend(raw.to_record(&key, revision)?);
            }
        }
        if count != header.records {
            return Err(damaged());
        }
        let mut all = locked(&self.counted);
        let read = Head {
            records: u64::from(header.records),
            digest: header.digest,
            ..Head::default()
        };
        all.read.join(&read);
        all.now.join(&read);
        all.now.join(&counted.now);
        all.laid.extend(counted.laid);
        all.spans.extend(span);
        drop(all);
        match Kind::from_code(header.kind) {
            Some(kind) => Ok(Some(Block {
                kind,
                number,
                records,
            })),
            // Counted and not given: a kind of a newer program.
            None => self.next_if(is_wanted),
        }
    }

    /// What was made since the snapshot, once all blocks were taken; and what all records come to.
    ///
    /// # Errors
    /// `Damaged` if the blocks are not those that the snapshot counts.
    pub fn finish(&self) -> Result<(Vec<Block>, Head), ReadError> {
        let counted = locked(&self.counted);
        let source = locked(&self.source);
        if let Supply::Snapshot(blocks, ..) = &*source
            && !(counted.read.agrees(&self.snapshot) && counted.is_apart())
        {
            return Err(blocks.damaged());
        }
        let mut gathered = Gathering::default();
        let unlaid = |key: &Key| !counted.laid.contains(key);
        for (key, (_, newer)) in self.overlay.iter().filter(|(key, _)| unlaid(key)) {
            if let Some(newer) = newer {
                gathered.take(key, newer)?;
            }
        }
        let (blocks, made) = gathered.finish();
        let mut now = counted.now;
        now.join(&made);
        Ok((blocks, now))
    }

    /// Gives all records to `each`, a block at a time; returns what they come to, unless it was stopped.
    pub(super) fn give(
        &self,
        each: &mut dyn FnMut(Vec<Record>) -> ControlFlow<()>,
    ) -> Result<Option<Head>, ReadError> {
        while let Some(block) = self.next()? {
            if each(block.records).is_break() {
                return Ok(None);
            }
        }
        let (made, head) = self.finish()?;
        for block in made {
            if each(block.records).is_break() {
                return Ok(None);
            }
        }
        Ok(Some(head))
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Blocks made of envelopes in order of key.
#[derive(Default)]
struct Gathering {
    blocks: Vec<Block>,
    counted: Head,
    kind: Option<Kind>,
    fields: Vec<u8>,
    heads: Vec<(Ulid, u64, bool, Range<u32>)>,
}

impl Gathering {
    fn take(&mut self, key: &Key, sealed: &[u8]) -> Result<(), ReadError> {
        let (revision, raw) = envelope::open(key, sealed)?;
        self.counted.add(key, sealed);
        let Some(record) = key.record() else {
            return Ok(());
        };
        if !is_fields(raw.fields) {
            return Err(key.damaged());
        }
        let full = self.heads.len() >= Block::ROWS || self.fields.len() > ENOUGH;
        if full || self.kind != Some(record.kind) {
            self.close();
        }
        self.kind = Some(record.kind);
        let start = self.fields.len() as u32;
        self.fields.extend_from_slice(raw.fields);
        let at = start..self.fields.len() as u32;
        self.heads.push((record.id, revision, raw.trashed, at));
        Ok(())
    }

    fn close(&mut self) {
        let Some(kind) = self.kind.filter(|_| !self.heads.is_empty()) else {
            return;
        };
        let arena: Arena = Arc::new(std::mem::take(&mut self.fields).into_boxed_slice());
        let heads = std::mem::take(&mut self.heads).into_iter();
        let records = heads.map(|(id, revision, trashed, at)| {
            Record::within(RecordRef::new(kind, id), revision, trashed, &arena, at)
        });
        self.blocks.push(Block {
            kind,
            number: self
                .blocks
                .iter()
                .rev()
                .take_while(|b| b.kind == kind)
                .count(),
            records: records.collect(),
        });
    }

    fn finish(mut self) -> (Vec<Block>, Head) {
        self.close();
        (self.blocks, self.counted)
    }
}
