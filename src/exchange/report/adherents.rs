//! `adherents.csv`: the 174 adherents, and the State, a member by right.

use super::shape::{Cells, Shape};
use crate::exchange::proposal::Proposal;
use crate::model::kinds::organisation::{
    ACRONYM, ADHERENTS, CATEGORY, MEMBER_SINCE, NAME, NOTE, ROLES, SOURCE,
};
use crate::model::{Collection, Kind};

/// The heading under which the State stands alone; it has no acronym.
const STATE: &str = "L'État";

pub const SHAPE: Shape = Shape {
    name: "adherents.csv",
    collections: &[ADHERENTS, Collection::All(Kind::Organisation)],
    headers: &[
        "sigle",
        "name",
        "category",
        "joined_year",
        "source_line",
        "note",
    ],
    row,
    text: include_str!("data/adherents.csv"),
};

fn row(cells: &Cells) -> Option<Vec<Proposal>> {
    let state = cells.get("category") == STATE;
    let acronym = if state { STATE } else { cells.get("sigle") };
    Some(vec![
        Proposal::new(Kind::Organisation)
            .set(ACRONYM.number, acronym)
            .set(NAME.number, cells.get("name"))
            .add(ROLES.number, if state { "state" } else { "adherent" })
            .set(CATEGORY.number, cells.get("category"))
            .set(MEMBER_SINCE.number, cells.get("joined_year"))
            .add(NOTE.number, cells.get("note"))
            .add(SOURCE.number, cells.source()),
    ])
}
