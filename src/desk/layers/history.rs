//! The history of a record: who, when, what, field by field before and after.

use super::Surface;
use super::reversing::{reversal, take_back};
use crate::command::{Command, Need};
use crate::desk::context::{Context, Scene};
use crate::desk::message::{Asked, Sought};
use crate::desk::screen::{Motion, Screen};
use crate::desk::window::scrolled;
pub use crate::desk::words::FieldLine;
use crate::keymap::Mode;
use crate::model::{Change, Heading, RecordRef, Verb};

/// An entry of the history, newest first.
#[derive(Debug)]
pub struct HistoryEntry {
    /// Who, when, the step.
    pub heading: Heading,
    /// The record's part of it.
    pub change: Change,
    /// The name of the step, in words.
    pub step: String,
    /// When, as shown.
    pub at: String,
    /// What it changed, as shown.
    pub fields: Vec<FieldLine>,
}

/// The history layer.
#[derive(Debug)]
pub struct History {
    /// The record.
    pub record: RecordRef,
    /// Its title.
    pub title: String,
    /// The entries, newest first; `None` until they are read.
    pub entries: Option<Vec<HistoryEntry>>,
    /// Why they can't be read, where that is so.
    pub unread: Option<String>,
    /// The entry under the cursor.
    pub cursor: usize,
    /// The first line on the screen.
    pub offset: usize,
}

impl History {
    /// The history of the record meant, which is asked for.
    pub fn open(screen: &Screen, cx: &mut Context) -> Option<History> {
        let record = screen.current(cx)?;
        cx.ask_store(Asked::History(record));
        Some(History {
            record,
            title: cx.catalog.title(record).unwrap_or_default(),
            entries: None,
            unread: None,
            cursor: 0,
            offset: 0,
        })
    }

    /// Takes in the entries of its record, oldest first.
    pub fn read(&mut self, entries: &[(Heading, Change)], scene: &Scene) {
        let words = scene.words();
        let entry = |(heading, change): &(Heading, Change)| HistoryEntry {
            step: words.heading(heading),
            at: scene.texts().moment(heading.at),
            fields: words.changed_fields(change),
            heading: heading.clone(),
            change: change.clone(),
        };
        let read: Vec<HistoryEntry> = entries.iter().rev().map(entry).collect();
        self.cursor = self.cursor.min(read.len().saturating_sub(1));
        self.entries = Some(read);
    }

    /// The entry under the cursor.
    pub fn selected(&self) -> Option<&HistoryEntry> {
        self.entries.as_ref()?.get(self.cursor)
    }

    /// The first line of an entry and how many lines it takes: its heading and its fields.
    pub fn span(entries: &[HistoryEntry], at: usize) -> (usize, usize) {
        let lines = |entry: &HistoryEntry| 1 + entry.fields.len();
        (
            entries.iter().take(at).map(lines).sum(),
            entries.get(at).map_or(1, lines),
        )
    }
}

impl Surface for History {
    fn mode(&self) -> Mode {
        Mode::History
    }

    /// Moves the cursor by entries, keeping the whole entry on the screen where it fits.
    fn step(&mut self, motion: Motion, _: &mut Screen, cx: &mut Context) -> bool {
        let Some(entries) = &self.entries else {
            return true;
        };
        let height = cx.layer_rows();
        self.cursor = self
            .cursor
            .saturating_add_signed(motion.rows(height))
            .min(entries.len().saturating_sub(1));
        let total: usize = (0..entries.len())
            .map(|at| History::span(entries, at).1)
            .sum();
        let (first, length) = History::span(entries, self.cursor);
        self.offset = scrolled(self.offset, first + length.saturating_sub(1), total, height);
        self.offset = scrolled(self.offset, first, total, height);
        true
    }

    fn run(&mut self, command: Command, _: &mut Screen, cx: &mut Context) -> bool {
        let Some(heading) = self.selected().map(|entry| &entry.heading) else {
            return matches!(command, Command::EntryRevert | Command::EntryUndo);
        };
        match command {
            Command::EntryRevert => {
                let only = vec![self.record];
                let reversal = reversal(heading.sequence, Verb::Revert, only, cx);
                cx.reverse(reversal);
            }
            Command::EntryUndo => take_back(heading, Vec::new(), cx),
            _ => return false,
        }
        true
    }

    fn meets(&self, need: Need) -> bool {
        need == Need::Entry
    }

    fn unread(&mut self, sought: Option<Sought>, why: &str) {
        let own = sought.is_none_or(|sought| sought == Sought::History(self.record));
        if own && self.entries.is_none() {
            self.unread = Some(why.to_string());
        }
    }
}
