//! What computed fields tell, told of all records for a pane that shows, sums, groups or orders by it.

use super::cue::{Cue, HowFar};
use crate::catalog::Catalog;
use crate::desk::pane::PaneId;
use crate::model::Kind;

/// What is to be told.
#[derive(Debug)]
pub struct Telling {
    /// For which pane.
    pub pane: PaneId,
    /// The records; what is told of them is kept by all clones.
    pub catalog: Catalog,
    /// The kinds that it lists.
    pub kinds: Vec<Kind>,
    /// The columns.
    pub keys: Vec<String>,
}

impl Telling {
    /// Tells all; `None` if it is given up.
    pub fn told(&self, cue: &Cue) -> Option<()> {
        let mut goes_on = |done, of| cue.goes_on(HowFar::Looked(done, of)).is_continue();
        let mut keys = self.keys.iter();
        keys.all(|key| self.catalog.tell(&self.kinds, key, &mut goes_on))
            .then_some(())
    }
}
