//! Queries: free words, and conditions on fields. One language for panes, views, segments, exports.
//!
//! ```text
//! dupont "saint étienne"     words, in any order; quotes keep spaces
//! -brest !brest              not that word; works on conditions too
//! city:nantes,brest          a field by key or label, any of several values
//! price:>=500 since:2020..   numbers and dates: > >= < <= and ranges
//! since:-90d due:+7j         from that day until today, from today until that day
//! has:email no:phone         a field with, without a value
//! kind:person is:trashed     a kind or a collection; what lies in the trash
//! ```

mod condition;
mod parse;
mod token;
mod wanted;

use std::ops::Range;

use super::Catalog;
use super::search::Terms;
use crate::model::{Date, Record};
use condition::Condition;

/// A query as it is understood. What is not understood is left out and reported.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// The free words.
    pub terms: Terms,
    /// What was not understood.
    pub problems: Vec<QueryProblem>,
    /// Whether it asks for what lies in the trash instead of what is live.
    pub trashed: bool,
    conditions: Vec<Condition>,
}

/// A part of a query that was not understood, and is ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryProblem {
    /// Where it stands, in characters.
    pub at: Range<usize>,
    /// What is wrong.
    pub what: Trouble,
    /// What may have been meant.
    pub nearest: Option<String>,
}

/// Why a part of a query is not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No kind has a field of that key or label.
    UnknownField,
    /// The field has no such choice.
    UnknownChoice,
    /// The field holds numbers.
    NotANumber,
    /// The field holds dates.
    NotADate,
    /// The field holds yes or no.
    NotABoolean,
    /// Only numbers and dates are greater or less.
    NotComparable,
    /// There is no such kind.
    UnknownKind,
    /// `is:` goes with `trashed` only.
    UnknownMark,
}

impl Trouble {
    /// The identifier used in Fluent keys (`query-<id>`).
    pub fn id(self) -> &'static str {
        match self {
            Trouble::UnknownField => "unknown-field",
            Trouble::UnknownChoice => "unknown-choice",
            Trouble::NotANumber => "not-a-number",
            Trouble::NotADate => "not-a-date",
            Trouble::NotABoolean => "not-a-boolean",
            Trouble::NotComparable => "not-comparable",
            Trouble::UnknownKind => "unknown-kind",
            Trouble::UnknownMark => "unknown-mark",
        }
    }
}

impl Query {
    /// Reads a query; never fails. `today` is what `-90d` and weekdays are counted from.
    pub fn parse(text: &str, today: Date) -> Query {
        parse::parse(text, today)
    }

    /// Whether it asks for nothing: every live record matches.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.conditions.is_empty() && !self.trashed
    }

    /// Whether it has no conditions, only words at most.
    pub fn is_plain(&self) -> bool {
        self.conditions.is_empty()
    }

    /// Whether the record meets all conditions. Free words and the trash are not looked at: the
    /// search rows know them (`Catalog::filter`).
    pub fn matches(&self, catalog: &Catalog, record: &Record) -> bool {
        self.conditions
            .iter()
            .all(|condition| condition.holds(catalog, record))
    }
}
