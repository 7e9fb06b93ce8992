//! `domains.csv`: the full-time equivalents of each domain, as printed; a domain for which none is
//! printed keeps a figure without a value.

use super::shape::{Cells, Shape, YEAR};
use crate::exchange::proposal::Proposal;
use crate::model::fold::fold;
use crate::model::kinds::indicator::{CODE, DOMAIN, NAME, NOTE, SOURCE, UNIT, VALUE, YEAR as IN};
use crate::model::{Collection, Kind};

/// The codes under which `figures.csv` has the same figure.
const CODES: &[(&str, &str)] = &[
    ("Finances", "finance_support_etp"),
    ("Achats", "purchasing_etp"),
    ("Ressources humaines", "hr_etp"),
    ("Formation-vie de l'étudiant", "fve_etp"),
    ("Pilotage", "steering_etp"),
    ("Patrimoine", "estate_etp"),
    ("Accompagnement des transformations", "transformation_etp"),
    ("", "evrp_etp"),
];

pub const SHAPE: Shape = Shape {
    name: "domains.csv",
    collections: &[Collection::All(Kind::Indicator)],
    headers: &["name", "evidence", "amue_etp", "source_line", "note"],
    row,
    text: include_str!("data/domains.csv"),
};

fn row(cells: &Cells) -> Option<Vec<Proposal>> {
    let domain = cells.get("name");
    let known = CODES.iter().find(|(name, _)| *name == domain);
    let code = known.map_or_else(
        || format!("{}_etp", fold(domain).replace([' ', '\''], "_")),
        |(_, code)| (*code).to_string(),
    );
    let of = if domain.is_empty() {
        "domaine non nommé (EvRP, handicap, CSA)"
    } else {
        domain
    };
    Some(vec![
        Proposal::new(Kind::Indicator)
            .set(CODE.number, code)
            .set(NAME.number, format!("ETP Amue, {of}"))
            .set(IN.number, YEAR)
            .set(VALUE.number, cells.get("amue_etp"))
            .fill(UNIT.number, "ETP")
            .set(DOMAIN.number, domain)
            .add(NOTE.number, cells.get("evidence"))
            .add(NOTE.number, cells.get("note"))
            .add(SOURCE.number, cells.source()),
    ])
}
