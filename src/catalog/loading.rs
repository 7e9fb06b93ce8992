//! Loading: blocks of records become a catalog, on several threads and in three passes. The records are
//! taken over as they lie; then every reference is resolved to a row; then the pointers are sorted by
//! the row that they point at. Then comes the search index, where it is known to be asked for; names are made when they are.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use super::Catalog;
use super::finding::Finder;
use super::table::{Chunk, Links, Place, Pointer, ROWS, SEGMENT, Table};
use super::threads::{Queue, in_parallel, share_out};
use crate::model::{FieldNo, Here, Kind, Record, RecordRef, Tab};
use crate::store::{Block, Head, Loading, ReadError, Reader, Store};

/// From so many records on, a second thread is worth its start.
const WORTH_A_THREAD: usize = 10_000;

/// More threads than that would wait for memory.
const MOST_THREADS: usize = 4;

/// What loading tells while it goes on.
#[derive(Debug)]
pub enum Loaded {
    /// The records so far, and what is known of them: fewer than all of them.
    Part(Box<Catalog>),
    /// So many records were read, of so many.
    Count(usize, usize),
}

/// A chunk, and how many of its records lie in the trash.
#[derive(Clone)]
struct Taken {
    kind: Kind,
    number: usize,
    chunk: Arc<Chunk>,
    trashed: usize,
}

/// Takes records over as the chunk of that number.
fn take(kind: Kind, number: usize, records: Vec<Record>) -> Taken {
    Taken {
        kind,
        number,
        trashed: records.iter().filter(|record| record.trashed).count(),
        chunk: Arc::new(Chunk::new(records)),
    }
}

/// A reference whose target has a row: the row within its segment, and who points.
type Edge = (u16, Pointer);

/// References by the kind and the segment that they point at; and those to ids that are nowhere.
#[derive(Default)]
struct Resolved {
    finder: Finder,
    edges: Vec<Vec<Vec<Edge>>>,
    dangling: Vec<(RecordRef, Pointer)>,
}

impl Catalog {
    /// Loads all records that a reader sees, past what is missing or damaged: `Reader::lost` says what that is.
    ///
    /// # Errors
    /// The store can't be read now.
    pub fn read_around(
        here: impl Into<Here>,
        reader: &Reader,
        tell: &(dyn Fn(Loaded) + Sync),
    ) -> Result<(Catalog, Head), ReadError> {
        gather(&here.into(), &reader.loading_around()?, tell).map(searchable)
    }

    /// Loads all records that a reader sees. `tell` hears how far it is, from several threads.
    ///
    /// # Errors
    /// The store can't be read; what was told is to be forgotten.
    pub fn read(
        here: impl Into<Here>,
        reader: &Reader,
        tell: &(dyn Fn(Loaded) + Sync),
    ) -> Result<(Catalog, Head), ReadError> {
        gathered(&here.into(), reader, tell).map(searchable)
    }

    /// As `read`, for one who may never search: the search rows are made when they are asked for.
    ///
    /// # Errors
    /// As `read`.
    pub fn read_unsearched(
        here: impl Into<Here>,
        reader: &Reader,
    ) -> Result<(Catalog, Head), ReadError> {
        gathered(&here.into(), reader, &|_| {})
    }

    /// Loads all records of an open store, which heals where they are not those that were saved; what was told
    /// before is to be forgotten then.
    ///
    /// # Errors
    /// They can't be read.
    pub fn open(
        here: impl Into<Here>,
        store: &mut Store,
        tell: &(dyn Fn(Loaded) + Sync),
    ) -> Result<Catalog, ReadError> {
        let here = here.into();
        let gather = |loading: &Loading| gather(&here, loading, tell).map(searchable);
        let (catalog, _) = store.gather(&gather)?;
        Ok(catalog)
    }

