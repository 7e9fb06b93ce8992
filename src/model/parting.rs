//! A commit of many without what of it can't be done any more: nothing is half done.

use std::collections::BTreeSet;

use super::change::{Commit, Content, Edit};
use super::value::{RecordRef, Value};

/// Records that are changed together or not at all, with the line of a file that they come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The line, from 1.
    pub line: u64,
    /// The records.
    pub records: Vec<RecordRef>,
}

impl Bundle {
    /// Whether one of those records is in it.
    pub fn touches(&self, records: &BTreeSet<RecordRef>) -> bool {
        self.records.iter().any(|record| records.contains(record))
    }
}

impl Commit {
    /// Leaves these records out, with all that goes together with one of them or would point at one that is not made
    /// then; gives all that is left out.
    pub fn leave_out(
        &mut self,
        mut gone: BTreeSet<RecordRef>,
        bundles: &[Bundle],
    ) -> BTreeSet<RecordRef> {
        let mut before = usize::MAX;
        while gone.len() != before {
            before = gone.len();
            for bundle in bundles
                .iter()
                .filter(|bundle| bundle.touches(&gone))
                .collect::<Vec<_>>()
            {
                gone.extend(&bundle.records);
            }
            let unmade = |edit: &&Edit| edit.base == 0 && gone.contains(&edit.record);
            let unmade: BTreeSet<RecordRef> = self
                .edits
                .iter()
                .filter(unmade)
                .map(|edit| edit.record)
                .collect();
            let pointing = self.edits.iter().filter(|edit| edit.points_at(&unmade));
            let pointing: Vec<RecordRef> = pointing.map(|edit| edit.record).collect();
            gone.extend(pointing);
        }
        self.edits.retain(|edit| !gone.contains(&edit.record));
        self.step.count = u32::try_from(self.edits.len()).unwrap_or(u32::MAX);
        gone
    }
}

impl Edit {
    /// Whether the record would point at one of these.
    pub fn points_at(&self, records: &BTreeSet<RecordRef>) -> bool {
        !records.is_empty()
            && self
                .after
                .as_ref()
                .is_some_and(|after| after.points_at(records))
    }
}

impl Content {
    /// Whether it points at one of these.
    pub fn points_at(&self, records: &BTreeSet<RecordRef>) -> bool {
        let values = self.fields.iter().flat_map(|(_, value)| value.items());
        let mut targets = values.filter_map(Value::as_reference);
        targets.any(|target| records.contains(&target))
    }
}
