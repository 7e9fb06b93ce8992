//! Records that are made one, field by field: whose value each field has, which of them stays, what becomes of links.

use std::collections::BTreeMap;

use super::Surface;
use crate::catalog::Merged;
use crate::command::{Command, Need};
use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene, Waiting};
use crate::desk::jobs::weighing::{Pointing, in_words};
use crate::desk::screen::{Motion, Screen};
use crate::desk::status::Tone;
use crate::desk::window::scrolled;
use crate::keymap::Mode;
use crate::model::fold::fold;
use crate::model::text::shown;
use crate::model::{Field, FieldNo, FieldType, RecordRef, Value};

/// How many records are made one at most: more are no slip of one hand.
const MOST: usize = 12;

/// A field of several records.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The field.
    pub field: &'static Field,
    /// What each of them holds, as shown.
    pub values: Vec<String>,
    /// Whether two of them hold something else.
    pub differs: bool,
    /// What it holds once they are one, as shown.
    pub result: String,
    /// Whose value stays, where the field holds one.
    pub taken: Option<usize>,
}

/// The layer.
#[derive(Clone, Debug)]
pub struct Merge {
    /// The records, the one that stays first.
    pub records: Vec<RecordRef>,
    /// What they are called.
    pub titles: Vec<String>,
    /// Whose value stays, where it is not that of the first one that has any.
    pub taken: BTreeMap<FieldNo, RecordRef>,
    /// The fields, those that differ first.
    pub rows: Vec<Compared>,
    /// What becomes of links and records, or why they can't be merged, a line each.
    pub told: Vec<String>,
    /// The field under the cursor.
    pub cursor: usize,
    /// The first field on the screen.
    pub offset: usize,
}

impl Merge {
    /// Of those records, the one that stays first.
    pub fn open(records: Vec<RecordRef>, scene: &Scene) -> Merge {
        let mut merge = Merge {
            records,
            titles: Vec::new(),
            taken: BTreeMap::new(),
            rows: Vec::new(),
            told: Vec::new(),
            cursor: 0,
            offset: 0,
        };
        merge.refresh(scene);
        merge
    }

    /// Of the marked records; says so where they are none of one kind, or too many.
    pub fn of_marks(screen: &mut Screen, cx: &mut Context) -> Option<Merge> {
        let mut records = screen.chosen(cx).in_order();
        records.sort_unstable();
        let Some(first) = records.first().filter(|_| records.len() > 1) else {
            cx.say_word(Tone::Warning, "merge-alone");
            return None;
        };
        if records.iter().any(|record| record.kind != first.kind) {
            cx.say_word(Tone::Warning, "merge-kinds");
            return None;
        }
        if records.len() > MOST {
            let words = cx.format(
                "merge-many",
                &[("n", records.len().into()), ("most", MOST.into())],
            );
            cx.say(Tone::Warning, words);
            return None;
        }
        if let Some(words) = cx.denied_words(first.kind) {
            cx.say(Tone::Warning, words);
            return None;
        }
        Some(Merge::open(records, cx))
    }

    /// Compares them as they are now.
    pub fn refresh(&mut self, scene: &Scene) {
        let at = self.rows.get(self.cursor).map(|row| row.field.number);
        let catalog = scene.catalog;
        let titles = self.records.iter().map(|record| catalog.title(*record));
        self.titles = titles.map(Option::unwrap_or_default).collect();
        match catalog.merged(&self.records, &self.taken) {
            Ok(merged) => {
                self.rows = compared(&self.records, Some(&merged), &self.taken, scene);
                self.told = told(&merged, &self.records, scene);
            }
            Err(fault) => {
                self.rows = Vec::new();
                self.told = vec![scene.word(&format!("merge-{}", fault.id()))];
            }
        }
        let place = self
            .rows
            .iter()
            .position(|row| Some(row.field.number) == at);
        self.cursor = place.unwrap_or(0);
        self.settle(scene);
    }

    fn settle(&mut self, scene: &Scene) {
        let height = self.listed(scene.layer_rows() + 1);
        self.offset = scrolled(self.offset, self.cursor, self.rows.len(), height);
    }

    /// How many of so many lines list the fields; the one under the cursor has the others.
    pub fn listed(&self, height: usize) -> usize {
        (height / 2).max(1)
    }

    /// Takes another one's value of the field under the cursor.
    fn pick(&mut self, by: isize, scene: &Scene) {
        let Some((row, taken)) = self
            .rows
            .get(self.cursor)
            .and_then(|row| Some((row, row.taken?)))
        else {
            return;
        };
        let holding: Vec<usize> = (0..row.values.len())
            .filter(|at| row.values.get(*at).is_some_and(|value| !value.is_empty()))
            .collect();
        let at = holding.iter().position(|at| *at == taken).unwrap_or(0);
        let count = holding.len().max(1);
        let at = (at + count).saturating_add_signed(by) % count;
        let record = holding.get(at).and_then(|at| self.records.get(*at));
        if let Some(record) = record {
            self.taken.insert(row.field.number, *record);
        }
        self.refresh(scene);
    }
}

