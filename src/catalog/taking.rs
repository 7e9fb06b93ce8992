//! Changes taken in: few at once where they stand, many aside, on a copy that goes its own way from then on.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use super::Catalog;
use super::table::Place;
use crate::model::{Record, RecordRef};
use crate::store::Changed;

/// After how many changes it is told how far it is.
const TOLD: usize = 512;

impl Catalog {
    /// Takes in what has changed.
    pub fn take_in(&mut self, changed: impl IntoIterator<Item = Changed>) {
        changed.into_iter().for_each(|change| self.change(change));
        self.settle();
    }

    /// This catalog with what has changed, all that queries look at made ready; `goes_on` is told how many changes
    /// are in, and says whether it is still wanted. Nothing is shared that its clones change: they may go on.
    pub fn taking_aside(
        mut self,
        changed: Vec<Changed>,
        goes_on: &mut dyn FnMut(usize) -> bool,
    ) -> Option<Catalog> {
        self.facets.part();
        for (at, change) in changed.into_iter().enumerate() {
            if at % TOLD == 0 && !goes_on(at) {
                return None;
            }
            self.change(change);
        }
        self.settle_thoroughly();
        self.renew_columns();
        self.prepare();
        Some(self)
    }

    fn change(&mut self, change: Changed) {
        match change {
            Changed::Put(record) => self.place_record(record),
            Changed::Gone(record) => {
                if let Some(place) = self.place(record) {
                    self.withdraw(place);
                    self.touch(place, 0);
                }
            }
        }
    }

    /// Whether taking that in is the work of so many records at most: those that change, and those that are called
    /// after one that is called otherwise.
    pub fn is_light(&self, changed: &[Changed], most: usize) -> bool {
        let pointers = |place: Place| {
            let pointers = self.table(place.kind).pointers(place.row);
            pointers.take(most + 1).count()
        };
        let weight = |change: &Changed| match change {
            Changed::Put(record) => match self.place(record.reference()) {
                Some(place) if self.is_called_otherwise(place, record) => 1 + pointers(place),
                _ => 1,
            },
            Changed::Gone(record) => 1 + self.place(*record).map_or(0, pointers),
        };
        changed.len() <= most && changed.iter().map(weight).sum::<usize>() <= most
    }

    /// Whether that record says something else than the one there in a field by which it may be called.
    fn is_called_otherwise(&self, place: Place, record: &Record) -> bool {
        let title = record.kind.definition().title;
        let mut fields = record.kind.fields().iter();
        let other =
            |number| self.at(place).and_then(|there| there.get(number)) != record.get(number);
        fields
            .any(|field| (field.searchable || title.contains(&field.number)) && other(field.number))
    }

    /// The records among those changes that are gone.
    pub fn gone(changed: &[Changed]) -> HashSet<RecordRef> {
        let gone = changed.iter().filter_map(|change| match change {
            Changed::Gone(record) => Some(*record),
            Changed::Put(_) => None,
        });
        gone.collect()
    }

    /// Makes the search rows ready that are stale, and those beside the others that would be made at a query.
    fn settle_thoroughly(&mut self) {
        self.settle();
        if let Some(mut index) = self.index.take() {
            Arc::make_mut(&mut index).make_ready(self);
            self.index = OnceLock::from(index);
        }
    }

    /// Makes the columns anew that were asked for and know too little of what was edited since.
    fn renew_columns(&self) {
        for (kind, facet) in self.facets.asked() {
            self.column(kind, facet);
        }
    }
}
