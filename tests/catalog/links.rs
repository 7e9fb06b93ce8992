use std::collections::{BTreeMap, BTreeSet};

use guichet::catalog::{Catalog, Link};
use guichet::model::kinds::{affiliation, organisation, person, registration, session};
use guichet::model::{Collection, Date, Fields, Kind, Lang, Record, RecordRef, Value};
use proptest::collection::vec;
use proptest::prelude::*;

use super::made_up::{self, WithText};
use super::{SMALL, catalog, record, reference, trashed};

fn affiliated(number: u128, person: u128, organisation: u128, since: Option<Date>) -> Record {
    let mut fields = Fields::new()
        .with(
            affiliation::PERSON.number,
            Value::Reference(reference(Kind::Person, person)),
        )
        .with(
            affiliation::ORGANISATION.number,
            Value::Reference(reference(Kind::Organisation, organisation)),
        )
        .with_text(&affiliation::FUNCTION, "DGS");
    fields.set(affiliation::SINCE.number, since.map(Value::Date));
    record(Kind::Affiliation, number, fields)
}

fn called(kind: Kind, number: u128, name: &str) -> Record {
    let field = kind.field_by_key("name").unwrap();
    record(kind, number, Fields::new().with_text(field, name))
}

fn sources(catalog: &Catalog, target: RecordRef) -> BTreeSet<Link> {
    catalog.links_to(target).collect()
}

#[test]
fn a_source_may_come_before_its_target() {
    let source = affiliated(1, 2, 3, None);
    let mut catalog = catalog([source.clone()]);
    assert_eq!(catalog.len(), 1);
    assert_eq!(catalog.get(reference(Kind::Person, 2)), None);
    assert_eq!(catalog.title(source.reference()).as_deref(), Some("DGS"));
    catalog.put(called(Kind::Person, 2, "Durand"));
    catalog.put(called(Kind::Organisation, 3, "Nantes Université"));
    assert_eq!(
        catalog.title(source.reference()).as_deref(),
        Some("Durand · DGS · Nantes Université")
    );
    let links: Vec<Link> = catalog.links_to(reference(Kind::Person, 2)).collect();
    assert_eq!(
        links,
        [Link {
            kind: Kind::Affiliation,
            field: affiliation::PERSON.number,
            from: source.reference()
        }]
    );
    assert_eq!(catalog.len(), 3);
}

#[test]
fn the_trash_keeps_links_and_empties_only_of_what_nothing_live_needs() {
    let source = affiliated(1, 2, 3, None);
    let mut catalog = catalog([
        source.clone(),
        called(Kind::Person, 2, "Durand"),
        called(Kind::Organisation, 3, "Nantes"),
    ]);
    let person = reference(Kind::Person, 2);
    assert!(catalog.needed_by_live(person));
    catalog.put(trashed(&source));
    assert!(!catalog.needed_by_live(person));
    assert_eq!(catalog.trashed_links_to(person).count(), 1);
    assert_eq!(catalog.sections(person), []);
    assert_eq!(
        catalog
            .trash()
            .map(|record| record.reference())
            .collect::<Vec<_>>(),
        [source.reference()]
    );
    assert_eq!(catalog.count(Collection::All(Kind::Affiliation)), 0);
    catalog.put(source.clone());
    assert!(catalog.needed_by_live(person));
    catalog.remove(source.reference());
    assert_eq!(
        catalog.links_to(person).count() + catalog.trashed_links_to(person).count(),
        0
    );
    assert_eq!((catalog.len(), catalog.get(source.reference())), (2, None));
    catalog.remove(source.reference());
    assert_eq!(catalog.len(), 2);
}

#[test]
fn what_the_kept_of_the_trash_points_at_is_kept_with_it() {
    let function = trashed(&affiliated(1, 2, 3, None));
    let mut catalog = catalog([
        function.clone(),
        trashed(&called(Kind::Person, 2, "Durand")),
        trashed(&called(Kind::Organisation, 3, "Nantes")),
        trashed(&called(Kind::Person, 4, "Martin")),
    ]);
    assert_eq!(catalog.purgeable().0.len(), 4, "they go together");
    let about = Kind::Interaction.field_by_key("about").unwrap();
    let call = Fields::new().with(about.number, Value::Reference(function.reference()));
    catalog.put(record(Kind::Interaction, 5, call));
    let (gone, kept) = catalog.purgeable();
    assert_eq!(gone, [reference(Kind::Person, 4)]);
    assert_eq!(kept.len(), 3);
}

