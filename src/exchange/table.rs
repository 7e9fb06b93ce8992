//! A file cut into rows: what every format that is read yields.

use std::collections::HashMap;
use std::ops::ControlFlow;

use super::refusal::Refusal;
use super::remark::{Remark, RemarkKind};
use crate::model::called::plain;

/// Hears how many bytes are read so far, and says whether to go on.
pub type Told<'a> = &'a mut dyn FnMut(usize) -> ControlFlow<()>;

/// The most rows of a file: a hundred times the agency's largest table, and what a desk still plans and holds; one
/// with more is not a table of records.
pub const MOST_ROWS: usize = 1_000_000;

/// The most columns: several times those of any program's export; a table with more has no records in its rows.
pub const MOST_COLUMNS: usize = 1_000;

/// The most cells: a million rows of thirty columns, and what a desk's memory still holds.
pub const MOST_CELLS: usize = 30_000_000;

/// A file cut into rows.
#[derive(Debug, Default)]
pub struct Table {
    /// The cells of the header line, trimmed; blank over a column that has no name. Two that are the same are numbered
    /// (`Nom`, `Nom (2)`).
    pub headers: Vec<String>,
    /// Whether the file has no header line: all headers are blank, and the first row is one as the others.
    pub headless: bool,
    /// The line of the header line, from 1; 0 where there is none.
    pub head: u64,
    /// The rows that have no more cells than the header; blank ones are left out, and blank cells at their ends.
    pub rows: Vec<TableRow>,
    /// The others, as far as they can be cut.
    pub unread: Vec<TableRow>,
    /// What is wrong with the others.
    pub refused: Vec<Refusal>,
    /// What was decided on the way, in order of lines.
    pub said: Vec<Remark>,
    /// The sheets of the workbook that it is one of, in order.
    pub sheets: Vec<String>,
}

/// A row of a file.
#[derive(Debug)]
pub struct TableRow {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Its cells, as they are; without the apostrophe that keeps a spreadsheet from running one. Those that a line
    /// ends without are blank, and not there.
    pub cells: Vec<String>,
}

impl TableRow {
    /// The cell of a column, from 0.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

impl Table {
    /// The cells of a column, from 0, in the order of the rows.
    pub fn column(&self, column: usize) -> impl Iterator<Item = &str> + Clone {
        self.rows.iter().map(move |row| row.cell(column))
    }

    /// The table once all its rows are there: columns at its end that hold nothing and have no name are cut off,
    /// nameless ones with values are named, and headers that stand twice are told apart.
    #[must_use]
    pub fn finished(mut self) -> Table {
        if !self.headless {
            let used = self
                .rows
                .iter()
                .map(|row| row.cells.len())
                .max()
                .unwrap_or(0);
            let named = self.headers.iter().rposition(|header| !header.is_empty());
            let width = named.map_or(0, |at| at + 1);
            let behind = |at: &usize| self.column(*at).any(|cell| !cell.trim().is_empty());
            let last = (width..used).rev().find(behind).map_or(width, |at| at + 1);
            self.headers.truncate(last);
            self.name_nameless();
            self.tell_repeated_apart();
        }
        self.said.sort_by_key(|remark| (remark.line, remark.column));
        self
    }

    fn say(&mut self, column: usize, kind: RemarkKind) {
        self.said.push(Remark {
            line: self.head,
            column: Some(column + 1),
            kind,
        });
    }

    fn name_nameless(&mut self) {
        let is_nameless = |at: &usize| self.headers.get(*at).is_some_and(String::is_empty);
        let nameless: Vec<usize> = (0..self.headers.len()).filter(is_nameless).collect();
        for at in nameless {
            if self.column(at).any(|cell| !cell.trim().is_empty()) {
                self.say(at, RemarkKind::Nameless);
            }
        }
    }

    fn tell_repeated_apart(&mut self) {
        let mut seen: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, header) in self.headers.clone().into_iter().enumerate() {
            let name = plain(&header);
            if name.is_empty() {
                continue;
            }
            let before = seen.entry(name).or_default();
            before.push(at);
            let [first, others @ ..] = before.as_slice() else {
                continue;
            };
            if others.is_empty() {
                continue;
            }
            let says_more =
                |(one, other): (&str, &str)| !other.trim().is_empty() && one.trim() != other.trim();
            let differs = self.column(*first).zip(self.column(at)).any(says_more);
            let number = others.len() + 1;
            if let Some(there) = self.headers.get_mut(at) {
                *there = match differs {
                    true => format!("{header} ({number})"),
                    false => String::new(),
                };
            }
            if !differs {
                self.say(at, RemarkKind::Repeated(header));
            }
        }
    }
}
