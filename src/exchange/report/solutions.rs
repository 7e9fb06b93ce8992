//! `solutions.csv`: the 16 solutions, and the one announced.

use super::organisations;
use super::shape::{Cells, Shape};
use crate::exchange::proposal::{Link, Proposal};
use crate::model::kinds::solution::{
    DOMAIN, FTE, NAME, NOTE, PARTNERS, PURPOSE, SOURCE, STATUS_FIELD, USERS,
};
use crate::model::{Collection, Kind};

pub const SHAPE: Shape = Shape {
    name: "solutions.csv",
    collections: &[Collection::All(Kind::Solution)],
    headers: &[
        "name",
        "purpose",
        "domain",
        "partner_institutions",
        "users_count",
        "amue_etp",
        "status",
        "source_line",
        "note",
    ],
    row,
    text: include_str!("data/solutions.csv"),
};

fn row(cells: &Cells) -> Option<Vec<Proposal>> {
    // A body's name; a description of one ("groupement d’établissements constructeur") is a note.
    let (bodies, described): (Vec<&str>, Vec<&str>) = cells
        .get("partner_institutions")
        .split(';')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .partition(|name| !name.starts_with("groupement"));
    let partners: Vec<Link> = bodies
        .into_iter()
        .filter_map(organisations::named)
        .collect();
    let mut proposal = Proposal::new(Kind::Solution)
        .set(NAME.number, cells.get("name"))
        .set(PURPOSE.number, cells.get("purpose"))
        .set(DOMAIN.number, cells.get("domain"))
        .set(STATUS_FIELD.number, cells.get("status"))
        .set(USERS.number, cells.get("users_count"))
        .set(FTE.number, cells.get("amue_etp"))
        .set(PARTNERS.number, partners)
        .add(NOTE.number, cells.get("note"))
        .add(SOURCE.number, cells.source());
    for body in described {
        proposal = proposal.add(NOTE.number, body);
    }
    Some(vec![proposal])
}
