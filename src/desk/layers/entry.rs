//! An entry of the journal, opened: record by record, taken back wholly or in part.

use std::collections::HashSet;

use super::Surface;
use super::narrowed::Narrowed;
use super::reversing::take_back;
use crate::command::{Command, Need};
use crate::desk::ask::{Ask, EntryHead};
use crate::desk::context::Context;
use crate::desk::entry::EntryRow;
use crate::desk::message::{Asked, Sought};
use crate::desk::screen::{Motion, Screen};
use crate::desk::status::Tone;
use crate::keymap::{Key, Mode};
use crate::model::RecordRef;

/// An entry of the journal, opened.
#[derive(Debug)]
pub struct EntryView {
    /// Who, when and the step, as listed.
    pub head: EntryHead,
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
    /// That entry, whose records are asked for.
    pub fn open(head: EntryHead, cx: &mut Context) -> EntryView {
        let sequence = head.heading.sequence;
        let catalog = Box::new(cx.catalog.clone());
        cx.ask_store(Asked::Entry(sequence, catalog));
        EntryView {
            head,
            rows: None,
            unread: None,
            list: Narrowed::default(),
            marks: HashSet::new(),
        }
    }

    /// Takes in its records.
    pub fn read(&mut self, rows: Vec<EntryRow>) {
        self.rows = Some(rows);
        self.narrow();
    }

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
    fn mark_all(&mut self) {
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
    fn narrow(&mut self) {
        let rows = self.rows.iter().flatten();
        self.list.narrow(rows.map(|row| row.folded.as_str()));
    }

    /// How many of a layer's rows list records; the others tell what was done to the one under the cursor.
    pub fn listed(rows: usize) -> usize {
        rows - (rows / 2).min(9)
    }
}

impl Surface for EntryView {
    fn mode(&self) -> Mode {
        if self.list.typing {
            Mode::Filter
        } else {
            Mode::Entry
        }
    }

    fn step(&mut self, motion: Motion, _: &mut Screen, cx: &mut Context) -> bool {
        let rows = cx.layer_rows();
        self.list.step(motion.rows(rows), EntryView::listed(rows));
        true
    }

    fn run(&mut self, command: Command, _: &mut Screen, cx: &mut Context) -> bool {
        match command {
            Command::Accept if self.list.typing => self.list.typing = false,
            Command::Accept => self.follow(cx),
            Command::JournalNarrow => self.list.typing = true,
            Command::EntryMark => self.mark(cx),
            Command::EntryMarkAll => self.mark_all(),
            Command::EntryUndo => take_back(&self.head.heading, Vec::new(), cx),
            Command::EntryRevert => self.revert(cx),
            _ => return false,
        }
        true
    }

    fn leave(&mut self, _: &mut Screen, cx: &mut Context) {
        if self.list.widen() {
            self.narrow();
        } else {
            cx.ask(Ask::Close);
        }
    }

    fn key(&mut self, key: Key, _: &mut Screen, _: &mut Context) -> bool {
        let taken = self.list.key(key);
        if taken {
            self.narrow();
        }
        taken
    }

    fn paste(&mut self, text: &str, _: &mut Screen, _: &mut Context) -> bool {
        let taken = self.list.insert(text);
        if taken {
            self.narrow();
        }
        taken
    }

    fn meets(&self, need: Need) -> bool {
        matches!(need, Need::Entry | Need::EntryOpen | Need::Journal)
    }

    fn unread(&mut self, sought: Option<Sought>, why: &str) {
        let this = Sought::Entry(self.head.heading.sequence);
        let own = sought.is_none_or(|sought| sought == this);
        if own && self.rows.is_none() {
            self.unread = Some(why.to_string());
        }
    }
}

impl EntryView {
    /// Goes to the record under the cursor.
    fn follow(&self, cx: &mut Context) {
        let Some(record) = self.selected().map(|row| row.change.record) else {
            return;
        };
        if cx.catalog.get(record).is_none() {
            return cx.say_word(Tone::Warning, "entry-gone");
        }
        cx.ask(Ask::GoTo(record));
    }

    /// Marks or unmarks the record under the cursor, and goes to the next one.
    fn mark(&mut self, cx: &Context) {
        if let Some(record) = self.selected().map(|row| row.change.record)
            && !self.marks.remove(&record)
        {
            self.marks.insert(record);
        }
        self.list.step(1, EntryView::listed(cx.layer_rows()));
    }

    /// Takes back the marked records' part of it, or that of the one under the cursor.
    fn revert(&self, cx: &mut Context) {
        let only = self.meant();
        if only.is_empty() {
            return;
        }
        let rows = self.rows.as_ref();
        let all = rows.is_some_and(|rows| rows.len() == only.len());
        take_back(&self.head.heading, if all { Vec::new() } else { only }, cx);
    }
}
