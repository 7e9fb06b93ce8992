//! The journal: every entry with who, when and how much, read in pages aside.

use std::collections::HashMap;

use super::Surface;
use super::narrowed::Narrowed;
use super::reversing::take_back;
use crate::command::{Command, Need};
use crate::desk::ask::{Ask, EntryHead};
use crate::desk::context::{Context, Scene};
use crate::desk::message::{Asked, Sought};
use crate::desk::screen::{Motion, Screen};
use crate::keymap::{Key, Mode};
use crate::locale;
use crate::model::change::Reversals;
use crate::model::fold::fold;
use crate::model::{Heading, Verb};

/// How many headings are read at a time.
pub const PAGE: usize = 500;

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

/// A row of the journal.
#[derive(Debug)]
pub struct JournalRow {
    /// Who, when and the step, as listed.
    pub head: EntryHead,
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
    /// A journal of which nothing is read yet; its newest entries are asked for.
    pub fn open(cx: &mut Context) -> Journal {
        let mut journal = Journal {
            more: true,
            ..Journal::default()
        };
        journal.read_on(cx);
        journal
    }

    /// Asks for older entries where the rows read so far do not fill what is looked at.
    pub fn read_on(&mut self, cx: &mut Context) {
        let ahead = self.list.cursor + cx.layer_rows().max(PAGE / 2);
        let wanted = self.to_end || self.list.shown.len() < ahead;
        if self.more && !self.reading && self.unread.is_none() && wanted {
            self.reading = true;
            cx.ask_store(Asked::Journal(self.oldest(), PAGE));
        }
    }

    /// The number of the oldest entry read so far.
    fn oldest(&self) -> u64 {
        let oldest = self.rows.last();
        oldest.map_or(u64::MAX, |row| row.head.heading.sequence)
    }

    /// Takes in entries older than that one, in order of sequence, if they are what it waits for; fewer than
    /// were asked for are the last ones.
    pub fn read(&mut self, before: u64, headings: &[Heading], cx: &mut Context) {
        if self.reading && self.oldest() == before {
            let newest_first = headings.iter().rev();
            let rows = newest_first.map(|heading| row(heading, headings, cx));
            let rows: Vec<JournalRow> = rows.collect();
            self.reading = false;
            self.more = headings.len() == PAGE && headings.first().is_some_and(|h| h.sequence > 1);
            self.grow(rows, false);
            if self.to_end {
                self.list.step(isize::MAX, cx.layer_rows());
            }
        }
        self.read_on(cx);
    }

    /// A new entry stands at the front.
    pub fn grew(&mut self, heading: &Heading, scene: &Scene) {
        self.grow(vec![row(heading, &[], scene)], true);
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
            self.reversals.follow(&row.head.heading);
        }
        for JournalRow { head, .. } in &self.rows {
            let heading = &head.heading;
            if let (Verb::Revert, Some(entry)) = (heading.step.verb, heading.undoes)
                && !self.reversals.is_undone(heading.sequence)
            {
                *self.partly.entry(entry).or_default() += heading.step.count;
            }
        }
        self.narrow();
    }

    /// Finds the rows that match what is typed.
    fn narrow(&mut self) {
        let folded = self.rows.iter().map(|row| row.folded.as_str());
        self.list.narrow(folded);
    }
}

/// An entry as a row, among those of its page.
fn row(heading: &Heading, page: &[Heading], scene: &Scene) -> JournalRow {
    // What an entry takes back is named where it is known: among the newest, or on the same page.
    let known = match scene.journal.first() {
        Some(first) if first.sequence <= heading.sequence => scene.journal,
        _ => page,
    };
    let words = locale::heading_words(scene.texts(), heading, known);
    let at = scene.texts().moment(heading.at);
    JournalRow {
        folded: fold(&format!("{} {at} {words}", heading.who())),
        head: EntryHead {
            heading: heading.clone(),
            at,
            words,
        },
    }
}

impl Surface for Journal {
    fn mode(&self) -> Mode {
        if self.list.typing {
            Mode::Filter
        } else {
            Mode::Journal
        }
    }

    fn step(&mut self, motion: Motion, _: &mut Screen, cx: &mut Context) -> bool {
        self.to_end = motion == Motion::Last;
        let rows = cx.layer_rows();
        self.list.step(motion.rows(rows), rows);
        self.read_on(cx);
        true
    }

    fn run(&mut self, command: Command, _: &mut Screen, cx: &mut Context) -> bool {
        match command {
            Command::Accept if self.list.typing => self.list.typing = false,
            Command::Accept => {
                if let Some(row) = self.selected() {
                    cx.ask(Ask::Entry(Box::new(row.head.clone())));
                }
            }
            Command::JournalNarrow => self.list.typing = true,
            Command::EntryUndo => {
                if let Some(row) = self.selected() {
                    take_back(&row.head.heading, Vec::new(), cx);
                }
            }
            Command::EntryRevert => {}
            _ => return false,
        }
        true
    }

    fn leave(&mut self, _: &mut Screen, cx: &mut Context) {
        if self.list.widen() {
            self.narrow();
            self.read_on(cx);
        } else {
            cx.ask(Ask::Close);
        }
    }

    fn key(&mut self, key: Key, _: &mut Screen, cx: &mut Context) -> bool {
        let taken = self.list.key(key);
        if taken {
            self.narrow();
            self.read_on(cx);
        }
        taken
    }

    fn paste(&mut self, text: &str, _: &mut Screen, cx: &mut Context) -> bool {
        let taken = self.list.insert(text);
        if taken {
            self.narrow();
            self.read_on(cx);
        }
        taken
    }

    fn meets(&self, need: Need) -> bool {
        matches!(need, Need::Entry | Need::Journal)
    }

    fn unread(&mut self, sought: Option<Sought>, why: &str) {
        let own = sought.is_none_or(|sought| sought == Sought::Journal(self.oldest()));
        if own && self.reading {
            self.reading = false;
            self.unread = Some(why.to_string());
        }
    }
}
