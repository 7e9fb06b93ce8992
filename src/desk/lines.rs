//! Lines: what a sheet and *Today* are made of; some lead somewhere.

use ulid::Ulid;
use unicode_width::UnicodeWidthStr;

use crate::model::{FieldNo, Kind, RecordRef};

use super::pane::PaneId;
use super::window::scrolled;

/// The sign before what lies in the trash.
pub const TRASHED: &str = "× ";

/// What a line is, for its style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// A line of the identity: label and value.
    Field,
    /// A further line of a value.
    More,
    /// A section that can be opened (`true` when it is).
    Section(bool),
    /// A record of an open section.
    Item,
    /// A line of the timeline or of recent changes: label is the time.
    Event,
    /// A heading that leads nowhere.
    Heading,
    /// Nothing.
    Blank,
}

/// Where a line leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a record.
    Record(RecordRef),
    /// Opens or closes a section.
    Section(Kind, FieldNo),
    /// Shows other rows of an open section, from that one on.
    Rows(Kind, FieldNo, usize),
    /// Takes up a draft.
    Draft(Ulid),
    /// To a pane.
    Pane(PaneId),
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub kind: LineKind,
    /// What stands left: a field's label, a section's name, a time.
    pub label: String,
    /// What stands right of it.
    pub text: String,
    /// Where it leads.
    pub target: Option<Target>,
    /// Whether what it names lies in the trash.
    pub trashed: bool,
    /// Whether what it names is over.
    pub past: bool,
}

impl Line {
    /// A line that leads nowhere.
    pub fn new(kind: LineKind, label: impl Into<String>, text: impl Into<String>) -> Line {
        Line {
            kind,
            label: label.into(),
            text: text.into(),
            target: None,
            trashed: false,
            past: false,
        }
    }

    /// The record that it stands for: an item of a section or an event. A field only names another one.
    pub fn record(&self) -> Option<RecordRef> {
        match (self.kind, &self.target) {
            (LineKind::Item | LineKind::Event, Some(Target::Record(record))) => Some(*record),
            _ => None,
        }
    }

    /// Whether it names what it leads to in the same sense: a record it stands for, or one it only names.
    fn stands_as(&self, other: &Line) -> bool {
        self.kind == other.kind || self.record().is_none() && other.record().is_none()
    }

    /// The same line, leading there.
    pub fn to(mut self, target: Target) -> Line {
        self.target = Some(target);
        self
    }
}

/// The widest label that still stands in its column; a longer one is cut.
const WIDEST_LABEL: usize = 24;

/// Cells of the column of the labels of fields, and of the one of times and counts, in that width.
pub fn columns(lines: &[Line], width: usize) -> (usize, usize) {
    let widest = |wanted: &dyn Fn(LineKind) -> bool| {
        let labels = lines.iter().filter(|line| wanted(line.kind));
        labels
            .map(|line| line.label.width())
            .max()
            .unwrap_or(0)
            .min(WIDEST_LABEL)
            .min(width * 2 / 5)
    };
    (
        widest(&|kind| kind == LineKind::Field),
        widest(&|kind| matches!(kind, LineKind::Item | LineKind::Event)),
    )
}

/// Breaks the values that are wider than their column, after words where it can.
pub fn wrapped(lines: Vec<Line>, width: usize) -> Vec<Line> {
    let room = width.saturating_sub(columns(&lines, width).0 + 4);
    if room < 8 {
        return lines;
    }
    let mut broken = Vec::with_capacity(lines.len());
    for line in lines {
        let value = matches!(line.kind, LineKind::Field | LineKind::More);
        if !value || line.text.width() <= room {
            broken.push(line);
            continue;
        }
        let parts: Vec<String> = textwrap::wrap(&line.text, room)
            .into_iter()
            .map(Into::into)
            .collect();
        for (at, part) in parts.into_iter().enumerate() {
            broken.push(match at {
                0 => Line {
                    text: part,
                    ..line.clone()
                },
                _ => Line {
                    kind: LineKind::More,
                    label: String::new(),
                    text: part,
                    target: None,
                    trashed: line.trashed,
                    past: line.past,
                },
            });
        }
    }
    broken
}

