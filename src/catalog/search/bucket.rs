//! Values of the same points, from which the best rows come.

use crate::catalog::RowSet;

/// Values of the same points.
#[derive(Debug, Default)]
pub struct Bucket<'s> {
    /// The points.
    pub points: u16,
    /// How many rows, each once for every value.
    pub count: usize,
    /// The rows of each value.
    pub rows: Vec<&'s [u32]>,
    /// Rows that have these points of their own.
    pub single: Vec<u32>,
    /// Sets of such rows.
    pub even: Vec<&'s RowSet>,
}

impl Bucket<'_> {
    /// Its rows.
    pub fn set(&self) -> RowSet {
        let lists = self.rows.iter().copied().chain([&*self.single]);
        let mut set: RowSet = lists.flatten().copied().collect();
        self.even.iter().for_each(|rows| set.join(rows));
        set
    }
}
