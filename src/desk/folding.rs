//! Groups folded and unfolded.

use super::pane::{Line, Pane};
use super::{Desk, Tone};
use crate::model::RecordRef;

impl Pane {
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
            Some(Line::Head(group)) => self.groups.get(group).is_some_and(|g| g.label == label),
            _ => false,
        })
    }
}

impl Desk {
    /// Folds or unfolds the group under the cursor.
    pub(super) fn toggle_group(&mut self) {
        let height = self.layout().list_rows();
        if let Some(pane) = self.panes.get_mut(&self.pane)
            && let Some(label) = pane.head().map(|group| group.label.clone())
        {
            if !pane.folded.remove(&label) {
                pane.folded.insert(label);
            }
            pane.settle(height);
        }
    }

    /// Folds the group of the row under the cursor, or unfolds it.
    pub(super) fn fold_group(&mut self) {
        let Some(pane) = self.panes.get_mut(&self.pane) else {
            return;
        };
        pane.release();
        let Some(Line::Row(row)) = pane.line(pane.cursor) else {
            return self.toggle_group();
        };
        if pane.groups.is_empty() {
            let text = self.word("group-none");
            return self.say(Tone::Note, text);
        }
        let head = (0..=pane.cursor)
            .rev()
            .find(|at| matches!(pane.line(*at), Some(Line::Head(_))));
        debug_assert!(row < pane.found);
        pane.go(head.unwrap_or(pane.cursor));
        self.toggle_group();
        self.moved();
    }

    /// Folds all groups, or unfolds them if all are folded; the cursor goes to the head of its group.
    pub(super) fn toggle_groups(&mut self) {
        let height = self.layout().list_rows();
        let Some(pane) = self.panes.get_mut(&self.pane) else {
            return;
        };
        if pane.groups.is_empty() {
            let text = self.word("group-none");
            return self.say(Tone::Note, text);
        }
        pane.release();
        let row = match pane.line(pane.cursor) {
            Some(Line::Row(row)) => Some(row),
            Some(Line::Head(group)) => pane.groups.get(group).map(|group| group.from),
            Some(Line::Held(_)) | None => None,
        };
        if pane.groups.iter().all(|g| pane.folded.contains(&g.label)) {
            pane.folded.clear();
        } else {
            pane.folded = pane.groups.iter().map(|g| g.label.clone()).collect();
        }
        let heads = (0..pane.lines()).find(|at| match pane.line(*at) {
            Some(Line::Head(group)) => pane
                .groups
                .get(group)
                .is_some_and(|g| row.is_some_and(|row| row < g.from + g.count)),
            _ => false,
        });
        pane.go(heads.unwrap_or(0));
        pane.settle(height);
        self.moved();
    }
}
