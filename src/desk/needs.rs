//! When a command can run, and why not when it can't.

use std::collections::HashSet;

use crate::keymap::{Condition, Mode};
use crate::model::{Collection, RecordRef, change};

use super::command::{Command, Need};
use super::layers::Layer;
use super::lines::Target;
use super::pane::{Pane, PaneId};
use super::{Desk, Focus};

impl Desk {
    /// The first need of the command that is not met; `None` if it can run.
    pub fn unmet(&self, command: Command) -> Option<Need> {
        command
            .needs()
            .iter()
            .copied()
            .find(|need| !self.meets(*need))
    }

    /// Why the command can't run now, in words.
    pub fn reason_against(&self, command: Command) -> Option<String> {
        let need = self.unmet(command)?;
        match (need, &self.read_only) {
            (Need::Writable, Some(reason)) => Some(reason.clone()),
            // A head stands for several records, and is none.
            (Need::Record | Need::Live | Need::Trashed, _)
                if self.focus == Focus::List && self.head().is_some() =>
            {
                Some(self.word("need-no-head"))
            }
            _ => Some(
                self.settings
                    .texts
                    .get(&format!("need-{}", need.id()))
                    .to_string(),
            ),
        }
    }

    fn meets(&self, need: Need) -> bool {
        match need {
            Need::Record => {
                self.current().is_some()
                    || (self.pane == PaneId::Today && self.today.selected().is_some())
            }
            Need::Writable => self.can_write(),
            Need::Marks => self
                .panes
                .get(&self.pane)
                .is_some_and(|pane| !pane.marks.is_empty()),
            Need::Undoable => !self.undo_stacks().0.is_empty(),
            Need::Redoable => !self.undo_stacks().1.is_empty(),
            Need::Trail => !self.sheet.trail.is_empty(),
            Need::Addable => self.addable().is_some(),
            Need::Trashed => self
                .current()
                .and_then(|record| self.catalog.get(record))
                .is_some_and(|r| r.trashed),
            Need::Live => self
                .current()
                .and_then(|record| self.catalog.get(record))
                .is_some_and(|r| !r.trashed),
            Need::Listing => self.panes.contains_key(&self.pane),
            Need::Line => {
                self.meets(Need::Record) || self.focus == Focus::List && self.head().is_some()
            }
            Need::Columns => self.chosen_column().is_some(),
            Need::Views => self.chosen_view().is_some(),
            Need::TrashFull => self.catalog.trash().next().is_some(),
        }
    }

    /// The group whose head is under the cursor of the list.
    pub(super) fn head(&self) -> Option<&crate::catalog::Group> {
        self.panes.get(&self.pane)?.head()
    }

    /// Whether the store is open and accepts changes.
    pub fn can_write(&self) -> bool {
        self.read_only.is_none()
            && !matches!(self.standing, super::Standing::Unopened(_))
            && self.work.opened
    }

    /// The collection to which `a` adds: that of the row under the cursor where the pane has several.
    pub fn addable(&self) -> Option<Collection> {
        let pane = self.panes.get(&self.pane)?;
        if pane.id == PaneId::Trash {
            return None;
        }
        let kind = pane.selected().map(|record| record.kind);
        let same = pane
            .collections
            .iter()
            .find(|collection| Some(collection.kind()) == kind);
        same.or(pane.collections.first()).copied()
    }

    /// The record that commands act on: in the sheet the link under the cursor counts only for
    /// following; the sheet's own record is meant otherwise.
    pub fn current(&self) -> Option<RecordRef> {
        match (self.focus, self.pane) {
            (Focus::Sheet, _) => self.sheet.record,
            (Focus::List, PaneId::Today) => match self.today.selected()?.target {
                Some(Target::Record(record)) => Some(record),
                _ => None,
            },
            (Focus::List, _) => self.panes.get(&self.pane)?.selected(),
        }
    }

    /// The marked records in the order of the list, or else the current one.
    pub fn meant(&self) -> Vec<RecordRef> {
        match self.panes.get(&self.pane) {
            Some(pane) if !pane.marks.is_empty() && self.focus == Focus::List => self.marked(pane),
            _ => self.current().into_iter().collect(),
        }
    }

    /// The marked records, those listed first in their order.
    pub fn marked(&self, pane: &Pane) -> Vec<RecordRef> {
        let listed: Vec<RecordRef> = pane
            .rows
            .iter()
            .copied()
            .filter(|row| pane.marks.contains(row))
            .collect();
        let known: HashSet<RecordRef> = listed.iter().copied().collect();
        let mut marked = listed;
        let mut rest: Vec<RecordRef> = pane
            .marks
            .iter()
            .copied()
            .filter(|record| !known.contains(record))
            .collect();
        rest.sort_unstable();
        marked.append(&mut rest);
        marked
    }

    /// Own entries that can be undone and redone, the next one last.
    pub fn undo_stacks(&self) -> (Vec<u64>, Vec<u64>) {
        change::undo_stacks(self.journal.iter(), &self.settings.author)
    }

    /// The keymap tables that apply, innermost first.
    pub fn modes(&self) -> Vec<Mode> {
        let over = match self.layers.last() {
            Some(Layer::Welcome) => vec![Mode::Welcome],
            Some(layer) => return vec![layer.mode(), Mode::Global],
            None => Vec::new(),
        };
        let pane = if self.focus == Focus::Sheet {
            Mode::Sheet
        } else {
            Mode::List
        };
        over.into_iter().chain([pane, Mode::Global]).collect()
    }

    /// Whether a condition of a keymap holds.
    pub fn holds(&self, condition: Condition) -> bool {
        let pane = self.panes.get(&self.pane);
        match condition {
            Condition::HasRow => self.current().is_some(),
            Condition::HasMarks => pane.is_some_and(|pane| !pane.marks.is_empty()),
            Condition::Filtered => pane.is_some_and(|pane| !pane.filter.text().is_empty()),
            Condition::InSheet => self.focus == Focus::Sheet,
            Condition::ReadOnly => !self.can_write(),
            Condition::Wide => self.width >= super::layout::SIDE_BY_SIDE,
        }
    }
}
