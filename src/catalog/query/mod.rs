//! Queries: free words, and conditions on fields. One language for panes, views, segments, exports.
//!
//! ```text
//! dupont "saint étienne"     words, in any order; quotes keep spaces
//! -brest !brest              not that word; works on conditions and brackets too
//! dupont or (durand nantes)  one or the other; brackets
//! dupont and not nantes      the same as `dupont -nantes`
//! city:nantes,brest          a field by key or label, any of several values
//! city:=nantes name:"de l"    the whole value; words side by side
//! price:>=500 since:2020..   numbers and dates: > >= < <= and ranges
//! since:-90d due:+7j         from that day until today, from today until that day
//! has:email no:phone         a field, or linked records, with or without
//! kind:person is:trashed     a kind or a collection; what lies in the trash
//! past:function:dgs is:past  of links that are over, which count only if asked; what is over itself
//! deployment.solution:sifac  of a linked record: by a field that points there, or by the kind
//! registrations>3            how many linked records
//! ```
//!
//! Conditions along the same path in one conjunction speak of the same linked record:
//! `deployment.solution:sifac deployment.stage:production` is `deployment.(solution:sifac
//! stage:production)`. With a `-` each speaks for itself.

mod applied;
mod complete;
mod connectives;
mod explain;
mod fitting;
mod leaf;
mod lexer;
pub(super) mod names;
mod node;
mod parse;
mod past;
mod plan;
mod wanted;

use std::ops::Range;

use super::search::Terms;
use super::{Catalog, RowSet};
use crate::model::{Collection, Date, Kind, Record};
pub use complete::{Completions, Offer, Typing};
pub use explain::Meaning;

pub use names::{collection as collection_called, name_in};
pub(super) use node::Node;
pub(super) use plan::Plan;

/// A query as it is understood. What is not understood is left out and reported.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// The words that must all be there, and those that must not: they are ranked.
    pub terms: Terms,
    /// What was not understood, in order of place.
    pub problems: Vec<QueryProblem>,
    /// Parts that ask for nothing yet, in order of place: while a query is typed they are waited for.
    pub unfinished: Vec<Range<usize>>,
    /// Whether it asks for what lies in the trash instead of what is live.
    pub trashed: bool,
    /// What must hold besides, all of it.
    tree: Vec<Node>,
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

/// The kinds of collections, each once; all of them if none is named.
fn kinds_of(collections: &[Collection]) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = collections.iter().map(|of| of.kind()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    match kinds.is_empty() {
        true => Kind::ALL.to_vec(),
        false => kinds,
    }
}

impl Query {
    /// Reads a query on records of any kind; never fails. `today` is what `-90d` and weekdays are counted
    /// from.
    pub fn parse(text: &str, today: Date) -> Query {
        Query::among(&[], text, today)
    }

    /// Reads a query on the records of these collections (none named: of any kind): a name is one that
    /// these have.
    pub fn among(collections: &[Collection], text: &str, today: Date) -> Query {
        parse::parse(text, &kinds_of(collections), today)
    }

    /// The first part that is wrong in a query that is whole: not understood, or asking for nothing.
    pub fn fault(&self) -> Option<QueryProblem> {
        let unfinished = self.unfinished.first().map(|at| QueryProblem {
            at: at.clone(),
            what: Trouble::Unfinished,
            nearest: None,
        });
        self.problems.first().cloned().or(unfinished)
    }

    /// Whether it asks for nothing: every live record matches.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.tree.is_empty() && !self.trashed
    }

    /// Whether it has no conditions, only words that must all be there at most.
    pub fn is_plain(&self) -> bool {
        self.tree.is_empty()
    }

    /// What both ask for, each read by itself.
    pub fn and(mut self, other: Query) -> Query {
        self.terms.wanted.extend(other.terms.wanted);
        self.terms.unwanted.extend(other.terms.unwanted);
        self.problems.extend(other.problems);
        self.unfinished.extend(other.unfinished);
        self.trashed |= other.trashed;
        self.tree.extend(other.tree);
        self
    }

    /// The same rows, but for those that have the words only approximately, and none before the others:
    /// words are conditions like all else.
    pub fn unranked(mut self) -> Query {
        if !self.terms.is_empty() {
            let terms = std::mem::take(&mut self.terms);
            self.tree.push(Node::Words(terms));
        }
        self
    }

    /// What must hold besides the words.
    pub(super) fn tree(&self) -> &[Node] {
        &self.tree
    }

    /// Whether the record meets all conditions. Its own words and the trash are not looked at: the
    /// index knows them (`Catalog::filter`).
    pub fn matches(&self, catalog: &Catalog, record: &Record) -> bool {
        let never = std::sync::atomic::AtomicBool::new(false);
        let plan = Plan::new(catalog, &never);
        let words = |terms: &Terms, kind| -> RowSet { plan.having(terms, kind) };
        let meant = Node::All(self.tree.clone()).applied(record.kind);
        meant.holds(catalog, record, &words)
    }
}
