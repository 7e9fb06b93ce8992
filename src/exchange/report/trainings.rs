//! `trainings.csv`: modules of the catalogue, and the sessions held of them. A row that stands for
//! several sessions is one session with a count; printed totals are figures.

use super::dates;
use super::shape::{Cells, Shape, YEAR, source};
use crate::exchange::proposal::{Link, Proposal};
use crate::model::kinds::{indicator, module, session};
use crate::model::{Collection, Kind};

/// The rows that are totals of others: their line; then the code, name, column and unit of a figure.
const TOTALS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "34",
        "training_sessions",
        "Sessions de formation",
        "sessions",
        "sessions",
    ),
    (
        "38",
        "training_sessions_of_which_specific",
        "Formations spécifiques, parmi les sessions de formation",
        "sessions",
        "sessions",
    ),
    (
        "1630",
        "training_sessions_alt",
        "Sessions de formation (page Formation)",
        "sessions",
        "sessions",
    ),
    (
        "1630",
        "trainees",
        "Stagiaires",
        "participants",
        "stagiaires",
    ),
    (
        "4631",
        "hr_trainings_total",
        "Formations Ressources humaines, inter et intra",
        "sessions",
        "formations",
    ),
    (
        "4631",
        "hr_trainees",
        "Stagiaires, Ressources humaines",
        "participants",
        "stagiaires",
    ),
];

pub const SHAPE: Shape = Shape {
    name: "trainings.csv",
    collections: &[
        session::TRAININGS,
        Collection::All(Kind::Session),
        Collection::All(Kind::Module),
    ],
    headers: &[
        "domain",
        "solution",
        "title",
        "kind",
        "sessions",
        "participants",
        "note",
        "source_line",
    ],
    row,
    text: include_str!("data/trainings.csv"),
};

fn row(cells: &Cells) -> Option<Vec<Proposal>> {
    let line = cells.get("source_line");
    let is_total = cells.get("kind") == "total" || cells.get("title").is_empty() && line == "38";
    if is_total {
        let figures = TOTALS.iter().filter(|(at, ..)| *at == line);
        return Some(figures.map(|total| figure(cells, total)).collect());
    }
    let (title, domain) = (cells.get("title"), cells.get("domain"));
    let mut proposals = Vec::new();
    if !title.is_empty() {
        proposals.push(
            Proposal::new(Kind::Module)
                .set(module::NAME.number, title)
                .set(module::DOMAIN.number, domain)
                .set(module::SOLUTION.number, cells.solution())
                .set(module::FORMAT_FIELD.number, cells.get("kind"))
                .set(module::NOTE.number, cells.get("note"))
                .set(module::SOURCE.number, source(line))
                .of_own_source(),
        );
    }
    if cells.get("sessions").is_empty() && cells.get("participants").is_empty() {
        return Some(proposals);
    }
    let name = if title.is_empty() {
        format!("Formations {domain}")
    } else {
        title.to_string()
    };
    let module = (!title.is_empty()).then_some(Link::Beside(0));
    proposals.push(
        Proposal::new(Kind::Session)
            .set(session::TYPE.number, "training")
            .set(session::NAME.number, name)
            .set(session::DATE.number, dates::in_2022(cells.get("note")))
            .set(session::MODULE.number, module)
            .set(session::FORMAT_FIELD.number, cells.get("kind"))
            .set(session::DOMAIN.number, domain)
            .set(session::SOLUTION.number, cells.solution())
            .set(session::SESSIONS.number, cells.get("sessions"))
            .set(session::PARTICIPANTS.number, cells.get("participants"))
            .set(session::NOTE.number, cells.get("note"))
            .set(session::SOURCE.number, source(line))
            .of_own_source(),
    );
    Some(proposals)
}

fn figure(
    cells: &Cells,
    (_, code, name, column, unit): &(&str, &str, &str, &str, &str),
) -> Proposal {
    Proposal::new(Kind::Indicator)
        .set(indicator::CODE.number, *code)
        .fill(indicator::NAME.number, *name)
        .set(indicator::YEAR.number, YEAR)
        .set(indicator::VALUE.number, cells.get(column))
        .fill(indicator::UNIT.number, *unit)
        .set(indicator::DOMAIN.number, cells.get("domain"))
        .add(indicator::NOTE.number, cells.get("note"))
        .add(indicator::SOURCE.number, cells.source())
}
