//! `communities.csv`: the 14 professional communities.

use super::shape::{Cells, Shape, YEAR};
use crate::exchange::proposal::{Link, Proposal};
use crate::model::kinds::community::{DOMAIN, LIST, NAME, NOTE, SINCE, SOURCE};
use crate::model::{Collection, Kind};

/// Communities whose list the report names elsewhere: in the list's own row.
const LISTS: &[(&str, &str)] = &[
    ("Pilotage de la masse salariale", "pms@listes.amue.fr"),
    ("Etudes", "deve@listes.amue.fr"),
];

pub const SHAPE: Shape = Shape {
    name: "communities.csv",
    collections: &[Collection::All(Kind::Community)],
    headers: &["name", "domain", "new_in_2022", "source_line", "note"],
    row,
    text: include_str!("data/communities.csv"),
};

fn row(cells: &Cells) -> Option<Vec<Proposal>> {
    let list = LISTS.iter().find(|(name, _)| *name == cells.get("name"));
    let since = if cells.get("new_in_2022") == "yes" {
        YEAR
    } else {
        ""
    };
    Some(vec![
        Proposal::new(Kind::Community)
            .set(NAME.number, cells.get("name"))
            .set(DOMAIN.number, cells.get("domain"))
            .set(
                LIST.number,
                list.map(|(_, address)| Link::Named(&[Kind::List], address.to_string())),
            )
            .set(SINCE.number, since)
            .add(NOTE.number, cells.get("note"))
            .add(SOURCE.number, cells.source()),
    ])
}
