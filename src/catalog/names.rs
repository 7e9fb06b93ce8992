//! Names: which records a text names. Kept by the hash of the folded name, and checked on use.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Catalog;
use super::table::Place;
use crate::model::fold::{fold, phone_digits};
use crate::model::kinds::person;
use crate::model::text::Names;
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

impl Key {
    fn text(&self) -> &str {
        match self {
            Key::Name(text) | Key::Email(text) | Key::Phone(text) => text,
        }
    }
}

/// Hashes of keys with the places of the records that have them.
#[derive(Default)]
pub(super) struct NameIndex(BTreeSet<(u64, Place)>);

impl NameIndex {
    pub fn add(&mut self, place: Place, record: &Record) {
        keys_of(record).iter().for_each(|key| {
            self.0.insert((hash(key), place));
        });
    }

    pub fn remove(&mut self, place: Place, record: &Record) {
        keys_of(record).iter().for_each(|key| {
            self.0.remove(&(hash(key), place));
        });
    }

    fn candidates(&self, key: &Key) -> impl Iterator<Item = Place> + '_ {
        let wanted = hash(key);
        let first = Place {
            kind: Kind::Organisation,
            row: 0,
        };
        self.0
            .range((wanted, first)..)
            .take_while(move |(hash, _)| *hash == wanted)
            .map(|(_, place)| *place)
    }
}

fn hash(key: &Key) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
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
    if !has_own_title(record.kind) {
        return keys;
    }
    let definition = record.kind.definition();
    let text = |number: &FieldNo| record.get(*number)?.text();
    let parts: Vec<&str> = definition.title.iter().filter_map(text).collect();
    keys.push(Key::Name(fold(&parts.join(definition.separator))));
    for (number, value) in record.iter() {
        let Some(field) = record.kind.field(number) else {
            continue;
        };
        let named =
            definition.short == Some(number) || matches!(field.key, "name" | "former_names");
        for text in value.items().filter_map(|item| item.text()) {
            if named && record.kind != Kind::Person {
                keys.push(Key::Name(fold(text)));
            }
            match field.kind {
                FieldType::Email => keys.push(Key::Email(fold(text))),
                FieldType::Phone => keys.push(Key::Phone(phone_digits(text))),
                _ => {}
            }
        }
    }
    if record.kind == Kind::Person {
        let (first, last) = (record.text(&person::FIRST_NAME), record.text(&person::NAME));
        keys.extend(
            last.map(|last| Key::Name(fold(last)))
                .filter(|_| first.is_none()),
        );
        if let Some((first, last)) = first.zip(last) {
            keys.push(Key::Name(fold(&format!("{last} {first}"))));
        }
    }
    keys.retain(|key| !key.text().trim().is_empty());
    keys
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
        kinds
            .iter()
            .flat_map(|kind| self.live_titles(*kind))
            .filter(|(_, title)| title.starts_with(first))
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
