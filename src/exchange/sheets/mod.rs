//! Workbooks, of Excel and of LibreOffice: one sheet of them as a table.
//!
//! They are archives of XML that announce more than they hold: what comes out of them is bounded byte by byte, and
//! only cells that hold something are made.

mod archive;
mod book;
mod formats;
mod grid;
mod ods;
mod writing;
mod xlsx;
mod xml;

use std::ops::ControlFlow;

use super::head::most_headings;
use super::options::Options;
use super::refusal::{Reason, Refusal};
use super::table::{Table, Told as ToldBytes};
use book::{Book, Sheet};
use grid::Grid;
pub use writing::export;

/// So many rows of each sheet tell which one has a header line.
const HEAD: usize = 50;

/// Reads a workbook of Excel.
pub fn xlsx(bytes: &[u8], options: &Options, tell: ToldBytes) -> Table {
    let read = xlsx::Excel::open(bytes);
    table(read.and_then(|mut book| read_of(&mut book, bytes.len(), options, tell)))
}

/// Reads a workbook of LibreOffice.
pub fn ods(bytes: &[u8], options: &Options, tell: ToldBytes) -> Table {
    let read = ods::Libre::open(bytes);
    table(read.and_then(|mut book| read_of(&mut book, bytes.len(), options, tell)))
}

fn table(read: Result<Table, Reason>) -> Table {
    read.unwrap_or_else(|reason| Table {
        refused: vec![Refusal::of_file(reason)],
        ..Table::default()
    })
}

fn read_of(
    book: &mut dyn Book,
    length: usize,
    options: &Options,
    tell: ToldBytes,
) -> Result<Table, Reason> {
    let sheets = book.sheets();
    let at = chosen(book, &sheets, options)?;
    let mut grid = Grid::default();
    // How many bytes a row took nobody knows: it is told that it goes on.
    book.read(at, &mut grid, &mut |_| tell(length / 2))?;
    let name = sheets.get(at).map_or("", |sheet| sheet.name.as_str());
    let mut table = grid.table(name, sheets.len() - 1);
    table.sheets = sheets.into_iter().map(|sheet| sheet.name).collect();
    Ok(table)
}

/// The sheet asked for, or the first of those that have the best header line.
fn chosen(book: &mut dyn Book, sheets: &[Sheet], options: &Options) -> Result<usize, Reason> {
    if let Some(asked) = options.sheet.as_deref() {
        let by_name = |name: &str| {
            let is_called =
                |sheet: &Sheet| sheet.name.trim().to_lowercase() == name.trim().to_lowercase();
            sheets.iter().position(is_called)
        };
        let by_number = || {
            asked
                .parse::<usize>()
                .ok()?
                .checked_sub(1)
                .filter(|at| *at < sheets.len())
        };
        let names = || {
            sheets
                .iter()
                .map(|sheet| sheet.name.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        };
        return by_name(asked)
            .or_else(by_number)
            .ok_or_else(|| Reason::NoSheet(names()));
    }
    let seen: Vec<usize> = (0..sheets.len())
        .filter(|at| sheets.get(*at).is_some_and(|sheet| !sheet.is_hidden))
        .collect();
    let (mut best, mut most) = (seen.first().copied().unwrap_or(0), 0);
    if seen.len() < 2 {
        return Ok(best);
    }
    for at in seen {
        let mut grid = Grid::of_most(HEAD);
        // What is wrong with a sheet that is not taken is of no matter.
        let read = book.read(at, &mut grid, &mut |_| ControlFlow::Continue(()));
        let headings = most_headings(&grid.lines());
        if read.is_ok() && headings > most {
            (best, most) = (at, headings);
        }
    }
    Ok(best)
}
