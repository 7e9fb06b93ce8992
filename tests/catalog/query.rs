use guichet::catalog::{Query, QueryProblem, Trouble};
use guichet::model::kinds::{affiliation, module, organisation, person, session, task};
use guichet::model::{Date, Fields, Kind, Value};
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
    assert_eq!(
        desk()
            .filter(&[guichet::model::kinds::organisation::ADHERENTS], &query)
            .total,
        1
    );
}

proptest! {
    #[test]
    fn any_text_is_a_query(text in "\\PC{0,40}|([a-z]{0,5}[:,\"<>.!-]{0,3}[0-9a-zé ]{0,4}){0,6}") {
        let query = Query::parse(&text, today());
        let length = text.chars().count();
        prop_assert!(query.problems.iter().all(|problem| problem.at.start < problem.at.end && problem.at.end <= length));
        let desk = desk();
        desk.filter(&[], &query);
        desk.filter(&[guichet::model::kinds::organisation::PARTNERS, guichet::model::kinds::session::TRAININGS], &query);
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

#[test]
fn an_exact_value_is_the_whole_value_and_a_phrase_its_words_side_by_side() {
    let named = |number, sigle: &str, name: &str, category: &str| {
        let fields = Fields::new()
            .with_text(&organisation::NAME, name)
            .with_text(&organisation::CATEGORY, category)
            .with(
                organisation::FORMER_NAMES.number,
                Value::Many(vec![Value::text("Ancien nom"), Value::text("Autre")]),
            );
        let fields = match sigle {
            "" => fields,
            sigle => fields.with_text(&organisation::ACRONYM, sigle),
        };
        record(Kind::Organisation, number, fields)
    };
    let at = |number, organisation| {
        let fields = Fields::new().with(
            affiliation::ORGANISATION.number,
            Value::Reference(reference(Kind::Organisation, organisation)),
        );
        record(Kind::Affiliation, number, fields)
    };
    let day = |y, m, d| Value::Date(Date::new(y, m, d).unwrap());
    let catalog = catalog([
        named(1, "UL", "Université de Lorraine", "Universités"),
        named(
            2,
            "ULille",
            "Université de Lille",
            "Universités et assimilés",
        ),
        named(3, "", "Université Paris 1", "Grandes universités"),
        named(4, "", "Université Paris 13", "École d’ingénieurs"),
        trashed(&named(5, "ULI", "École trouée", "Universités")),
        at(11, 1),
        at(12, 2),
        at(13, 3),
        at(14, 4),
        record(
            Kind::Person,
            20,
            Fields::new().with_text(&person::NAME, "Dupont").with(
                person::PHONE.number,
                Value::Many(vec![Value::text("+33 6 12 34 56 78")]),
            ),
        ),
        record(
            Kind::Task,
            21,
            Fields::new()
                .with_text(&task::NAME, "x")
                .with(task::DUE.number, day(2024, 0, 0)),
        ),
        record(
            Kind::Task,
            22,
            Fields::new()
                .with_text(&task::NAME, "y")
                .with(task::DUE.number, day(2024, 5, 2)),
        ),
        record(
            Kind::Module,
            23,
            Fields::new().with(module::PRICE.number, Value::Money(50_000)),
        ),
    ]);
    let found = |text: &str| -> Vec<u128> {
        let query = Query::parse(text, today());
        assert_eq!(query.problems, [], "{text}");
        let mut found: Vec<u128> = catalog
            .filter(&[], &query)
            .rows
            .iter()
            .map(|row| row.id.into())
            .collect();
        found.sort_unstable();
        found
    };
    for (text, rows) in [
        ("category:universites", vec![1, 2, 3]),
        ("category:=universites", vec![1]),
        ("catégorie:=\"UNIVERSITÉS\"", vec![1]),
        ("category=universités", vec![1]),
        ("category:=univ", vec![]),
        ("category:=universités,\"grandes universités\"", vec![1, 3]),
        ("category:grandes,=universités", vec![1, 3]),
        ("category:=\"école d'ingénieurs\"", vec![4]),
        ("-category:=universités kind:organisation", vec![2, 3, 4]),
        ("not category:=universités kind:organisation", vec![2, 3, 4]),
        ("former_names:=autre", vec![1, 2, 3, 4]),
        ("former_names:=ancien", vec![]),
        ("category:\"universités et\"", vec![2]),
        ("category:\"et universités\"", vec![]),
        ("category:\"niversités\"", vec![]),
        ("name:\"paris 1\"", vec![3]),
        ("title:\"lorraine université\"", vec![]),
        ("title:\"université de l\" kind:organisation", vec![1, 2]),
        ("title:=\"université paris 1\" kind:organisation", vec![3]),
        // Of a sigle that there is, the one whose it is.
        ("organisation:UL", vec![11]),
        ("organisation:ul", vec![11]),
        ("affiliation.organisation:UL kind:person", vec![]),
        ("organisation:ULi", vec![12]),
        ("organisation:UL,paris", vec![11, 13, 14]),
        ("-organisation:UL kind:affiliation", vec![12, 13, 14]),
        ("organisation:=UL", vec![11]),
        ("organisation:=\"université de lille\"", vec![12]),
        ("organisation:=lille", vec![]),
        ("organisation:\"paris 1\"", vec![13]),
        ("organisation:université", vec![11, 12, 13, 14]),
        ("phone:=0612345678", vec![20]),
        ("phone:=\"06 12\"", vec![]),
        ("due:2024", vec![21, 22]),
        ("due:=2024", vec![21]),
        ("price:=500", vec![23]),
    ] {
        assert_eq!(found(text), rows, "{text}");
    }
    // A choice begun is none.
    let query = Query::parse("stage:=prod", today());
    assert_eq!(query.problems[0].what, Trouble::UnknownChoice);
    assert_eq!(Query::parse("stage:prod", today()).problems, []);
    assert_eq!(Query::parse("stage:=production", today()).problems, []);
    // A word with a `=` is a word.
    assert_eq!(Query::parse("a=b", today()).problems, []);
    // Rows edited since are asked themselves.
    let mut edited = catalog.clone();
    edited.put(named(2, "UL", "Université de Lille", "Universités"));
    let asked = |text: &str| edited.filter(&[], &Query::parse(text, today())).total;
    assert_eq!(
        (asked("category:=universités"), asked("organisation:UL")),
        (2, 2)
    );
}
