//! Computed fields: what is read of a record like any field, but kept nowhere: told by the records that
//! it is linked with, and the day. Declared with the kind; `catalog` tells them.

use super::field::{COMPUTED, Field, FieldNo, FieldType};
use super::kind::Kind;
use super::record::Record;

/// A step from a record to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hop {
    /// To the records of that kind to which the field points.
    To(FieldNo, Kind),
    /// To the records of that kind that point here with that field.
    From(Kind, FieldNo),
}

impl Hop {
    /// The kind that it leads to.
    pub fn lands(self) -> Kind {
        match self {
            Hop::To(_, kind) | Hop::From(kind, _) => kind,
        }
    }
}

/// What is told of the records to which the ways of a computed field lead.
#[derive(Clone, Copy, Debug)]
pub enum Told {
    /// How many they are.
    Count,
    /// How many they are, in hundredths of the number that the record itself has in that field; nothing where it
    /// has none.
    Percent(FieldNo),
    /// The value of that field in the foremost of them: the one of which the function gives the least.
    Foremost(FieldNo, fn(&Record) -> i64),
    /// All values of that field.
    Each(FieldNo),
    /// The latest of their days, up to today.
    Latest,
    /// How many days ago that was.
    DaysSince,
}

/// A computed field.
#[derive(Debug)]
pub struct Computed {
    /// How it is called and shown, and what it holds.
    pub field: Field,
    /// What is told.
    pub told: Told,
    /// The ways to the records of which it is told. Links that are over lead nowhere.
    pub ways: &'static [&'static [Hop]],
    /// Which of the records there count; all of them, if nothing is said.
    pub counting: Option<fn(&Record) -> bool>,
}

impl Computed {
    /// A computed field of a declaration: a number of its own, its key, French and English label, its type, what
    /// is told, and along which ways.
    pub const fn new(
        number: FieldNo,
        key: &'static str,
        labels: [&'static str; 2],
        kind: FieldType,
        told: Told,
        ways: &'static [&'static [Hop]],
    ) -> Computed {
        let [fr, en] = labels;
        let mut field = Field::new(COMPUTED + number, key, fr, en, kind);
        field.many = matches!(told, Told::Each(_));
        Computed {
            field,
            told,
            ways,
            counting: None,
        }
    }

    /// Only those count of which that holds.
    pub const fn counting(mut self, holds: fn(&Record) -> bool) -> Computed {
        self.counting = Some(holds);
        self
    }

    /// Has a column of that width.
    pub const fn width(mut self, width: u16) -> Computed {
        self.field.width = width;
        self
    }

    /// Whether its number is a count, of which none is nothing.
    pub fn counts(&self) -> bool {
        matches!(self.told, Told::Count)
    }
}
