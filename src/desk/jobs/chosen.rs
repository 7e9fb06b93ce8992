//! The records that something is done to, as they were chosen.

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::{Kind, RecordRef};

/// Some records: in their order, or those that are marked, whose order is made where it is wanted: of hundreds of
/// thousands it takes longer than a key may wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// These.
    Listed(Arc<Vec<RecordRef>>),
    /// Those that are marked; those shown come first, in their order.
    Marked {
        /// All of them.
        marks: Arc<HashSet<RecordRef>>,
        /// The rows that show, others among them.
        shown: Vec<RecordRef>,
        /// Of which kind alone, and how many that are.
        only: Option<(Kind, usize)>,
    },
}

impl Chosen {
    /// How many they are.
    pub fn len(&self) -> usize {
        match self {
            Chosen::Listed(records) => records.len(),
            Chosen::Marked { only, marks, .. } => only.map_or(marks.len(), |(_, count)| count),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The record, where it is only one.
    pub fn only(&self) -> Option<RecordRef> {
        match self.len() {
            1 => self.in_order().first().copied(),
            _ => None,
        }
    }

    /// The records, in their order.
    pub fn in_order(&self) -> Vec<RecordRef> {
        let (marks, shown, only) = match self {
            Chosen::Listed(records) => return records.to_vec(),
            Chosen::Marked { marks, shown, only } => (marks, shown, only),
        };
        let is_meant = |record: &RecordRef| only.is_none_or(|(kind, _)| record.kind == kind);
        let mut seen = HashSet::new();
        let mut records: Vec<RecordRef> = shown
            .iter()
            .copied()
            .filter(|record| marks.contains(record) && seen.insert(*record))
            .collect();
        let mut rest: Vec<RecordRef> = marks.difference(&seen).copied().collect();
        rest.sort_unstable();
        records.append(&mut rest);
        records.retain(is_meant);
        records
    }
}

impl From<Vec<RecordRef>> for Chosen {
    fn from(records: Vec<RecordRef>) -> Chosen {
        Chosen::Listed(Arc::new(records))
    }
}
