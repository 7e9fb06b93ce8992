//! What is over: told by the day handed in, left out of what links are asked, last in sections.

use guichet::catalog::{Catalog, Query, Trouble};
use guichet::model::kinds::{agreement, list, mandate, organisation, person, session, solution};
use guichet::model::{Fields, Kind, Lang, Value};

use super::by_hand::{day, deployed, found, named, registered, subscribed, to, works};
use super::made_up::WithText;
use super::{catalog, record, reference, today};

/// Two universities, five people; today is 15 May 2024.
pub fn desk() -> Catalog {
    let signed = |number, name: &str, until: &str| {
        let fields = Fields::new()
            .with_text(&agreement::NAME, name)
            .with(
                agreement::COUNTERPARTS.number,
                Value::Many(vec![to(Kind::Organisation, 1)]),
            )
            .with(agreement::UNTIL.number, Value::Date(day(until)));
        record(Kind::Agreement, number, fields)
    };
    let seat = Fields::new()
        .with(mandate::PERSON.number, to(Kind::Person, 20))
        .with(mandate::BODY.number, to(Kind::Body, 35))
        .with(mandate::ORGANISATION.number, to(Kind::Organisation, 1))
        .with(mandate::UNTIL.number, Value::Date(day("2023")));
    catalog([
        named(
            Kind::Organisation,
            1,
            &organisation::NAME,
            "Université de Nantes",
        ),
        named(
            Kind::Organisation,
            2,
            &organisation::NAME,
            "Université de Brest",
        ),
        named(Kind::Solution, 10, &solution::NAME, "Sifac"),
        named(Kind::Solution, 11, &solution::NAME, "Siham"),
        named(Kind::Person, 20, &person::NAME, "Abel"),
        named(Kind::Person, 21, &person::NAME, "Blanc"),
        named(Kind::Person, 22, &person::NAME, "Carlier"),
        named(Kind::Person, 23, &person::NAME, "Dupont"),
        named(Kind::Person, 24, &person::NAME, "Erard"),
        named(Kind::List, 30, &list::NAME, "finances@listes.example"),
        named(Kind::Session, 40, &session::NAME, "Clôture"),
        // Was DGS at Nantes, is DAF at Brest.
        works(60, 20, 1, "DGS", "2021-08-31"),
        works(61, 20, 2, "DAF", ""),
        // DGS to the end of the month, of the year, of the day, of yesterday.
        works(62, 21, 1, "DGS", "2024-05"),
        works(63, 22, 1, "DGS", "2024"),
        works(64, 23, 1, "DGS", "2024-05-15"),
        works(65, 24, 1, "DGS", "2024-05-14"),
        record(Kind::Mandate, 66, seat),
        deployed(70, 1, 10, "production"),
        deployed(71, 1, 11, "stopped"),
        subscribed(80, 20, 30, "subscribed"),
        subscribed(81, 21, 30, "suspended"),
        subscribed(82, 22, 30, "excluded"),
        subscribed(83, 23, 30, "bouncing"),
        registered(90, 20, "positive"),
        registered(91, 21, "negative"),
        signed(95, "Échu", "2023-12"),
        signed(96, "En cours", "2024-12"),
    ])
}

