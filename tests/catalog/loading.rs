//! Loading: from a store on two threads, from any order of records, with edits after; clones.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use guichet::catalog::{Catalog, Link, Loaded};
use guichet::model::kinds::{affiliation, organisation, person};
use guichet::model::text::Names;
use guichet::model::{Author, Commit, Content, Edit, Fields, Kind, Lang, Record, RecordRef, Step};
use guichet::model::{Value, Verb};
use guichet::store::{Reader, Store};
use proptest::collection::vec;
use proptest::prelude::*;

use super::links::{answers, any_record};
use super::made_up::WithText;
use super::reference;

proptest! {
    #[test]
    fn a_clone_keeps_what_it_has_and_an_edit_after_loading_counts(
        loaded in vec(any_record(), 0..30),
        edits in vec(any_record(), 0..12),
    ) {
        let mut catalog = Catalog::new(Lang::Fr);
        catalog.load(loaded.iter().map(|(record, _)| record.clone()));
        let mut one_by_one = Catalog::new(Lang::Fr);
        loaded.into_iter().for_each(|(record, _)| one_by_one.put(record));
        prop_assert_eq!(answers(&catalog, 4), answers(&one_by_one, 4));
        let mut clones = Vec::new();
        for (record, gone) in edits {
            clones.push((catalog.clone(), answers(&catalog, 4)));
            for catalog in [&mut catalog, &mut one_by_one] {
                if gone {
                    catalog.remove(record.reference());
                } else {
                    catalog.put(record.clone());
                }
            }
        }
        prop_assert_eq!(catalog.len(), one_by_one.len());
        prop_assert_eq!(answers(&catalog, 4), answers(&one_by_one, 4));
        for (clone, before) in clones {
            prop_assert_eq!(answers(&clone, 4), before);
        }
    }
}

fn commit(store: &mut Store, edits: Vec<Edit>) {
    let commit = Commit {
        author: Author::called("ada"),
        at: 0,
        step: Step {
            verb: Verb::Edit,
            subject: String::new(),
            kind: String::new(),
            fields: Vec::new(),
            count: 1,
        },
        edits,
        relies: Vec::new(),
        undoes: None,
    };
    store.commit(&commit).unwrap();
}

fn edit(record: RecordRef, base: u64, trashed: bool, fields: Option<Fields>) -> Edit {
    let after = fields.map(|fields| Content { trashed, fields });
    Edit {
        record,
        base,
        after,
    }
}

fn organisation_of(number: u128) -> Fields {
    Fields::new().with_text(&organisation::NAME, &format!("Université {number}"))
}

fn person_of(number: u128) -> Fields {
    Fields::new()
        .with_text(&person::FIRST_NAME, "Anne-Élise")
        .with_text(&person::NAME, &format!("Kœnig {number}"))
}

/// Points at a person, but never at the one who is removed later, and at an organisation.
fn affiliation_of(number: u128) -> Fields {
    let person = match (number * 7_919) % 9_000 * 10 {
        60_000 => 10,
        other => other,
    };
    let person = reference(Kind::Person, person);
    Fields::new()
        .with(affiliation::PERSON.number, Value::Reference(person))
        .with(
            affiliation::ORGANISATION.number,
            Value::Reference(reference(Kind::Organisation, number % 6 * 10)),
        )
        .with_text(&affiliation::FUNCTION, "DGS")
}

/// Everything about links and names that a catalog says of a record.
fn said(catalog: &Catalog, record: RecordRef) -> (Option<String>, BTreeSet<Link>, BTreeSet<Link>) {
    (
        catalog.title(record),
        catalog.links_to(record).collect(),
        catalog.trashed_links_to(record).collect(),
    )
}

#[test]
fn what_is_read_on_threads_is_what_the_store_gives_one_by_one() {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path().join("store");
    let mut store = Store::open(&folder).unwrap().0;
    let new = |kind, numbers: std::ops::Range<u128>, fields: fn(u128) -> Fields| {
        let edits = numbers.map(move |number| {
            let record = reference(kind, number * 10);
            edit(record, 0, number % 97 == 0, Some(fields(number)))
        });
        edits.collect::<Vec<_>>()
    };
    commit(&mut store, new(Kind::Organisation, 0..6, organisation_of));
    commit(&mut store, new(Kind::Person, 0..9_000, person_of));
    commit(&mut store, new(Kind::Affiliation, 0..5_000, affiliation_of));
    store.snapshot().unwrap();
    // Since: changed, trashed, removed, made between, before and behind the others.
    let people = |number| reference(Kind::Person, number);
    commit(
        &mut store,
        vec![
            edit(people(40), 2, false, Some(person_of(1_000_001))),
            edit(people(50_000), 2, true, Some(person_of(1_000_002))),
            edit(people(60_000), 2, false, None),
            edit(people(60_001), 0, false, Some(person_of(1_000_003))),
            edit(people(95_000), 0, false, Some(person_of(1_000_004))),
            edit(reference(Kind::Affiliation, 30), 3, false, None),
            edit(
                reference(Kind::Organisation, 7),
                0,
                false,
                Some(organisation_of(7)),
            ),
            edit(
                reference(Kind::Organisation, 990),
                0,
                false,
                Some(organisation_of(99)),
            ),
        ],
    );
    let mut records: Vec<Record> = Vec::new();
    let each = &mut |more: Vec<Record>| {
        records.extend(more);
        ControlFlow::Continue(())
    };
    store.load(each).unwrap();
    // Into a catalog that has a record, they are put one by one.
    let mut expected = Catalog::new(Lang::Fr);
    expected.put(records[0].clone());
    expected.load(records.iter().cloned());

    let parts = std::sync::Mutex::new(Vec::new());
    let reader = Reader::open(&folder).unwrap();
    let (read, head) = Catalog::read(Lang::Fr, &reader, &|loaded| {
        if let Loaded::Part(part) = loaded {
            parts.lock().unwrap().push(part);
        }
    })
    .unwrap();
    assert!(store.agree(&head).is_ok());
    let opened = Catalog::open(Lang::Fr, &mut store, &|_| {}).unwrap();
    for catalog in [&read, &opened] {
        assert_eq!((catalog.len(), catalog.len()), (14_008, expected.len()));
        for kind in Kind::ALL {
            let of = |catalog: &Catalog| {
                let mut all: Vec<Record> = catalog.records(*kind).cloned().collect();
                all.sort_by_key(|record| record.id);
                all
            };
            assert_eq!(of(catalog), of(&expected), "{kind:?}");
        }
        for record in &records {
            let record = record.reference();
            assert_eq!(said(catalog, record), said(&expected, record));
        }
        // Not there.
        for number in [60_000, 7_919] {
            assert_eq!(
                said(catalog, people(number)),
                said(&expected, people(number))
            );
        }
        for name in [
            "koenig 1000001 anne elise",
            "Anne-Élise Kœnig 8999",
            "Anne-Élise Kœnig 4",
        ] {
            assert_eq!(
                catalog.named(&[Kind::Person], name),
                expected.named(&[Kind::Person], name)
            );
        }
        assert_eq!(catalog.trash().count(), expected.trash().count());
    }
    // The first part has the organisations, and only them; it can be asked like any other.
    let parts = parts.into_inner().unwrap();
    assert_eq!(parts[0].len(), 6);
    assert_eq!(parts[0].records(Kind::Organisation).count(), 6);
    assert_eq!(parts[1].len(), read.len());
}
