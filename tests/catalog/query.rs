use guichet::catalog::{Query, QueryProblem, Trouble};
use guichet::model::kinds::{affiliation, module, organisation, person, session, task};
use guichet::model::{Collection, Date, Fields, Kind, Value};
use proptest::prelude::*;

use super::made_up::{self, WithText};
use super::{PEOPLE, SMALL, catalog, record, reference, today, trashed};

fn desk() -> guichet::catalog::Catalog {
    let day = |y, m, d| Value::Date(Date::new(y, m, d).unwrap());
    let trash = record(
        Kind::Organisation,
        3,
        Fields::new().with_text(&organisation::NAME, "Ancienne école"),
    );
    catalog([
        record(
            Kind::Organisation,
            1,
            Fields::new()
                .with_text(&organisation::ACRONYM, "Unistra")
                .with_text(&organisation::NAME, "Université de Strasbourg")
                .with_text(&organisation::CATEGORY, "Universités")
                .with_text(&organisation::CITY, "Strasbourg")
                .with(
                    organisation::ROLES.number,
                    Value::Many(vec![Value::text("adherent")]),
                )
                .with(organisation::MEMBER_SINCE.number, day(2009, 1, 1)),
        ),
        record(
            Kind::Organisation,
            2,
            Fields::new()
                .with_text(&organisation::NAME, "Ville de Saint-Étienne")
                .with_text(&organisation::CITY, "Saint-Étienne")
                .with(
                    organisation::ROLES.number,
                    Value::Many(vec![Value::text("partner")]),
                )
                .with(organisation::MEMBER_SINCE.number, day(2024, 0, 0)),
        ),
        trashed(&trash),
        record(
            Kind::Person,
            4,
            Fields::new()
                .with_text(&person::FIRST_NAME, "Éric")
                .with_text(&person::NAME, "Dupont")
                .with(
                    person::PHONE.number,
                    Value::Many(vec![Value::text("+33 6 12 34 56 78")]),
                ),
        ),
        record(
            Kind::Affiliation,
            5,
            Fields::new()
                .with(
                    affiliation::PERSON.number,
                    Value::Reference(reference(Kind::Person, 4)),
                )
                .with(
                    affiliation::ORGANISATION.number,
                    Value::Reference(reference(Kind::Organisation, 1)),
                )
                .with(affiliation::SINCE.number, day(2024, 4, 20)),
        ),
        record(
            Kind::Module,
            6,
            Fields::new()
                .with_text(&module::NAME, "Paie")
                .with(module::PRICE.number, Value::Money(50_000)),
        ),
        record(
            Kind::Session,
            7,
            Fields::new()
                .with_text(&session::NAME, "Paie à façon")
                .with_text(&session::TYPE, "web_conference")
                .with(session::PARTICIPANTS.number, Value::Integer(40))
                .with(session::DATE.number, day(2022, 11, 15)),
        ),
        record(
            Kind::Task,
            8,
            Fields::new()
                .with_text(&task::NAME, "Rappeler")
                .with(task::DUE.number, day(2024, 5, 20)),
        ),
    ])
}

fn found(text: &str) -> Vec<u128> {
    let query = Query::parse(text, today());
    assert_eq!(query.problems, [], "{text}");
    let mut found: Vec<u128> = desk()
        .filter(&[], &query)
        .rows
        .iter()
        .map(|row| row.id.into())
        .collect();
    found.sort_unstable();
    found
}