/// Makes records one, the first one staying, or says why not.
pub fn merge(
    records: &[RecordRef],
    taken: &BTreeMap<FieldNo, RecordRef>,
    cx: &mut Context,
) -> bool {
    if let Some(why) = cx.unwritable() {
        cx.say(Tone::Warning, why);
        return false;
    }
    match cx.catalog.merged(records, taken) {
        Ok(merged) => {
            let author = &cx.settings.author;
            let commit = cx.catalog.merge_commit(vec![merged], author, cx.now);
            cx.send(commit, Waiting::Change);
            true
        }
        Err(fault) => {
            cx.say_word(Tone::Warning, &format!("merge-{}", fault.id()));
            false
        }
    }
}

/// The fields of records side by side, those that differ first; `merged` is what they come to.
pub fn compared(
    records: &[RecordRef],
    merged: Option<&Merged>,
    taken: &BTreeMap<FieldNo, RecordRef>,
    scene: &Scene,
) -> Vec<Compared> {
    let Some(kind) = records.first().map(|record| record.kind) else {
        return Vec::new();
    };
    let words = |field: &Field, value: Option<&Value>| {
        value.map_or_else(String::new, |value| {
            shown(field, value, scene.lang(), scene.catalog)
        })
    };
    let mut rows: Vec<Compared> = Vec::new();
    for field in kind.fields() {
        let of = |record: &RecordRef| {
            let value = scene.catalog.get(*record)?.get(field.number)?;
            Some(value.to_value())
        };
        let values: Vec<String> = records
            .iter()
            .map(|record| words(field, of(record).as_ref()))
            .collect();
        let result = merged.and_then(|merged| merged.fields.get(field.number));
        let result = words(field, result);
        if values.iter().all(String::is_empty) && result.is_empty() {
            continue;
        }
        let first = values.first().map(|value| fold(value));
        let differs = values.iter().any(|value| Some(fold(value)) != first);
        let holds_one = !field.many && field.kind != FieldType::Note;
        let chosen = taken.get(&field.number);
        let chosen = chosen.and_then(|chosen| records.iter().position(|record| record == chosen));
        let holding = || values.iter().position(|value| !value.is_empty());
        rows.push(Compared {
            field,
            taken: chosen.or_else(holding).filter(|_| holds_one && differs),
            differs,
            values,
            result,
        });
    }
    rows.sort_by_key(|row| !row.differs);
    rows
}

/// What becomes of the records that do not stay, and of links.
fn told(merged: &Merged, records: &[RecordRef], scene: &Scene) -> Vec<String> {
    let (mut moved, mut doubled) = (Pointing::new(), Pointing::new());
    for edit in merged
        .edits
        .iter()
        .filter(|edit| !records.contains(&edit.record))
    {
        let before = scene.catalog.get(edit.record).is_some_and(|at| at.trashed);
        let goes = edit.after.as_ref().is_some_and(|after| after.trashed) && !before;
        let counts = if goes { &mut doubled } else { &mut moved };
        *counts.entry(edit.record.kind).or_default() += 1;
    }
    let mut told = vec![scene.format(
        "merge-trashed",
        &[("n", (records.len().saturating_sub(1)).into())],
    )];
    for (key, links) in [("merge-moved", moved), ("merge-doubled", doubled)] {
        if !links.is_empty() {
            let links = in_words(&links, scene.lang());
            told.push(scene.format(key, &[("links", links.into())]));
        }
    }
    told
}

impl Surface for Merge {
    fn mode(&self) -> Mode {
        Mode::Merge
    }

    fn step(&mut self, motion: Motion, _: &mut Screen, cx: &mut Context) -> bool {
        let by = motion.rows(self.listed(cx.layer_rows() + 1));
        let last = self.rows.len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
        self.settle(cx);
        true
    }

    fn run(&mut self, command: Command, _: &mut Screen, cx: &mut Context) -> bool {
        match command {
            Command::MergeValueNext => self.pick(1, cx),
            Command::MergeValuePrevious => self.pick(-1, cx),
            Command::MergeStays => {
                if !self.records.is_empty() {
                    self.records.rotate_left(1);
                }
                self.refresh(cx);
            }
            Command::Accept | Command::FormSave => {
                if merge(&self.records, &self.taken, cx) {
                    cx.ask(Ask::Close);
                }
            }
            _ => return false,
        }
        true
    }

    fn meets(&self, need: Need) -> bool {
        need == Need::Merge
    }

    fn proposes(&self) -> bool {
        true
    }
}
