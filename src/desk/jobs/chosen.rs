//! The records that something is done to, as they were chosen.

use std::collections::HashSet;

use crate::model::RecordRef;

/// Some records: in their order, or those that are marked, whose order is made where it is wanted: of hundreds of
/// thousands it takes longer than a key may wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// These.
    Listed(Vec<RecordRef>),
    /// Those that are marked; those shown come first, in their order.
    Marked {
        /// All of them.
        marks: HashSet<RecordRef>,
        /// The rows that show, others among them.
        shown: Vec<RecordRef>,
    },
}

impl Chosen {
    /// How many they are.
    pub fn len(&self) -> usize {
        match self {
            Chosen::Listed(records) => records.len(),
            Chosen::Marked { marks, .. } => marks.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The records, in their order.
    pub fn in_order(&self) -> Vec<RecordRef> {
        let (marks, shown) = match self {
            Chosen::Listed(records) => return records.clone(),
            Chosen::Marked { marks, shown } => (marks, shown),
        };
        let mut seen = HashSet::new();
        let mut records: Vec<RecordRef> = shown
            .iter()
            .copied()
            .filter(|record| marks.contains(record) && seen.insert(*record))
            .collect();
        let mut rest: Vec<RecordRef> = marks.difference(&seen).copied().collect();
        rest.sort_unstable();
        records.append(&mut rest);
        records
    }
}

impl From<Vec<RecordRef>> for Chosen {
    fn from(records: Vec<RecordRef>) -> Chosen {
        Chosen::Listed(records)
    }
}
