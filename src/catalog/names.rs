//! Names: which records a text names. Kept by the hash of the folded name
//! (`name_index`), and checked on use.

use super::Catalog;
use crate::model::fold::{fold, fold_into};
use crate::model::kinds::person;
use crate::model::phone::phone_digits;
use crate::model::text::{COMPARED, Names};
use crate::model::{Fault, Field, FieldNo, FieldType, Kind, Record, RecordRef, Sought, Zone};

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
pub(super) enum Sort {
    Name,
    Email,
    Phone,
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

/// Gives every key of a record to `each`, folded in `room`.
pub(super) fn each_key(record: &Record, room: &mut String, each: &mut impl FnMut(Sort, &str)) {
    let mut tell = |sort, text: &str| {
        if text.chars().any(|c| !c.is_whitespace()) {
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
        let named = definition.short == Some(number)
            || matches!(field.sought, Some(Sought::FormerName))
            || definition.title.contains(&number);
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
        self.may_have(key)
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

    /// The only live record of these kinds that a text names to the letter; nothing like it is looked for.
    pub fn exactly(&self, kinds: &[Kind], text: &str) -> Option<RecordRef> {
        let kinds = if kinds.is_empty() { Kind::ALL } else { kinds };
        let named = self.keyed(&Key::Name(fold(text.trim())));
        let mut found = named.iter().filter(|record| kinds.contains(&record.kind));
        match (found.next(), found.next()) {
            (Some(only), None) => Some(only.reference()),
            _ => None,
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
    fn zone(&self) -> &Zone {
        self.zone()
    }

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

    fn written(&self, record: RecordRef) -> Option<String> {
        self.short(record)
    }
}
