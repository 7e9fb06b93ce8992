//! Edits: a record put in or taken out, with its names and links, and what others say of it made again.

use std::sync::{Arc, OnceLock};

use super::Catalog;
use super::table::{Place, Pointer};
use super::{search, titles};
use crate::model::{FieldNo, Record, RecordRef};

impl Catalog {
    pub(super) fn place_record(&mut self, record: Record) {
        self.make_names();
        let place = self.place_for(record.reference());
        let called = |catalog: &Catalog| {
            // Only those that others point at can stand in their titles.
            let mut pointers = catalog.table(place.kind).pointers(place.row);
            let record = catalog.at(place).filter(|_| pointers.next().is_some())?;
            let names = search::called(record);
            Some((catalog.title_of(record), catalog.short_of(record), names))
        };
        let before = called(self);
        self.exchange(place, Some(record));
        if called(self) == before {
            self.touch_one(place);
        } else {
            self.touch(place, 0);
        }
    }

    /// Takes out what lies there with its names and links.
    pub(super) fn withdraw(&mut self, place: Place) {
        self.make_names();
        self.exchange(place, None);
    }

    /// Puts a record into its row, or takes it out, with its names and links; those that stay the same
    /// are left alone.
    fn exchange(&mut self, place: Place, record: Option<Record>) {
        self.touch_one(place);
        let new = record.as_ref().map(targets).unwrap_or_default();
        let old = self.table_mut(place.kind).set(place.row, record);
        let new_record = self.at(place).cloned();
        self.names
            .exchange(place, old.as_ref(), new_record.as_ref());
        let old = old.as_ref().map(targets).unwrap_or_default();
        for (field, target) in old.iter().filter(|target| !new.contains(target)) {
            if let Some(target) = self.place(*target) {
                let pointer = Pointer::new(place, *field);
                self.table_mut(target.kind).unpoint(target.row, pointer);
                // Nothing leads there from here any more: what is told of it is told anew.
                self.facets.note(target);
            }
        }
        for (field, target) in new.iter().filter(|target| !old.contains(target)) {
            // An empty row, if it is the first to name that record.
            let target = self.place_for(*target);
            let pointer = Pointer::new(place, *field);
            self.table_mut(target.kind).point(target.row, pointer);
        }
    }

    /// Marks the search row of that record as stale, and of the person whose function it is.
    fn touch_one(&mut self, place: Place) {
        self.facets.note(place);
        if self.stale.last() != Some(&place) {
            self.stale.push(place);
        }
        if let Some(who) = place.kind.says_of() {
            let link = self.at(place).and_then(|record| record.get(who));
            let person = link.and_then(|who| self.place(who.items().next()?.reference()?));
            self.stale.extend(person);
        }
    }

    /// Marks as stale also the rows of those whose title names that record.
    pub(super) fn touch(&mut self, place: Place, depth: u8) {
        self.touch_one(place);
        if depth > titles::DEPTH {
            return;
        }
        let named_by: Vec<Place> = self
            .table(place.kind)
            .pointers(place.row)
            .filter(|pointer| {
                let kind = pointer.from().kind;
                let is_searched = |number| kind.field(number).is_some_and(|field| field.searchable);
                kind.definition().title.contains(&pointer.field) || is_searched(pointer.field)
            })
            .map(|pointer| pointer.from())
            .collect();
        named_by
            .into_iter()
            .for_each(|source| self.touch(source, depth + 1));
    }

    /// Renews the search rows that are stale.
    pub(super) fn settle(&mut self) {
        let mut stale = std::mem::take(&mut self.stale);
        stale.sort_unstable();
        stale.dedup();
        self.renew(&stale);
    }

    fn renew(&mut self, places: &[Place]) {
        // One that is not made yet is made of what there is by then.
        if let Some(mut index) = self.index.take() {
            Arc::make_mut(&mut index).renew(self, places);
            self.index = OnceLock::from(index);
        }
    }
}

/// The fields and records that a record points at, each pair once.
fn targets(record: &Record) -> Vec<(FieldNo, RecordRef)> {
    let mut targets: Vec<(FieldNo, RecordRef)> = record.references().collect();
    targets.sort_unstable();
    targets.dedup();
    targets
}