#[test]
fn what_is_over_counts_only_when_it_is_asked_for() {
    let desk = desk();
    for (kind, text, rows) in [
        // A month and a year pass at their end, a day at its end.
        (Kind::Person, "function:dgs", vec![21, 22, 23]),
        (Kind::Person, "affiliation.function:dgs", vec![21, 22, 23]),
        (Kind::Person, "organisation:nantes", vec![21, 22, 23]),
        (Kind::Person, "has:function", vec![20, 21, 22, 23]),
        (Kind::Person, "no:affiliation", vec![24]),
        (Kind::Person, "affiliations>0", vec![20, 21, 22, 23]),
        (Kind::Person, "affiliations>1", vec![]),
        (
            Kind::Person,
            "affiliation.organisation.name:nantes",
            vec![21, 22, 23],
        ),
        (Kind::Person, "-function:dgs", vec![20, 24]),
        (Kind::Person, "has:mandate", vec![]),
        (Kind::Organisation, "person.function:dgs", vec![1]),
        (Kind::Organisation, "person.name:abel", vec![2]),
        (Kind::Organisation, "affiliations:3", vec![1]),
        (Kind::Organisation, "has:mandate", vec![]),
        (Kind::Organisation, "agreements:1", vec![1]),
        (Kind::Organisation, "agreement.name:échu", vec![]),
        (Kind::Organisation, "solution:siham", vec![]),
        (Kind::Organisation, "deployments:1", vec![1]),
        (Kind::Organisation, "solution:sifac", vec![1]),
        (Kind::Person, "list:finances", vec![20]),
        (Kind::Person, "has:subscription", vec![20]),
        (Kind::List, "subscriptions:1", vec![30]),
        (Kind::Person, "registered:clôture", vec![20]),
        (Kind::Session, "registrations:1", vec![40]),
        // Asked for, that and nothing else.
        (Kind::Person, "past:function:dgs", vec![20, 24]),
        (Kind::Person, "passé:fonction:dgs", vec![20, 24]),
        (Kind::Person, "past:affiliation.function:dgs", vec![20, 24]),
        (Kind::Person, "past:function:daf", vec![]),
        (Kind::Person, "past:function", vec![20, 24]),
        (Kind::Person, "past:affiliations", vec![20, 24]),
        (Kind::Person, "past:has:affiliation", vec![20, 24]),
        (Kind::Person, "past:affiliations:1", vec![20, 24]),
        (Kind::Person, "-past:affiliation", vec![21, 22, 23]),
        (Kind::Person, "past:no:affiliation", vec![21, 22, 23]),
        (Kind::Person, "past:mandate", vec![20]),
        (Kind::Person, "past:list:finances", vec![21, 22, 23]),
        (Kind::Person, "past:registered:clôture", vec![21]),
        (Kind::Organisation, "past:solution:siham", vec![1]),
        (Kind::Organisation, "past:agreement.name:échu", vec![1]),
        (Kind::Organisation, "past:person.function:dgs", vec![1]),
        // Besides.
        (
            Kind::Person,
            "function:dgs past:yes",
            vec![20, 21, 22, 23, 24],
        ),
        (
            Kind::Person,
            "passé:oui fonction:dgs",
            vec![20, 21, 22, 23, 24],
        ),
        (Kind::Person, "affiliations>1 past:yes", vec![20]),
        (Kind::Person, "function:dgs past:no", vec![21, 22, 23]),
        (
            Kind::Person,
            "(function:dgs past:yes) -function:dgs",
            vec![20, 24],
        ),
        // A condition on what says so asks for it too.
        (
            Kind::Person,
            "affiliation.(function:dgs until:..2021)",
            vec![20],
        ),
        (Kind::Person, "function:dgs until:..2021", vec![20]),
        (
            Kind::Person,
            "affiliation.until:..2021 function:dgs",
            vec![20],
        ),
        (
            Kind::Person,
            "affiliation.(function:dgs has:until)",
            vec![20, 21, 22, 23, 24],
        ),
        (
            Kind::Person,
            "affiliation.(function:dgs is:past)",
            vec![20, 24],
        ),
        (
            Kind::Person,
            "affiliation.(function:dgs -is:past)",
            vec![21, 22, 23],
        ),
        (Kind::Person, "subscription.status:excluded", vec![22]),
        (Kind::Organisation, "deployment.stage:stopped", vec![1]),
        (
            Kind::Organisation,
            "deployment.(solution:siham stage:stopped)",
            vec![1],
        ),
        // The records themselves are all there.
        (Kind::Affiliation, "function:dgs", vec![60, 62, 63, 64, 65]),
        (Kind::Affiliation, "is:past", vec![60, 65]),
        (
            Kind::Affiliation,
            "-est:passé function:dgs",
            vec![62, 63, 64],
        ),
        (Kind::Affiliation, "past:function:dgs", vec![60, 65]),
        (Kind::Agreement, "is:past", vec![95]),
        (Kind::Deployment, "is:past", vec![71]),
        (Kind::Agreement, "past:name:échu", vec![95]),
    ] {
        assert_eq!(found(&desk, kind, text), rows, "{} {text}", kind.key());
    }
}

#[test]
fn two_conditions_on_a_function_mean_the_same_function() {
    let catalog = catalog([
        named(Kind::Organisation, 1, &organisation::NAME, "Nantes"),
        named(Kind::Organisation, 2, &organisation::NAME, "Brest"),
        named(Kind::Person, 20, &person::NAME, "Abel"),
        named(Kind::Person, 21, &person::NAME, "Blanc"),
        works(60, 20, 1, "DAF", ""),
        works(61, 20, 2, "Directeur adjoint", ""),
        works(62, 21, 2, "DAF", ""),
        works(63, 21, 1, "Directeur financier", "2020"),
    ]);
    for (text, rows) in [
        ("function:daf organisation:brest", vec![21]),
        ("organisation:brest function:daf", vec![21]),
        ("function:daf affiliation.organisation:nantes", vec![20]),
        ("(function:daf) organisation:nantes", vec![20]),
        ("function:directeur function:adjoint", vec![20]),
        ("function:daf function:adjoint", vec![]),
        // Two organisations are two functions.
        ("organisation:nantes organisation:brest", vec![20]),
        (
            "function:daf organisation:nantes organisation:brest",
            vec![20],
        ),
        (
            "organisation:nantes organisation:brest function:adjoint",
            vec![20],
        ),
        (
            "organisation:brest organisation:nantes function:adjoint",
            vec![],
        ),
        // With a minus each speaks for itself, and so does each in an `or`.
        ("function:daf -organisation:nantes", vec![21]),
        ("function:daf or organisation:nantes", vec![20, 21]),
        // What is past and what is not is not the same.
        ("past:function:directeur organisation:brest", vec![21]),
        ("past:function:directeur past:organisation:nantes", vec![21]),
        ("past:function:directeur past:organisation:brest", vec![]),
        ("past:(function:directeur organisation:nantes)", vec![21]),
        ("past:(function:directeur organisation:brest)", vec![]),
    ] {
        assert_eq!(found(&catalog, Kind::Person, text), rows, "{text}");
    }
}