#[test]
fn conditions_by_key_and_label() {
    for (text, rows) in [
        ("category:universite", vec![1]),
        ("catégorie:UNIVERSITÉS", vec![1]),
        ("Ville:\"saint étienne\"", vec![2]),
        ("city:stras,saint-etienne", vec![1, 2]),
        ("roles:Adhérent", vec![1]),
        ("-roles:adherent kind:organisation", vec![2]),
        ("!roles:adherent kind:organisation", vec![2]),
        ("type:webconférence", vec![7]),
        ("type:web", vec![7]),
        ("organisation:unistra", vec![4, 5]),
        ("organisation:strasbourg kind:affiliation", vec![5]),
        // An organisation is asked for those who are there.
        ("person:dupont", vec![1, 5]),
        ("person:dupont kind:affiliation", vec![5]),
        ("phone:\"06 12\"", vec![4]),
        ("phone:5678", vec![4]),
        ("title:paie", vec![6, 7]),
        ("kind:person,module", vec![4, 6]),
        ("kind:adhérents", vec![1]),
        ("kind:contacts", vec![4]),
        ("done:non", vec![8]),
        ("done:oui", vec![]),
        ("is:trashed", vec![3]),
        ("has:category", vec![1]),
        ("no:category kind:organisation", vec![2]),
        ("sans:category kind:organisation", vec![2]),
        ("no:due kind:task", vec![]),
        ("city: unistra", vec![1, 4]),
    ] {
        assert_eq!(found(text), rows, "{text}");
    }
}

#[test]
fn numbers_and_dates_compare() {
    for (text, rows) in [
        ("price:500", vec![6]),
        ("price:>=500", vec![6]),
        ("price:>500", vec![]),
        ("tarif:\"1..500,00 €\"", vec![6]),
        ("participants:30..40", vec![7]),
        ("participants:<40", vec![]),
        ("participants:..40", vec![7]),
        ("member_since:2009", vec![1]),
        ("member_since:2009-01", vec![1]),
        ("member_since:>2009", vec![2]),
        ("member_since:>=2009", vec![1, 2]),
        ("member_since:2024-03", vec![]),
        ("member_since:2000..2010", vec![1]),
        ("date:15/11/2022", vec![7]),
        ("date:11/2022", vec![7]),
        // Also the person whose function began then.
        ("since:-90d", vec![4, 5]),
        ("since:-90j", vec![4, 5]),
        ("since:>-20j", vec![]),
        ("due:+7", vec![8]),
        ("due:+2", vec![]),
        ("due:<demain", vec![]),
    ] {
        assert_eq!(found(text), rows, "{text}");
    }
}

#[test]
fn words_and_quotes() {
    for (text, rows) in [
        ("paie", vec![6, 7]),
        ("paie -façon", vec![6]),
        ("\"de stras\"", vec![1, 4]),
        ("\"stras de\"", vec![]),
        ("«de stras»", vec![1, 4]),
        ("dupont \"06 12", vec![4]),
        ("dupont \"06 99", vec![]),
        ("“de stras”", vec![1, 4]),
        ("tel:+33612345678", vec![4]),
        ("mailto:eric", vec![4]),
        ("", vec![1, 2, 4, 5, 6, 7, 8]),
        ("-", vec![1, 2, 4, 5, 6, 7, 8]),
        ("https://exemple.fr", vec![]),
        ("14:30", vec![]),
    ] {
        assert_eq!(found(text), rows, "{text}");
    }
}

#[test]
fn what_makes_no_sense_is_said() {
    for (text, what) in [
        ("price:1000..500", Trouble::NotANumber),
        ("member_since:2022..2021", Trouble::NotADate),
        ("registrations>abc", Trouble::NotANumber),
    ] {
        let problems = Query::parse(text, today()).problems;
        let said: Vec<Trouble> = problems.iter().map(|problem| problem.what).collect();
        assert_eq!(said, [what], "{text}");
    }
}

#[test]
fn two_queries_are_read_each_by_itself() {
    let parsed = |text: &str| Query::parse(text, today());
    let both = |one: &str, other: &str| {
        let query = parsed(one).and(parsed(other));
        let rows = desk().filter(&[], &query).rows.into_iter();
        let mut rows: Vec<u128> = rows.map(|row| row.id.into()).collect();
        rows.sort_unstable();
        rows
    };
    assert_eq!(both("city:strasbourg or paie", "kind:module"), [6]);
    assert_eq!(both("paie (", "dupont) or (rappeler"), [] as [u128; 0]);
    assert_eq!(both("is:trashed", "ecole"), [3]);
}

