//! CSV as it comes: any of the encodings that are in use, cells cut by the sign that fits the whole head of the file,
//! lines above the header line, any line ends.

mod cells;
mod cutting;
mod separator;
mod writing;

use std::collections::VecDeque;
use std::ops::ControlFlow;

use super::charset::decoded;
use super::head::{Head, above_line, head};
use super::options::Options;
use super::refusal::{Reason, Refusal};
use super::remark::{Remark, RemarkKind};
use super::table::{MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Table, TableRow, Told};
pub use cells::{neutral, restored};
use cutting::{Cutter, Record};
pub use writing::{Flavour, cell, export, header, heading, row, write};

/// After so many rows word is given of how far it is.
const TOLD: usize = 1_000;

/// So many damaged bytes are named one by one.
const NAMED: usize = 50;

/// How many lines behind an opening mark that is never closed tell whether they are rows.
const BEHIND: usize = 50;

/// Cuts a file into rows. What is wrong with some leaves the others usable; of a file with more than
/// [`MOST_ROWS`] there are none.
pub fn read(bytes: &[u8]) -> Table {
    table(bytes, &Options::default(), &mut |_| {
        ControlFlow::Continue(())
    })
}

/// The same, as the options say; `tell` hears how many bytes of the text are read so far, and says whether to go on.
pub fn table(bytes: &[u8], options: &Options, tell: Told) -> Table {
    let decoded = decoded(bytes, options.encoding);
    let text = decoded.text.as_ref();
    let (found, is_said) = separator::separator(text);
    let separator = options.separator.unwrap_or(found);
    let lines = separator::lines(text, separator);
    let lines = lines.get(usize::from(is_said)..).unwrap_or_default();
    let head = head(lines);
    let mut cutting = Cutting {
        text,
        separator,
        above: usize::from(is_said),
        head: match head {
            Head::At(at) => Some(usize::from(is_said) + at),
            Head::Missing => None,
        },
        damaged: decoded.damaged.into(),
        cells: 0,
        table: Table::default(),
    };
    let said = &mut cutting.table.said;
    said.push(Remark::of_file(decoded.said));
    if separator.is_ascii_graphic() || separator == b'\t' {
        said.push(Remark::of_file(RemarkKind::Separator(char::from(
            separator,
        ))));
    }
    if head == Head::Missing {
        said.push(Remark::of_file(RemarkKind::Headless));
        let width = lines.iter().map(Vec::len).max().unwrap_or(0);
        cutting.table.headers = vec![String::new(); width.min(MOST_COLUMNS)];
        cutting.table.headless = true;
    }
    match cutting.run(tell) {
        Ok(()) => cutting.table.finished(),
        Err(reason) => Table {
            refused: vec![Refusal::of_file(reason)],
            ..Table::default()
        },
    }
}

/// A text on its way into rows.
struct Cutting<'t> {
    text: &'t str,
    separator: u8,
    /// How many lines at the beginning are none of the table and not worth a word.
    above: usize,
    /// The place of the header line among those that are not blank.
    head: Option<usize>,
    damaged: VecDeque<(usize, u8, char)>,
    cells: usize,
    table: Table,
}

