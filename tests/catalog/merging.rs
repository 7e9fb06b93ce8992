//! Records made one: nothing is dropped.

use std::collections::BTreeMap;

use guichet::catalog::{Catalog, MergeFault, Merged};
use guichet::model::kinds::{affiliation, person, registration, subscription};
use guichet::model::{Fields, Kind, Record, RecordRef, Value};

use super::by_hand::{registered, subscribed, to, works};
use super::made_up::WithText;
use super::{catalog, record, reference};

fn ada(number: u128, family: &str, mail: &str, city: &str, note: &str) -> Record {
    let mut fields = Fields::new()
        .with_text(&person::FIRST_NAME, "Ada")
        .with_text(&person::NAME, family)
        .with(person::EMAIL.number, Value::Many(vec![Value::text(mail)]));
    for (field, text) in [(&person::CITY, city), (&person::NOTE, note)] {
        if !text.is_empty() {
            fields = fields.with_text(field, text);
        }
    }
    record(Kind::Person, number, fields)
}

fn merged(catalog: &Catalog, numbers: &[u128]) -> Merged {
    let records: Vec<RecordRef> = numbers
        .iter()
        .map(|number| reference(Kind::Person, *number))
        .collect();
    catalog.merged(&records, &BTreeMap::new()).unwrap()
}

fn after(merged: &Merged, record: RecordRef) -> &guichet::model::Content {
    let edit = merged.edits.iter().find(|edit| edit.record == record);
    edit.unwrap().after.as_ref().unwrap()
}

#[test]
fn no_value_is_dropped() {
    let catalog = catalog([
        ada(1, "Durand", "ada@un.fr", "Nantes", "Parle anglais."),
        ada(2, "Dupont", "ADA@deux.fr", "Brest", "Préfère le matin."),
    ]);
    let merged = merged(&catalog, &[1, 2]);
    let texts = |field: &guichet::model::Field| -> Vec<String> {
        let value = merged.fields.get(field.number).unwrap();
        value
            .items()
            .iter()
            .map(|item| item.as_text().unwrap().to_string())
            .collect()
    };
    assert_eq!(texts(&person::NAME), ["Durand"]);
    assert_eq!(texts(&person::FORMER_NAMES), ["Dupont"]);
    assert_eq!(texts(&person::EMAIL), ["ada@un.fr", "ADA@deux.fr"]);
    assert_eq!(texts(&person::CITY), ["Nantes"]);
    assert_eq!(
        texts(&person::NOTE),
        ["Parle anglais.\n\nPréfère le matin.\nVille : Brest"]
    );
    assert!(after(&merged, reference(Kind::Person, 2)).trashed);
    assert_eq!(merged.record, reference(Kind::Person, 1));
}

#[test]
fn a_number_that_is_spaced_otherwise_is_there_once() {
    let called = |number, phones: &[&str]| {
        let phones = phones.iter().map(|phone| Value::text(*phone)).collect();
        let fields = ada(number, "Durand", "ada@un.fr", "", "").fields();
        let fields = fields.with(person::PHONE.number, Value::Many(phones));
        record(Kind::Person, number, fields)
    };
    let catalog = catalog([
        called(1, &["06 12 34 56 78"]),
        called(2, &["+33 6 12 34 56 78", "0144329000"]),
    ]);
    let merged = merged(&catalog, &[1, 2]);
    let phones = merged.fields.get(person::PHONE.number).unwrap().items();
    let phones: Vec<&str> = phones.iter().filter_map(Value::as_text).collect();
    assert_eq!(phones, ["06 12 34 56 78", "0144329000"]);
}

#[test]
fn the_value_that_is_chosen_stays() {
    let catalog = catalog([
        ada(1, "Durand", "ada@un.fr", "Nantes", ""),
        ada(2, "Durand", "ada@deux.fr", "Brest", ""),
    ]);
    let records = [1, 2].map(|number| reference(Kind::Person, number));
    let taken = BTreeMap::from([
        (person::CITY.number, records[1]),
        (person::EMAIL.number, records[1]),
    ]);
    let merged = catalog.merged(&records, &taken).unwrap();
    assert_eq!(
        merged.fields.get(person::CITY.number).unwrap().as_text(),
        Some("Brest")
    );
    let mails = merged.fields.get(person::EMAIL.number).unwrap().items();
    assert_eq!(
        mails[0].as_text(),
        Some("ada@deux.fr"),
        "the chosen one is preferred"
    );
    assert_eq!(mails.len(), 2);
}

#[test]
fn links_move_and_of_two_the_better_stays() {
    let catalog = catalog([
        ada(1, "Durand", "ada@un.fr", "", ""),
        ada(2, "Durand", "ada@deux.fr", "", ""),
        works(10, 2, 50, "DGS", ""),
        registered(20, 1, "waiting"),
        registered(21, 2, "positive"),
        subscribed(30, 1, 60, "subscribed"),
        subscribed(31, 2, 60, "excluded"),
        subscribed(32, 2, 61, "subscribed"),
    ]);
    let merged = merged(&catalog, &[1, 2]);
    assert_eq!((merged.moved, merged.doubled), (4, 2));
    let one = to(Kind::Person, 1);
    let works = after(&merged, reference(Kind::Affiliation, 10));
    assert_eq!(works.fields.get(affiliation::PERSON.number), Some(&one));
    // Registered is better than waiting; an exclusion stays whatever else.
    let stays = after(&merged, reference(Kind::Registration, 21));
    assert!(!stays.trashed && stays.fields.get(registration::PERSON.number) == Some(&one));
    assert!(after(&merged, reference(Kind::Registration, 20)).trashed);
    assert!(after(&merged, reference(Kind::Subscription, 30)).trashed);
    let excluded = after(&merged, reference(Kind::Subscription, 31));
    assert!(!excluded.trashed && excluded.fields.get(subscription::PERSON.number) == Some(&one));
    assert!(!after(&merged, reference(Kind::Subscription, 32)).trashed);
}

#[test]
fn three_at_once_are_one_too() {
    let catalog = catalog([
        ada(1, "Durand", "ada@un.fr", "", ""),
        ada(2, "Durand", "ada@deux.fr", "", ""),
        ada(3, "Durand", "ada@trois.fr", "", ""),
        registered(20, 2, "positive"),
        registered(21, 3, "positive"),
    ]);
    let merged = merged(&catalog, &[1, 2, 3]);
    assert_eq!(
        merged
            .fields
            .get(person::EMAIL.number)
            .unwrap()
            .items()
            .len(),
        3
    );
    assert_eq!((merged.moved, merged.doubled), (2, 1));
    let kept =
        [20, 21].map(|number| !after(&merged, reference(Kind::Registration, number)).trashed);
    assert_eq!(kept.iter().filter(|kept| **kept).count(), 1);
}

#[test]
fn what_is_no_pair_is_refused() {
    let catalog = catalog([ada(1, "Durand", "ada@un.fr", "", "")]);
    let (one, absent) = (reference(Kind::Person, 1), reference(Kind::Person, 9));
    let merged = |records: &[RecordRef]| catalog.merged(records, &BTreeMap::new()).unwrap_err();
    assert_eq!(merged(&[one]), MergeFault::Alone);
    assert_eq!(merged(&[one, one]), MergeFault::Alone);
    assert_eq!(merged(&[one, absent]), MergeFault::Absent(absent));
}
