//! Parts of a kind: those of its records that have a certain role or type, listed and imported by a name of their own.
//! Declared with the kind.

use super::field::Field;
use super::kind::Kind;
use super::record::Record;

/// Some of the records of a kind.
#[derive(Debug)]
pub struct Part {
    /// Their kind.
    pub kind: Kind,
    /// Its key on the command line.
    pub key: &'static str,
    /// Its name in the plural: French, English.
    pub plural: [&'static str; 2],
    /// The field that tells them.
    pub field: &'static Field,
    /// The choice that it has in them; or that it has not.
    pub choice: &'static str,
    /// Whether it has that choice in them.
    pub with: bool,
}

impl Part {
    /// Those that have that choice in that field.
    pub const fn new(
        kind: Kind,
        key: &'static str,
        plural: [&'static str; 2],
        field: &'static Field,
        choice: &'static str,
    ) -> Part {
        Part {
            kind,
            key,
            plural,
            field,
            choice,
            with: true,
        }
    }

    /// The others of the kind.
    pub const fn without(mut self) -> Part {
        self.with = false;
        self
    }

    /// Whether a record of the kind is one of them.
    pub fn holds(&self, record: &Record) -> bool {
        record.holds(self.field, self.choice) == self.with
    }
}

impl PartialEq for Part {
    fn eq(&self, other: &Part) -> bool {
        self.key == other.key
    }
}

impl Eq for Part {}

impl std::hash::Hash for Part {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}
