//! A large change on its way into the catalog.

use super::cue::{Cue, HowFar};
use crate::catalog::Catalog;
use crate::store::Changed;

/// What is to be taken in.
#[derive(Debug)]
pub struct Intake {
    /// The records as they are without it.
    pub catalog: Catalog,
    /// What changed, in order.
    pub changed: Vec<Changed>,
}

impl Intake {
    /// The records with it; `None` if it is given up.
    pub fn taken(self, cue: &Cue) -> Option<Catalog> {
        let all = self.changed.len();
        self.catalog.taking_aside(self.changed, &mut |done| {
            cue.goes_on(HowFar::Looked(done, all)).is_continue()
        })
    }
}
