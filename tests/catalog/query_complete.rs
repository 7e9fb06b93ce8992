//! What is offered while a query is typed.

use guichet::catalog::{Catalog, Completions, Query, Typing};
use guichet::model::{Collection, Field, FieldType, Kind, Lang, Record};

use super::query_pairs::{report, sampled};
use super::{SMALL, catalog, made_up, today};

fn completed(
    catalog: &Catalog,
    collections: &[Collection],
    text: &str,
    cursor: usize,
    lang: Lang,
) -> Completions {
    let typing = Typing {
        catalog,
        collections,
        trashed: false,
        today: today(),
        lang,
        limit: 6,
    };
    Query::complete(text, cursor, &typing)
}

fn offers(catalog: &Catalog, collections: &[Collection], text: &str, lang: Lang) -> Vec<String> {
    let cursor = text.chars().count();
    let completions = completed(catalog, collections, text, cursor, lang);
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
    let places = [guichet::model::kinds::organisation::ADHERENTS];
    let french =
        |collections: &[Collection], text: &str| offers(&catalog, collections, text, Lang::Fr);
    assert_eq!(french(&people, "vil"), ["ville:"]);
    let functions = ["fonction:", "fonction.", "fonction_exercee:"];
    assert_eq!(french(&people, "dupont fonct"), functions);
    assert_eq!(french(&people, "-cour"), ["courriel:"]);
    assert_eq!(french(&places, "depl"), ["deploiement."]);
    assert_eq!(french(&places, "deploiement.etap"), ["deploiement.etape:"]);
    assert_eq!(
        french(&places, "deploiement.etape:prod"),
        ["=\"En production\""]
    );
    assert_eq!(french(&people, "ave"), ["avec:"]);
    assert_eq!(french(&people, "avec:tel"), ["telephone"]);
    assert_eq!(french(&people, "kind:adh"), ["Adhérents"]);
    assert_eq!(french(&people, "nature:adh"), ["Adhérents"]);
    assert_eq!(french(&people, "est:"), ["corbeille", "passé"]);
    assert_eq!(french(&people, "pass"), ["passe:"]);
    assert_eq!(french(&people, "passé:fonc"), functions);
    assert_eq!(french(&people, "avec:").len(), 6);
    let mended = completed(&catalog, &people, "vil:nantes", 3, Lang::Fr);
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
        cities.contains(&"=Nantes".to_string()) && cities.contains(&"=Nîmes".to_string()),
        "{cities:?}"
    );
    let quoted = french(&places, "ville:la");
    assert!(
        quoted
            .iter()
            .all(|city| city.starts_with("=\"") == city.contains(' ')),
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

/// Whether a record has just that value, in so many letters.
fn has_value(record: &Record, field: &Field, wanted: &str) -> bool {
    let shown = |text: &str| match field.kind {
        FieldType::Choice(choices) => {
            let choice = choices.iter().find(|choice| choice.key == text);
            choice.map_or(String::new(), |choice| choice.fr.to_string())
        }
        _ => text.to_string(),
    };
    let value = record.get(field.number);
    let mut texts = value.iter().flat_map(|value| value.items());
    texts.any(|item| {
        item.text()
            .is_some_and(|text| plain(&shown(text)) == wanted)
    })
}

fn plain(text: &str) -> String {
    let quotes = |c: char| "\"«»".contains(c);
    let text = text.trim_start_matches('=').trim_matches(quotes);
    guichet::model::fold::fold(text).trim().to_string()
}

/// Of every field of every collection: what an offer promises comes when it is taken, and it is the
/// records that have just that value.
#[test]
fn the_count_beside_an_offer_is_the_count_that_comes() {
    let catalog = catalog(sampled(&report()));
    let all = Collection::keys().filter_map(Collection::by_key);
    let (mut promised, mut exact) = (0, 0);
    for collection in all {
        let mut check = |prefix: &str, field: &Field| {
            for begun in ["", "uni"] {
                let text = format!("{prefix}{}:{begun}", field.key);
                let cursor = text.chars().count();
                let offered = completed(&catalog, &[collection], &text, cursor, Lang::Fr);
                for offer in offered.offers {
                    let Some(count) = offer.count else {
                        panic!("{text}{offer:?}: no count");
                    };
                    let kept: String = text.chars().take(offered.at.start).collect();
                    let taken = format!("{kept}{}", offer.text);
                    let query = Query::among(&[collection], &taken, today());
                    assert_eq!(query.problems, [], "{taken}");
                    let found = catalog.filter(&[collection], &query);
                    assert_eq!(found.total, count, "{collection:?} {taken}");
                    promised += 1;
                    let by_hand = matches!(
                        field.kind,
                        FieldType::Text | FieldType::Choice(_) | FieldType::Email | FieldType::Url
                    );
                    if prefix.is_empty() && by_hand {
                        let wanted = plain(&offer.text);
                        let records = catalog.collection(collection);
                        let having = records.filter(|of| has_value(of, field, &wanted)).count();
                        assert_eq!(having, count, "{collection:?} {taken}");
                        exact += 1;
                    }
                }
            }
        };
        for field in collection.kind().fields() {
            check("", field);
            check("-", field);
            check("note:a or ", field);
        }
    }
    assert!(promised > 1_000 && exact > 200, "{promised} {exact}");
    // In find, of all kinds together; and of what is linked.
    for text in [
        "ville:",
        "fonction:",
        "organisation:u",
        "organisation.categorie:",
        "nom:a",
    ] {
        let offered = completed(&catalog, &[], text, text.chars().count(), Lang::Fr);
        assert!(!offered.offers.is_empty(), "{text}");
        for offer in offered.offers {
            let taken = format!("{}{}", &text[..=text.find(':').unwrap()], offer.text);
            let found = catalog.filter(&[], &Query::parse(&taken, today()));
            assert_eq!(Some(found.total), offer.count, "{taken}");
        }
    }
}

#[test]
fn where_no_such_field_is_the_way_to_one_is_offered() {
    let catalog = catalog(made_up::records(&SMALL, 3));
    let people = [Collection::All(Kind::Person)];
    let text = "dupont -region:bre";
    let offered = completed(&catalog, &people, text, text.len(), Lang::Fr);
    assert_eq!(
        (offered.at, &*offered.offers[0].text),
        (8..18, "organisation.region:bre")
    );
    let begun = offers(&catalog, &people, "regio", Lang::Fr);
    assert_eq!(begun, ["organisation.region:"]);
}

#[test]
fn another_word_for_a_field_asks_the_field_and_is_offered_as_it() {
    let catalog = catalog(made_up::records(&SMALL, 3));
    let both = [
        Collection::All(Kind::Person),
        Collection::All(Kind::Organisation),
    ];
    let found = |text: &str| {
        let query = Query::among(&both, text, today());
        assert_eq!(query.problems, [], "{text}");
        catalog.filter(&both, &query).exact()
    };
    for (words, keys) in [
        ("avec:tél", "has:phone"),
        ("sans:mél", "no:email"),
        (
            "raison_sociale:universite",
            "name:universite kind:organisation",
        ),
        ("surname:a", "name:a kind:person"),
        ("organisation.abbreviation:a", "organisation.acronym:a"),
        ("commune:a*", "city:a*"),
    ] {
        assert_eq!(found(words), found(keys), "{words}");
    }
    assert!(!found("avec:tél").is_empty());
    let people = [Collection::All(Kind::Person)];
    let offered = |text, lang| offers(&catalog, &people, text, lang);
    assert_eq!(offered("commune", Lang::Fr), ["ville:"]);
    assert_eq!(offered("surn", Lang::En), ["name:"]);
}
