//! Whose table a file is: one of the report, or any other.

use super::proposal::Proposed;
use super::{csv, generic, report};
use crate::model::Collection;

/// Reads a CSV file as records of a collection: a table of the 2022 report by its header line, any
/// other by field keys and labels.
pub fn read(collection: Collection, bytes: &[u8]) -> Proposed {
    let table = csv::read(bytes);
    let count = (table.rows.len() + table.refused.iter().filter(|r| r.line > 1).count()) as u64;
    let mut proposed = match report::shape(&table.headers) {
        Some(shape) if shape.fits(collection) => report::rows(shape, &table),
        _ => generic::rows(collection, &table),
    };
    proposed.refused.extend(table.refused);
    proposed
        .refused
        .sort_by_key(|refusal| (refusal.line, refusal.column));
    proposed.count = count;
    proposed
}
