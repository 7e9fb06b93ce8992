use guichet::catalog::Catalog;
use guichet::model::kinds::{interaction, list, organisation, person};
use guichet::model::text::Names;
use guichet::model::{Fault, Fields, Kind, Lang, Record, Value};

use super::made_up::WithText;
use super::{catalog, record, reference, trashed};

fn organisation(number: u128, acronym: &str, name: &str) -> Record {
    record(
        Kind::Organisation,
        number,
        Fields::new()
            .with_text(&organisation::ACRONYM, acronym)
            .with_text(&organisation::NAME, name),
    )
}

fn person(number: u128, first: &str, last: &str) -> Record {
    record(
        Kind::Person,
        number,
        Fields::new()
            .with_text(&person::FIRST_NAME, first)
            .with_text(&person::NAME, last),
    )
}

#[test]
fn titles_are_never_empty() {
    let catalog = catalog([
        organisation(1, "Unistra", "Université de Strasbourg"),
        organisation(2, "CY", ""),
        person(3, "Éric", "DUPONT"),
        person(4, "", "Martin"),
        record(Kind::Person, 5, Fields::new()),
        record(
            Kind::Interaction,
            6,
            Fields::new().with_text(&interaction::TYPE, "call"),
        ),
    ]);
    let called = |kind, number| {
        (
            catalog.title(reference(kind, number)).unwrap(),
            catalog.short(reference(kind, number)).unwrap(),
        )
    };
    assert_eq!(
        called(Kind::Organisation, 1),
        ("Université de Strasbourg".into(), "Unistra".into())
    );
    assert_eq!(called(Kind::Organisation, 2), ("CY".into(), "CY".into()));
    assert_eq!(called(Kind::Person, 3).0, "Éric DUPONT");
    assert_eq!(called(Kind::Person, 4).0, "Martin");
    assert_eq!(called(Kind::Person, 5).0, "Personne 000005");
    assert_eq!(called(Kind::Interaction, 6).0, "Appel");
    assert_eq!(catalog.title(reference(Kind::Person, 99)), None);
}

#[test]
fn records_are_named_in_many_ways() {
    let mut former = organisation(1, "UCA", "Université Clermont Auvergne").fields();
    former.set(
        organisation::FORMER_NAMES.number,
        Some(Value::Many(vec![Value::text("Université Blaise-Pascal")])),
    );
    let list = record(
        Kind::List,
        4,
        Fields::new()
            .with_text(&list::ADDRESS, "daf@listes.amue.fr")
            .with_text(&list::NAME, "DAF"),
    );
    let mut catalog = catalog([
        record(Kind::Organisation, 1, former),
        person(3, "Jean-Marc", "Dupont"),
        list,
    ]);
    for text in [
        "uca",
        "Universite clermont-auvergne",
        " UNIVERSITÉ BLAISE PASCAL ",
        "organisation/00000000000000000000000001",
    ] {
        assert_eq!(
            catalog.named(&[Kind::Organisation], text),
            Ok(reference(Kind::Organisation, 1)),
            "{text}"
        );
    }
    for text in ["Jean-Marc Dupont", "dupont jean marc"] {
        assert_eq!(
            catalog.named(&[], text),
            Ok(reference(Kind::Person, 3)),
            "{text}"
        );
    }
    assert_eq!(
        catalog.named(&[Kind::List], "DAF@listes.amue.fr"),
        Ok(reference(Kind::List, 4))
    );
    assert_eq!(
        catalog.named(&[Kind::List], "uca"),
        Err(Fault::NoRecord(None))
    );
    assert_eq!(
        catalog.named(&[Kind::Person], "organisation/00000000000000000000000001"),
        Err(Fault::NoRecord(None))
    );
    assert_eq!(
        catalog.named(&[], "Université Clermont Auverge"),
        Err(Fault::NoRecord(Some("Université Clermont Auvergne".into())))
    );
    catalog.put(trashed(&person(3, "Jean-Marc", "Dupont")));
    assert_eq!(
        catalog.named(&[], "Jean-Marc Dupont"),
        Err(Fault::NoRecord(None))
    );
    catalog.put(person(3, "Anne", "Petit"));
    assert_eq!(
        catalog.named(&[], "petit anne"),
        Ok(reference(Kind::Person, 3))
    );
    assert_eq!(
        catalog.named(&[], "Jean-Marc Dupont"),
        Err(Fault::NoRecord(None))
    );
}

#[test]
fn an_acronym_of_two_is_ambiguous_and_warned_of() {
    let mut catalog = catalog([
        organisation(1, "UCA", "Université Clermont Auvergne"),
        organisation(2, "UCA", "Université Côte d’Azur"),
    ]);
    assert_eq!(
        catalog.named(&[Kind::Organisation], "UCA"),
        Err(Fault::Ambiguous(2))
    );
    let clashes = |catalog: &guichet::catalog::Catalog, text: &str| {
        catalog.clashes(Kind::Organisation, &organisation::ACRONYM, text)
    };
    assert_eq!(
        clashes(&catalog, "uca"),
        [
            reference(Kind::Organisation, 1),
            reference(Kind::Organisation, 2)
        ]
    );
    assert_eq!(clashes(&catalog, ""), []);
    assert_eq!(
        catalog.clashes(
            Kind::Organisation,
            &organisation::NAME,
            "universite cote d'azur"
        ),
        [reference(Kind::Organisation, 2)]
    );
    catalog.put(organisation(2, "UniCA", "Université Côte d’Azur"));
    assert_eq!(clashes(&catalog, "UCA"), [reference(Kind::Organisation, 1)]);
    assert_eq!(
        catalog.named(&[Kind::Organisation], "UCA"),
        Ok(reference(Kind::Organisation, 1))
    );
}

#[test]
fn an_edit_before_anyone_asked_for_names_leaves_those_of_a_clone() {
    let mut edited = Catalog::new(Lang::Fr);
    edited.load([person(1, "Anne", "Martin"), person(2, "Paul", "Petit")]);
    let kept = edited.clone();
    edited.put(person(1, "Anne", "Durand"));
    edited.remove(reference(Kind::Person, 2));
    let named = |catalog: &Catalog, text: &str| catalog.named(&[Kind::Person], text).ok();
    let anne = Some(reference(Kind::Person, 1));
    assert_eq!(named(&kept, "anne martin"), anne);
    assert_eq!(named(&kept, "petit paul"), Some(reference(Kind::Person, 2)));
    assert_eq!(named(&edited, "anne martin"), None);
    assert_eq!(named(&edited, "anne durand"), anne);
    assert_eq!(named(&edited, "petit paul"), None);
}
