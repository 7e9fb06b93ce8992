//! Clues: what records are looked up by besides single texts. Each is a key made of several texts or parts of one; a
//! record is found by it in one step, however many there are.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use super::likeness;
use crate::model::fold::fold;
use crate::model::identifiers::{code, siren_of};
use crate::model::{FieldNo, Fields, Kind, Natural, Record, RecordRef, Rule};

/// A kind of key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clue {
    /// The code in that field, as codes are compared.
    Code(FieldNo),
    /// The legal unit: a SIREN, or that of a SIRET.
    Unit,
    /// The words of one of its names.
    Words,
    /// One word of one of its names.
    Word,
    /// The first name and the family name.
    FullName,
}

/// The texts of a record's fields, however it is kept.
pub trait Texts {
    /// Shows each text of that field.
    fn each(&self, field: FieldNo, seen: &mut dyn FnMut(&str));

    /// The first text of that field.
    fn first(&self, field: FieldNo) -> Option<String> {
        let mut first = None;
        self.each(field, &mut |text| {
            first.get_or_insert_with(|| text.to_string());
        });
        first
    }
}

impl Texts for Record {
    fn each(&self, field: FieldNo, seen: &mut dyn FnMut(&str)) {
        let value = self.get(field);
        let items = value.iter().flat_map(|value| value.items());
        items.filter_map(|item| item.text()).for_each(seen);
    }
}

impl Texts for Fields {
    fn each(&self, field: FieldNo, seen: &mut dyn FnMut(&str)) {
        let value = self.get(field);
        let items = value.iter().flat_map(|value| value.items());
        items.filter_map(|item| item.as_text()).for_each(seen);
    }
}

/// The key of a full name.
pub fn full_name(first: &str, family: &str) -> String {
    format!("{}\u{1f}{}", fold(first.trim()), fold(family.trim()))
}

/// Shows each key that a record has under a clue.
fn keys(clue: Clue, kind: Kind, texts: &dyn Texts, seen: &mut dyn FnMut(&str)) {
    let definition = kind.definition();
    match clue {
        Clue::Code(field) => texts.each(field, &mut |text| seen(&code(text))),
        Clue::Unit => {
            for field in kind.fields() {
                match field.rule {
                    Rule::Siren => texts.each(field.number, &mut |text| seen(&code(text))),
                    Rule::Siret => texts.each(field.number, &mut |text| {
                        siren_of(text).iter().for_each(|unit| seen(unit));
                    }),
                    _ => {}
                }
            }
        }
        Clue::Words | Clue::Word => {
            let Natural::Named { names, sigle } = definition.known else {
                return;
            };
            for field in names.iter().copied().chain([sigle]) {
                texts.each(field, &mut |text| {
                    let words = likeness::words(text);
                    match clue {
                        Clue::Word => words.iter().for_each(|word| seen(word)),
                        _ => seen(&likeness::key(&words)),
                    }
                });
            }
        }
        Clue::FullName => {
            if let Natural::Reached {
                names: [first, family],
                ..
            } = definition.known
                && let Some(family) = texts.first(family)
            {
                let first = texts.first(first).unwrap_or_default();
                seen(&full_name(&first, &family));
            }
        }
    }
}

/// Keys are kept as their hashes: two in a billion billion may be one, and what is found is looked at again.
fn hash(key: &str) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(key)
}

/// The records under each key of a clue.
#[derive(Debug, Default)]
pub struct Index {
    one: HashMap<u64, RecordRef>,
    more: HashMap<u64, Vec<RecordRef>>,
}

impl Index {
    /// Puts a record under its keys.
    pub fn put(&mut self, clue: Clue, record: RecordRef, texts: &dyn Texts) {
        keys(clue, record.kind, texts, &mut |key| {
            if key.is_empty() {
                return;
            }
            let key = hash(key);
            match self.one.get(&key) {
                None => drop(self.one.insert(key, record)),
                Some(there) if *there == record => {}
                Some(_) => {
                    let more = self.more.entry(key).or_default();
                    if more.last() != Some(&record) {
                        more.push(record);
                    }
                }
            }
        });
    }

    /// The records under that key, those that had it once among them.
    pub fn get(&self, key: &str) -> impl Iterator<Item = RecordRef> + '_ {
        let key = hash(key);
        let one = self.one.get(&key).copied();
        let more = self.more.get(&key).into_iter().flatten().copied();
        one.into_iter().chain(more)
    }
}

/// Whether a record has that key now.
pub fn has(clue: Clue, kind: Kind, texts: &dyn Texts, key: &str) -> bool {
    let mut found = false;
    keys(clue, kind, texts, &mut |own| found |= own == key);
    found
}
