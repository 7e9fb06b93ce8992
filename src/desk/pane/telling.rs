//! Columns of which much must be told of many records before they can be shown, summed, grouped or ordered by: told
//! aside, once.

use super::list::List;
use crate::catalog::{Catalog, Order};
use crate::desk::context::Scene;
use crate::desk::jobs::telling::Telling;
use crate::desk::message::JobId;

impl List {
    /// Whether a column shows nothing yet: what it tells is being told.
    pub fn is_untold(&self, key: &str) -> bool {
        self.telling.keys.iter().any(|untold| untold == key)
    }

    /// Whether its rows wait for that to be put in order.
    pub(super) fn orders_by_untold(&self) -> bool {
        let mut order = self.order.iter();
        order.any(|part| self.is_untold(&part.key))
            || self.group.as_ref().is_some_and(|key| self.is_untold(key))
    }

    /// Looks which of its columns wait: those that it is ordered, grouped or summed by, and those that so many records
    /// tell that a screen of rows would keep the keys waiting.
    pub(super) fn weigh_columns(&mut self, catalog: &Catalog, order: &[Order]) {
        let kinds = self.kinds();
        let mut keys: Vec<String> = order.iter().map(|part| part.key.clone()).collect();
        if self.group.is_some() {
            keys.extend(self.group.clone());
            keys.extend(self.summed());
        }
        let shown = self.columns.iter().map(|column| &column.key);
        keys.retain(|key| catalog.is_untold(&kinds, key));
        let slow =
            |key: &&String| catalog.is_untold(&kinds, key) && catalog.is_told_by_many(&kinds, key);
        keys.extend(shown.filter(slow).cloned());
        keys.sort_unstable();
        keys.dedup();
        self.telling.keys = keys;
    }

    /// What a worker shall be asked to tell under that number, if anything, and is not asked already.
    pub fn tells(&mut self, number: JobId, scene: &Scene) -> Option<Telling> {
        let held = &mut self.telling;
        let is_asked = held
            .asked
            .as_ref()
            .is_some_and(|(_, asked)| *asked == held.keys);
        if held.keys.is_empty() || is_asked {
            return None;
        }
        held.asked = Some((number, held.keys.clone()));
        Some(Telling {
            pane: self.id,
            catalog: scene.catalog.clone(),
            keys: self.telling.keys.clone(),
            kinds: self.kinds(),
        })
    }

    /// That is told; says whether it was asked for.
    pub fn take_told(&mut self, number: JobId) -> bool {
        let asked = self.telling.asked.take_if(|(asked, _)| *asked == number);
        self.stale |= asked.is_some();
        asked.is_some()
    }
}