    /// As `open`, for one who may never search: the search rows are made when they are asked for.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_unsearched(here: impl Into<Here>, store: &mut Store) -> Result<Catalog, ReadError> {
        let here = here.into();
        let (catalog, _) = store.gather(&|loading| gather(&here, loading, &|_| {}))?;
        Ok(catalog)
    }

    /// A catalog of those records, in any order; of two with the same id the last one stays.
    pub(super) fn of(here: Here, records: impl IntoIterator<Item = Record>) -> Catalog {
        let mut kinds: BTreeMap<Kind, Vec<Record>> = BTreeMap::new();
        let mut count = 0;
        for record in records {
            count += 1;
            kinds.entry(record.kind).or_default().push(record);
        }
        let mut taken = Vec::new();
        for (kind, mut records) in kinds {
            records.sort_by_key(|record| record.id);
            records.reverse();
            records.dedup_by_key(|record| record.id);
            records.reverse();
            let mut rest = records.into_iter().peekable();
            let mut number = 0;
            while rest.peek().is_some() {
                let mut records: Vec<Record> = rest.by_ref().take(ROWS).collect();
                Record::pack(&mut records);
                taken.push(take(kind, number, records));
                number += 1;
            }
        }
        Catalog::assembled(here, taken, threads(count))
    }

    /// Puts together what was taken, but for the search rows.
    fn assembled(here: Here, mut taken: Vec<Taken>, threads: usize) -> Catalog {
        let mut catalog = Catalog::new(here);
        taken.sort_unstable_by_key(|taken| (taken.kind, taken.number));
        for of_kind in taken.chunk_by(|one, other| one.kind == other.kind) {
            let chunks = of_kind.iter().map(|taken| taken.chunk.clone()).collect();
            let trashed = of_kind.iter().map(|taken| taken.trashed).sum();
            if let Some(first) = of_kind.first() {
                *catalog.table_mut(first.kind) = Table::of(chunks, trashed);
            }
        }
        let queue = Queue::of(&taken);
        let mut resolved = in_parallel(threads, || {
            let mut resolved = Resolved::default();
            while let Some(taken) = queue.take() {
                resolved.resolve(&catalog, taken);
            }
            resolved
        });
        let segments = Kind::ALL.iter().flat_map(|kind| {
            let rows = catalog.table(*kind).rows() as usize;
            (0..rows.div_ceil(SEGMENT)).map(|segment| (*kind, segment))
        });
        let segments: Vec<(Kind, usize)> = segments.collect();
        let links = share_out(threads, segments, |(kind, segment)| {
            let edges = resolved
                .iter()
                .map(|resolved| resolved.edges(kind, segment));
            (kind, linked(edges))
        });
        let mut by_kind: BTreeMap<Kind, Vec<Links>> = BTreeMap::new();
        for (kind, links) in links {
            by_kind.entry(kind).or_default().push(links);
        }
        for (kind, links) in by_kind {
            catalog.table_mut(kind).link(links);
        }
        for (target, pointer) in resolved.iter_mut().flat_map(|r| r.dangling.drain(..)) {
            let target = catalog.place_for(target);
            catalog.table_mut(target.kind).point(target.row, pointer);
        }
        catalog
    }
}

/// With its search rows: the last part of loading.
fn searchable((mut catalog, head): (Catalog, Head)) -> (Catalog, Head) {
    catalog.index();
    (catalog, head)
}

fn gathered(
    here: &Here,
    reader: &Reader,
    tell: &(dyn Fn(Loaded) + Sync),
) -> Result<(Catalog, Head), ReadError> {
    let loading = reader.loading();
    match loading.and_then(|loading| gather(here, &loading, tell)) {
        Err(ReadError::Damaged(_)) => gather(here, &reader.loading_anew()?, tell),
        read => read,
    }
}

/// Loads on as many threads as there is work for, without the search rows.
fn gather(
    here: &Here,
    loading: &Loading,
    tell: &(dyn Fn(Loaded) + Sync),
) -> Result<(Catalog, Head), ReadError> {
    let mut all = Vec::new();
    // What the first tab lists is what the desk opens on: it is shown before anything else is read.
    let first = Tab::at(1).next().map_or(Kind::ANY, |tab| tab.lists.kind());
    while let Some(block) = loading.next_of(first)? {
        all.push(take(block.kind, block.number, block.records));
    }
    let read = AtomicUsize::new(0);
    let first = Queue::of(Some(&all));
    let threads = threads(loading.expected());
    let takers = in_parallel(threads, || -> Result<Vec<Taken>, ReadError> {
        // One thread makes the first screen, the others read on.
        if let Some(first) = first.take().filter(|first| !first.is_empty()) {
            let mut part = Catalog::assembled(here.clone(), first.clone(), 1);
            part.index();
            tell(Loaded::Part(Box::new(part)));
        }
        let mut taken = Vec::new();
        while let Some(block) = loading.next()? {
            let count = block.records.len();
            taken.push(take(block.kind, block.number, block.records));
            let sofar = read.fetch_add(count, Ordering::Relaxed) + count;
            tell(Loaded::Count(sofar, loading.expected()));
        }
        Ok(taken)
    });
    for taken in takers {
        all.extend(taken?);
    }
    let (made, head) = loading.finish()?;
    // What was made since the snapshot most often has the highest ids.
    let mut later = Vec::new();
    for block in made {
        match next_number(&all, &block) {
            Some(number) => all.push(take(block.kind, number, block.records)),
            None => later.extend(block.records),
        }
    }
    let mut catalog = Catalog::assembled(here.clone(), all, threads);
    for record in later {
        catalog.place_record(record);
    }
    // What is shown until then finds nothing, and waits for no search rows.
    tell(Loaded::Part(Box::new(catalog.clone())));
    catalog.index = OnceLock::new();
    Ok((catalog, head))
}

