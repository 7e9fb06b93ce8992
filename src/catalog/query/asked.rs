//! A query as it is understood.

use std::ops::Range;

use super::node::Node;
use super::plan::Plan;
use super::problem::{QueryProblem, Trouble};
use crate::catalog::search::Terms;
use crate::catalog::{Catalog, RowSet};
use crate::model::Record;

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
    pub(super) tree: Vec<Node>,
}

impl Query {
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
    pub(in crate::catalog) fn tree(&self) -> &[Node] {
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
