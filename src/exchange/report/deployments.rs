//! `deployments.csv`: solutions at establishments, by stage and wave; groups that the report does not
//! name keep their size.

use super::organisations;
use super::shape::{Cells, Shape};
use crate::exchange::proposal::{Link, Proposal};
use crate::model::kinds::deployment::{
    ESTABLISHMENTS, GROUP, NOTE, ORGANISATION, SINCE, SOLUTION, SOURCE, STAGE_FIELD, WAVE,
};
use crate::model::{Collection, Kind};

/// What is printed in the place of an establishment but names none, or not which.
const NOT_ONE: &[&str] = &["nouveaux EPST", "Sorbonne"];

/// Bodies that a row speaks of in its note: its line, their name.
const SPOKEN_OF: &[(&str, &str)] = &[("3980", "Atos")];

pub const SHAPE: Shape = Shape {
    name: "deployments.csv",
    collections: &[Collection::All(Kind::Deployment)],
    headers: &[
        "solution",
        "adherent",
        "stage",
        "year",
        "note",
        "source_line",
        "adherent_sigle",
        "establishments_count",
    ],
    row,
    text: include_str!("data/deployments.csv"),
};

fn row(cells: &Cells) -> Option<Vec<Proposal>> {
    let (printed, acronym) = (cells.get("adherent"), cells.get("adherent_sigle"));
    let count = cells.get("establishments_count");
    let (organisation, group) = match (acronym, printed, count) {
        ("", "", "") => (None, "établissements non nommés".to_string()),
        ("", "", count) => (None, format!("{count} établissements")),
        ("", group, _) if NOT_ONE.contains(&group) => (None, group.to_string()),
        ("", name, _) => (organisations::named(name), String::new()),
        (acronym, ..) => (
            Some(Link::Named(&[Kind::Organisation], acronym.to_string())),
            String::new(),
        ),
    };
    let (stage, wave) = stage(cells.get("stage"));
    let own = Proposal::new(Kind::Deployment)
        .set(SOLUTION.number, cells.solution())
        .set(ORGANISATION.number, organisation)
        .set(STAGE_FIELD.number, stage)
        .set(WAVE.number, wave)
        .set(SINCE.number, cells.get("year"))
        .set(GROUP.number, group)
        .set(ESTABLISHMENTS.number, count)
        .set(NOTE.number, cells.get("note"))
        .set(SOURCE.number, cells.source())
        .of_own_source();
    let spoken_of = SPOKEN_OF
        .iter()
        .filter(|(line, _)| *line == cells.get("source_line"))
        .filter_map(
            |(_, name)| match organisations::with_role(name, "supplier") {
                Link::Made(proposal) => Some(*proposal),
                _ => None,
            },
        );
    Some(std::iter::once(own).chain(spoken_of).collect())
}

/// The stage and the wave. A wave is being deployed, save D: of it there was but an information
/// meeting (line 2791).
fn stage(printed: &str) -> (&str, &str) {
    match printed.strip_prefix("vague ") {
        Some("D") => ("candidate", "D"),
        Some(wave) => ("deploying", wave),
        None => (printed, ""),
    }
}
