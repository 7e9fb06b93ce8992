//! Queries across links, their brackets and alternatives, and what is asked of a broken one.

use guichet::catalog::{Catalog, Query, Trouble};
use guichet::model::kinds::{deployment, list, organisation, person, session, solution};
use guichet::model::{Collection, Fields, Kind, RecordRef};
use proptest::prelude::*;

use super::by_hand::{deployed, found, named, registered, subscribed, to, works};
use super::made_up::{self, WithText};
use super::{SMALL, catalog, record, today, trashed};

/// Two universities with solutions, four people at them, two lists, a session.
fn desk() -> Catalog {
    let organisation = |number, name: &str, region: &str| {
        let fields = Fields::new()
            .with_text(&organisation::NAME, name)
            .with_text(&organisation::REGION, region);
        record(Kind::Organisation, number, fields)
    };
    catalog([
        organisation(1, "Université de Nantes", "Pays de la Loire"),
        organisation(2, "Université de Brest", "Bretagne"),
        named(Kind::Solution, 10, &solution::NAME, "Sifac"),
        named(Kind::Solution, 11, &solution::NAME, "Siham"),
        named(Kind::Person, 20, &person::NAME, "Abel"),
        named(Kind::Person, 21, &person::NAME, "Blanc"),
        named(Kind::Person, 22, &person::NAME, "Carlier"),
        named(Kind::Person, 23, &person::NAME, "Dupont"),
        named(Kind::List, 30, &list::NAME, "finances@listes.example"),
        named(Kind::List, 31, &list::NAME, "paie@listes.example"),
        named(Kind::Session, 40, &session::NAME, "Clôture"),
        deployed(50, 1, 10, "production"),
        deployed(51, 1, 11, "pilot"),
        deployed(52, 2, 10, "pilot"),
        deployed(53, 2, 11, "production"),
        works(60, 20, 1, "DAF", ""),
        works(61, 21, 1, "DSI", ""),
        works(62, 22, 2, "DAF", ""),
        trashed(&works(63, 23, 2, "DAF", "")),
        subscribed(70, 20, 30, "subscribed"),
        subscribed(71, 21, 30, "excluded"),
        subscribed(72, 21, 31, "included"),
        subscribed(73, 20, 31, "both"),
        registered(80, 20, "positive"),
        registered(81, 21, "negative"),
        registered(82, 22, ""),
    ])
}

