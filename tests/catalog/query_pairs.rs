//! No condition answers 0 by mistake: whatever two kinds a link joins, and however they are called.

use std::collections::HashSet;

use guichet::catalog::{Catalog, Query, Trouble};
use guichet::exchange::sample;
use guichet::model::kinds::{
    affiliation, agreement, deployment, mandate, registration, subscription,
};
use guichet::model::{Author, Collection, Date, FieldType, Kind, Record, RecordRef, Value};
use guichet::runtime::demo::import_report;
use guichet::store::Store;

use super::{SMALL, catalog, made_up, today};

/// The records of the 2022 report.
pub fn report() -> Vec<Record> {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = Store::open(&folder.path().join("store")).unwrap();
    let mut catalog = Catalog::new(guichet::model::Lang::Fr);
    let mut number = 0;
    let mut id = || {
        number += 1;
        ulid::Ulid::from(number)
    };
    import_report(
        &mut store,
        &mut catalog,
        &Author::called("test"),
        0,
        &mut id,
    )
    .unwrap();
    let kinds = Kind::ALL.iter();
    kinds
        .flat_map(|kind| catalog.records(*kind).cloned().collect::<Vec<_>>())
        .collect()
}

/// The report with made-up people.
pub fn sampled(report: &[Record]) -> Vec<Record> {
    let base = sample::Base::of(report.iter());
    let made = sample::records(300, 7, base);
    let made = made.map(|(record, fields)| Record::new(record, 1, false, &fields));
    report.iter().cloned().chain(made).collect()
}

/// The records, of which every third function, mandate and agreement has a last day: for half of them that
/// of yesterday, for the others that of the month.
fn dated(mut records: Vec<Record>) -> Vec<Record> {
    for (at, record) in records.iter_mut().enumerate().filter(|(at, _)| at % 3 == 0) {
        let until = match record.kind {
            Kind::Affiliation => &affiliation::UNTIL,
            Kind::Mandate => &mandate::UNTIL,
            Kind::Agreement => &agreement::UNTIL,
            _ => continue,
        };
        let day = match at % 2 {
            0 => Date::new(2024, 5, 14),
            _ => Date::new(2024, 5, 0),
        };
        let fields = record
            .fields()
            .with(until.number, Value::Date(day.unwrap()));
        *record = Record::new(record.reference(), 1, false, &fields);
    }
    records
}

/// All names of a kind, as they are typed.
fn names(kind: Kind) -> Vec<String> {
    let [one, two, three, four] = kind.definition().names;
    let plural = format!("{}s", kind.key());
    let mut names: Vec<String> = [kind.key(), &plural, one, two, three, four]
        .map(|name| name.to_lowercase().replace(' ', "_"))
        .to_vec();
    names.sort();
    names.dedup();
    names
}

fn targets(record: &Record) -> impl Iterator<Item = (u16, RecordRef)> + '_ {
    record.iter().flat_map(|(number, value)| {
        let items: Vec<RecordRef> = value.items().filter_map(|item| item.reference()).collect();
        items.into_iter().map(move |item| (number, item))
    })
}

/// Whether a link counts today.
fn counts(record: &Record) -> bool {
    let status = |field: &guichet::model::Field| record.text(field).unwrap_or_default();
    let lasts = |field: &guichet::model::Field| {
        let until = record.get(field.number).and_then(|until| until.date());
        until.is_none_or(|until| until.last_day() >= today().first_day())
    };
    match record.kind {
        Kind::Subscription => {
            let status = status(&subscription::STATUS_FIELD);
            ["subscribed", "included", "both"].contains(&status)
        }
        Kind::Registration => status(&registration::STATUS_FIELD) != "negative",
        Kind::Deployment => status(&deployment::STAGE_FIELD) != "stopped",
        Kind::Affiliation => lasts(&affiliation::UNTIL),
        Kind::Mandate => lasts(&mandate::UNTIL),
        Kind::Agreement => lasts(&agreement::UNTIL),
        _ => true,
    }
}

