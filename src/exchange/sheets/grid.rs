//! The cells of a sheet as they come, within bounds, and the table that they make.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::exchange::csv::restored;
use crate::exchange::head::table_of;
use crate::exchange::refusal::{Reason, Refusal};
use crate::exchange::remark::{Remark, RemarkKind};
use crate::exchange::table::{MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Table, TableRow};

/// The most bytes of all cells together: what a table of text may have.
pub const MOST_TEXT: usize = 256 << 20;

/// A text without the apostrophe that kept a spreadsheet from running it, which took that for a letter of the text.
fn unguarded(text: String) -> String {
    let restored = match text.contains('\'') {
        true => restored(&text),
        false => return text,
    };
    match restored {
        Cow::Owned(text) => text,
        Cow::Borrowed(_) => text,
    }
}

/// A sheet in the making.
#[derive(Debug, Default)]
pub struct Grid {
    rows: Vec<TableRow>,
    refused: Vec<Refusal>,
    cells: usize,
    bytes: usize,
    /// How many cells are merged.
    pub merged: usize,
    /// The errors that cells have for values (`#N/A`), and how many.
    pub errors: BTreeMap<String, usize>,
    /// Ends once it has so many rows.
    most: Option<usize>,
}

impl Grid {
    /// One that ends once it has so many rows.
    pub fn of_most(rows: usize) -> Grid {
        Grid {
            most: Some(rows),
            ..Grid::default()
        }
    }

    /// Whether no more rows are wanted.
    pub fn is_full(&self) -> bool {
        self.most.is_some_and(|most| self.rows.len() >= most)
    }

    /// Takes a row: its line from 1, its cells by their columns from 0, in order, and how often it stands there.
    ///
    /// # Errors
    /// Where the sheet is larger than a table of records.
    pub fn take(
        &mut self,
        line: u64,
        cells: Vec<(usize, String)>,
        times: usize,
    ) -> Result<(), Reason> {
        let cells: Vec<(usize, String)> = cells
            .into_iter()
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(at, text)| (at, unguarded(text)))
            .collect();
        let Some((last, _)) = cells.last() else {
            return Ok(());
        };
        if *last >= MOST_COLUMNS {
            self.refused.push(Refusal {
                line,
                column: Some(last + 1),
                field: String::new(),
                reason: Reason::Columns(MOST_COLUMNS),
            });
            return Ok(());
        }
        if self.rows.len().saturating_add(times) > MOST_ROWS {
            return Err(Reason::Rows(MOST_ROWS));
        }
        let bytes: usize = cells.iter().map(|(_, text)| text.len()).sum();
        self.cells = self.cells.saturating_add((last + 1).saturating_mul(times));
        self.bytes = self.bytes.saturating_add(bytes.saturating_mul(times));
        if self.cells > MOST_CELLS {
            return Err(Reason::TooManyCells(MOST_CELLS));
        }
        if self.bytes > MOST_TEXT {
            return Err(Reason::Inflates);
        }
        let mut row = vec![String::new(); last + 1];
        for (at, text) in cells {
            row.get_mut(at)
                .into_iter()
                .for_each(|cell| cell.clone_from(&text));
        }
        let times = self.most.map_or(times, |most| times.min(most));
        for nth in 0..times {
            self.rows.push(TableRow {
                line: line + nth as u64,
                cells: row.clone(),
            });
        }
        Ok(())
    }

    /// The first rows, as they are looked at for a header line.
    pub fn lines(&self) -> Vec<Vec<String>> {
        let rows = self.rows.iter();
        rows.map(|row| {
            row.cells
                .iter()
                .map(|cell| cell.trim().to_string())
                .collect()
        })
        .collect()
    }

    /// The table of the rows, and what is said of it.
    pub fn table(self, sheet: &str, others: usize) -> Table {
        let mut table = table_of(self.rows);
        table.refused.extend(self.refused);
        table
            .refused
            .sort_by_key(|refusal| (refusal.line, refusal.column));
        let sheet = RemarkKind::Sheet(sheet.to_string(), others);
        let merged = (self.merged > 0).then_some(RemarkKind::Merged(self.merged));
        let errors = self
            .errors
            .into_iter()
            .map(|(error, count)| RemarkKind::Left(error, count));
        let said = std::iter::once(sheet).chain(merged).chain(errors);
        table.said.splice(0..0, said.map(Remark::of_file));
        table
    }
}
