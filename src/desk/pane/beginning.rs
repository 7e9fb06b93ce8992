//! Where a pane begins when it is first opened: at its top, or at today where its order is that of days.

use super::list::List;
use crate::catalog::Catalog;
use crate::desk::context::Scene;
use crate::model::Date;

impl List {
    /// Whether the cursor was never put anywhere, nor stands on a row.
    pub fn is_unopened(&self) -> bool {
        !self.touched && self.selected().is_none() && self.head().is_none()
    }

    /// The first line of today or after, or else the last one before; the top where the rows do not
    /// stand in the order of days that is the pane's own.
    fn beginning(&self, catalog: &Catalog, today: Date) -> usize {
        let own = self.order == self.id.order() && self.group.is_none();
        let key = match self.order.as_slice() {
            [by] if own && self.filter.text().trim().is_empty() => by.key.as_str(),
            _ => return 0,
        };
        let days = self.collections.iter().flat_map(|collection| {
            let day = collection.kind().definition().when;
            let field = day.and_then(|number| collection.kind().field(number));
            let field = field.filter(|field| field.key == key);
            let records = field.map(|_| catalog.collection(*collection));
            records.into_iter().flatten().filter_map(move |record| {
                let day = record.get(field?.number)?.date()?;
                Some(day.packed())
            })
        });
        let today = today.packed();
        let (before, after) = days.fold((0, false), |(before, after), day| {
            (before + usize::from(day < today), after || day >= today)
        });
        match after {
            true => before,
            // What has no day stands behind all that have one.
            false => usize::saturating_sub(before, 1),
        }
    }

    /// Puts the cursor where the pane begins, if the user has not put it elsewhere.
    pub fn begin(&mut self, height: usize, scene: &Scene) {
        if self.touched {
            return;
        }
        let line = self.beginning(scene.catalog, scene.today());
        if line != self.cursor && line < self.lines() {
            self.cursor = line;
            self.reach_cursor(scene.catalog, scene.lang());
        }
        self.settle(height);
    }
}