/// By hand: the records of a kind that are linked with one of another. By a field of either, or else by
/// a record that points at both; a person's lists, an organisation's solutions and the like by the
/// records that say so.
fn linked(records: &[Record], kind: Kind, to: Kind) -> HashSet<RecordRef> {
    let through: Option<Kind> = match (kind, to) {
        (Kind::Person, Kind::Organisation) => Some(Kind::Affiliation),
        (Kind::Person, Kind::List) => Some(Kind::Subscription),
        (Kind::Organisation, Kind::Solution) | (Kind::Solution, Kind::Organisation) => {
            Some(Kind::Deployment)
        }
        _ => None,
    };
    let mut found = HashSet::new();
    if through.is_none() {
        for record in records {
            for (_, target) in targets(record) {
                if record.kind == kind && target.kind == to {
                    found.insert(record.reference());
                }
                if record.kind == to && target.kind == kind && counts(record) {
                    found.insert(target);
                }
            }
        }
        let joins = |of: Kind, other: Kind| {
            of.fields().iter().any(|field| {
                matches!(field.kind, FieldType::Reference(to) if to.is_empty() || to.contains(&other))
            })
        };
        if joins(kind, to) || joins(to, kind) {
            return found;
        }
    }
    for record in records {
        let link = match through {
            Some(link) => record.kind == link,
            // What may be about anything joins nothing.
            None => !matches!(record.kind, Kind::Task | Kind::Interaction),
        };
        if link && counts(record) && record.kind != kind && record.kind != to {
            let targets: Vec<_> = targets(record).collect();
            for (by, one) in &targets {
                let other = |(on, other): &(u16, RecordRef)| on != by && other.kind == to;
                if one.kind == kind && targets.iter().any(other) {
                    found.insert(*one);
                }
            }
        }
    }
    found
}

fn found(catalog: &Catalog, kind: Kind, text: &str) -> Result<HashSet<RecordRef>, Trouble> {
    let collections = [Collection::All(kind)];
    let query = Query::among(&collections, text, today());
    match query.fault() {
        Some(problem) => Err(problem.what),
        None => Ok(catalog
            .filter(&collections, &query)
            .rows
            .into_iter()
            .collect()),
    }
}

fn every_pair(records: &[Record]) {
    let catalog = catalog(records.iter().cloned());
    let mut compared = 0;
    for kind in Kind::ALL {
        let all: HashSet<RecordRef> = catalog
            .records(*kind)
            .map(|record| record.reference())
            .collect();
        for to in Kind::ALL {
            let expected = linked(records, *kind, *to);
            for name in names(*to) {
                // A field is meant by its own key, and by its label where there is no such link.
                let is_own = |field: &guichet::model::Field| {
                    let called = [field.key, field.fr, field.en];
                    let called = called.map(|name| name.to_lowercase().replace(' ', "_"));
                    !matches!(field.kind, FieldType::Reference(_))
                        && (called[0] == name || called.contains(&name) && expected.is_empty())
                };
                if kind.fields().iter().any(is_own) {
                    continue;
                }
                let ask = |text: String| (found(&catalog, *kind, &text), text);
                let (has, text) = ask(format!("has:{name}"));
                let Ok(has) = has else {
                    assert_eq!(expected, HashSet::new(), "{kind:?} {text} is refused");
                    continue;
                };
                compared += 1;
                assert_eq!(
                    has,
                    expected,
                    "{kind:?} {text}: {} {}",
                    has.len(),
                    expected.len()
                );
                let none: HashSet<RecordRef> = all.difference(&has).copied().collect();
                for (text, expected) in [
                    (format!("avec:{name}"), &has),
                    (format!("{name}>0"), &has),
                    (format!("{name}:>0"), &has),
                    (format!("{name}:>=1"), &has),
                    (format!("{name}:1.."), &has),
                    (format!("no:{name}"), &none),
                    (format!("-{name}>0"), &none),
                    (format!("{name}<1"), &none),
                ] {
                    let (found, text) = ask(text);
                    assert_eq!(found.as_ref(), Ok(expected), "{kind:?} {text}");
                }
                // Among all kinds a name means of each what it means of it alone.
                let query = Query::parse(&format!("has:{name} kind:{}", kind.key()), today());
                let found: HashSet<RecordRef> =
                    catalog.filter(&[], &query).rows.into_iter().collect();
                assert_eq!(found, has, "kind:{} {text}", kind.key());
            }
        }
    }
    assert!(compared > 400, "{compared}");
}

