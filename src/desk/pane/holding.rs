//! Holding on: a record that leaves the list under the cursor stays there, shown and meant, until the
//! cursor moves. Nothing but the user's own moving makes another record the one that is meant.

use super::list::List;
use super::ranked::LARGE;
use crate::catalog::{Catalog, Query};
use crate::model::{Collection, RecordRef};

impl List {
    /// Puts the cursor on a line of the list.
    pub(in crate::desk) fn go(&mut self, line: usize) {
        self.held = None;
        self.cursor = line;
        self.touched = true;
    }

    /// Moves the cursor by that many lines. What was held is gone then: the next line stands in its place.
    pub(in crate::desk) fn step(&mut self, by: isize) {
        let by = match self.held {
            Some(_) if by > 0 => by - 1,
            _ => by,
        };
        self.release();
        self.go(self.cursor.saturating_add_signed(by));
        self.cursor = self.cursor.min(self.lines().saturating_sub(1));
    }

    /// Holds on to a record that the list does not have.
    pub(in crate::desk) fn hold(&mut self, record: RecordRef) {
        self.go(self.cursor.min(self.listed_lines()));
        self.held = Some(record);
    }

    /// Lets go of what is held; the cursor stays in the list.
    pub(in crate::desk) fn release(&mut self) {
        if self.held.take().is_some() {
            self.cursor = self.cursor.min(self.lines().saturating_sub(1));
        }
    }

    /// Keeps the cursor on that record: where the list has it now, or held.
    pub(in crate::desk) fn keep(&mut self, catalog: &Catalog, record: RecordRef) {
        let Some(found) = catalog.get(record) else {
            return;
        };
        // Who has not moved yet stays at the top of a large list, whatever comes to stand there.
        let at_top = self.cursor == 0 && !self.touched && self.is_large() && self.holds(found);
        if self.line_of(record).is_none() {
            self.unfold(record);
        }
        let line = self.line_of(record);
        match line.or_else(|| (!at_top).then(|| self.position(catalog, record)).flatten()) {
            Some(line) => self.cursor = line,
            None if at_top => {}
            None => self.hold(record),
        }
    }

    /// Counts the marked records that the list does not have.
    pub(in crate::desk) fn count_hidden(&mut self, catalog: &Catalog) {
        let listed = match self.marks.len() {
            0 => 0,
            _ if self.rows.len() == self.found && self.found <= LARGE => {
                let rows = self.rows.iter();
                rows.filter(|row| self.marks.contains(row)).count()
            }
            _ if self.approximate > 0 => {
                let rows = self.every(catalog).into_iter();
                rows.filter(|row| self.marks.contains(row)).count()
            }
            _ => {
                let query = self.asked().unranked();
                let collections = &self.collections;
                self.marks.count_left(catalog, collections, &query)
            }
        };
        self.hidden = self.marks.len().saturating_sub(listed);
    }

    /// What it lists, as it is asked.
    pub(in crate::desk) fn listing(&self) -> (Vec<Collection>, Query) {
        let query = match self.approximate {
            0 => self.asked(),
            _ => self.ranking(),
        };
        (self.collections.clone(), query)
    }
}
