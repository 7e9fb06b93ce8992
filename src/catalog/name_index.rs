//! The index of names: hashes of keys with the places of the records that have them. Nothing that is
//! shown while a store is loaded asks for it: it is made when it is first asked for, or made ready then.

use std::sync::{Arc, OnceLock};

use foldhash::quality::FixedState;
use imbl::OrdSet;

use super::Catalog;
use super::loading::threads;
use super::names::{Key, Sort, each_key, has_own_title};
use super::table::{Place, ROWS};
use super::threads::{Queue, in_parallel, share_out};
use crate::model::{Kind, Record};

/// The hash of a key, and the place of a record that has it.
type Named = (u64, Place);

/// How many parts the loaded hashes are sorted in, by their highest bits.
const PARTS: usize = 64;

/// Sorted parts of what was loaded, and what was edited since. Clones share both.
#[derive(Clone, Default)]
pub(super) struct NameIndex {
    loaded: Arc<OnceLock<Vec<Box<[Named]>>>>,
    added: OrdSet<Named>,
    removed: OrdSet<Named>,
}

impl NameIndex {
    /// Takes in that a record stands in the place of another, or comes or goes; the keys of both stay as
    /// they are. What was loaded must be there by now.
    pub fn exchange(&mut self, place: Place, old: Option<&Record>, new: Option<&Record>) {
        let keys = |record: Option<&Record>| {
            let mut keys: Vec<Named> = Vec::new();
            if let Some(record) = record {
                each_key(record, &mut String::new(), &mut |sort, text| {
                    keys.push((hash(sort, text), place));
                });
            }
            keys
        };
        let (old, new) = (keys(old), keys(new));
        for named in old.iter().filter(|named| !new.contains(named)) {
            if self.added.remove(named).is_none() && self.is_loaded(named) {
                self.removed.insert(*named);
            }
        }
        for named in new.iter().filter(|named| !old.contains(named)) {
            if self.removed.remove(named).is_none() && !self.is_loaded(named) {
                self.added.insert(*named);
            }
        }
    }

    fn part(&self, hash: u64) -> &[Named] {
        let parts = self.loaded.get();
        parts
            .and_then(|parts| parts.get(part_of(hash)))
            .map_or(&[], |part| part)
    }

    fn is_loaded(&self, named: &Named) -> bool {
        let part = self.part(named.0);
        // Hashes are spread evenly: from where it would be, in growing steps, few of them far apart in
        // memory; then by halves.
        let share = (named.0 << PARTS.trailing_zeros()) as u128 * part.len() as u128;
        let guess = (share >> 64) as usize;
        let (mut low, mut high, mut step) = (guess, guess, 8);
        while low > 0 && part.get(low).is_none_or(|at| at > named) {
            high = low;
            low = low.saturating_sub(step);
            step *= 4;
        }
        step = 8;
        while part.get(high).is_some_and(|at| at < named) {
            low = high;
            high = (high + step).min(part.len());
            step *= 4;
        }
        let near = part.get(low..part.len().min(high + 1));
        near.is_some_and(|near| near.binary_search(named).is_ok())
    }

    fn candidates(&self, key: &Key) -> impl Iterator<Item = Place> + '_ {
        let (sort, text) = match key {
            Key::Name(text) => (Sort::Name, text),
            Key::Email(text) => (Sort::Email, text),
            Key::Phone(text) => (Sort::Phone, text),
        };
        let wanted = hash(sort, text);
        let first = Place {
            kind: Kind::ANY,
            row: 0,
        };
        let part = self.part(wanted);
        let at = part.partition_point(|(hash, _)| *hash < wanted);
        let loaded = part.get(at..).unwrap_or_default().iter();
        let mut places: Vec<Place> = loaded
            .take_while(|(hash, _)| *hash == wanted)
            .filter(|named| !self.removed.contains(*named))
            .chain(
                self.added
                    .range((wanted, first)..)
                    .take_while(|(hash, _)| *hash == wanted),
            )
            .map(|(_, place)| *place)
            .collect();
        places.sort_unstable();
        places.into_iter()
    }
}

impl Catalog {
    /// The places of records that may have that key, in order.
    pub(super) fn may_have(&self, key: &Key) -> impl Iterator<Item = Place> + '_ {
        self.make_names();
        self.names.candidates(key)
    }

    /// Makes the names of what was loaded, unless they are there: before the first record is edited,
    /// and before the first question.
    pub(super) fn make_names(&self) {
        self.names.loaded.get_or_init(|| self.loaded_names());
    }

    fn loaded_names(&self) -> Vec<Box<[Named]>> {
        let kinds = Kind::ALL.iter().filter(|kind| has_own_title(**kind));
        let chunks: Vec<(Kind, usize)> = kinds
            .flat_map(|kind| {
                let chunks = 0..self.table(*kind).rows().div_ceil(ROWS as u32);
                chunks.map(|chunk| (*kind, chunk as usize))
            })
            .collect();
        let threads = threads(chunks.len() * ROWS);
        let queue = Queue::of(&chunks);
        let gathered = in_parallel(threads, || {
            let (mut parts, mut room) = (vec![Vec::new(); PARTS], String::new());
            while let Some((kind, chunk)) = queue.take() {
                for (row, record) in self.table(*kind).chunk(*chunk) {
                    let place = Place { kind: *kind, row };
                    each_key(record, &mut room, &mut |sort, text| {
                        let hash = hash(sort, text);
                        if let Some(part) = parts.get_mut(part_of(hash)) {
                            part.push((hash, place));
                        }
                    });
                }
            }
            parts
        });
        share_out(threads, 0..PARTS, |part| {
            let of_part = gathered.iter().filter_map(|parts| parts.get(part));
            let mut names: Vec<Named> = of_part.flatten().copied().collect();
            names.sort_unstable();
            names.dedup();
            names.into_boxed_slice()
        })
    }
}

/// The part that a hash belongs to.
fn part_of(hash: u64) -> usize {
    (hash >> (64 - PARTS.trailing_zeros())) as usize
}

fn hash(sort: Sort, text: &str) -> u64 {
    use std::hash::{BuildHasher, Hasher};
    let mut hasher = FixedState::with_seed(sort as u64).build_hasher();
    hasher.write(text.as_bytes());
    hasher.finish()
}
