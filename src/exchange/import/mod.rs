//! Import: the rows of a file become proposals, and a plan makes one commit of them.

mod clue;
mod doubt;
mod draft;
mod identity;
mod likeness;
mod linking;
mod matching;
mod merge;
mod outcome;
mod plan;
mod proposing;
mod recall;
mod spelling;
mod standing;
mod values;
mod verdict;

pub use super::mode::Mode;
pub use super::proposal::{Given, How, Link, Proposal, Proposed, Row, What};
pub use doubt::{Doubt, DoubtKind};
pub use outcome::{Counts, Origin, Plan};
pub use plan::{plan, plan_while};
pub use recall::Recall;
pub use verdict::{Candidate, Decision, Decisions, Judged, Open, Verdict, Why};
