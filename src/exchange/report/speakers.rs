//! `speakers.csv`: people who spoke at an event.

use super::organisations;
use super::shape::{Cells, Shape};
use crate::exchange::people;
use crate::exchange::proposal::{Link, Proposal};
use crate::model::kinds::{affiliation, person, registration};
use crate::model::{Collection, Kind};

pub const SHAPE: Shape = Shape {
    name: "speakers.csv",
    collections: &[
        Collection::All(Kind::Person),
        Collection::All(Kind::Registration),
    ],
    headers: &[
        "name",
        "function",
        "organisation",
        "event_title",
        "source_line",
        "note",
    ],
    row,
    text: include_str!("data/speakers.csv"),
};

fn row(cells: &Cells) -> Option<Vec<Proposal>> {
    let at = organisations::named(cells.get("organisation"));
    let name = people::split(cells.get("name"));
    let mut speaker = Proposal::new(Kind::Person)
        .set(person::FIRST_NAME.number, name.first)
        .set(person::NAME.number, name.family)
        .add(person::NOTE.number, cells.get("note"))
        .add(person::SOURCE.number, cells.source());
    speaker.unsure = name.unsure.then(|| cells.get("name").to_string());
    speaker.at = at.clone().map(|at| (at, None));
    let mut proposals = vec![speaker];
    if let Some(at) = at {
        proposals.push(
            Proposal::new(Kind::Affiliation)
                .set(affiliation::PERSON.number, Link::Beside(0))
                .set(affiliation::ORGANISATION.number, at)
                .set(affiliation::FUNCTION.number, cells.get("function"))
                .add(affiliation::SOURCE.number, cells.source()),
        );
    }
    let event = Link::Named(&[Kind::Session], cells.get("event_title").to_string());
    proposals.push(
        Proposal::new(Kind::Registration)
            .set(registration::PERSON.number, Link::Beside(0))
            .set(registration::SESSION.number, event)
            .set(registration::ROLE_FIELD.number, "speaker")
            .set(registration::STATUS_FIELD.number, "positive")
            .add(registration::SOURCE.number, cells.source()),
    );
    Some(proposals)
}