/// Lines with a cursor that stops where a line leads somewhere.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// The lines.
    pub lines: Vec<Line>,
    /// The line under the cursor.
    pub cursor: usize,
    /// The first line on the screen.
    pub offset: usize,
    /// Whether the line under the cursor is one that went: it stays until the cursor moves.
    pub held: bool,
    /// Whether the window was scrolled away from the cursor.
    away: bool,
}

impl Lines {
    /// Puts new lines in, the cursor on the same one where it is still there. One that stands for a record
    /// and went is held: it stays under the cursor until that moves, as long as `trashed` knows the
    /// record (whether it lies in the trash).
    pub fn replace(&mut self, lines: Vec<Line>, trashed: &dyn Fn(RecordRef) -> Option<bool>) {
        let old = self.selected().cloned();
        let meant = old.as_ref().and_then(Line::record);
        let old = old.filter(|line| line.target.is_some());
        let before = std::mem::replace(&mut self.lines, lines);
        self.held = false;
        let same = |at: &usize| {
            let both = self.lines.get(*at).zip(old.as_ref());
            both.is_some_and(|(line, old)| line.target == old.target && line.stands_as(old))
        };
        let nearest = (0..self.lines.len()).filter(same);
        if let Some(at) = nearest.min_by_key(|at| at.abs_diff(self.cursor)) {
            self.cursor = at;
        } else if let Some((old, trashed)) = old.zip(meant.and_then(trashed)) {
            self.cursor = self.after_what_stood_above(&before);
            self.lines.insert(self.cursor, Line { trashed, ..old });
            self.held = true;
        } else {
            self.clamp();
            // Where no row was meant, none comes to be so by itself.
            let stands = |at: &usize| {
                self.lines
                    .get(*at)
                    .is_some_and(|line| line.record().is_some())
            };
            if meant.is_none() {
                let above = (0..=self.cursor).rev().find(|at| !stands(at));
                self.cursor = above.unwrap_or(self.cursor);
            }
        }
    }

    /// The place behind the nearest line that stood above the cursor among those lines and is still there.
    fn after_what_stood_above(&self, before: &[Line]) -> usize {
        let above = before.iter().take(self.cursor).rev();
        let still = |old: &Line| {
            let same = |line: &Line| match &old.target {
                None => line == old,
                target => line.target == *target && line.stands_as(old),
            };
            self.lines.iter().position(same)
        };
        above.into_iter().find_map(still).map_or(0, |at| at + 1)
    }

    fn clamp(&mut self) {
        self.cursor = self.cursor.min(self.lines.len().saturating_sub(1));
    }

    /// Lets go of the line that is held: the next one stands in its place. Says whether there was one.
    pub fn release(&mut self) -> bool {
        let held = std::mem::take(&mut self.held) && self.cursor < self.lines.len();
        if held {
            self.lines.remove(self.cursor);
            self.clamp();
        }
        held
    }

    /// Puts the cursor on the line that stands for a record, an item of a section rather than an event;
    /// says whether there is one.
    pub fn point_at(&mut self, record: RecordRef, height: usize) -> bool {
        self.release();
        let stands = |line: &Line| line.record() == Some(record);
        let found = self.lines.iter().position(stands);
        self.cursor = found.unwrap_or(self.cursor);
        self.clamp();
        self.come(height);
        found.is_some()
    }

    /// The section that the line under the cursor stands in, if it is an item.
    pub fn section_above(&self) -> Option<(Kind, FieldNo)> {
        let above = self.lines.get(..=self.cursor)?;
        if above.last().is_some_and(|line| line.kind != LineKind::Item) {
            return None;
        }
        above.iter().rev().find_map(|line| match line.target {
            Some(Target::Section(kind, field)) => Some((kind, field)),
            _ => None,
        })
    }

