//! The sheet: the 360° view of a record.

mod content;

use std::collections::HashSet;

pub use content::{Content, journal};

use crate::model::{Change, FieldNo, Heading, Kind, Record, RecordRef};

use super::context::{Context, Scene};
use super::layout::Focus;
use super::lines::{self, Line, LineKind, Lines, Target};
use super::message::Asked;
use super::presence::edited_by;

/// The sheet.
#[derive(Debug, Default)]
pub struct Sheet {
    /// The record.
    pub record: Option<RecordRef>,
    /// Its title line: name and acronym.
    pub title: String,
    /// Its lines.
    pub content: Lines,
    /// The sections opened.
    pub open: HashSet<(Kind, FieldNo)>,
    /// The records marked in its sections.
    pub marks: HashSet<RecordRef>,
    /// Its journal, once it is read, newest first.
    pub journal: Option<Vec<(Heading, Vec<String>)>>,
    /// The records followed to get here, with the line of each.
    pub trail: Vec<(RecordRef, usize)>,
}

impl Sheet {
    /// The lines of a record's sheet, as its sections are opened here.
    pub fn lines_of(
        &self,
        record: &Record,
        journal: &[(Heading, Vec<String>)],
        scene: &Scene,
    ) -> Vec<Line> {
        let content = Content {
            words: scene.words(),
            open: &self.open,
            elsewhere: false,
        };
        let mut lines = content.lines(record, journal);
        let edited = edited_by(scene, record.reference()).into_iter();
        lines.splice(
            0..0,
            edited.map(|words| Line::new(LineKind::Heading, "", words)),
        );
        lines
    }

    /// Shows that record and asks for its journal.
    pub fn show(&mut self, record: Option<RecordRef>, focus: Focus, cx: &mut Context) {
        if record != self.record {
            self.record = record;
            self.journal = None;
            self.content = Lines::default();
            self.marks.clear();
        }
        self.refresh(focus, cx);
        if let Some(record) = record.filter(|_| cx.opened && self.journal.is_none()) {
            cx.ask_store(Asked::History(record));
        }
    }

    /// Makes the lines again.
    pub fn refresh(&mut self, focus: Focus, scene: &Scene) {
        let found = self.record.and_then(|record| scene.catalog.get(record));
        let Some(record) = found else {
            self.record = None;
            self.title.clear();
            self.content = Lines::default();
            return;
        };
        self.title = scene.words().title(record);
        let lines = self.lines_of(record, self.journal.as_deref().unwrap_or_default(), scene);
        let layout = scene.layout(focus);
        let width = layout.inside(layout.sheet).width;
        let lines = lines::wrapped(lines, usize::from(width));
        let trashed = |record| scene.catalog.get(record).map(|record| record.trashed);
        self.content.replace(lines, &trashed);
        self.content.settle(layout.sheet_rows());
    }

    /// The journal of a record was read, oldest entry first.
    pub fn journal_read(
        &mut self,
        record: RecordRef,
        entries: &[(Heading, Change)],
        focus: Focus,
        scene: &Scene,
    ) {
        if self.record == Some(record) {
            self.journal = Some(journal(&scene.words(), entries));
            self.refresh(focus, scene);
        }
    }

    /// Opens a section, or closes it.
    pub fn toggle(&mut self, section: (Kind, FieldNo)) {
        if !self.open.remove(&section) {
            self.open.insert(section);
        }
    }

    /// The record whose row is under the cursor.
    pub fn linked(&self, rows: usize) -> Option<RecordRef> {
        let shown = self.content.shows_cursor(rows);
        self.content.selected().filter(|_| shown)?.record()
    }

    /// The section under the cursor, be it on its heading or on a row of it: the kind of its records,
    /// and the field with which they point to the sheet's.
    pub fn section(&self, rows: usize, scene: &Scene) -> Option<(Kind, FieldNo)> {
        let here = self.record?;
        if !self.content.shows_cursor(rows) {
            return None;
        }
        let line = self.content.selected()?;
        if let Some(Target::Section(kind, field)) = line.target {
            return Some((kind, field));
        }
        let row = scene.catalog.get(line.record()?)?;
        let above = self.content.section_above();
        let points = |field: FieldNo| row.references().any(|at| at == (field, here));
        let (kind, field) = match above.filter(|(kind, _)| *kind == row.kind) {
            Some(section) => section,
            None => (row.kind, row.references().find(|(_, to)| *to == here)?.0),
        };
        (points(field) || self.content.held).then_some((kind, field))
    }

    /// Marks all rows of a section, or none.
    pub fn mark_section(&mut self, section: (Kind, FieldNo), scene: &Scene) {
        let Some(record) = self.record else { return };
        let sections = scene.catalog.sections(record);
        let found = sections
            .into_iter()
            .find(|at| (at.kind, at.field) == section);
        let rows = found.map(|section| section.records).unwrap_or_default();
        if rows.iter().all(|row| self.marks.contains(row)) {
            self.marks.retain(|marked| !rows.contains(marked));
        } else {
            self.marks.extend(rows);
        }
    }

    /// The record followed last that is still there, with the line where that was.
    pub fn stepped_back(&mut self, scene: &Scene) -> Option<(RecordRef, usize)> {
        while let Some(step) = self.trail.pop() {
            if scene.catalog.get(step.0).is_some() {
                return Some(step);
            }
        }
        None
    }
}
