//! `partners.csv`: the 77 partners. Who is an adherent too keeps one record, with both roles.

use super::shape::{Cells, Shape};
use crate::exchange::proposal::Proposal;
use crate::model::kinds::organisation::{
    ACRONYM, NAME, NOTE, PARTNER_TYPE_FIELD, PARTNERS, ROLES, SOURCE,
};
use crate::model::{Collection, Kind};

pub const SHAPE: Shape = Shape {
    name: "partners.csv",
    collections: &[PARTNERS, Collection::All(Kind::Organisation)],
    headers: &["name", "acronym", "kind", "source_line", "note"],
    row,
    text: include_str!("data/partners.csv"),
};

fn row(cells: &Cells) -> Option<Vec<Proposal>> {
    Some(vec![
        Proposal::new(Kind::Organisation)
            .fill(ACRONYM.number, cells.get("acronym"))
            .fill(NAME.number, cells.get("name"))
            .add(ROLES.number, "partner")
            .set(PARTNER_TYPE_FIELD.number, cells.get("kind"))
            .add(NOTE.number, cells.get("note"))
            .add(SOURCE.number, cells.source()),
    ])
}
