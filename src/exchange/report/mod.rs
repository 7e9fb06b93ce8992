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
pub mod establishments;
mod events;
mod figures;
mod lists;
mod partners;
mod solutions;
mod speakers;
mod trainings;

mod dates;
mod organisations;
mod shape;

use super::proposal::{Proposed, Row};
use super::refusal::{Reason, Refusal};
use super::table::Table;
use crate::model::Collection;
use shape::Cells;
pub use shape::Shape;

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
pub fn rows(shape: &Shape, table: &Table) -> Proposed {
    let mut proposed = Proposed::default();
    for row in &table.rows {
        let cells = Cells {
            headers: &table.headers,
            cells: &row.cells,
        };
        match (shape.row)(&cells) {
            Some(proposals) => proposed.rows.push(Row {
                line: row.line,
                proposals,
            }),
            None => proposed.refused.push(Refusal {
                line: row.line,
                column: None,
                field: String::new(),
                reason: Reason::Shape,
            }),
        }
    }
    proposed
}
