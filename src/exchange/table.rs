//! A file cut into rows: what every format that is read yields.

use std::ops::ControlFlow;

use super::refusal::Refusal;
use super::remark::Remark;

/// Hears how many bytes are read so far, and says whether to go on.
pub type Told<'a> = &'a mut dyn FnMut(usize) -> ControlFlow<()>;

/// The most rows of a file: a hundred times the agency's largest table, and what a desk still plans and holds; one
/// with more is not a table of records.
pub const MOST_ROWS: usize = 1_000_000;

/// A file cut into rows.
#[derive(Debug, Default)]
pub struct Table {
    /// The cells of the header line, trimmed.
    pub headers: Vec<String>,
    /// The rows that have as many cells as the header; blank ones are left out.
    pub rows: Vec<TableRow>,
    /// What is wrong with the others.
    pub refused: Vec<Refusal>,
    /// What was decided on the way, in order of lines.
    pub said: Vec<Remark>,
}

/// A row of a file.
#[derive(Debug)]
pub struct TableRow {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Its cells, as they are; without the apostrophe that keeps a spreadsheet from running one.
    pub cells: Vec<String>,
}
