//! The journal: every entry with who, when and how much; and one entry opened, record by record.

use std::collections::{HashMap, HashSet};

use crate::catalog::Catalog;
use crate::desk::input::Input;
use crate::desk::pane::scrolled;
use crate::model::change::Reversals;
use crate::model::fold::fold;
use crate::model::{Change, Entry, Heading, Record, RecordRef, Verb};

/// How many headings are read at a time.
pub const PAGE: usize = 500;

/// A long list with a line that narrows it: what shows of it, and where the cursor is.
#[derive(Debug, Default)]
pub struct Narrowed {
    /// What narrows the list.
    pub input: Input,
    /// Whether that line has the keys.
    pub typing: bool,
    /// The rows that match, by number.
    pub shown: Vec<usize>,
    /// The one under the cursor, of those that match.
    pub cursor: usize,
    /// The first on the screen, of those that match.
    pub offset: usize,
}

impl Narrowed {
    /// The number of the row under the cursor.
    pub fn selected(&self) -> Option<usize> {
        self.shown.get(self.cursor).copied()
    }

    /// Moves the cursor, staying in the list.
    pub fn step(&mut self, by: isize, height: usize) {
        self.cursor = self
            .cursor
            .saturating_add_signed(by)
            .min(self.shown.len().saturating_sub(1));
        self.offset = scrolled(self.offset, self.cursor, self.shown.len(), height);
    }

    /// Finds again the rows that hold every word typed; the cursor stays on its row where that still shows.
    pub fn narrow<'a>(&mut self, folded: impl Iterator<Item = &'a str>) {
        let under = self.selected();
        let typed = fold(self.input.text());
        let words: Vec<&str> = typed.split_whitespace().collect();
        self.shown = folded
            .enumerate()
            .filter(|(_, text)| words.iter().all(|word| text.contains(word)))
            .map(|(at, _)| at)
            .collect();
        let at = under.and_then(|under| self.shown.binary_search(&under).ok());
        self.cursor = at.unwrap_or(0);
        self.offset = self.offset.min(self.cursor);
    }
}

/// How an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// As it was done.
    Done,
    /// So many records of it were taken back.
    Partly(u32),
    /// It is undone.
    Undone,
}

/// An entry of the journal as it is listed.
#[derive(Debug)]
pub struct JournalRow {
    /// Who, when, the step.
    pub heading: Heading,
    /// When, as shown.
    pub at: String,
    /// The name of the step, in words.
    pub words: String,
    /// What the narrowing compares with: author, day and step, folded.
    pub folded: String,
}

/// The journal, the newest entry first.
#[derive(Debug, Default)]
pub struct Journal {
    /// The entries read so far.
    pub rows: Vec<JournalRow>,
    /// What shows of them.
    pub list: Narrowed,
    /// Whether the journal goes on behind them.
    pub more: bool,
    /// Whether they are being read.
    pub reading: bool,
    /// Why no more can be read, where that is so.
    pub unread: Option<String>,
    /// Whether the cursor shall go to the very end, once that is read.
    pub to_end: bool,
    reversals: Reversals,
    partly: HashMap<u64, u32>,
}

impl Journal {
    /// A journal of which nothing is read yet.
    pub fn unread() -> Journal {
        Journal {
            more: true,
            ..Journal::default()
        }
    }

    /// The oldest entry read; older ones are asked for by it.
    pub fn oldest(&self) -> u64 {
        self.rows
            .last()
            .map_or(u64::MAX, |row| row.heading.sequence)
    }

    /// The entry under the cursor.
    pub fn selected(&self) -> Option<&JournalRow> {
        self.rows.get(self.list.selected()?)
    }

    /// How an entry stands, as far as the journal is read.
    pub fn stand(&self, heading: &Heading) -> Stand {
        match self.partly.get(&heading.sequence) {
            _ if self.reversals.is_undone(heading.sequence) => Stand::Undone,
            Some(records) if *records >= heading.step.count => Stand::Undone,
            Some(records) => Stand::Partly(*records),
            None => Stand::Done,
        }
    }

