//! The header line of a table, found among its first lines.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::refusal::{Reason, Refusal};
use super::remark::{Remark, RemarkKind};
use super::table::{Table, TableRow};
use crate::model::called::{self, plain};
use crate::model::{Kind, identifiers};

/// So many lines are looked at.
const LOOKED_AT: usize = 200;

/// So many lines may stand above the header line.
const ABOVE: usize = 30;

/// Which line of a table is its header line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// The one of that place among those that are not blank, from 0.
    At(usize),
    /// None: what begins there are rows.
    Missing,
}

/// The table of rows of which one may be the header line.
pub fn table_of(rows: Vec<TableRow>) -> Table {
    let mut rows = rows;
    rows.retain(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
    let trimmed = |row: &TableRow| {
        row.cells
            .iter()
            .map(|cell| cell.trim().to_string())
            .collect()
    };
    let lines: Vec<Vec<String>> = rows.iter().take(LOOKED_AT).map(trimmed).collect();
    let mut table = Table::default();
    let expected = match head(&lines) {
        Head::At(at) => {
            let above = rows.drain(..(at + 1).min(rows.len()));
            for (row, line) in above.zip(&lines) {
                table.head = row.line;
                table.said.push(above_line(row.line, line));
                table.headers.clone_from(line);
            }
            table.said.pop();
            table.headers.len()
        }
        Head::Missing => {
            table.said.push(Remark::of_file(RemarkKind::Headless));
            table.headless = true;
            lines.iter().map(Vec::len).max().unwrap_or(0)
        }
    };
    table.headers.resize(expected, String::new());
    if expected == 0 {
        table.refused.push(Refusal {
            line: 1,
            ..Refusal::of_file(Reason::Empty)
        });
    }
    for mut row in rows {
        let filled = row.cells.iter().rposition(|cell| !cell.trim().is_empty());
        row.cells.truncate(filled.map_or(0, |at| at + 1));
        match row.cells.len() {
            found if found > expected => table.refused.push(Refusal {
                line: row.line,
                column: None,
                field: String::new(),
                reason: Reason::Cells { found, expected },
            }),
            _ => table.rows.push(row),
        }
    }
    table.finished()
}

/// What is said of a line above the header line.
pub fn above_line(line: u64, cells: &[String]) -> Remark {
    let cells: Vec<&str> = cells
        .iter()
        .map(String::as_str)
        .filter(|cell| !cell.is_empty())
        .collect();
    Remark {
        line,
        column: None,
        kind: RemarkKind::Above(cells.join(" ").chars().take(60).collect()),
    }
}

/// The most cells of a line, of the first ones, that are what some field is called.
pub fn most_headings(lines: &[Vec<String>]) -> usize {
    let counts = lines.iter().take(ABOVE).map(|line| headings(line));
    counts.max().unwrap_or(0)
}

/// How many cells most lines have, of those that have several, and how many lines that are.
pub fn width(lines: &[Vec<String>]) -> (usize, usize) {
    let mut widths: Vec<usize> = lines
        .iter()
        .map(Vec::len)
        .filter(|width| *width > 1)
        .collect();
    widths.sort_unstable();
    let runs = widths.chunk_by(|one, other| one == other);
    let runs = runs.filter_map(|run| Some((*run.first()?, run.len())));
    runs.max_by_key(|(width, count)| (*count, *width))
        .unwrap_or((1, lines.len()))
}

/// Which of the first lines is the header line.
pub fn head(lines: &[Vec<String>]) -> Head {
    let (width, _) = width(lines);
    let filled = |line: &[String]| line.iter().filter(|cell| !cell.is_empty()).count();
    let needed = if width < 2 {
        1
    } else {
        width.div_ceil(2).max(2)
    };
    let head = lines.iter().take(ABOVE);
    let is_wide = |line: &Vec<String>| filled(line) >= needed || headings(line) == filled(line);
    let Some(first) = head.clone().position(is_wide) else {
        return Head::At(0);
    };
    let known = |line: &Vec<String>| headings(line) >= 2 && headings(line) * 2 >= filled(line);
    let Some(line) = lines.get(first) else {
        return Head::At(first);
    };
    let (mails, figures) = (
        line.iter().any(|cell| is_mail(cell)),
        line.iter().any(|cell| is_figure(cell)),
    );
    let is_data = match headings(line) {
        0 => mails || figures,
        1 => mails,
        _ => false,
    };
    match head.skip(first).position(known) {
        _ if !is_data => Head::At(first),
        Some(further) => Head::At(first + further),
        None => Head::Missing,
    }
}

/// How many cells of a line are what some field is called.
fn headings(line: &[String]) -> usize {
    line.iter().filter(|cell| is_heading(cell)).count()
}

/// What fields of any kind are called, as names are compared.
static NAMES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let computed = |kind: &Kind| kind.computed().iter().map(|computed| &computed.field);
    let fields = Kind::ALL
        .iter()
        .flat_map(|kind| kind.fields().iter().chain(computed(kind)));
    let names = fields.flat_map(called::names).map(plain);
    names.chain(["id", "kind"].map(str::to_string)).collect()
});

/// Whether a field of any kind is called so.
pub fn is_heading(cell: &str) -> bool {
    let ends = |c: char| matches!(c, '*' | ':' | '.') || c.is_whitespace();
    let name = cell.trim_end_matches(ends);
    (1..=60).contains(&name.len()) && NAMES.contains(&plain(name))
}

fn is_mail(cell: &str) -> bool {
    identifiers::is_email(cell)
}

/// A number of six digits or more, a day: no header is one.
fn is_figure(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    digits >= 6 && cell.chars().all(|c| !c.is_alphabetic())
}
