//! The rows of a large pane, put in order.

use super::cue::{Cue, HowFar};
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
    /// Whether what the order is by must be told of many records first.
    pub fn tells(&self) -> bool {
        let kinds = self.kinds();
        let mut order = self.order.iter();
        order.any(|part| self.catalog.is_untold(&kinds, &part.key))
    }

    fn kinds(&self) -> Vec<Kind> {
        self.collections.iter().map(|of| of.kind()).collect()
    }

    /// Does it; `None` if it is given up.
    pub fn made(&self, cue: &Cue) -> Option<Ranking> {
        let Ranks {
            catalog,
            collections,
            trashed,
            order,
            lang,
            ..
        } = self;
        let kinds = self.kinds();
        let mut goes_on = |done, of| cue.goes_on(HowFar::Looked(done, of)).is_continue();
        // Kept by the catalog: the desk reads it off.
        let mut parts = order.iter();
        let told = parts.all(|part| catalog.tell(&kinds, &part.key, &mut goes_on));
        if !told {
            return None;
        }
        catalog.rank(collections, *trashed, order, *lang, cue.cancelled)
    }
}
