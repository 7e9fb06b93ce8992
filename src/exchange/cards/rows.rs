//! Rows whose columns come as they are needed.

use std::collections::BTreeMap;

use crate::exchange::refusal::{Reason, Refusal};
use crate::exchange::remark::{Remark, RemarkKind};
use crate::exchange::table::{Table, TableRow};

/// Rows in the making.
#[derive(Debug, Default)]
pub struct Rows {
    headers: Vec<&'static str>,
    rows: Vec<TableRow>,
    left: BTreeMap<String, usize>,
}

impl Rows {
    /// Takes a row: its cells by their headers; blank ones say nothing.
    pub fn take(&mut self, line: u64, cells: Vec<(&'static str, String)>) {
        let mut row = Vec::new();
        for (header, text) in cells
            .into_iter()
            .filter(|(_, text)| !text.trim().is_empty())
        {
            let known = self.headers.iter().position(|found| *found == header);
            let at = known.unwrap_or_else(|| {
                self.headers.push(header);
                self.headers.len() - 1
            });
            if row.len() <= at {
                row.resize(at + 1, String::new());
            }
            row.get_mut(at)
                .into_iter()
                .for_each(|cell| cell.clone_from(&text));
        }
        self.rows.push(TableRow { line, cells: row });
    }

    /// Something is left out.
    pub fn leave(&mut self, what: &str) {
        // Names that nobody knows are not counted without end.
        if self.left.len() < 20 || self.left.contains_key(what) {
            *self.left.entry(what.to_string()).or_default() += 1;
        }
    }

    /// The table of them.
    pub fn table(self) -> Table {
        let left = self
            .left
            .into_iter()
            .map(|(what, count)| RemarkKind::Left(what, count));
        let refused = self
            .rows
            .is_empty()
            .then(|| Refusal::of_file(Reason::Empty));
        Table {
            headers: self.headers.into_iter().map(str::to_string).collect(),
            rows: self.rows,
            refused: refused.into_iter().collect(),
            said: left.map(Remark::of_file).collect(),
            ..Table::default()
        }
    }
}
