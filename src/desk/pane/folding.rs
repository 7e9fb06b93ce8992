//! Groups folded and unfolded.

use super::list::{List, ListLine};
use crate::model::RecordRef;

impl List {
    /// Opens the group that a record stands in.
    pub fn unfold(&mut self, record: RecordRef) {
        if let Some(row) = self.rows.iter().position(|row| *row == record) {
            let group = self.groups.iter().find(|g| row < g.from + g.count);
            if let Some(label) = group.map(|group| group.label.clone()) {
                self.folded.remove(&label);
            }
        }
    }

    /// The line of the head of the group of that label.
    pub(super) fn line_of_head(&self, label: &str) -> Option<usize> {
        (0..self.lines()).find(|at| match self.line(*at) {
            Some(ListLine::Head(group)) => self.groups.get(group).is_some_and(|g| g.label == label),
            _ => false,
        })
    }

    /// Folds or unfolds the group whose head is under the cursor.
    pub fn toggle_group(&mut self, height: usize) {
        if let Some(label) = self.head().map(|group| group.label.clone()) {
            if !self.folded.remove(&label) {
                self.folded.insert(label);
            }
            self.settle(height);
        }
    }

    /// Folds the group of the row under the cursor, which goes to its head, or unfolds it; says whether there
    /// are groups.
    pub fn fold_group(&mut self, height: usize) -> bool {
        self.release();
        if let Some(ListLine::Row(_)) = self.line(self.cursor) {
            if self.groups.is_empty() {
                return false;
            }
            let head = (0..=self.cursor)
                .rev()
                .find(|at| matches!(self.line(*at), Some(ListLine::Head(_))));
            self.go(head.unwrap_or(self.cursor));
        }
        self.toggle_group(height);
        true
    }

    /// Folds all groups, or unfolds them if all are folded; the cursor goes to the head of its group. Says
    /// whether there are groups.
    pub fn toggle_groups(&mut self, height: usize) -> bool {
        if self.groups.is_empty() {
            return false;
        }
        self.release();
        let row = match self.line(self.cursor) {
            Some(ListLine::Row(row)) => Some(row),
            Some(ListLine::Head(group)) => self.groups.get(group).map(|group| group.from),
            Some(ListLine::Held(_)) | None => None,
        };
        if self.groups.iter().all(|g| self.folded.contains(&g.label)) {
            self.folded.clear();
        } else {
            self.folded = self.groups.iter().map(|g| g.label.clone()).collect();
        }
        let heads = (0..self.lines()).find(|at| match self.line(*at) {
            Some(ListLine::Head(group)) => self
                .groups
                .get(group)
                .is_some_and(|g| row.is_some_and(|row| row < g.from + g.count)),
            _ => false,
        });
        self.go(heads.unwrap_or(0));
        self.settle(height);
        true
    }
}