#[test]
fn a_link_is_found_by_every_name_in_the_report() {
    every_pair(&report());
}

#[test]
fn a_link_is_found_by_every_name_in_a_sample() {
    every_pair(&sampled(&report()));
    every_pair(&dated(sampled(&report())));
}

#[test]
fn a_link_is_found_by_every_name_among_made_up_records() {
    every_pair(&made_up::records(&SMALL, 5));
}

#[test]
fn a_name_is_read_among_the_kinds_that_are_asked() {
    let refused = |kind: Kind, text: &str| {
        let query = Query::among(&[Collection::All(kind)], text, today());
        query.fault().map(|problem| (problem.what, problem.nearest))
    };
    let way = |to: &str| Some((Trouble::FieldOfOthers, Some(to.to_string())));
    assert_eq!(
        refused(Kind::Person, "region:bretagne"),
        way("organisation.region")
    );
    assert_eq!(
        refused(Kind::Person, "région:bretagne"),
        way("organisation.region")
    );
    assert_eq!(
        refused(Kind::Person, "has:region"),
        way("organisation.region")
    );
    assert_eq!(
        refused(Kind::Module, "capacity>10"),
        way("session.capacity")
    );
    assert_eq!(
        refused(Kind::Person, "kind:person region:bretagne"),
        way("organisation.region")
    );
    assert_eq!(
        refused(Kind::Person, "region:x or city:y"),
        way("organisation.region")
    );
    assert_eq!(
        refused(Kind::Person, "affiliation.region:x"),
        way("organisation.region")
    );
    assert_eq!(refused(Kind::Person, "organisation.region:bretagne"), None);
    assert_eq!(refused(Kind::Organisation, "region:bretagne"), None);
    let unknown = Some((Trouble::UnknownField, Some("session".to_string())));
    assert_eq!(refused(Kind::Module, "sesions>0"), unknown);
    assert_eq!(refused(Kind::Module, "a<b"), None);
    // In find every kind is asked, but where the query names some.
    let anywhere = |text: &str| {
        Query::parse(text, today())
            .fault()
            .map(|problem| problem.what)
    };
    assert_eq!(anywhere("region:bretagne"), None);
    assert_eq!(
        anywhere("kind:person region:bretagne"),
        Some(Trouble::FieldOfOthers)
    );
    assert_eq!(anywhere("kind:person dupont or region:bretagne"), None);
    assert_eq!(anywhere("nature:contacts,adhérents region:bretagne"), None);
}

/// A name may be a field, an alias and a kind: with a value it is a field first, asked for their number
/// it is linked records first, but for a field of that very key.
#[test]
fn a_name_that_means_several_things_has_an_order() {
    let catalog = catalog(made_up::records(&SMALL, 5));
    let found = |kind, text: &str| found(&catalog, kind, text).unwrap();
    // People: their functions; organisations: who has one there; functions: their own field.
    assert_eq!(
        found(Kind::Person, "has:fonction"),
        found(Kind::Person, "affiliations>0")
    );
    assert_eq!(
        found(Kind::Person, "fonction:daf"),
        found(Kind::Person, "affiliation.function:daf")
    );
    assert_eq!(
        found(Kind::Organisation, "has:fonction"),
        found(Kind::Organisation, "affiliations>0")
    );
    assert_eq!(
        found(Kind::Organisation, "fonction:daf"),
        found(Kind::Organisation, "affiliation:daf")
    );
    assert_eq!(
        found(Kind::Affiliation, "fonction:daf"),
        found(Kind::Affiliation, "function:daf")
    );
    assert_eq!(
        found(Kind::Organisation, "fonction.fonction:daf"),
        found(Kind::Organisation, "affiliation.function:daf")
    );
    // A task's label is "Task": with a value the name of the task, counted the tasks about it.
    assert_eq!(found(Kind::Task, "task:x"), found(Kind::Task, "name:x"));
    assert_eq!(found(Kind::Task, "has:task"), HashSet::new());
}
