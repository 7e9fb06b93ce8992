//! The activity report of 2022 as tables: the program's demonstration data and first real input.
//!
//! A table is known by its header line; one file each says what its columns become. The tables
//! themselves (`data/`) are read by the same function as any other file.

mod adherents;
mod communities;
mod contacts;
mod conventions;
mod deployments;
mod domains;
mod events;
mod figures;
mod lists;
mod partners;
mod solutions;
mod speakers;
mod trainings;

mod dates;
mod organisations;

use super::csv::Table;
use super::import::{Link, Proposal, Reading, Row};
use super::refusal::{Reason, Refusal};
use crate::model::{Collection, Kind};

/// The year of the report.
const YEAR: &str = "2022";

/// A table of the report.
#[derive(Debug)]
pub struct Shape {
    /// The file's name.
    pub name: &'static str,
    /// The collection as which it is loaded, then the others as which it may be imported.
    pub collections: &'static [Collection],
    /// Its header line.
    pub headers: &'static [&'static str],
    /// What a row becomes; `None` where a row lacks what the table always has.
    row: fn(&Cells) -> Option<Vec<Proposal>>,
    text: &'static str,
}

impl Shape {
    /// Whether it can be imported as that collection.
    pub fn fits(&self, collection: Collection) -> bool {
        self.collections.contains(&collection)
    }
}

/// The tables in the order of loading: what is pointed to comes first; the figures come last, as
/// other tables have better names for some of them.
static SHAPES: &[Shape] = &[
    adherents::SHAPE,
    partners::SHAPE,
    solutions::SHAPE,
    lists::SHAPE,
    deployments::SHAPE,
    communities::SHAPE,
    conventions::SHAPE,
    trainings::SHAPE,
    events::SHAPE,
    contacts::SHAPE,
    speakers::SHAPE,
    domains::SHAPE,
    figures::SHAPE,
];

/// A table of the report, to be loaded.
#[derive(Clone, Copy, Debug)]
pub struct File {
    /// The file's name.
    pub name: &'static str,
    /// The collection as which it is imported.
    pub collection: Collection,
    /// Its text.
    pub text: &'static str,
}

/// The report's tables in the order of loading.
pub fn files() -> impl Iterator<Item = File> {
    SHAPES.iter().filter_map(|shape| {
        Some(File {
            name: shape.name,
            collection: *shape.collections.first()?,
            text: shape.text,
        })
    })
}

/// The table that has those headers, in any order.
pub fn shape(headers: &[String]) -> Option<&'static Shape> {
    SHAPES.iter().find(|shape| {
        shape.headers.len() == headers.len()
            && shape
                .headers
                .iter()
                .all(|header| headers.iter().any(|other| other == header))
    })
}

/// The rows of a table of the report.
pub fn rows(shape: &Shape, table: &Table) -> Reading {
    let mut reading = Reading::default();
    for row in &table.rows {
        let cells = Cells {
            headers: &table.headers,
            cells: &row.cells,
        };
        match (shape.row)(&cells) {
            Some(proposals) => reading.rows.push(Row {
                line: row.line,
                proposals,
            }),
            None => reading.refused.push(Refusal {
                line: row.line,
                column: None,
                field: String::new(),
                reason: Reason::Shape,
            }),
        }
    }
    reading
}

/// The cells of a row, by header.
struct Cells<'a> {
    headers: &'a [String],
    cells: &'a [String],
}

impl Cells<'_> {
    /// The cell under that header, trimmed; blank if there is none.
    fn get(&self, header: &str) -> &str {
        let at = self.headers.iter().position(|other| other == header);
        at.and_then(|at| self.cells.get(at))
            .map_or("", |cell| cell.trim())
    }

    /// Where the row stands in the report.
    fn source(&self) -> String {
        source(self.get("source_line"))
    }

    /// The link to a solution.
    fn solution(&self) -> Option<Link> {
        let name = self.get("solution");
        (!name.is_empty()).then(|| Link::Named(&[Kind::Solution], name.to_string()))
    }
}

/// Where a line of the report is said to be found.
fn source(line: &str) -> String {
    format!("Rapport d’activité 2022, ligne {line}")
}
