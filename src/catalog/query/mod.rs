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
mod asked;
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
mod problem;
mod sifted;
mod sifting;
mod times;
mod wanted;

use crate::model::{Collection, Date, Kind};
pub use asked::Query;
pub use complete::{Completions, Offer, Typing};
pub use explain::Meaning;

pub use names::{collection as collection_called, name_in};
pub(super) use node::Node;
pub(super) use plan::Plan;
pub use problem::{QueryProblem, Trouble};
pub use sifted::Sifted;

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
}
