//! The shape of a table of the report, and the cells of its rows.

use crate::exchange::proposal::{Link, Proposal};
use crate::model::{Collection, Kind};

/// The year of the report.
pub(super) const YEAR: &str = "2022";

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
    pub(super) row: fn(&Cells) -> Option<Vec<Proposal>>,
    pub(super) text: &'static str,
}

impl Shape {
    /// Whether it can be imported as that collection.
    pub fn fits(&self, collection: Collection) -> bool {
        self.collections.contains(&collection)
    }
}

/// The cells of a row, by header.
pub(super) struct Cells<'a> {
    pub headers: &'a [String],
    pub cells: &'a [String],
}

impl Cells<'_> {
    /// The cell under that header, trimmed; blank if there is none.
    pub fn get(&self, header: &str) -> &str {
        let at = self.headers.iter().position(|other| other == header);
        at.and_then(|at| self.cells.get(at))
            .map_or("", |cell| cell.trim())
    }

    /// Where the row stands in the report.
    pub fn source(&self) -> String {
        source(self.get("source_line"))
    }

    /// The link to a solution.
    pub fn solution(&self) -> Option<Link> {
        let name = self.get("solution");
        (!name.is_empty()).then(|| Link::Named(&[Kind::Solution], name.to_string()))
    }
}

/// Where a line of the report is said to be found.
pub(super) fn source(line: &str) -> String {
    format!("Rapport d’activité 2022, ligne {line}")
}
