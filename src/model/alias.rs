//! Aliases: names for what stands behind a link, declared with the kind of which it is asked.

use super::field::{FieldNo, FieldType};
use super::kind::Kind;

/// A name for what stands behind a link: `function` of a person is that of an affiliation.
#[derive(Debug)]
pub struct Alias {
    /// The names, folded: English, French.
    pub names: &'static [&'static str],
    /// The kind of the linked records.
    pub through: Kind,
    /// Their field that points here.
    pub back: FieldNo,
    /// Their field that is asked.
    pub field: FieldNo,
}

impl Alias {
    /// The kind that its field points to, if it points to one.
    pub fn lands(&self) -> Option<Kind> {
        match self.through.field(self.field)?.kind {
            FieldType::Reference(kinds) => kinds.first().copied(),
            _ => None,
        }
    }

    /// Whether its values are more or less than others.
    pub fn compares(&self) -> bool {
        let field = self.through.field(self.field);
        field.is_some_and(|field| field.is_numeric() || field.kind == FieldType::Date)
    }
}
