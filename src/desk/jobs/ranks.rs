//! The rows of a large pane, put in order.

use std::sync::atomic::AtomicBool;

use crate::catalog::{Catalog, Order, Ranking};
use crate::desk::pane::PaneId;
use crate::model::{Collection, Kind, Lang};

/// What is to be put in order.
#[derive(Debug)]
pub struct Ranks {
    /// For which pane.
    pub pane: PaneId,
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
    /// Does it; `None` if it is given up.
    pub fn made(&self, cancel: &AtomicBool) -> Option<Ranking> {
        let Ranks {
            catalog,
            collections,
            trashed,
            order,
            lang,
            ..
        } = self;
        let kinds: Vec<Kind> = collections.iter().map(|of| of.kind()).collect();
        // Kept by the catalog: the desk reads it off.
        order
            .iter()
            .for_each(|part| catalog.tell(&kinds, &part.key));
        catalog.rank(collections, *trashed, order, *lang, cancel)
    }
}
