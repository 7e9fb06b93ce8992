//! Names: which records a text names. Kept by the hash of the folded name, and checked on use.

use std::sync::Arc;

use imbl::OrdSet;
use twox_hash::XxHash3_64;

use super::Catalog;
use super::table::Place;
use crate::model::fold::{fold, fold_into, phone_digits};
use crate::model::kinds::person;
use crate::model::text::{COMPARED, Names};
use crate::model::{Fault, Field, FieldNo, FieldType, Kind, Record, RecordRef};

/// How a record can be found by equality.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// A folded name.
    Name(String),
    /// A folded e-mail address.
    Email(String),
    /// The digits of a telephone number.
    Phone(String),
}

/// What a key is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Name,
    Email,
    Phone,
}

/// The hash of a key, and the place of a record that has it.
pub(super) type Named = (u64, Place);

/// How many parts the loaded hashes are sorted in, by their highest bits.
pub(super) const PARTS: usize = 64;

/// Hashes of keys with the places of the records that have them: sorted parts of what was loaded, and
/// what was edited since. Clones share both.
#[derive(Clone, Default)]
pub(super) struct NameIndex {
    loaded: Arc<Vec<Box<[Named]>>>,
    added: OrdSet<Named>,
    removed: OrdSet<Named>,
}

impl NameIndex {
    /// An index of parts, each of them sorted, that `part_of` tells apart.
    pub fn of(parts: Vec<Box<[Named]>>) -> NameIndex {
        NameIndex {
            loaded: Arc::new(parts),
            ..NameIndex::default()
        }
    }