#[test]
fn a_query_that_is_whole_asks_for_something_in_each_part() {
    let fault = |text: &str| Query::parse(text, today()).fault().map(|fault| fault.what);
    for text in [
        "city:",
        "city:,",
        "price:>=",
        "has:",
        "is:",
        "name:\"\"",
        "(",
        "-(",
        "\"",
        "dupont or",
        "or dupont",
        "deployment.",
        "paie (city:)",
        "-",
    ] {
        assert_eq!(fault(text), Some(Trouble::Unfinished), "{text}");
        assert_eq!(Query::parse(text, today()).problems, [], "{text}");
    }
    for text in [
        "",
        "  ",
        "dupont",
        "is:trashed",
        "dupont - paie",
        "ordinaire or",
        "or",
    ] {
        assert_eq!(fault(text).is_some(), text == "ordinaire or", "{text}");
    }
}

#[test]
fn what_is_not_understood_is_reported_and_left_out() {
    let problem = |text: &str| Query::parse(text, today()).problems;
    let one = |at, what, nearest: Option<&str>| {
        vec![QueryProblem {
            at,
            what,
            nearest: nearest.map(str::to_string),
        }]
    };
    assert_eq!(
        problem("é catégorei:x"),
        one(2..13, Trouble::UnknownField, Some("categorie"))
    );
    assert_eq!(
        problem("type:semniaire"),
        one(0..14, Trouble::UnknownChoice, Some("Séminaire"))
    );
    assert_eq!(
        problem("price:beaucoup"),
        one(0..14, Trouble::NotANumber, None)
    );
    assert_eq!(
        problem("a due:2024-13"),
        one(2..13, Trouble::NotADate, None)
    );
    assert_eq!(
        problem("done:bientôt"),
        one(0..12, Trouble::NotABoolean, None)
    );
    assert_eq!(problem("city:>5"), one(0..7, Trouble::NotComparable, None));
    assert_eq!(
        problem("kind:persone"),
        one(0..12, Trouble::UnknownKind, Some("Personne"))
    );
    assert_eq!(
        problem("is:new"),
        one(0..6, Trouble::UnknownMark, Some("trashed"))
    );
    let query = Query::parse("zzz:1 unistra", today());
    assert_eq!(query.problems.len(), 1);
    assert_eq!(desk().filter(&[Collection::Adherents], &query).total, 1);
}

proptest! {
    #[test]
    fn any_text_is_a_query(text in "\\PC{0,40}|([a-z]{0,5}[:,\"<>.!-]{0,3}[0-9a-zé ]{0,4}){0,6}") {
        let query = Query::parse(&text, today());
        let length = text.chars().count();
        prop_assert!(query.problems.iter().all(|problem| problem.at.start < problem.at.end && problem.at.end <= length));
        let desk = desk();
        desk.filter(&[], &query);
        desk.filter(&[Collection::Partners, Collection::Trainings], &query);
    }
}

#[test]
fn filtering_a_pane_is_asking_each_record() {
    let catalog = catalog(made_up::records(&SMALL, 11));
    for text in [
        "city:nantes",
        "no:phone",
        "email:nantes -email:marie",
        "phone:06",
        "kind:person",
    ] {
        let query = Query::parse(text, today());
        let asked: Vec<_> = catalog
            .collection(PEOPLE)
            .filter(|record| query.matches(&catalog, record))
            .map(|record| record.reference())
            .collect();
        let filtered = catalog.filter(&[PEOPLE], &query);
        assert_eq!(
            (filtered.total, filtered.rows),
            (asked.len(), asked),
            "{text}"
        );
    }
}