#[test]
fn sections_are_by_kind_and_field_the_latest_first() {
    let day = |year| Date::new(year, 0, 0);
    let records = [
        called(Kind::Person, 2, "Durand"),
        affiliated(10, 2, 3, None),
        affiliated(11, 2, 3, day(2019)),
        affiliated(12, 2, 3, day(2022)),
        record(
            Kind::Session,
            20,
            Fields::new()
                .with_text(&session::NAME, "Paie")
                .with(session::DATE.number, Value::Date(day(2020).unwrap())),
        ),
        record(
            Kind::Session,
            21,
            Fields::new()
                .with_text(&session::NAME, "Achats")
                .with(session::DATE.number, Value::Date(day(2021).unwrap())),
        ),
    ];
    let registrations = [(30, 20), (31, 21)].map(|(number, at)| {
        let fields = Fields::new()
            .with(
                registration::PERSON.number,
                Value::Reference(reference(Kind::Person, 2)),
            )
            .with(
                registration::SESSION.number,
                Value::Reference(reference(Kind::Session, at)),
            );
        record(Kind::Registration, number, fields)
    });
    let catalog = catalog(records.into_iter().chain(registrations));
    let sections = catalog.sections(reference(Kind::Person, 2));
    let shown: Vec<(Kind, u16, Vec<u128>)> = sections
        .iter()
        .map(|section| {
            (
                section.kind,
                section.field,
                section
                    .records
                    .iter()
                    .map(|record| record.id.into())
                    .collect(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            (Kind::Affiliation, 1, vec![12, 11, 10]),
            (Kind::Registration, 1, vec![31, 30])
        ]
    );
}

#[test]
fn of_thousands_the_latest_of_one_day_are_in_order_of_title() {
    let begun = |at: i64| {
        let day = jiff::civil::date(1990, 1, 1).checked_add(jiff::Span::new().days(at));
        let day = day.unwrap();
        Date::new(day.year(), day.month() as u8, day.day() as u8)
    };
    let days = (0..1_100).map(|at| affiliated(100 + at as u128, 10, 3, begun(at)));
    let names = [(10, "Martin"), (11, "Petit"), (12, "Durand")];
    let people = names.map(|(number, name)| called(Kind::Person, number, name));
    let same = [(50, 11), (51, 12)].map(|(number, who)| affiliated(number, who, 3, begun(2_000)));
    let university = called(Kind::Organisation, 3, "Université");
    let catalog = catalog(days.chain(people).chain(same).chain([university]));
    let sections = catalog.sections(reference(Kind::Organisation, 3));
    let shown: Vec<u128> = sections[0].records.iter().map(|at| at.id.into()).collect();
    assert_eq!(shown.get(..3), Some(&[51, 50, 1_199][..]));
    assert_eq!(shown.len(), 1_102);
}

#[test]
fn collections_are_views_of_a_kind() {
    let roles = |roles: &[&str]| {
        Fields::new().with(
            organisation::ROLES.number,
            Value::Many(roles.iter().map(|role| Value::text(*role)).collect()),
        )
    };
    let both = record(
        Kind::Organisation,
        1,
        roles(&["adherent", "partner"]).with_text(&organisation::NAME, "A"),
    );
    let partner = record(
        Kind::Organisation,
        2,
        roles(&["partner"]).with_text(&organisation::NAME, "B"),
    );
    let mut catalog = catalog([both, partner.clone()]);
    let counts = |catalog: &Catalog| {
        [
            guichet::model::kinds::organisation::ADHERENTS,
            guichet::model::kinds::organisation::PARTNERS,
            Collection::All(Kind::Organisation),
        ]
        .map(|c| catalog.count(c))
    };
    assert_eq!(counts(&catalog), [1, 2, 2]);
    catalog.put(trashed(&partner));
    assert_eq!(counts(&catalog), [1, 1, 1]);
    assert_eq!(catalog.records(Kind::Organisation).count(), 2);
}

/// Everything that can be asked of a catalog about links, titles and search rows.
pub(super) fn answers(catalog: &Catalog, ids: u128) -> Vec<String> {
    let mut answers = Vec::new();
    for kind in [
        Kind::Person,
        Kind::Organisation,
        Kind::Affiliation,
        Kind::Session,
    ] {
        for id in 0..ids {
            let reference = reference(kind, id);
            let links: Vec<Link> = sources(catalog, reference)
                .into_iter()
                .chain(catalog.trashed_links_to(reference).collect::<BTreeSet<_>>())
                .collect();
            answers.push(format!(
                "{reference} {:?} {links:?} {:?}",
                catalog.title(reference),
                catalog.sections(reference)
            ));
        }
    }
    for word in ["aa", "ab", "ba", "bb", "dgs"] {
        let query = guichet::catalog::Query::parse(word, super::today());
        let found = catalog.find(&[], &query, 1_000);
        // Among equals the order is that of the rows, which follow the edits.
        let mut hits: Vec<String> = found.hits.iter().map(|hit| format!("{hit:?}")).collect();
        hits.sort();
        answers.push(format!(
            "{word} {hits:?} {} {}",
            found.total, found.approximate
        ));
    }
    answers
}

pub(super) fn any_record() -> impl Strategy<Value = (Record, bool)> {
    const IDS: u128 = 4;
    let id = 0..IDS;
    let fields = prop_oneof![
        (id.clone(), "[ab]{2}").prop_map(|(id, name)| (
            Kind::Person,
            id,
            Fields::new().with_text(&person::NAME, &name)
        )),
        (id.clone(), "[ab]{2}", "[ab]{0,2}").prop_map(|(id, name, short)| {
            (
                Kind::Organisation,
                id,
                Fields::new()
                    .with_text(&organisation::NAME, &name)
                    .with_text(&organisation::ACRONYM, &short),
            )
        }),
        (id.clone(), id.clone(), id.clone()).prop_map(|(number, person, organisation)| {
            (
                Kind::Affiliation,
                number,
                affiliated(number, person, organisation, None).fields(),
            )
        }),
        (id.clone(), "[ab]{2}", proptest::option::of(id)).prop_map(|(id, name, counted)| {
            let mut fields = Fields::new().with_text(&session::NAME, &name);
            fields.set(
                session::COUNTED_IN.number,
                counted.map(|counted| Value::Reference(reference(Kind::Session, counted))),
            );
            (Kind::Session, id, fields)
        }),
    ];
    (fields, any::<bool>(), prop::bool::weighted(0.2)).prop_map(
        |((kind, id, fields), trashed, gone)| {
            (Record::new(reference(kind, id), 1, trashed, &fields), gone)
        },
    )
}

proptest! {
    #[test]
    fn what_is_derived_is_what_a_fresh_catalog_derives(changes in vec(any_record(), 0..40)) {
        let mut catalog = Catalog::new(Lang::Fr);
        let mut kept: BTreeMap<RecordRef, Record> = BTreeMap::new();
        for (record, gone) in changes {
            if gone {
                catalog.remove(record.reference());
                kept.remove(&record.reference());
            } else {
                catalog.put(record.clone());
                kept.insert(record.reference(), record);
            }
        }
        let mut fresh = Catalog::new(Lang::Fr);
        fresh.load(kept.values().rev().cloned());
        prop_assert_eq!(catalog.len(), kept.len());
        prop_assert_eq!(answers(&catalog, 4), answers(&fresh, 4));
    }
}

#[test]
fn the_order_of_loading_makes_no_difference() {
    let mut records = made_up::records(&SMALL, 3);
    let forward = catalog(records.clone());
    fastrand::Rng::with_seed(5).shuffle(&mut records);
    let shuffled = catalog(records.clone());
    for record in &records {
        let reference = record.reference();
        assert_eq!(forward.title(reference), shuffled.title(reference));
        assert_eq!(forward.sections(reference), shuffled.sections(reference));
        assert_eq!(sources(&forward, reference), sources(&shuffled, reference));
    }
}