#[test]
fn the_function_of_a_person_of_an_organisation_is_held_there() {
    let catalog = catalog([
        named(Kind::Organisation, 1, &organisation::NAME, "Nantes"),
        named(Kind::Organisation, 2, &organisation::NAME, "Brest"),
        named(Kind::Person, 20, &person::NAME, "Abel"),
        works(60, 20, 1, "DAF", ""),
        works(61, 20, 2, "DGS", ""),
    ]);
    for (text, rows) in [
        ("person.function:daf", vec![1]),
        ("person.(function:daf name:abel)", vec![1]),
        ("person.function:daf person.name:abel", vec![1]),
        ("person.(function:daf name:blanc)", vec![]),
        ("person.name:abel", vec![1, 2]),
        ("person.affiliation.function:daf", vec![1, 2]),
        ("person.(function:daf or function:dgs)", vec![1, 2]),
    ] {
        assert_eq!(found(&catalog, Kind::Organisation, text), rows, "{text}");
    }
}

#[test]
fn the_day_is_the_one_handed_in_at_each_answer() {
    let mut desk = desk();
    let dgs = |desk: &Catalog| found(desk, Kind::Person, "function:dgs");
    assert_eq!(dgs(&desk), [21, 22, 23]);
    for (on, rows) in [
        ("2024-05-16", vec![21, 22]),
        ("2024-05-31", vec![21, 22]),
        ("2024-06-01", vec![22]),
        ("2024-12-31", vec![22]),
        ("2025-01-01", vec![]),
        ("2021-08-31", vec![20, 21, 22, 23, 24]),
        ("2021-09-01", vec![21, 22, 23, 24]),
    ] {
        desk.set_day(day(on));
        assert_eq!(dgs(&desk), rows, "{on}");
        let nantes = desk.get(reference(Kind::Organisation, 1)).unwrap();
        let count = desk.cell(nantes, "affiliations", Lang::Fr);
        assert_eq!(count, rows.len().to_string(), "{on}");
    }
    // What is edited after the columns were made counts as well, on whatever day.
    desk.set_day(today());
    desk.put(works(63, 22, 1, "DGS", "2024-05-14"));
    desk.put(works(65, 24, 1, "DGS", ""));
    assert_eq!(dgs(&desk), [21, 23, 24]);
    desk.set_day(day("2024-05-16"));
    assert_eq!(dgs(&desk), [21, 24]);
}

#[test]
fn sections_have_what_is_over_last() {
    let desk = desk();
    let sections = desk.sections(reference(Kind::Organisation, 1));
    let section = |kind: Kind| {
        sections
            .iter()
            .find(|section| section.kind == kind)
            .unwrap()
    };
    let ids = |records: &[guichet::model::RecordRef]| -> Vec<u128> {
        records.iter().map(|record| record.id.into()).collect()
    };
    let functions = section(Kind::Affiliation);
    assert_eq!(ids(functions.current()), [62, 63, 64]);
    assert_eq!(ids(functions.over()), [60, 65]);
    assert_eq!(functions.past, 2);
    assert_eq!(ids(section(Kind::Deployment).over()), [71]);
    assert_eq!(ids(section(Kind::Agreement).current()), [96]);
    assert_eq!(ids(section(Kind::Mandate).over()), [66]);
}

#[test]
fn what_is_never_past_is_refused_and_what_is_typed_waited_for() {
    let problem = |text: &str| {
        let query = Query::parse(text, today());
        query.problems.first().map(|problem| problem.what)
    };
    assert_eq!(problem("past:tags:vip"), Some(Trouble::NeverPast));
    assert_eq!(problem("past:tags"), Some(Trouble::NeverPast));
    assert_eq!(problem("past:fonctoin:dgs"), Some(Trouble::UnknownField));
    assert_eq!(problem("is:nothing"), Some(Trouble::UnknownMark));
    for text in ["past:", "past:function:", "past:(", "past:()", "is:"] {
        let query = Query::parse(text, today());
        assert_eq!(query.problems, [], "{text}");
        assert!(query.fault().is_some(), "{text}");
    }
}

#[test]
fn a_membership_that_has_ended_is_over_unless_another_role_is_left() {
    let member = |number, roles: &[&str], until: &str| {
        let roles = roles.iter().map(|role| Value::text(*role)).collect();
        let fields = Fields::new()
            .with_text(&organisation::NAME, "A")
            .with(organisation::ROLES.number, Value::Many(roles))
            .with(organisation::MEMBER_UNTIL.number, Value::Date(day(until)));
        record(Kind::Organisation, number, fields)
    };
    let catalog = catalog([
        member(1, &["adherent"], "2023"),
        member(2, &["adherent"], "2024"),
        member(3, &["adherent", "partner"], "2023"),
        member(4, &[], "2023"),
    ]);
    assert_eq!(found(&catalog, Kind::Organisation, "is:past"), [1, 4]);
}
