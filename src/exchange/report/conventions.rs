//! `conventions.csv`: agreements. The printed counterpart is kept, and linked where it names a body.

use super::shape::{Cells, Shape};
use super::{dates, organisations};
use crate::exchange::proposal::{Link, Proposal};
use crate::model::kinds::agreement::{
    COUNTERPART_PRINTED, COUNTERPARTS, NAME, NOTE, PERIOD, RENEWAL, SINCE, SOURCE, STATUS, TYPE,
};
use crate::model::{Collection, Kind};

/// Counterparts that do not begin with a body's name, or name none.
const COUNTERPARTS_MEANT: &[(&str, &str)] = &[
    (
        "réseau Action des Collectivités Territoriales pour l’Efficacité Energétique (ACTEE)",
        "ACTEE",
    ),
    ("prestataire CRM actuel (non nommé)", ""),
    ("EPST", ""),
    (
        "groupement d’établissements constructeur de la solution Sirocco",
        "",
    ),
    ("plusieurs opérateurs économiques", ""),
    ("CNRS (groupement de commandes)", "CNRS"),
];

/// The holder of the travel market, a supplier.
const TRAVEL_HOLDER: (&str, &str) = (
    "Groupement 3JSC 3MUNDI (Goelett et FCM), titulaire",
    "3JSC 3MUNDI",
);

pub const SHAPE: Shape = Shape {
    name: "conventions.csv",
    collections: &[Collection::All(Kind::Agreement)],
    headers: &[
        "title",
        "kind",
        "counterpart",
        "period",
        "status",
        "source_line",
        "note",
    ],
    row,
    text: include_str!("data/conventions.csv"),
};

fn row(cells: &Cells) -> Option<Vec<Proposal>> {
    let printed = cells.get("counterpart");
    let counterparts: Vec<Link> = printed
        .split(';')
        .filter_map(|name| counterpart(name.trim()))
        .collect();
    let period = cells.get("period");
    let renewal = if period.starts_with("renouvel") {
        period
    } else {
        ""
    };
    Some(vec![
        Proposal::new(Kind::Agreement)
            .set(NAME.number, cells.get("title"))
            .set(TYPE.number, cells.get("kind"))
            .set(COUNTERPARTS.number, counterparts)
            .set(COUNTERPART_PRINTED.number, printed)
            .set(SINCE.number, dates::since(period))
            .set(PERIOD.number, period)
            .set(STATUS.number, cells.get("status"))
            .set(RENEWAL.number, renewal)
            .add(NOTE.number, cells.get("note"))
            .add(SOURCE.number, cells.source()),
    ])
}

fn counterpart(printed: &str) -> Option<Link> {
    if printed == TRAVEL_HOLDER.0 {
        return Some(organisations::with_role(TRAVEL_HOLDER.1, "supplier"));
    }
    match COUNTERPARTS_MEANT.iter().find(|(text, _)| *text == printed) {
        Some((_, name)) => organisations::named(name),
        None => organisations::named(printed),
    }
}