#[test]
fn conditions_on_linked_records() {
    let desk = desk();
    for (kind, text, rows) in [
        // The same path speaks of the same record.
        (Kind::Organisation, "deployment.solution:sifac", vec![1, 2]),
        (
            Kind::Organisation,
            "deployment.solution:sifac deployment.stage:production",
            vec![1],
        ),
        (
            Kind::Organisation,
            "déploiements.solution:sifac déploiements.étape:production",
            vec![1],
        ),
        (
            Kind::Organisation,
            "deployment.(solution:sifac stage:production)",
            vec![1],
        ),
        (
            Kind::Organisation,
            "deployment.(solution:sifac or stage:production)",
            vec![1, 2],
        ),
        (
            Kind::Organisation,
            "deployment.solution:sifac -deployment.stage:production",
            vec![],
        ),
        (
            Kind::Organisation,
            "-deployment.(solution:sifac stage:pilot)",
            vec![1],
        ),
        (Kind::Organisation, "solution:siham", vec![1, 2]),
        // Through the kind that links two others.
        (Kind::Organisation, "person.function:daf", vec![1, 2]),
        (Kind::Organisation, "person.function:dsi", vec![1]),
        (Kind::Organisation, "person.name:abel", vec![1]),
        (Kind::Organisation, "person.(name:abel)", vec![1]),
        (Kind::Person, "organisation.region:bretagne", vec![22]),
        (Kind::Person, "function:daf", vec![20, 22]),
        (Kind::Person, "fonction:daf organisation:nantes", vec![20]),
        (
            Kind::Person,
            "affiliation.(function:daf organisation:nantes)",
            vec![20],
        ),
        (
            Kind::Person,
            "affiliation.organisation.region:bretagne",
            vec![22],
        ),
        // Lists and sessions.
        (Kind::Person, "list:finances@", vec![20]),
        (Kind::Person, "list:finances@ list:paie@", vec![20]),
        (Kind::Person, "list:paie@", vec![20, 21]),
        (Kind::Person, "registered:clôture", vec![20, 22]),
        (
            Kind::Person,
            "-registered:session/00000000000000000000000018",
            vec![21, 23],
        ),
        (
            Kind::Person,
            "registered:session/00000000000000000000000019",
            vec![],
        ),
        // Forward.
        (Kind::Affiliation, "organisation.region:bretagne", vec![62]),
        (Kind::Deployment, "solution.name:siham", vec![51, 53]),
        // Counts.
        // 21 was excluded from a list, and has cancelled a registration: that does not count.
        (Kind::Person, "subscriptions>1", vec![20]),
        (Kind::Person, "subscriptions:2", vec![20]),
        (Kind::Person, "subscriptions:0", vec![22, 23]),
        (Kind::Person, "abonnements:1..", vec![20, 21]),
        (Kind::Person, "has:registrations", vec![20, 22]),
        (Kind::Person, "no:affiliation", vec![23]),
        (Kind::Person, "has:function", vec![20, 21, 22]),
        (Kind::Person, "has:affiliation.function", vec![20, 21, 22]),
        (Kind::Organisation, "people>1", vec![1]),
        (
            Kind::Organisation,
            "deployments>=2 person.function:dsi",
            vec![1],
        ),
        // Alternatives and brackets.
        (Kind::Person, "abel or blanc", vec![20, 21]),
        (Kind::Person, "abel ou (blanc function:daf)", vec![20]),
        (Kind::Person, "(abel or blanc) function:dsi", vec![21]),
        (Kind::Person, "-(abel or blanc)", vec![22, 23]),
        (Kind::Person, "-abel -function:daf", vec![21, 23]),
        (Kind::Person, "abel or", vec![20]),
        (Kind::Person, "(abel or) function:daf", vec![20]),
        (Kind::Person, "or abel", vec![20]),
        (Kind::Person, "abel or or blanc or", vec![20, 21]),
        (Kind::Person, "abel or (", vec![20]),
        (Kind::Person, "or", vec![]),
        // Words between conditions.
        (Kind::Person, "abel and function:daf", vec![20]),
        (Kind::Person, "abel ET fonction:daf", vec![20]),
        (Kind::Person, "function:daf & abel", vec![20]),
        (Kind::Person, "not abel", vec![21, 22, 23]),
        (Kind::Person, "not function:daf", vec![21, 23]),
        (Kind::Person, "function:daf sauf abel", vec![22]),
        (Kind::Person, "function:daf et sauf abel", vec![22]),
        (
            Kind::Person,
            "function:daf and not (abel or blanc)",
            vec![22],
        ),
        (Kind::Person, "function:daf et non abel", vec![22]),
        (Kind::Person, "non function:daf", vec![21, 23]),
        (Kind::Person, "non abel", vec![]),
        (Kind::Person, "not not abel", vec![20]),
        (Kind::Person, "not -abel", vec![20]),
        (Kind::Person, "not no:affiliation", vec![20, 21, 22]),
        (Kind::Person, "abel et blanc ou dupont", vec![23]),
        (Kind::Person, "abel et", vec![20]),
        (Kind::Person, "abel not", vec![20]),
        (Kind::Person, "(abel et) function:daf", vec![20]),
        (Kind::Person, "et abel", vec![20]),
        (Kind::Person, "abel \"et\"", vec![]),
        (Kind::Person, "et", vec![]),
        (
            Kind::Organisation,
            "affiliation.(function:daf et non organisation:brest)",
            vec![1],
        ),
        (Kind::Person, "(abel", vec![20]),
        (Kind::Person, "()", vec![20, 21, 22, 23]),
        (Kind::Person, "abel function:", vec![20]),
        (Kind::Person, "abel subscriptions>", vec![20]),
        (Kind::Person, "abel affiliation.org", vec![20]),
    ] {
        assert_eq!(found(&desk, kind, text), rows, "{text}");
    }
}

#[test]
fn a_reference_to_nothing_is_a_value() {
    let lost = deployed(54, 1, 19, "");
    let whole = record(Kind::Deployment, 55, Fields::new());
    let mut desk = catalog([lost, whole]);
    let with = |desk: &Catalog| found(desk, Kind::Deployment, "has:solution");
    assert_eq!(with(&desk), [54]);
    assert_eq!(found(&desk, Kind::Deployment, "no:solution"), [55]);
    let fields = Fields::new().with(deployment::SOLUTION.number, to(Kind::Solution, 19));
    desk.put(record(Kind::Deployment, 55, fields));
    assert_eq!(with(&desk), [54, 55], "edited since");
}

#[test]
fn what_has_words_is_ranked_among_what_meets_the_conditions() {
    let desk = desk();
    let query = Query::parse("n function:daf", today());
    let found = desk.find(&[Collection::All(Kind::Person)], &query, 1);
    assert_eq!((found.total, found.hits.len()), (1, 1));
}