impl Resolved {
    fn resolve(&mut self, catalog: &Catalog, taken: &Taken) {
        let mut targets: Vec<(FieldNo, RecordRef)> = Vec::new();
        for (row, record) in taken.chunk.records() {
            targets.clear();
            for (field, value) in record.iter() {
                for item in value.items() {
                    if let Some(target) = item.reference() {
                        targets.push((field, target));
                    }
                }
            }
            if targets.len() > 1 {
                targets.sort_unstable();
                targets.dedup();
            }
            let from = Place {
                kind: taken.kind,
                row: (taken.number * ROWS + row) as u32,
            };
            for (field, target) in &targets {
                let pointer = Pointer::new(from, *field);
                match self.finder.row(catalog, *target) {
                    Some(row) => self.point(target.kind, row, pointer),
                    None => self.dangling.push((*target, pointer)),
                }
            }
        }
    }

    fn point(&mut self, kind: Kind, row: u32, pointer: Pointer) {
        let (code, segment) = (usize::from(kind.code()), row as usize / SEGMENT);
        if self.edges.len() <= code {
            self.edges.resize_with(code + 1, Vec::new);
        }
        if let Some(segments) = self.edges.get_mut(code) {
            if segments.len() <= segment {
                segments.resize_with(segment + 1, Vec::new);
            }
            if let Some(edges) = segments.get_mut(segment) {
                edges.push(((row as usize % SEGMENT) as u16, pointer));
            }
        }
    }

    fn edges(&self, kind: Kind, segment: usize) -> &[Edge] {
        self.edges
            .get(usize::from(kind.code()))
            .and_then(|segments| segments.get(segment))
            .map_or(&[], Vec::as_slice)
    }
}

/// Pointers by row: counted, then put where the counts say. Each thread's edges come in order of who
/// points, so that sorting a row's pointers merges what few threads give.
fn linked<'a>(edges: impl Iterator<Item = &'a [Edge]> + Clone) -> Links {
    let count: usize = edges.clone().map(<[Edge]>::len).sum();
    if count == 0 {
        return Links::default();
    }
    let highest = edges.clone().flatten().map(|(row, _)| *row).max();
    let mut starts = vec![0u32; usize::from(highest.unwrap_or(0)) + 3];
    for (row, _) in edges.clone().flatten() {
        if let Some(count) = starts.get_mut(usize::from(*row) + 2) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    // Each start moves on to the next one's as the row fills.
    let Some((_, first)) = edges.clone().flatten().next() else {
        return Links::default();
    };
    let mut pointers = vec![*first; count];
    for (row, pointer) in edges.flatten() {
        if let Some(start) = starts.get_mut(usize::from(*row) + 1) {
            if let Some(slot) = pointers.get_mut(*start as usize) {
                *slot = *pointer;
            }
            *start += 1;
        }
    }
    starts.pop();
    for (start, end) in starts.iter().zip(starts.iter().skip(1)) {
        if let Some(row) = pointers.get_mut(*start as usize..*end as usize)
            && row.len() > 1
        {
            row.sort();
        }
    }
    Links {
        starts: starts.into_boxed_slice(),
        pointers: pointers.into_boxed_slice(),
    }
}

/// The number that the block has behind those of its kind; `None` if its ids are not behind theirs.
fn next_number(all: &[Taken], block: &Block) -> Option<usize> {
    let of_kind = all.iter().filter(|taken| taken.kind == block.kind);
    let begins = block.records.first().map(|record| record.id);
    let mut number = 0;
    for taken in of_kind {
        if taken.chunk.records().last().map(|(_, record)| record.id) >= begins {
            return None;
        }
        number = number.max(taken.number + 1);
    }
    Some(number)
}

/// How many threads so many records are worth.
pub(super) fn threads(records: usize) -> usize {
    let there = std::thread::available_parallelism().map_or(1, usize::from);
    if records < WORTH_A_THREAD {
        1
    } else {
        there.min(MOST_THREADS)
    }
}
