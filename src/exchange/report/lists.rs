//! `lists.csv`: the 32 Sympa lists and the Fil Amue; the other rows are figures.

use super::shape::{Cells, Shape, YEAR};
use crate::exchange::proposal::Proposal;
use crate::model::kinds::{indicator, list};
use crate::model::{Collection, Kind};

/// Rows that are no list: their line, the figure's code, its name.
const FIGURES: &[(&str, &str, &str)] = &[
    (
        "2507",
        "whaller_members",
        "Membres de l’espace Whaller « Contrôle de gestion Sup »",
    ),
    (
        "1114",
        "demarches_simplifiees_list",
        "Liste de discussion Démarches Simplifiées du Sup’",
    ),
    (
        "474",
        "social_network_a_followers",
        "Abonnés au réseau social a",
    ),
    (
        "479",
        "social_network_b_followers",
        "Abonnés au réseau social b",
    ),
];

pub const SHAPE: Shape = Shape {
    name: "lists.csv",
    collections: &[Collection::All(Kind::List)],
    headers: &[
        "address",
        "subscribers",
        "domain",
        "solution",
        "source_line",
        "kind",
        "note",
    ],
    row,
    text: include_str!("data/lists.csv"),
};

fn row(cells: &Cells) -> Option<Vec<Proposal>> {
    let line = cells.get("source_line");
    if let Some((_, code, name)) = FIGURES.iter().find(|(at, ..)| *at == line) {
        return Some(vec![
            Proposal::new(Kind::Indicator)
                .set(indicator::CODE.number, *code)
                .fill(indicator::NAME.number, *name)
                .set(indicator::YEAR.number, YEAR)
                .set(indicator::VALUE.number, cells.get("subscribers"))
                .fill(indicator::UNIT.number, "abonnés")
                .set(indicator::DOMAIN.number, cells.get("domain"))
                .add(indicator::NOTE.number, cells.get("note"))
                .add(indicator::SOURCE.number, cells.source()),
        ]);
    }
    let (name, form) = match (cells.get("kind"), cells.get("address").split_once('@')) {
        ("newsletter", _) => (cells.get("note"), "newsletter"),
        ("sympa_list", Some((name, _))) => (name, "sympa"),
        _ => return None,
    };
    Some(vec![
        Proposal::new(Kind::List)
            .set(list::ADDRESS.number, cells.get("address"))
            .set(list::NAME.number, name)
            .set(list::TYPE.number, form)
            .set(list::SUBSCRIBERS.number, cells.get("subscribers"))
            .set(list::DOMAIN.number, cells.get("domain"))
            .set(list::SOLUTION.number, cells.solution())
            .add(
                list::NOTE.number,
                if form == "sympa" {
                    cells.get("note")
                } else {
                    ""
                },
            )
            .add(list::SOURCE.number, cells.source()),
    ])
}
