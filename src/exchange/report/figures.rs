//! `figures.csv`: every figure of the report.

use super::shape::{Cells, Shape, YEAR};
use crate::exchange::proposal::Proposal;
use crate::model::kinds::indicator::{CODE, NAME, NOTE, SOURCE, UNIT, VALUE, YEAR as IN};
use crate::model::{Collection, Decimal, Kind};

pub const SHAPE: Shape = Shape {
    name: "figures.csv",
    collections: &[Collection::All(Kind::Indicator)],
    headers: &["key", "value", "unit", "label_fr", "source_line", "note"],
    row,
    text: include_str!("data/figures.csv"),
};

fn row(cells: &Cells) -> Option<Vec<Proposal>> {
    let (key, printed) = (cells.get("key"), cells.get("value"));
    let year = if key.ends_with("_2021") { "2021" } else { YEAR };
    let (value, unit, words) = match Decimal::parse(printed) {
        Some(_) => (printed.to_string(), cells.get("unit"), ""),
        None => (years(printed)?, "ans", printed),
    };
    Some(vec![
        Proposal::new(Kind::Indicator)
            .set(CODE.number, key)
            .fill(NAME.number, cells.get("label_fr"))
            .set(IN.number, year)
            .set(VALUE.number, value)
            .set(UNIT.number, unit)
            .add(NOTE.number, words)
            .add(NOTE.number, cells.get("note"))
            .add(SOURCE.number, cells.source()),
    ])
}

/// "46 ans et 6 mois" as 46.5 years, to the fourth decimal.
fn years(text: &str) -> Option<String> {
    let (years, months) = text.split_once(" ans")?;
    let years: u32 = years.trim().parse().ok()?;
    let months: u32 = match months.trim().strip_prefix("et ") {
        Some(months) => months.strip_suffix(" mois")?.parse().ok()?,
        None => 0,
    };
    Some(format!("{years}.{:04}", months * 10_000 / 12))
}
