//! Records made one by one, by the numbers of what they link: few enough to know by heart.

use guichet::catalog::{Catalog, Query};
use guichet::model::kinds::{affiliation, deployment, registration, subscription};
use guichet::model::{Collection, Date, Field, Fields, Kind, Record, Value};

use super::made_up::WithText;
use super::{record, reference, today};

/// A value that points at the record of that number.
pub fn to(kind: Kind, number: u128) -> Value {
    Value::Reference(reference(kind, number))
}

pub fn day(text: &str) -> Date {
    Date::parse(text, today()).unwrap()
}

/// A record of which only what it is called is known.
pub fn named(kind: Kind, number: u128, field: &Field, name: &str) -> Record {
    record(kind, number, Fields::new().with_text(field, name))
}

/// A record that links two others, in a state; none if that is empty.
fn link(
    kind: Kind,
    number: u128,
    links: [(&Field, Kind, u128); 2],
    (field, state): (&Field, &str),
) -> Record {
    let mut fields = Fields::new();
    for (field, kind, number) in links {
        fields = fields.with(field.number, to(kind, number));
    }
    if !state.is_empty() {
        fields = fields.with_text(field, state);
    }
    record(kind, number, fields)
}

/// A function, until a day if one is given.
pub fn works(number: u128, person: u128, organisation: u128, name: &str, until: &str) -> Record {
    let links = [
        (&affiliation::PERSON, Kind::Person, person),
        (&affiliation::ORGANISATION, Kind::Organisation, organisation),
    ];
    let held = link(
        Kind::Affiliation,
        number,
        links,
        (&affiliation::FUNCTION, name),
    );
    if until.is_empty() {
        return held;
    }
    let until = Value::Date(day(until));
    let fields = held.fields().with(affiliation::UNTIL.number, until);
    record(Kind::Affiliation, number, fields)
}

pub fn deployed(number: u128, organisation: u128, solution: u128, stage: &str) -> Record {
    let links = [
        (&deployment::ORGANISATION, Kind::Organisation, organisation),
        (&deployment::SOLUTION, Kind::Solution, solution),
    ];
    let stage = (&deployment::STAGE_FIELD, stage);
    link(Kind::Deployment, number, links, stage)
}

pub fn subscribed(number: u128, person: u128, list: u128, status: &str) -> Record {
    let links = [
        (&subscription::PERSON, Kind::Person, person),
        (&subscription::LIST, Kind::List, list),
    ];
    let status = (&subscription::STATUS_FIELD, status);
    link(Kind::Subscription, number, links, status)
}

/// A registration to session 40.
pub fn registered(number: u128, person: u128, status: &str) -> Record {
    let links = [
        (&registration::PERSON, Kind::Person, person),
        (&registration::SESSION, Kind::Session, 40),
    ];
    let status = (&registration::STATUS_FIELD, status);
    link(Kind::Registration, number, links, status)
}

/// The numbers of the records that a query finds that is understood, be it still typed.
pub fn found(catalog: &Catalog, kind: Kind, text: &str) -> Vec<u128> {
    let query = Query::parse(text, catalog.day().unwrap());
    assert_eq!(query.problems, [], "{text}");
    let rows = catalog.filter(&[Collection::All(kind)], &query).rows;
    let mut found: Vec<u128> = rows.iter().map(|row| row.id.into()).collect();
    found.sort_unstable();
    if !query.terms.is_empty() {
        return found;
    }
    // Asked one by one, the records say the same.
    let holds = |record: &&Record| !record.trashed && query.matches(catalog, record);
    let mut alone: Vec<u128> = catalog
        .records(kind)
        .filter(holds)
        .map(|record| record.id.into())
        .collect();
    alone.sort_unstable();
    assert_eq!(found, alone, "{text}");
    found
}
