//! What is offered while a query is typed.

use guichet::catalog::{Catalog, Query};
use guichet::model::{Collection, Kind, Lang};

use super::{SMALL, catalog, made_up};

fn offers(catalog: &Catalog, collections: &[Collection], text: &str, lang: Lang) -> Vec<String> {
    let cursor = text.chars().count();
    let completions = Query::complete(text, cursor, catalog, collections, lang, 6);
    assert_eq!(
        completions.at.end,
        if completions.offers.is_empty() {
            completions.at.end
        } else {
            cursor
        }
    );
    completions
        .offers
        .into_iter()
        .map(|offer| offer.text)
        .collect()
}

#[test]
fn names_then_values_are_offered_in_the_language_of_the_user() {
    let catalog = catalog(made_up::records(&SMALL, 3));
    let people = [Collection::All(Kind::Person)];
    let places = [Collection::Adherents];
    let french =
        |collections: &[Collection], text: &str| offers(&catalog, collections, text, Lang::Fr);
    assert_eq!(french(&people, "vil"), ["ville:"]);
    assert_eq!(french(&people, "dupont fonct"), ["fonction:", "fonction."]);
    assert_eq!(french(&people, "-cour"), ["courriel:"]);
    assert_eq!(french(&places, "depl"), ["deploiement."]);
    assert_eq!(french(&places, "deploiement.etap"), ["deploiement.etape:"]);
    assert_eq!(
        french(&places, "deploiement.etape:prod"),
        ["\"En production\""]
    );
    assert_eq!(french(&people, "ave"), ["avec:"]);
    assert_eq!(french(&people, "avec:tel"), ["telephone"]);
    assert_eq!(french(&people, "kind:adh"), ["Adhérents"]);
    assert_eq!(french(&people, "nature:adh"), ["Adhérents"]);
    assert_eq!(french(&people, "est:"), ["corbeille", "passé"]);
    assert_eq!(french(&people, "pass"), ["passe:"]);
    assert_eq!(french(&people, "passé:fonc"), ["fonction:", "fonction."]);
    assert_eq!(french(&people, "avec:").len(), 6);
    let mended = Query::complete("vil:nantes", 3, &catalog, &people, Lang::Fr, 6);
    assert_eq!(mended.offers[0].text, "ville", "its colon is there");
    assert_eq!(
        french(&[Collection::All(Kind::Affiliation)], "depuis:-9"),
        ["-90j"]
    );
    assert_eq!(
        french(&people, "dupont"),
        [] as [&str; 0],
        "a name is no field"
    );
    assert_eq!(french(&people, ""), [] as [&str; 0]);
    assert_eq!(offers(&catalog, &people, "cit", Lang::En), ["city:"]);
    // Values in use, the most frequent first.
    let cities = french(&places, "ville:n");
    assert!(
        cities.contains(&"Nantes".to_string()) && cities.contains(&"Nîmes".to_string()),
        "{cities:?}"
    );
    let quoted = french(&places, "ville:la");
    assert!(
        quoted
            .iter()
            .all(|city| city.starts_with('"') == city.contains(' ')),
        "{quoted:?}"
    );
    // References by title.
    let organisations = french(&people, "organisation:univ");
    assert!(!organisations.is_empty());
    // What is offered is understood.
    for text in [
        "ville:n",
        "organisation:univ",
        "fonction:d",
        "deploiement.etape:p",
    ] {
        for offer in french(&people, text) {
            let (name, _) = text.split_once(':').unwrap();
            let query = Query::parse(&format!("{name}:{offer}"), super::today());
            assert_eq!(query.problems, [], "{name}:{offer}");
        }
    }
}