    /// Whether the line under the cursor shows in a window of that height.
    pub fn shows_cursor(&self, height: usize) -> bool {
        !self.away && (self.offset..self.offset + height).contains(&self.cursor)
    }

    /// The line under the cursor.
    pub fn selected(&self) -> Option<&Line> {
        self.lines.get(self.cursor)
    }

    /// Moves by that many stops (lines that lead somewhere); scrolls on where there are no more.
    pub fn step(&mut self, by: isize, height: usize) {
        let mut after = self.cursor + usize::from(!self.release());
        for _ in 0..by.unsigned_abs() {
            let next = if by > 0 {
                (after..self.lines.len()).find(|at| self.leads(*at))
            } else {
                (0..self.cursor).rev().find(|at| self.leads(*at))
            };
            match next {
                Some(at) => (self.cursor, after) = (at, at + 1),
                None if by > 0 => {
                    self.offset =
                        (self.offset + 1).min(self.lines.len().saturating_sub(height.max(1)))
                }
                None => self.offset = self.offset.saturating_sub(1),
            }
            match next {
                Some(_) => self.come(height),
                None => self.look_away(height),
            }
        }
        self.stop(height);
    }

    /// Puts the cursor back on a stop, where the one it stood on has gone.
    fn stop(&mut self, height: usize) {
        self.clamp();
        if !self.leads(self.cursor)
            && let Some(at) = (0..self.cursor).rev().find(|at| self.leads(*at))
        {
            self.cursor = at;
            self.come(height);
        }
    }

    /// Moves the window by that many lines, the cursor to the nearest stop in it.
    pub fn page(&mut self, by: isize, height: usize) {
        if self.release() {
            self.stop(height);
        }
        let wanted = self
            .cursor
            .saturating_add_signed(by)
            .min(self.lines.len().saturating_sub(1));
        let stop = if by > 0 {
            (self.cursor + 1..=wanted).rev().find(|at| self.leads(*at))
        } else {
            (wanted..self.cursor).find(|at| self.leads(*at))
        };
        match stop {
            Some(at) => {
                self.cursor = at;
                self.come(height);
            }
            None => {
                self.offset = self
                    .offset
                    .saturating_add_signed(by)
                    .min(self.lines.len().saturating_sub(height.max(1)));
                self.look_away(height);
            }
        }
    }

    /// Puts the cursor on a stop when the focus comes here.
    pub fn enter(&mut self, height: usize) {
        if !self.leads(self.cursor) {
            self.edge(false, height);
        }
    }

    /// Moves to the first (or last) stop.
    pub fn edge(&mut self, last: bool, height: usize) {
        self.release();
        let stop = if last {
            (0..self.lines.len()).rev().find(|at| self.leads(*at))
        } else {
            (0..self.lines.len()).find(|at| self.leads(*at))
        };
        self.cursor = stop.unwrap_or(0);
        self.come(height);
        if !last {
            self.top(height);
        }
    }

    /// Moves the window to the first line, the cursor staying where it is.
    pub fn top(&mut self, height: usize) {
        self.offset = 0;
        self.look_away(height);
    }

    /// Moves the window to the cursor.
    fn come(&mut self, height: usize) {
        self.away = false;
        self.settle(height);
    }

    /// The window was moved by itself.
    fn look_away(&mut self, height: usize) {
        self.away = !(self.offset..self.offset + height).contains(&self.cursor);
    }

    /// Moves the window so that the cursor shows, unless it was scrolled away from it.
    pub fn settle(&mut self, height: usize) {
        if self.away {
            self.offset = self
                .offset
                .min(self.lines.len().saturating_sub(height.max(1)));
            return;
        }
        self.offset = scrolled(self.offset, self.cursor, self.lines.len(), height);
    }

    fn leads(&self, at: usize) -> bool {
        self.lines.get(at).is_some_and(|line| line.target.is_some())
    }
}
