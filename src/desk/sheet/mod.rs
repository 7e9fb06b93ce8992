//! The sheet: the 360° view of a record.

mod content;
mod gathered;

use std::collections::HashMap;

pub use content::{Content, journal};
pub use gathered::Gathered;

use crate::model::{Change, FieldNo, Heading, Kind, Record, RecordRef};

use super::context::{Context, Scene};
use super::jobs::gathering::Gathering;
use super::layout::Focus;
use super::lines::{self, Line, LineKind, Lines, Target};
use super::marks::Marks;
use super::message::{Asked, Job, JobId};
use super::presence::edited_by;

/// More records than so many are looked at aside for what stands in a sheet.
const MUCH: usize = 2_000;
/// How many rows of a section show at once: the lines of a sheet are made at a key.
pub const ROWS: usize = 200;

/// The sheet.
#[derive(Debug, Default)]
pub struct Sheet {
    /// The record.
    pub record: Option<RecordRef>,
    /// Its title line: name and acronym.
    pub title: String,
    /// Its lines.
    pub content: Lines,
    /// The sections opened, each with the first row that shows.
    pub open: HashMap<(Kind, FieldNo), usize>,
    /// What stands in it besides the record, where that is gathered.
    gathered: Option<Gathered>,
    /// The job that gathers it, and whether the catalog changed since that was asked for.
    asked: Option<(JobId, RecordRef, bool)>,
    /// Whether it has to be gathered aside.
    wanted: bool,
    /// Whether the catalog changed since it was gathered.
    stale: bool,
    /// A record just made that shall show once it is gathered.
    awaited: Option<RecordRef>,
    /// The records marked in its sections.
    pub marks: Marks,
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
        let here = record.reference();
        let is_own = self.record == Some(here);
        let held = self.gathered.as_ref().filter(|held| held.record == here);
        // Of one that is only looked at what is much stands in its own sheet.
        let is_looked_at = !is_own && !scene.catalog.outweighs(record, MUCH);
        let made = is_looked_at.then(|| Gathered::of(scene.catalog, record));
        let content = Content {
            words: scene.words(),
            open: &self.open,
            rows: Some(ROWS),
            missing: match is_own {
                true => "sheet-gathering",
                false => "sheet-many-links",
            },
            elsewhere: false,
        };
        let mut lines = content.lines(record, held.or(made.as_ref()), journal);
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
            self.awaited = None;
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
            (self.gathered, self.wanted) = (None, false);
            return;
        };
        let here = record.reference();
        let held = self.gathered.take().filter(|held| held.record == here);
        (self.gathered, self.wanted) = match scene.catalog.outweighs(record, MUCH) {
            false => (Some(Gathered::of(scene.catalog, record)), false),
            // What there was goes on until there is something newer.
            true => (held.clone(), held.is_none() || self.stale),
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

    /// The catalog changed.
    pub fn outdate(&mut self) {
        self.stale = true;
        if let Some((_, _, overtaken)) = &mut self.asked {
            *overtaken = true;
        }
    }

    /// Has what stands in it gathered aside, where that is much.
    pub fn gather(&mut self, cx: &mut Context) {
        let Some(record) = self.record.filter(|_| self.wanted && cx.loaded) else {
            return;
        };
        let is_asked = |asked: &(JobId, RecordRef, bool)| asked.1 == record && !asked.2;
        if self.asked.as_ref().is_some_and(is_asked) {
            return;
        }
        let catalog = cx.catalog.clone();
        let job = cx.begin(Job::Gather(Box::new(Gathering { catalog, record })));
        self.asked = Some((job, record, false));
    }

    /// That is gathered under that number; says whether it shows.
    pub fn take_gathered(
        &mut self,
        id: JobId,
        gathered: Gathered,
        focus: Focus,
        scene: &Scene,
    ) -> bool {
        let Some((_, record, overtaken)) = self.asked.take_if(|asked| asked.0 == id) else {
            return false;
        };
        if self.record != Some(record) {
            return false;
        }
        (self.gathered, self.stale) = (Some(gathered), overtaken);
        self.refresh(focus, scene);
        if focus == Focus::Sheet {
            // Until now nothing led anywhere.
            self.content.enter(scene.layout(focus).sheet_rows());
        }
        if let Some(made) = self.awaited.take() {
            self.show_row(made, focus, scene);
        }
        true
    }

    /// That job came to nothing.
    pub fn broken(&mut self, id: JobId) {
        self.wanted &= self.asked.take_if(|asked| asked.0 == id).is_none();
    }

    /// Opens the section in which a record stands, at its row, and puts the cursor there; says whether it has one.
    pub fn show_row(&mut self, record: RecordRef, focus: Focus, scene: &Scene) -> bool {
        let sections = self.gathered.iter().flat_map(|gathered| &gathered.sections);
        let mut places = sections.filter_map(|section| {
            let at = section.records.iter().position(|row| *row == record)?;
            Some(((section.kind, section.field), at))
        });
        let is_open = |section: &(Kind, FieldNo)| self.open.contains_key(section);
        let Some((section, at)) = places.find(|(section, _)| is_open(section)) else {
            self.awaited = self.wanted.then_some(record);
            return false;
        };
        drop(places);
        self.open.insert(section, at / ROWS * ROWS);
        self.refresh(focus, scene);
        let rows = scene.layout(focus).sheet_rows();
        self.content.point_at(record, rows)
    }

    /// Shows other rows of a section, from that one on, the cursor on the nearest to those before.
    pub fn turn(&mut self, section: (Kind, FieldNo), from: usize, focus: Focus, scene: &Scene) {
        let before = self.open.insert(section, from).unwrap_or(0);
        let shown = self.gathered.as_ref().map(|at| at.rows_of(section));
        let rows = shown.unwrap_or_default().get(from..).unwrap_or_default();
        let nearest = match from > before {
            true => rows.first(),
            false => rows.get(ROWS - 1).or(rows.last()),
        };
        let nearest = nearest.copied();
        self.refresh(focus, scene);
        if let Some(row) = nearest {
            let rows = scene.layout(focus).sheet_rows();
            self.content.point_at(row, rows);
        }
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
        if self.open.remove(&section).is_none() {
            self.open.insert(section, 0);
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
        if let Some(Target::Section(kind, field) | Target::Rows(kind, field, _)) = line.target {
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

    /// Marks all rows of a section, those too that do not show, or none.
    pub fn mark_section(&mut self, section: (Kind, FieldNo)) {
        let rows = self.gathered.as_ref().map(|at| at.rows_of(section));
        let rows = rows.unwrap_or_default();
        if rows.iter().all(|row| self.marks.contains(row)) {
            rows.iter().for_each(|row| {
                self.marks.remove(row);
            });
        } else {
            self.marks.extend(rows.iter().copied());
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
