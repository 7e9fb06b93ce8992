//! The history of a record: who, when, what, field by field before and after.

use crate::desk::pane::scrolled;
use crate::model::{Change, Heading, RecordRef};

/// A field of an entry: label, before, after.
pub type FieldLine = (String, String, String);

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

    /// Moves the cursor by entries, keeping the whole entry on the screen where it fits.
    pub fn step(&mut self, by: isize, height: usize) {
        let Some(entries) = &self.entries else { return };
        self.cursor = self
            .cursor
            .saturating_add_signed(by)
            .min(entries.len().saturating_sub(1));
        let total: usize = (0..entries.len())
            .map(|at| History::span(entries, at).1)
            .sum();
        let (first, length) = History::span(entries, self.cursor);
        self.offset = scrolled(self.offset, first + length.saturating_sub(1), total, height);
        self.offset = scrolled(self.offset, first, total, height);
    }
}