    /// Takes in more rows, older ones at the end or a newer one at the front.
    pub fn grow(&mut self, rows: Vec<JournalRow>, newer: bool) {
        let added = rows.len();
        if newer {
            self.rows.splice(0..0, rows);
            self.list.shown.iter_mut().for_each(|at| *at += added);
        } else {
            self.rows.extend(rows);
        }
        self.reversals = Reversals::default();
        self.partly.clear();
        for row in self.rows.iter().rev() {
            self.reversals.follow(&row.heading);
        }
        for JournalRow { heading, .. } in &self.rows {
            if let (Verb::Revert, Some(entry)) = (heading.step.verb, heading.undoes)
                && !self.reversals.is_undone(heading.sequence)
            {
                *self.partly.entry(entry).or_default() += heading.step.count;
            }
        }
        self.narrow();
    }

    /// Finds the rows that match what is typed.
    pub fn narrow(&mut self) {
        let folded = self.rows.iter().map(|row| row.folded.as_str());
        self.list.narrow(folded);
    }
}

/// A record's part of an entry.
#[derive(Debug)]
pub struct EntryRow {
    /// What was done.
    pub change: Change,
    /// What the record is called, or was when it was last there.
    pub title: String,
    /// What the narrowing compares with: the title and the kind, folded.
    pub folded: String,
}

/// The rows of an entry, made aside: it may have very many.
pub fn rows_of(entry: Entry, catalog: &Catalog) -> Vec<EntryRow> {
    let lang = catalog.lang();
    let row = |change: Change| {
        let gone = || {
            let content = change.after.as_ref().or(change.before.as_ref());
            content.map(|content| {
                let record = Record::new(change.record, 0, false, &content.fields);
                catalog.title_of(&record)
            })
        };
        let title = catalog.title(change.record).or_else(gone);
        let title = title.unwrap_or_else(|| change.record.to_string());
        let folded = fold(&format!("{title} {}", change.record.kind.name(lang)));
        EntryRow {
            change,
            title,
            folded,
        }
    };
    entry.changes.into_iter().map(row).collect()
}

/// An entry of the journal, opened.
#[derive(Debug)]
pub struct EntryView {
    /// Who, when, the step.
    pub heading: Heading,
    /// When, as shown.
    pub at: String,
    /// The name of the step, in words.
    pub words: String,
    /// Its records, in its order; `None` until they are read.
    pub rows: Option<Vec<EntryRow>>,
    /// Why they can't be read, where that is so.
    pub unread: Option<String>,
    /// What shows of them.
    pub list: Narrowed,
    /// Those that are marked.
    pub marks: HashSet<RecordRef>,
}

impl EntryView {
    /// The record under the cursor.
    pub fn selected(&self) -> Option<&EntryRow> {
        self.rows.as_ref()?.get(self.list.selected()?)
    }

    /// The marked records in their order, or else the one under the cursor.
    pub fn meant(&self) -> Vec<RecordRef> {
        if self.marks.is_empty() {
            return self
                .selected()
                .map(|row| row.change.record)
                .into_iter()
                .collect();
        }
        let rows = self.rows.iter().flatten().map(|row| row.change.record);
        rows.filter(|record| self.marks.contains(record)).collect()
    }

    /// Marks all rows that show, or, where all are, none of them.
    pub fn mark_all(&mut self) {
        let rows = self.rows.as_deref().unwrap_or_default();
        let shown = self.list.shown.iter().filter_map(|at| rows.get(*at));
        let shown: Vec<RecordRef> = shown.map(|row| row.change.record).collect();
        if shown.iter().all(|record| self.marks.contains(record)) {
            shown.iter().for_each(|record| {
                self.marks.remove(record);
            });
        } else {
            self.marks.extend(shown);
        }
    }

    /// Finds the rows that match what is typed.
    pub fn narrow(&mut self) {
        let rows = self.rows.iter().flatten();
        self.list.narrow(rows.map(|row| row.folded.as_str()));
    }

    /// How many of a layer's rows list records; the others tell what was done to the one under the cursor.
    pub fn listed(rows: usize) -> usize {
        rows - (rows / 2).min(9)
    }
}
