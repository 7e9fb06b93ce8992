//! When a command can run, and why not when it can't.

use super::layers::{Layer, Surface};
use super::{Desk, Focus, Standing, permitted};
use crate::command::{Command, Need};
use crate::keymap::{Condition, Mode};
use crate::model::Record;

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
        let denied = || permitted::against(command, screen, &self.scene());
        if let (Need::Writable, true, Some(denied)) = (need, self.can_write(), denied()) {
            let words = self.scene().words();
            return Some(words.refused(denied.id(), &denied.arguments()));
        }
        let key = match need {
            // What it would be about is not told yet.
            Need::Undoable | Need::Redoable if self.work.changes_many() => "no-other-change",
            // A head stands for several records, and is none.
            _ if about_record && screen.focus == Focus::List && screen.head().is_some() => {
                "no-head"
            }
            Need::Record if screen.line().is_some() => "no-line",
            Need::Addable if screen.section(&self.scene()).is_some() => Need::Live.id(),
            need => need.id(),
        };
        Some(self.scene().word(&format!("need-{key}")))
    }

    fn meets(&self, command: Command, need: Need) -> bool {
        let (screen, scene) = (&self.screen, self.scene());
        // The records that it acts on: those marked where it takes many, else the one meant.
        let acted_on = |is: fn(&Record) -> bool| match command {
            Command::RecordDelete | Command::RecordRestore | Command::CopyOpen => {
                screen.means_one(&scene, is)
            }
            _ => screen
                .current(&scene)
                .and_then(|record| scene.catalog.get(record))
                .is_some_and(is),
        };
        match need {
            Need::Record => acted_on(|_| true),
            Need::Writable => {
                self.can_write() && permitted::against(command, screen, &scene).is_none()
            }
            Need::Marks => screen.has_marks(),
            Need::Markable => screen.is_markable(&scene),
            Need::Undoable | Need::Redoable if self.work.changes_many() => false,
            Need::Undoable => !scene.undo_stacks().0.is_empty(),
            Need::Redoable => !scene.undo_stacks().1.is_empty(),
            Need::Trail => !screen.sheet.trail.is_empty(),
            Need::Addable => screen.adding(&scene).is_some(),
            Need::Trashed => self.catalog.has_trash() && acted_on(|record| record.trashed),
            Need::Live => acted_on(|record| !record.trashed),
            Need::Listing => screen.list().is_some(),
            Need::Line => {
                let opens = command == Command::RecordFollow && screen.focus == Focus::List;
                screen.current(&scene).is_some()
                    || opens && screen.head().is_some()
                    || screen.line().is_some()
            }
            Need::TrashFull => self.catalog.has_trash(),
            Need::Columns
            | Need::Views
            | Need::Entry
            | Need::EntryOpen
            | Need::Journal
            | Need::Conflict
            | Need::Import
            | Need::Review
            | Need::Merge
            | Need::Choice => self.top().is_some_and(|surface| surface.meets(need)),
        }
    }

    /// The layer on top.
    pub(super) fn top(&self) -> Option<&dyn Surface> {
        self.layers.last().map(Layer::surface)
    }

    /// Whether the store is open and accepts changes.
    pub fn can_write(&self) -> bool {
        self.read_only.is_none() && self.scene().opened
    }

    /// Whether the store is still being opened for writing.
    pub fn is_opening(&self) -> bool {
        !self.opened && !matches!(self.standing, Standing::Unopened(_))
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
