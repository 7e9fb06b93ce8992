//! When a command can run, and why not when it can't.

use super::layers::{Layer, Surface};
use super::{Desk, Focus, Standing};
use crate::command::{Command, Need};
use crate::keymap::{Condition, Mode};
use crate::model::{Record, change};

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
        let screen = &self.screen;
        let on_line = screen.on_lines() && screen.today.selected().is_some();
        let key = match need {
            // A head stands for several records, and is none.
            _ if about_record && screen.focus == Focus::List && screen.head().is_some() => {
                "no-head"
            }
            Need::Record if on_line => "no-line",
            Need::Addable if screen.section(&self.scene()).is_some() => Need::Live.id(),
            need => need.id(),
        };
        Some(self.scene().word(&format!("need-{key}")))
    }

    fn meets(&self, command: Command, need: Need) -> bool {
        let (screen, scene) = (&self.screen, self.scene());
        match need {
            Need::Record => self.acted_on(command).next().is_some(),
            Need::Writable => self.can_write(),
            Need::Marks => screen.has_marks(),
            Need::Markable => screen.is_markable(&scene),
            Need::Undoable => !self.undo_stacks().0.is_empty(),
            Need::Redoable => !self.undo_stacks().1.is_empty(),
            Need::Trail => !screen.sheet.trail.is_empty(),
            Need::Addable => screen.adding(&scene).is_some(),
            Need::Trashed => self.acted_on(command).any(|record| record.trashed),
            Need::Live => self.acted_on(command).any(|record| !record.trashed),
            Need::Listing => screen.list().is_some(),
            Need::Line => {
                let opens = command == Command::RecordFollow && screen.focus == Focus::List;
                screen.current(&scene).is_some()
                    || opens && screen.head().is_some()
                    || screen.on_lines() && screen.today.selected().is_some()
            }
            Need::TrashFull => self.catalog.trash().next().is_some(),
            Need::Columns | Need::Views | Need::Entry | Need::EntryOpen | Need::Journal => {
                self.top().is_some_and(|surface| surface.meets(need))
            }
        }
    }

    /// The layer on top.
    pub(super) fn top(&self) -> Option<&dyn Surface> {
        self.layers.last().map(Layer::surface)
    }

    /// The records that a command acts on: those marked where it takes many, else the one meant.
    fn acted_on(&self, command: Command) -> impl Iterator<Item = &Record> {
        let scene = self.scene();
        let records = match command {
            Command::RecordDelete | Command::RecordRestore | Command::CopyOpen => {
                self.screen.meant(&scene)
            }
            _ => self.screen.current(&scene).into_iter().collect(),
        };
        let found = records.into_iter();
        found.filter_map(|record| self.catalog.get(record))
    }

    /// Whether the store is open and accepts changes.
    pub fn can_write(&self) -> bool {
        self.read_only.is_none() && self.scene().opened
    }

    /// Whether the store is still being opened for writing.
    pub fn is_opening(&self) -> bool {
        !self.opened && !matches!(self.standing, Standing::Unopened(_))
    }

    /// Own entries that can be undone and redone, the next one last.
    pub fn undo_stacks(&self) -> (Vec<u64>, Vec<u64>) {
        change::undo_stacks(self.journal.iter(), &self.settings.author)
    }

    /// The keymap tables that apply, innermost first.
    pub fn modes(&self) -> Vec<Mode> {
        let pane = if self.screen.focus == Focus::Sheet {
            Mode::Sheet
        } else {
            Mode::List
        };
        match self.top() {
            None => vec![pane, Mode::Global],
            Some(layer) if layer.lets_through() => vec![layer.mode(), pane, Mode::Global],
            Some(layer) if layer.mode().takes_text() => {
                vec![layer.mode(), Mode::Text, Mode::Global]
            }
            Some(layer) => vec![layer.mode(), Mode::Global],
        }
    }

    /// Whether a condition of a keymap holds.
    pub fn holds(&self, condition: Condition) -> bool {
        let screen = &self.screen;
        match condition {
            Condition::HasRow => screen.current(&self.scene()).is_some(),
            Condition::HasMarks => screen.has_marks(),
            Condition::Filtered => screen.list().is_some_and(|at| !at.filter.text().is_empty()),
            Condition::InSheet => screen.focus == Focus::Sheet,
            Condition::ReadOnly => !self.can_write(),
            Condition::Wide => super::layout::is_wide(self.width, self.settings.layout),
        }
    }
}
