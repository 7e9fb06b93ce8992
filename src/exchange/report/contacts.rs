//! `contacts.csv`: the agency's direction and its board (CA), one correspondent.

use super::organisations;
use super::shape::{Cells, Shape};
use crate::exchange::people;
use crate::exchange::proposal::{Link, Proposal};
use crate::model::kinds::{affiliation, body, mandate, person};
use crate::model::{Collection, Kind};

/// The two bodies: acronym and name.
const BOARD: (&str, &str) = ("CA", "Conseil d’administration");
const ASSEMBLY: (&str, &str) = ("AG", "Assemblée générale");

pub const SHAPE: Shape = Shape {
    name: "contacts.csv",
    collections: &[
        Collection::All(Kind::Person),
        Collection::All(Kind::Mandate),
    ],
    headers: &[
        "name",
        "function",
        "organisation",
        "role_for_amue",
        "mandate",
        "source_line",
        "note",
    ],
    row,
    text: include_str!("data/contacts.csv"),
};

fn row(cells: &Cells) -> Option<Vec<Proposal>> {
    let at = organisations::named(cells.get("organisation"));
    let mut proposals = vec![person(cells, at.clone())];
    if let Some(at) = at.clone() {
        proposals.push(
            Proposal::new(Kind::Affiliation)
                .set(affiliation::PERSON.number, Link::Beside(0))
                .set(affiliation::ORGANISATION.number, at)
                .set(affiliation::FUNCTION.number, cells.get("function"))
                .add(affiliation::SOURCE.number, cells.source()),
        );
    }
    let role = cells.get("role_for_amue");
    if role.starts_with("président du CA et de l'AG") {
        proposals.push(seat(cells, ASSEMBLY, at.clone()).set(mandate::SEAT.number, "Président"));
        proposals.push(seat(cells, BOARD, at).set(mandate::SEAT.number, "Président"));
    } else if let Some((_, college)) = role
        .split_once("représentant ")
        .filter(|_| role.starts_with("membre du CA"))
    {
        // The president holds one seat of the board, and holds it for the universities.
        let member = seat(cells, BOARD, at)
            .fill(mandate::SEAT.number, "Membre")
            .set(mandate::COLLEGE.number, college)
            .set(mandate::CAPACITY_FIELD.number, cells.get("mandate"));
        proposals.push(member);
    } else if let Some((seated, _)) = role.split_once(" - listé sous") {
        proposals.push(
            seat(cells, BOARD, at)
                .set(mandate::SEAT.number, seated)
                .set(mandate::COLLEGE.number, "l’État"),
        );
    }
    Some(proposals)
}

/// The person; the row's own words are kept in the note where no affiliation takes them.
fn person(cells: &Cells, at: Option<Link>) -> Proposal {
    let name = people::split(cells.get("name"));
    let function = if at.is_none() {
        cells.get("function")
    } else {
        ""
    };
    let mut proposal = Proposal::new(Kind::Person)
        .set(person::FIRST_NAME.number, name.first)
        .set(person::NAME.number, name.family)
        .add(person::NOTE.number, function)
        .add(person::NOTE.number, cells.get("note"))
        .add(person::SOURCE.number, cells.source());
    proposal.unsure = name.unsure.then(|| cells.get("name").to_string());
    proposal.at = at.map(|at| (at, None));
    proposal
}

fn seat(cells: &Cells, (acronym, name): (&str, &str), at: Option<Link>) -> Proposal {
    let body = Proposal::new(Kind::Body)
        .set(body::ACRONYM.number, acronym)
        .set(body::NAME.number, name)
        .set(body::ORGANISATION.number, organisations::amue());
    Proposal::new(Kind::Mandate)
        .set(mandate::BODY.number, Link::Made(Box::new(body)))
        .set(mandate::PERSON.number, Link::Beside(0))
        .set(mandate::ORGANISATION.number, at)
        .add(mandate::NOTE.number, cells.get("role_for_amue"))
        .add(mandate::SOURCE.number, cells.source())
}
