//! Rows that were found to meet a condition.

use crate::catalog::RowSet;
use crate::model::Kind;

/// The rows that meet a condition, of each kind that was asked.
#[derive(Clone, Debug, Default)]
pub struct Sifted(Vec<(Kind, RowSet)>);

impl Sifted {
    /// Those.
    pub fn new(rows: Vec<(Kind, RowSet)>) -> Sifted {
        Sifted(rows)
    }

    /// Those of a kind.
    pub fn of(&self, kind: Kind) -> RowSet {
        let mut kinds = self.0.iter();
        let found = kinds.find(|(of, _)| *of == kind);
        found.map(|(_, rows)| rows.clone()).unwrap_or_default()
    }
}