    /// Takes in that a record stands in the place of another, or comes or goes; the keys of both stay as
    /// they are.
    pub fn exchange(&mut self, place: Place, old: Option<&Record>, new: Option<&Record>) {
        let keys = |record: Option<&Record>| {
            let mut keys: Vec<Named> = Vec::new();
            if let Some(record) = record {
                each_hash(record, &mut String::new(), &mut |hash| {
                    keys.push((hash, place))
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
        self.loaded.get(part_of(hash)).map_or(&[], |part| part)
    }

    fn is_loaded(&self, named: &Named) -> bool {
        self.part(named.0).binary_search(named).is_ok()
    }

    fn candidates(&self, key: &Key) -> impl Iterator<Item = Place> + '_ {
        let (sort, text) = match key {
            Key::Name(text) => (Sort::Name, text),
            Key::Email(text) => (Sort::Email, text),
            Key::Phone(text) => (Sort::Phone, text),
        };
        let wanted = hash(sort, text);
        let first = Place {
            kind: Kind::Organisation,
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

/// The part that a hash belongs to.
pub(super) fn part_of(hash: u64) -> usize {
    (hash >> (64 - PARTS.trailing_zeros())) as usize
}

fn hash(sort: Sort, text: &str) -> u64 {
    XxHash3_64::oneshot_with_seed(sort as u64, text.as_bytes())
}

/// Whether the titles of a kind are its own words, not made of other records or of choices: only
/// then are they names.
pub(super) fn has_own_title(kind: Kind) -> bool {
    kind.definition()
        .title
        .iter()
        .filter_map(|number| kind.field(*number))
        .all(|field| matches!(field.kind, FieldType::Text))
}

/// All keys by which a record can be found.
pub(super) fn keys_of(record: &Record) -> Vec<Key> {
    let mut keys = Vec::new();
    each_key(record, &mut String::new(), &mut |sort, text| {
        keys.push(match sort {
            Sort::Name => Key::Name(text.to_string()),
            Sort::Email => Key::Email(text.to_string()),
            Sort::Phone => Key::Phone(text.to_string()),
        });
    });
    keys
}

/// The hashes of all keys by which a record can be found; `room` is used again from call to call.
pub(super) fn each_hash(record: &Record, room: &mut String, each: &mut impl FnMut(u64)) {
    each_key(record, room, &mut |sort, text| each(hash(sort, text)));
}

/// Gives every key of a record to `each`, folded in `room`.
fn each_key(record: &Record, room: &mut String, each: &mut impl FnMut(Sort, &str)) {
    let mut tell = |sort, text: &str| {
        if !text.trim().is_empty() {
            each(sort, text);
        }
    };
    if record.kind == Kind::Person {
        return each_key_of_person(record, room, &mut tell);
    }
    if !has_own_title(record.kind) {
        return;
    }
    let definition = record.kind.definition();
    room.clear();
    let text = |number: &FieldNo| record.get(*number)?.text();
    for (at, part) in definition.title.iter().filter_map(text).enumerate() {
        if at > 0 {
            fold_into(definition.separator, room);
        }
        fold_into(part, room);
    }
    tell(Sort::Name, room);
    for (number, value) in record.iter() {
        let Some(field) = record.kind.field(number) else {
            continue;
        };
        let named =
            definition.short == Some(number) || matches!(field.key, "name" | "former_names");
        for text in value.items().filter_map(|item| item.text()) {
            room.clear();
            if named {
                fold_into(text, room);
                tell(Sort::Name, room);
            }
            match field.kind {
                FieldType::Email => {
                    room.clear();
                    fold_into(text, room);
                    tell(Sort::Email, room);
                }
                FieldType::Phone => tell(Sort::Phone, &phone_digits(text)),
                _ => {}
            }
        }
    }
}

/// The names of a person, in both orders, and what reaches them. Folding is by character: what is
/// folded apart can be put together.
fn each_key_of_person(record: &Record, room: &mut String, tell: &mut impl FnMut(Sort, &str)) {
    let (mut first, mut last) = (None, None);
    for (number, value) in record.iter() {
        if number == person::FIRST_NAME.number {
            first = value.text();
        } else if number == person::NAME.number {
            last = value.text();
        } else if number == person::EMAIL.number {
            for text in value.items().filter_map(|item| item.text()) {
                room.clear();
                fold_into(text, room);
                tell(Sort::Email, room);
            }
        } else if number == person::PHONE.number {
            for text in value.items().filter_map(|item| item.text()) {
                tell(Sort::Phone, &phone_digits(text));
            }
        }
    }
    room.clear();
    match (first, last) {
        (Some(first), Some(last)) => {
            // `first last first`: both orders lie in it.
            fold_into(first, room);
            let middle = room.len();
            room.push(' ');
            fold_into(last, room);
            let end = room.len();
            room.push(' ');
            room.extend_from_within(..middle);
            tell(Sort::Name, room.get(..end).unwrap_or_default());
            tell(Sort::Name, room.get(middle + 1..).unwrap_or_default());
        }
        (Some(only), None) | (None, Some(only)) => {
            fold_into(only, room);
            tell(Sort::Name, room);
        }
        (None, None) => {}
    }
}

impl Catalog {
    /// The live records that have that key, in order of kind.
    pub(super) fn keyed(&self, key: &Key) -> Vec<&Record> {
        self.names
            .candidates(key)
            .filter_map(|place| self.at(place))
            .filter(|record| !record.trashed && keys_of(record).contains(key))
            .collect()
    }

    /// The live records of a kind whose field says the same, folded: "this acronym is taken".
    pub fn clashes(&self, kind: Kind, field: &Field, text: &str) -> Vec<RecordRef> {
        let wanted = fold(text.trim());
        let same = |record: &&Record| {
            !record.trashed
                && record.kind == kind
                && record.get(field.number).is_some_and(|value| {
                    value
                        .items()
                        .filter_map(|item| item.text())
                        .any(|text| fold(text.trim()) == wanted)
                })
        };
        let references = |records: &mut dyn Iterator<Item = &Record>| {
            records.map(|record| record.reference()).collect()
        };
        if wanted.is_empty() {
            return Vec::new();
        }
        let named = kind.definition().short == Some(field.number) && has_own_title(kind);
        if named {
            references(
                &mut self
                    .keyed(&Key::Name(wanted.clone()))
                    .into_iter()
                    .filter(same),
            )
        } else {
            references(&mut self.records(kind).filter(same))
        }
    }

    /// The title nearest in spelling, among those that begin with the same letter.
    fn nearest_title(&self, kinds: &[Kind], text: &str) -> Option<String> {
        let wanted = fold(text.trim());
        let first = wanted.chars().next()?;
        if wanted.len() > COMPARED {
            return None;
        }
        kinds
            .iter()
            .flat_map(|kind| self.live_titles(*kind))
            .filter(|(_, title)| title.starts_with(first) && title.len() <= COMPARED)
            .map(|(reference, title)| (strsim::jaro_winkler(&wanted, &title), reference))
            .filter(|(nearness, _)| *nearness > 0.85)
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)))
            .and_then(|(_, reference)| self.title(reference))
    }
}

impl Names for Catalog {
    fn named(&self, kinds: &[Kind], text: &str) -> Result<RecordRef, Fault> {
        let text = text.trim();
        let kinds = if kinds.is_empty() { Kind::ALL } else { kinds };
        if let Ok(reference) = text.parse::<RecordRef>() {
            return match self.get(reference) {
                Some(record) if !record.trashed && kinds.contains(&record.kind) => Ok(reference),
                _ => Err(Fault::NoRecord(None)),
            };
        }
        let found: Vec<RecordRef> = self
            .keyed(&Key::Name(fold(text)))
            .into_iter()
            .filter(|record| kinds.contains(&record.kind))
            .map(|record| record.reference())
            .collect();
        match found.as_slice() {
            [only] => Ok(*only),
            [] => Err(Fault::NoRecord(self.nearest_title(kinds, text))),
            several => Err(Fault::Ambiguous(several.len())),
        }
    }

    fn title(&self, record: RecordRef) -> Option<String> {
        self.short(record)
    }
}
