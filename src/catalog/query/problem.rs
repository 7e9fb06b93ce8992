//! What of a query is not understood.

use std::ops::Range;

/// Why a part is not understood, and what may have been meant.
pub type Refusal = (Trouble, Option<String>);

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
    /// No kind has a field of that key or label, nor a link of that name.
    UnknownField,
    /// The records that are asked have no such field; others have.
    FieldOfOthers,
    /// The field has no such choice.
    UnknownChoice,
    /// The field holds numbers.
    NotANumber,
    /// The field holds dates, and the calendar has no such day.
    NotADate,
    /// The field holds yes or no.
    NotABoolean,
    /// Only numbers and dates are greater or less.
    NotComparable,
    /// There is no such kind.
    UnknownKind,
    /// `is:` goes with `trashed` and `past` only.
    UnknownMark,
    /// What it asks for is never over.
    NeverPast,
    /// A bracket closes that none opened.
    Bracket,
    /// Too long, too many parts, or brackets too deep.
    TooLong,
    /// It asks for nothing yet: wrong only where nothing more is typed.
    Unfinished,
}

impl Trouble {
    /// The identifier used in Fluent keys (`query-<id>`).
    pub fn id(self) -> &'static str {
        match self {
            Trouble::UnknownField => "unknown-field",
            Trouble::FieldOfOthers => "field-of-others",
            Trouble::UnknownChoice => "unknown-choice",
            Trouble::NotANumber => "not-a-number",
            Trouble::NotADate => "not-a-date",
            Trouble::NotABoolean => "not-a-boolean",
            Trouble::NotComparable => "not-comparable",
            Trouble::UnknownKind => "unknown-kind",
            Trouble::UnknownMark => "unknown-mark",
            Trouble::NeverPast => "never-past",
            Trouble::Bracket => "bracket",
            Trouble::TooLong => "too-long",
            Trouble::Unfinished => "unfinished",
        }
    }
}
