//! What can be listed, found, imported and exported: a kind, or a part of one by role or type.

use super::kind::Kind;
use super::lang::Lang;
use super::part::Part;
use super::record::{Fields, Record};
use super::value::Value;

/// A kind, or those records of a kind that have a certain role or type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Collection {
    /// All records of a kind.
    All(Kind),
    /// A part of them.
    Part(&'static Part),
}

impl Collection {
    /// All of them: the parts, then the kinds.
    pub fn all() -> impl Iterator<Item = Collection> {
        let parts = Kind::ALL.iter().flat_map(|kind| kind.definition().parts);
        let kinds = Kind::ALL.iter().map(|kind| Collection::All(*kind));
        parts.copied().chain(kinds)
    }

    /// The keys of all.
    pub fn keys() -> impl Iterator<Item = &'static str> {
        Collection::all().map(Collection::key)
    }

    /// The collection of that key (`adherent`, `organisation` …).
    pub fn by_key(key: &str) -> Option<Collection> {
        Collection::all().find(|collection| collection.key() == key)
    }

    /// Its key on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Collection::All(kind) => kind.key(),
            Collection::Part(part) => part.key,
        }
    }

    /// Its name in the plural.
    pub fn plural(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Collection::All(kind), _) => kind.plural(lang),
            (Collection::Part(part), Lang::Fr) => part.plural[0],
            (Collection::Part(part), Lang::En) => part.plural[1],
        }
    }

    /// The kind of its records.
    pub fn kind(self) -> Kind {
        match self {
            Collection::All(kind) => kind,
            Collection::Part(part) => part.kind,
        }
    }

    /// Whether the record belongs to it (trashed or not).
    pub fn holds(self, record: &Record) -> bool {
        match self {
            Collection::All(kind) => record.kind == kind,
            Collection::Part(part) => record.kind == part.kind && part.holds(record),
        }
    }

    /// The fields with which a new record belongs to it.
    pub fn defaults(self) -> Fields {
        match self {
            Collection::Part(part) if part.with => {
                let choice = Value::text(part.choice);
                let value = match part.field.many {
                    true => Value::Many(vec![choice]),
                    false => choice,
                };
                Fields::new().with(part.field.number, value)
            }
            Collection::Part(_) | Collection::All(_) => Fields::new(),
        }
    }
}
