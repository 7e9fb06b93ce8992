use guichet::model::kinds::{affiliation, list, organisation, person, solution};
use guichet::model::{Fields, Kind, RecordRef, Value};

use super::made_up::WithText;
use super::{catalog, record, reference, trashed};

fn person(first: &str, last: &str) -> Fields {
    Fields::new()
        .with_text(&person::FIRST_NAME, first)
        .with_text(&person::NAME, last)
}

fn references(found: &[(RecordRef, f32)]) -> Vec<u128> {
    found
        .iter()
        .map(|(reference, _)| reference.id.into())
        .collect()
}

#[test]
fn people_by_name_address_and_number() {
    let point = |text: &str| Value::Many(vec![Value::text(text)]);
    let records = [
        record(
            Kind::Person,
            1,
            person("Éric", "Petit").with(person::EMAIL.number, point("eric.petit@u.fr")),
        ),
        record(
            Kind::Person,
            2,
            person("Anne", "Legrand").with(person::PHONE.number, point("+33 6 12 34 56 78")),
        ),
    ];
    let mut catalog = catalog(records.clone());
    let typed = |fields: &Fields, catalog: &guichet::catalog::Catalog| {
        references(&catalog.duplicates(Kind::Person, fields, None))
    };
    assert_eq!(typed(&person("ERIC", "petit"), &catalog), [1]);
    assert_eq!(
        typed(&person("Petit", "Eric"), &catalog),
        [1],
        "the other way round"
    );
    assert_eq!(
        typed(
            &person("E.", "P.").with(person::EMAIL.number, point("Eric.Petit@U.fr")),
            &catalog
        ),
        [1]
    );
    assert_eq!(
        typed(
            &person("A.", "L.").with(person::PHONE.number, point("0612345678")),
            &catalog
        ),
        [2]
    );
    assert_eq!(typed(&person("Paul", "Petit"), &catalog), [] as [u128; 0]);
    assert_eq!(
        catalog.duplicates(
            Kind::Person,
            &records[0].fields(),
            Some(records[0].reference())
        ),
        []
    );
    catalog.put(trashed(&records[0]));
    assert_eq!(typed(&person("Eric", "Petit"), &catalog), [] as [u128; 0]);
}

#[test]
fn other_kinds_by_what_names_them() {
    let link = Fields::new()
        .with(
            affiliation::PERSON.number,
            Value::Reference(reference(Kind::Person, 9)),
        )
        .with_text(&affiliation::FUNCTION, "DGS");
    let catalog = catalog([
        record(
            Kind::Organisation,
            1,
            Fields::new()
                .with_text(&organisation::ACRONYM, "UCA")
                .with_text(&organisation::NAME, "Université Clermont Auvergne"),
        ),
        record(
            Kind::Organisation,
            2,
            Fields::new().with_text(&organisation::NAME, "Université de Nantes"),
        ),
        record(
            Kind::List,
            3,
            Fields::new()
                .with_text(&list::ADDRESS, "daf@x.fr")
                .with_text(&list::NAME, "DAF"),
        ),
        record(
            Kind::Solution,
            4,
            Fields::new().with_text(&solution::NAME, "Sifac"),
        ),
        record(Kind::Person, 9, person("Éric", "Petit")),
        record(Kind::Affiliation, 10, link.clone()),
    ]);
    let found = |kind, fields: Fields| references(&catalog.duplicates(kind, &fields, None));
    assert_eq!(
        found(
            Kind::Organisation,
            Fields::new().with_text(&organisation::ACRONYM, "uca")
        ),
        [1]
    );
    assert_eq!(
        found(
            Kind::Organisation,
            Fields::new().with_text(&organisation::NAME, "Universite de Nante")
        ),
        [2]
    );
    assert_eq!(
        found(
            Kind::List,
            Fields::new().with_text(&list::ADDRESS, "DAF@x.fr")
        ),
        [3]
    );
    assert_eq!(
        found(
            Kind::Solution,
            Fields::new().with_text(&solution::NAME, "SIFAC")
        ),
        [4]
    );
    assert_eq!(found(Kind::Solution, Fields::new()), [] as [u128; 0]);
    assert_eq!(found(Kind::Affiliation, link), [10]);
}

#[test]
fn suggestions_are_the_most_used_first() {
    let at = |number, city: &str| {
        record(
            Kind::Organisation,
            number,
            Fields::new().with_text(&organisation::CITY, city),
        )
    };
    let catalog = catalog([
        at(1, "Saint-Étienne"),
        at(2, "Brest"),
        at(3, "Brest"),
        trashed(&at(4, "Bordeaux")),
        at(5, "Épinal"),
    ]);
    let offered =
        |prefix, limit| catalog.suggestions(Kind::Organisation, &organisation::CITY, prefix, limit);
    assert_eq!(offered("", 9), ["Brest", "Saint-Étienne", "Épinal"]);
    assert_eq!(offered("eti", 9), ["Saint-Étienne"]);
    assert_eq!(offered("E", 1), ["Saint-Étienne"]);
    assert_eq!(offered("rest", 9), [] as [&str; 0]);
}
