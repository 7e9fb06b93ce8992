//! The order of a large list, and what a worker is asked to put in order.

use std::sync::Arc;

use crate::catalog::{Catalog, Order, Ranking};
use crate::model::{Collection, Lang};

use super::id::PaneId;

/// A list of more records is put in order on a worker, not at a key.
pub const LARGE: usize = 2_000;
/// More rows are not grouped: their groups would have to be made anew at each key.
pub const GROUPED: usize = 20_000;
/// The order of a large list.
#[derive(Clone, Debug, Default)]
pub struct Ranked {
    /// What there is of it.
    pub(super) ranking: Option<Arc<Ranking>>,
    /// The order that it is.
    pub(super) order: Vec<Order>,
    /// Whether the catalog changed since it was made.
    pub(super) stale: bool,
    /// The order being made, with its number.
    pub(super) asked: Option<(u64, Vec<Order>)>,
    /// Whether the catalog changed since that was asked for.
    pub(super) overtaken: bool,
}

/// What a worker is asked to put in order.
#[derive(Debug)]
pub struct Ranks {
    /// For which pane.
    pub pane: PaneId,
    /// The number of the request.
    pub number: u64,
    /// The records.
    pub catalog: Catalog,
    /// Which of them.
    pub collections: Vec<Collection>,
    /// Whether those in the trash are meant.
    pub trashed: bool,
    /// The order.
    pub order: Vec<Order>,
    /// The language of what is shown.
    pub lang: Lang,
}

impl Ranks {
    /// Does it.
    pub fn made(&self) -> Ranking {
        self.catalog
            .rank(&self.collections, self.trashed, &self.order, self.lang)
    }
}
