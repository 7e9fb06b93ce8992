//! Natural keys: what tells which record is meant where no id is given, as in the row of a file. Declared with
//! the kind; `exchange` goes by it.

use super::field::{Field, FieldNo};
use super::kind::Kind;

/// By what a record of a kind is known.
#[derive(Clone, Copy, Debug)]
pub enum Natural {
    /// By keys: the first one of which a value is given.
    Keys(&'static [Key]),
    /// As a body is: by one of its names, else by its sigle where the names are near or one is missing.
    Named {
        /// Its names, the present one first.
        names: &'static [FieldNo],
        /// Its sigle.
        sigle: FieldNo,
    },
    /// As a person is: by an address where the name agrees in part, else by both names, and where they are.
    Reached {
        /// The addresses.
        address: FieldNo,
        /// The first name and the family name.
        names: [FieldNo; 2],
        /// The kind that says where they are, its field that points at them, and the one that points there.
        at: (Kind, FieldNo, FieldNo),
    },
}

impl Natural {
    /// Whether which record is meant hangs on that field: a wrong value of it can't be left out.
    pub fn hangs_on(self, field: FieldNo) -> bool {
        match self {
            Natural::Keys(keys) => keys
                .iter()
                .any(|key| key.lead == field || key.agree.contains(&field)),
            Natural::Named { names, .. } => names.first() == Some(&field),
            Natural::Reached { names, .. } => names.contains(&field),
        }
    }

    /// The field that says where a record of such a kind is.
    pub fn place(self) -> Option<&'static Field> {
        match self {
            Natural::Reached {
                at: (kind, _, place),
                ..
            } => kind.field(place),
            Natural::Keys(_) | Natural::Named { .. } => None,
        }
    }
}

/// A natural key: the field by which records are looked up, and those that must agree too.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The field that is looked up.
    pub lead: FieldNo,
    /// The others.
    pub agree: &'static [FieldNo],
    /// Whether one that is left blank must be blank in the record too.
    pub exact: bool,
}

impl Key {
    /// The key of that field; where others are given, they must agree.
    pub const fn by(lead: FieldNo, agree: &'static [FieldNo]) -> Key {
        Key {
            lead,
            agree,
            exact: false,
        }
    }

    /// What is left blank must be blank in the record too.
    pub const fn exact(mut self) -> Key {
        self.exact = true;
        self
    }
}
