//! Rows under the header line of a table of the report: `[table u8][rows]`.

use guichet::exchange::report;

use super::{byte, csv};

/// Plans its import.
pub fn run(mut bytes: &[u8]) {
    let files: Vec<report::File> = report::files().collect();
    let file = files[usize::from(byte(&mut bytes)) % files.len()];
    let header = file.text.lines().next().unwrap_or_default();
    csv::plan(file.collection, &[header.as_bytes(), b"\n", bytes].concat());
}
