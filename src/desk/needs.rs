//! When a command can run, and why not when it can't.

use crate::keymap::{Condition, Mode};
use crate::model::{Record, change};

use super::command::{Command, Need};
use super::layers::Layer;
use super::pane::PaneId;
use super::{Desk, Focus};

impl Desk {
    /// The first need of the command that is not met; `None` if it can run.
    pub fn unmet(&self, command: Command) -> Option<Need> {
        command
            .needs()
            .iter()
            .copied()
            .find(|need| !self.meets(command, *need))
    }

    /// Why the command can't run now, in words.
    pub fn reason_against(&self, command: Command) -> Option<String> {
        let need = self.unmet(command)?;
        let about_record = matches!(need, Need::Record | Need::Line | Need::Live | Need::Trashed);
        if let (Need::Writable, Some(reason)) = (need, &self.read_only) {
            return Some(reason.clone());
        }
        let key = match need {
            // A head stands for several records, and is none.
            _ if about_record && self.focus == Focus::List && self.head().is_some() => "no-head",
            Need::Record if self.on_today() && self.today.selected().is_some() => "no-line",
            Need::Addable if self.section().is_some() => Need::Live.id(),
            need => need.id(),
        };
        Some(self.word(&format!("need-{key}")))
    }

    fn meets(&self, command: Command, need: Need) -> bool {
        match need {
            Need::Record => self.acted_on(command).next().is_some(),
            Need::Writable => self.can_write(),
            Need::Marks => self.has_marks(),
            Need::Markable => self.is_markable(),
            Need::Undoable => !self.undo_stacks().0.is_empty(),
            Need::Redoable => !self.undo_stacks().1.is_empty(),
            Need::Trail => !self.sheet.trail.is_empty(),
            Need::Addable => self.adding().is_some(),
            Need::Trashed => self.acted_on(command).any(|record| record.trashed),
            Need::Live => self.acted_on(command).any(|record| !record.trashed),
            Need::Listing => self.panes.contains_key(&self.pane),
            Need::Line => {
                let opens = command == Command::RecordFollow && self.focus == Focus::List;
                self.current().is_some()
                    || opens && self.head().is_some()
                    || self.on_today() && self.today.selected().is_some()
            }
            Need::Columns => self.chosen_column().is_some(),
            Need::Views => self.chosen_view().is_some(),
            Need::Entry => matches!(
                self.layers.last(),
                Some(Layer::Journal(_) | Layer::Entry(_) | Layer::History(_))
            ),
            Need::EntryOpen => matches!(self.layers.last(), Some(Layer::Entry(_))),
            Need::Journal => matches!(
                self.layers.last(),
                Some(Layer::Journal(_) | Layer::Entry(_))
            ),
            Need::TrashFull => self.catalog.trash().next().is_some(),
        }
    }

    fn on_today(&self) -> bool {
        self.pane == PaneId::Today && self.focus == Focus::List
    }

    /// The records that a command acts on: those marked where it takes many, else the one meant.
    fn acted_on(&self, command: Command) -> impl Iterator<Item = &Record> {
        let records = match command {
            Command::RecordDelete | Command::RecordRestore | Command::CopyOpen => self.meant(),
            _ => self.current().into_iter().collect(),
        };
        let found = records.into_iter();
        found.filter_map(|record| self.catalog.get(record))
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

    /// Own entries that can be undone and redone, the next one last.
    pub fn undo_stacks(&self) -> (Vec<u64>, Vec<u64>) {
        change::undo_stacks(self.journal.iter(), &self.settings.author)
    }

    /// The keymap tables that apply, innermost first.
    pub fn modes(&self) -> Vec<Mode> {
        let over = match self.layers.last() {
            Some(Layer::Welcome) => vec![Mode::Welcome],
            Some(layer) if layer.mode().takes_text() => {
                return vec![layer.mode(), Mode::Text, Mode::Global];
            }
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
            Condition::HasMarks => self.has_marks(),
            Condition::Filtered => pane.is_some_and(|pane| !pane.filter.text().is_empty()),
            Condition::InSheet => self.focus == Focus::Sheet,
            Condition::ReadOnly => !self.can_write(),
            Condition::Wide => super::layout::is_wide(self.width, self.settings.layout),
        }
    }
}
