//! A form whose store was replaced by another.

use std::collections::BTreeSet;

use super::Form;
use crate::desk::context::Scene;
use crate::store::drafts::NOWHERE;

impl Form {
    /// Another store is in the place of the one that it was opened on: it stands on what that one holds of its record.
    /// What is there and typed otherwise, or is not there, is asked about when it is saved.
    pub fn renew(&mut self, scene: &Scene) {
        (self.saving, self.follows) = (false, false);
        (self.sent, self.conflict, self.lost, self.merged) = (None, None, None, None);
        if self.record.is_none() {
            return;
        }
        if self.compare(&[], &BTreeSet::new(), scene).is_some() {
            self.base = NOWHERE;
        }
    }
}
