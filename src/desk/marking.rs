//! Marks: on rows of the list, and on rows of the sections of a sheet.

use std::collections::HashSet;

use super::meant::Meant;
use super::{Desk, Focus, Tone};
use crate::model::RecordRef;

impl Desk {
    /// Marks what is meant, or takes the mark off, and goes to the next row.
    pub(super) fn mark(&mut self) {
        let rows = self.layout().sheet_rows();
        match self.meaning() {
            Some(Meant::Link(record)) => {
                toggle(&mut self.sheet.marks, record);
                self.sheet.content.step(1, rows);
            }
            Some(meant) => {
                if let Some(pane) = self.panes.get_mut(&self.pane) {
                    toggle(&mut pane.marks, meant.record());
                    pane.count_hidden(&self.catalog);
                }
                if self.focus == Focus::List {
                    self.step_pane(1);
                }
            }
            None => {}
        }
    }

    /// Marks all rows of the section under the cursor of the sheet, or none; opens it.
    fn mark_section(&mut self) {
        let Some((section, record)) = self.section().zip(self.sheet.record) else {
            let text = self.word("mark-no-section");
            return self.say(Tone::Warning, text);
        };
        if self.sheet.open.insert(section) {
            self.refresh_sheet();
        }
        let sections = self.catalog.sections(record);
        let found = sections
            .into_iter()
            .find(|at| (at.kind, at.field) == section);
        let rows = found.map(|section| section.records).unwrap_or_default();
        if rows.iter().all(|row| self.sheet.marks.contains(row)) {
            self.sheet.marks.retain(|marked| !rows.contains(marked));
        } else {
            self.sheet.marks.extend(rows);
        }
    }

    /// Marks all rows of the list that match, or none; in a sheet those of a section.
    pub(super) fn mark_all(&mut self) {
        if self.focus == Focus::Sheet {
            return self.mark_section();
        }
        if let Some(pane) = self.panes.get_mut(&self.pane) {
            if !pane.query.problems.is_empty() {
                // What was not understood may be what was to be left out.
                let text = self.word("mark-misunderstood");
                return self.say(Tone::Warning, text);
            }
            let all = pane.all(&self.catalog);
            if all.iter().all(|row| pane.marks.contains(row)) {
                pane.marks.clear();
            } else {
                pane.marks.extend(all);
            }
            pane.count_hidden(&self.catalog);
        }
    }
}

fn toggle(marks: &mut HashSet<RecordRef>, record: RecordRef) {
    if !marks.remove(&record) {
        marks.insert(record);
    }
}
