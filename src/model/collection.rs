//! What can be listed, found, imported and exported: a kind, or a view of a kind by role or type.

use super::field::Field;
use super::kind::Kind;
use super::kinds::{organisation, session};
use super::lang::Lang;
use super::record::{Fields, Record};
use super::value::Value;

/// A kind, or those records of a kind that have a certain role or type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Collection {
    /// All records of a kind.
    All(Kind),
    /// Organisations with role `adherent`.
    Adherents,
    /// Organisations with role `partner`.
    Partners,
    /// Sessions of type `training`.
    Trainings,
    /// All other sessions.
    Events,
}

impl Collection {
    /// The views; every kind is a collection besides.
    pub const VIEWS: [Collection; 4] = [
        Collection::Adherents,
        Collection::Partners,
        Collection::Trainings,
        Collection::Events,
    ];

    /// All keys that name a collection, views first.
    pub fn keys() -> impl Iterator<Item = &'static str> {
        Collection::VIEWS
            .into_iter()
            .chain(Kind::ALL.iter().map(|kind| Collection::All(*kind)))
            .map(Collection::key)
    }

    /// The collection of that key (`adherent`, `organisation` …).
    pub fn by_key(key: &str) -> Option<Collection> {
        Collection::VIEWS
            .into_iter()
            .find(|view| view.key() == key)
            .or_else(|| Kind::by_key(key).map(Collection::All))
    }

    /// Its key on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Collection::All(kind) => kind.key(),
            Collection::Adherents => "adherent",
            Collection::Partners => "partner",
            Collection::Trainings => "training",
            Collection::Events => "event",
        }
    }

    /// Its name in the plural.
    pub fn plural(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Collection::All(kind), _) => kind.plural(lang),
            (Collection::Adherents, Lang::Fr) => "Adhérents",
            (Collection::Adherents, Lang::En) => "Adherents",
            (Collection::Partners, Lang::Fr) => "Partenaires",
            (Collection::Partners, Lang::En) => "Partners",
            (Collection::Trainings, Lang::Fr) => "Sessions de formation",
            (Collection::Trainings, Lang::En) => "Training sessions",
            (Collection::Events, Lang::Fr) => "Événements",
            (Collection::Events, Lang::En) => "Events",
        }
    }

    /// The kind of its records.
    pub fn kind(self) -> Kind {
        match self {
            Collection::All(kind) => kind,
            Collection::Adherents | Collection::Partners => Kind::Organisation,
            Collection::Trainings | Collection::Events => Kind::Session,
        }
    }

    fn mark(self) -> Option<(&'static Field, &'static str)> {
        match self {
            Collection::Adherents => Some((&organisation::ROLES, "adherent")),
            Collection::Partners => Some((&organisation::ROLES, "partner")),
            Collection::Trainings => Some((&session::TYPE, "training")),
            Collection::All(_) | Collection::Events => None,
        }
    }

    /// Whether the record belongs to it (trashed or not).
    pub fn holds(self, record: &Record) -> bool {
        record.kind == self.kind()
            && match self.mark() {
                Some((field, key)) => record.holds(field, key),
                None => self != Collection::Events || !record.holds(&session::TYPE, "training"),
            }
    }

    /// The fields with which a new record belongs to it.
    pub fn defaults(self) -> Fields {
        match self.mark() {
            Some((field, key)) if field.many => {
                Fields::new().with(field.number, Value::Many(vec![Value::text(key)]))
            }
            Some((field, key)) => Fields::new().with(field.number, Value::text(key)),
            None => Fields::new(),
        }
    }
}