impl Cutting<'_> {
    /// Cuts all of it.
    ///
    /// # Errors
    /// Why nothing of the file is usable.
    fn run(&mut self, tell: Told) -> Result<(), Reason> {
        let mut cutter = Cutter::new(self.text, self.separator);
        let (mut record, mut at) = (Record::default(), 0);
        while cutter.next(&mut record) {
            if self.table.rows.len().is_multiple_of(TOLD) && tell(record.start).is_break() {
                break;
            }
            if record.is_blank(self.text) {
                continue;
            }
            self.name_damage(&record);
            at += 1;
            if self.head.is_some_and(|head| at <= head) {
                if at > self.above {
                    self.left_above(&record);
                }
                continue;
            }
            if record.filled(self.text) > MOST_COLUMNS {
                return Err(Reason::Columns(MOST_COLUMNS));
            }
            if let Some(column) = record.stray {
                let all = self.swallows(&cutter, &record);
                let reason = if all {
                    Reason::QuoteToEnd
                } else {
                    Reason::Quote
                };
                self.refuse(record.line, Some(column + 1), reason);
                self.leave(&record);
                match all {
                    true => break,
                    false => continue,
                }
            }
            if self.head.take_if(|head| *head + 1 == at).is_some() {
                self.take_head(&record);
            } else {
                self.take(&record)?;
            }
        }
        if self.table.headers.is_empty() && self.table.refused.is_empty() {
            self.refuse(1, None, Reason::Empty);
        }
        Ok(())
    }

    fn take_head(&mut self, record: &Record) {
        let cells = (0..record.filled(self.text)).map(|at| record.cell(self.text, at));
        self.table.headers = cells.map(|cell| cell.trim().to_string()).collect();
        // A separator that is said to stand behind the last header may have values under it.
        let more = record.cells.len().min(MOST_COLUMNS);
        self.table.headers.resize(more, String::new());
        self.table.head = record.line;
    }

    fn take(&mut self, record: &Record) -> Result<(), Reason> {
        let (expected, found) = (self.table.headers.len(), record.filled(self.text));
        if self.table.rows.len() + self.table.refused.len() >= MOST_ROWS {
            return Err(Reason::Rows(MOST_ROWS));
        }
        if found > expected {
            self.refuse(record.line, None, Reason::Cells { found, expected });
            self.leave(record);
            return Ok(());
        }
        let kept = record.cells.len().min(expected);
        let is_there = |at: &usize| !record.cell(self.text, *at).is_empty();
        let found = (0..kept).rev().find(is_there).map_or(0, |at| at + 1);
        self.cells += found;
        if self.cells > MOST_CELLS {
            return Err(Reason::TooManyCells(MOST_CELLS));
        }
        let cells = (0..found).map(|at| record.cell(self.text, at));
        let read = cells.map(|cell| restored(cells::told(&cell)).into_owned());
        self.table.rows.push(TableRow {
            line: record.line,
            cells: read.collect(),
        });
        Ok(())
    }

    /// A row that is refused stays to be mended.
    fn leave(&mut self, record: &Record) {
        let cells = record.texts(self.text).take(MOST_COLUMNS);
        self.table.unread.push(TableRow {
            line: record.line,
            cells: cells.map(|cell| cell.into_owned()).collect(),
        });
    }

    fn refuse(&mut self, line: u64, column: Option<usize>, reason: Reason) {
        self.table.refused.push(Refusal {
            line,
            column,
            field: String::new(),
            reason,
        });
    }

    fn left_above(&mut self, record: &Record) {
        let cells = record.texts(self.text).map(|cell| cell.trim().to_string());
        let cells: Vec<String> = cells.collect();
        self.table.said.push(above_line(record.line, &cells));
    }

    /// Names the bytes in a record that are none of the file's encoding.
    fn name_damage(&mut self, record: &Record) {
        let end = record
            .cells
            .last()
            .map_or(record.start, |(range, _)| range.end);
        while let Some((at, byte, read)) =
            self.damaged.front().copied().filter(|(at, ..)| *at <= end)
        {
            self.damaged.pop_front();
            let cell = record.cells.iter().position(|(range, _)| at < range.end);
            let named = self.table.said.iter();
            if named
                .filter(|said| matches!(said.kind, RemarkKind::Byte(..)))
                .count()
                < NAMED
            {
                self.table.said.push(Remark {
                    line: record.line,
                    column: cell.map(|cell| cell + 1),
                    kind: RemarkKind::Byte(byte, read),
                });
            }
        }
    }

    /// Whether what stands behind an opening mark that is never closed is part of that cell, as far as one can tell:
    /// lines that are no rows.
    fn swallows(&self, cutter: &Cutter, record: &Record) -> bool {
        let (mut cutter, mut next) = (cutter.clone(), Record::default());
        let width = match self.table.headers.len() {
            0 => record.cells.len(),
            width => width,
        };
        let (mut rows, mut others) = (0, 0);
        while rows + others < BEHIND && cutter.next(&mut next) {
            match next.cells.len() {
                found if found == width && width > 1 => rows += 1,
                _ if next.is_blank(self.text) => {}
                _ => others += 1,
            }
        }
        others * 10 > rows + others
    }
}
