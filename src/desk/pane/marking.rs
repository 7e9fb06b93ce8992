//! Marks: on a row, on all that match, on none.

use super::aside::MarkingHeld;
use super::list::List;
use super::ranked::GROUPED;
use crate::desk::context::Scene;
use crate::desk::jobs::marking::{AllMarked, Marking};
use crate::desk::message::JobId;
use crate::model::RecordRef;

impl List {
    /// Marks a record, or takes the mark off.
    pub fn mark(&mut self, record: RecordRef, scene: &Scene) {
        self.marks.toggle(record);
        if let Some(marking) = &mut self.marking {
            marking.since.push(record);
        }
        // A row is none that does not show.
        if !self.rows.contains(&record) {
            self.count_hidden(scene.catalog);
        }
    }

    /// Marks all rows that match, or none; of many rows a worker shall be asked under that number.
    pub fn mark_all(&mut self, number: JobId, scene: &Scene) -> Option<Marking> {
        if self.found > GROUPED {
            let (collections, query) = self.listing();
            self.marking = Some(MarkingHeld {
                job: number,
                since: Vec::new(),
            });
            return Some(Marking {
                pane: self.id,
                catalog: scene.catalog.clone(),
                collections,
                query,
                marks: self.marks.clone(),
            });
        }
        let all = self.all(scene.catalog);
        match all.iter().all(|row| self.marks.contains(row)) {
            true => self.marks.clear(),
            false => self.marks.extend(all),
        }
        self.count_hidden(scene.catalog);
        None
    }

    /// Takes the marks that were made under that number, with what was marked since; says whether it was asked for.
    pub fn take_marks(&mut self, number: JobId, marks: AllMarked) -> bool {
        let Some(marking) = self.marking.take_if(|marking| marking.job == number) else {
            return false;
        };
        (self.marks, self.hidden) = (marks.marks, marks.hidden);
        for record in marking.since {
            self.marks.toggle(record);
        }
        true
    }
}