#[test]
fn broken_queries_are_answered_and_said() {
    let desk = desk();
    let trouble = |text: &str| -> Vec<Trouble> {
        Query::parse(text, today())
            .problems
            .iter()
            .map(|problem| problem.what)
            .collect()
    };
    assert_eq!(trouble("abel)"), [Trouble::Bracket]);
    assert_eq!(trouble("deploiement.solutoin:x"), [Trouble::UnknownField]);
    let near = |text: &str| Query::parse(text, today()).problems[0].nearest.clone();
    assert_eq!(near("deployment.solutoin:x").as_deref(), Some("solution"));
    assert_eq!(near("deploymnet.solution:x").as_deref(), Some("deployment"));
    assert_eq!(trouble("since:2023-02-30"), [Trouble::NotADate]);
    assert_eq!(trouble("a<b"), []);
    assert_eq!(
        trouble("person.person.person.person.person.name:x"),
        [Trouble::TooLong]
    );
    assert_eq!(trouble("\"abel"), []);
    let deep = "(".repeat(100);
    assert!(trouble(&deep).contains(&Trouble::TooLong) || trouble(&deep).is_empty());
    let long = "é ".repeat(50_000);
    assert_eq!(trouble(&long).first(), Some(&Trouble::TooLong));
    let many = "x ".repeat(1_000);
    assert_eq!(trouble(&many), [Trouble::TooLong]);
    for text in [
        deep.as_str(),
        &long,
        &many,
        "\u{1b}[31m\u{7}\u{0}",
        "(.*)[a-z]+\\d{3}$",
        "👩‍👩‍👧 \u{301}\u{301}\u{301}",
        &format!("a{}", "\u{301}".repeat(10_000)),
        ")))(((",
        "-- !! -( -) \" \"\"\"",
        "registered:session/00000000000000000000000019 or or or",
    ] {
        desk.filter(
            &[Collection::All(Kind::Person)],
            &Query::parse(text, today()),
        );
        desk.filter(&[], &Query::parse(text, today()));
    }
}

const ATOMS: [&str; 26] = [
    "kind:person",
    "city:nantes,brest",
    "function:daf",
    "organisation:univ",
    "affiliation.function:dsi",
    "affiliation.since:2015..2022",
    "list:a",
    "registered:a",
    "registrations>1",
    "subscriptions:0",
    "has:email",
    "has:registrations",
    "no:phone",
    "session.date:>2021",
    "registration.(role:speaker or status:negative)",
    "organisation.city:nantes",
    "person.name:mar",
    "person.function:d",
    "deployments>0",
    "title:mar",
    "participants:>10",
    "status:positive",
    "since:-900d",
    "note:a",
    "mar",
    "interactions>0",
];

fn queries() -> impl Strategy<Value = String> {
    let atom = prop::sample::select(ATOMS.to_vec()).prop_map(str::to_string);
    atom.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} {b}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} or {b})")),
            inner.prop_map(|a| format!("-({a})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Columns and sets of rows give what asking record by record gives, after edits too.
    #[test]
    fn a_query_is_what_each_record_says(texts in prop::collection::vec(queries(), 4), seed in 0u64..8, edits in prop::collection::vec((any::<prop::sample::Index>(), 0u8..3), 0..12)) {
        let records = made_up::records(&SMALL, seed);
        let mut catalog = catalog(records.iter().cloned());
        let asked = |catalog: &Catalog| {
            for text in &texts {
                let query = Query::parse(text, today());
                // People are linked to no people.
                if !text.contains("kind:person") {
                    prop_assert_eq!(&query.problems, &[]);
                }
                for kind in [Kind::Person, Kind::Organisation, Kind::Registration, Kind::Affiliation] {
                    if !query.terms.is_empty() {
                        continue;
                    }
                    let expected: Vec<RecordRef> = catalog
                        .collection(Collection::All(kind))
                        .filter(|record| query.matches(catalog, record))
                        .map(|record| record.reference())
                        .collect();
                    let found = catalog.filter(&[Collection::All(kind)], &query);
                    prop_assert_eq!(found.total, expected.len(), "{} {:?}", text, kind);
                    prop_assert_eq!(found.rows, expected, "{} {:?}", text, kind);
                }
            }
            Ok(())
        };
        asked(&catalog)?;
        for (at, what) in &edits {
            let record = at.get(&records);
            match what {
                0 => catalog.remove(record.reference()),
                1 => catalog.put(trashed(record)),
                _ => catalog.put(record.clone()),
            }
        }
        asked(&catalog)?;
    }
}
