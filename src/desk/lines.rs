//! Lines: what a sheet and *Today* are made of; some lead somewhere.

use ulid::Ulid;
use unicode_width::UnicodeWidthStr;

use crate::model::{FieldNo, Kind, RecordRef};

use super::pane::{PaneId, scrolled};

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
}

impl Lines {
    /// Puts new lines in, the cursor on the same target where it is still there.
    pub fn replace(&mut self, lines: Vec<Line>) {
        let target = self.selected().and_then(|line| line.target.clone());
        self.lines = lines;
        let same = target.and_then(|target| {
            self.lines
                .iter()
                .position(|line| line.target.as_ref() == Some(&target))
        });
        self.cursor = same
            .unwrap_or(self.cursor)
            .min(self.lines.len().saturating_sub(1));
    }

    /// The line under the cursor.
    pub fn selected(&self) -> Option<&Line> {
        self.lines.get(self.cursor)
    }

    /// Moves by that many stops (lines that lead somewhere); scrolls on where there are no more.
    pub fn step(&mut self, by: isize, height: usize) {
        for _ in 0..by.unsigned_abs() {
            let next = if by > 0 {
                (self.cursor + 1..self.lines.len()).find(|at| self.leads(*at))
            } else {
                (0..self.cursor).rev().find(|at| self.leads(*at))
            };
            match next {
                Some(at) => self.cursor = at,
                None if by > 0 => {
                    self.offset = (self.offset + 1).min(self.lines.len().saturating_sub(height))
                }
                None => self.offset = self.offset.saturating_sub(1),
            }
            if next.is_some() {
                self.settle(height);
            }
        }
    }

    /// Moves the window by that many lines, the cursor to the nearest stop in it.
    pub fn page(&mut self, by: isize, height: usize) {
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
                self.settle(height);
            }
            None => {
                self.offset = self
                    .offset
                    .saturating_add_signed(by)
                    .min(self.lines.len().saturating_sub(height))
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
        let stop = if last {
            (0..self.lines.len()).rev().find(|at| self.leads(*at))
        } else {
            (0..self.lines.len()).find(|at| self.leads(*at))
        };
        self.cursor = stop.unwrap_or(0);
        self.settle(height);
        if !last {
            self.offset = 0;
        }
    }

    /// Moves the window so that the cursor shows.
    pub fn settle(&mut self, height: usize) {
        self.offset = scrolled(self.offset, self.cursor, self.lines.len(), height);
    }

    fn leads(&self, at: usize) -> bool {
        self.lines.get(at).is_some_and(|line| line.target.is_some())
    }
}
