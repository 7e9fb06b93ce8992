//! The order of a large list.

use std::sync::Arc;

use crate::catalog::{Order, Ranking};

/// A list of more records is put in order on a worker, not at a key.
pub const LARGE: usize = 2_000;
/// More rows are not grouped: their groups would have to be made anew at each key.
pub const GROUPED: usize = 20_000;
/// The order of a large list.
#[derive(Clone, Debug, Default)]
pub struct RankingHeld {
    /// What there is of it.
    pub(super) ranking: Option<Arc<Ranking>>,
    /// The order that it is.
    pub(super) order: Vec<Order>,
    /// Whether the catalog changed since it was made.
    pub(super) stale: bool,
    /// The order being made, with the number of the job.
    pub(super) asked: Option<(u64, Vec<Order>)>,
    /// Whether the catalog changed since that was asked for.
    pub(super) overtaken: bool,
}
