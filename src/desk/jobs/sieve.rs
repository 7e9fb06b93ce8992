//! The conditions of a pane's filter that take longer to be looked at than a key may wait.

use super::cue::{Cue, HowFar};
use crate::catalog::{Catalog, Query, Sifted};
use crate::desk::pane::PaneId;
use crate::model::Collection;

/// What is to be sifted.
#[derive(Debug)]
pub struct Sieve {
    /// For which pane.
    pub pane: PaneId,
    /// The records; what is told of them is kept by all clones.
    pub catalog: Catalog,
    /// Which of them.
    pub collections: Vec<Collection>,
    /// What they are asked.
    pub query: Query,
}

impl Sieve {
    /// The rows that meet it; `None` if it is given up.
    pub fn sifted(&self, cue: &Cue) -> Option<Sifted> {
        let mut goes_on = |done, of| match of {
            0 => !cue.is_cancelled(),
            _ => cue.goes_on(HowFar::Looked(done, of)).is_continue(),
        };
        let Sieve {
            collections, query, ..
        } = self;
        self.catalog
            .sift(collections, query, cue.cancelled, &mut goes_on)
    }
}
