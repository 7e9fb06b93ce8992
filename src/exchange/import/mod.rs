//! Import: the rows of a file become proposals, and a plan makes one commit of them.

mod draft;
mod linking;
mod matching;
mod merge;
mod outcome;
mod plan;
mod spelling;
mod standing;
mod values;

pub use super::proposal::{Given, How, Link, Proposal, Proposed, Row, What};
pub use outcome::{Counts, Doubt, DoubtKind, Origin, Plan};
pub use plan::{plan, plan_while};
