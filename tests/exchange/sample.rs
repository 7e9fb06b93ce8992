//! Made-up records: the same for the same seed, all of them valid, in about the right numbers.

use std::collections::{BTreeMap, BTreeSet};

use guichet::catalog::Catalog;
use guichet::exchange::{report, sample};
use guichet::model::check::check;
use guichet::model::kinds::person;
use guichet::model::{Author, Field, Kind, Lang, RecordRef, Value};
use guichet::runtime::demo::import_report;
use guichet::store::Store;

use super::memory::Memory;

#[test]
fn a_sample_is_valid_and_the_same_for_the_same_seed() {
    let mut memory = Memory::default();
    for file in report::files() {
        memory.load(file.collection.key(), file.name, file.text.as_bytes());
    }
    let base = || sample::Base::of(memory.records.values());
    let mut there: BTreeSet<RecordRef> = memory.records.keys().copied().collect();
    let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
    let made: Vec<sample::Made> = sample::records(2_000, 7, base()).collect();
    for (record, fields) in &made {
        let problems = check(record.kind, fields, &|to| there.contains(&to));
        assert_eq!(problems, [], "{record} {fields:?}");
        assert!(there.insert(*record), "{record} twice");
        *counts.entry(record.kind).or_default() += 1;
    }
    assert_eq!(counts[&Kind::Person], 2_000);
    let near = |kind: Kind, wanted: usize| {
        let found = counts[&kind];
        assert!(found.abs_diff(wanted) < wanted / 5, "{kind:?} {found}");
    };
    near(Kind::Affiliation, 2_200);
    near(Kind::Registration, 6_600);
    near(Kind::Subscription, 3_800);
    assert!((14_000..17_000).contains(&made.len()), "{}", made.len());
    let again: Vec<sample::Made> = sample::records(2_000, 7, base()).collect();
    assert!(made == again);
    let other: Vec<sample::Made> = sample::records(2_000, 8, base()).collect();
    assert!(made != other);
}

/// The report's records too: their ids are the seed's, and nothing of them is of the day.
#[test]
fn a_sample_is_the_same_on_any_day() {
    let filled = |seed: u64, at: i64| {
        let folder = tempfile::tempdir().unwrap();
        let (mut store, _) = Store::open(&folder.path().join("store")).unwrap();
        let mut catalog = Catalog::new(Lang::Fr);
        import_report(
            &mut store,
            &mut catalog,
            &Author::called("test"),
            at,
            &mut sample::ids(seed),
        )
        .unwrap();
        let base = Kind::ALL.iter().flat_map(|kind| catalog.records(*kind));
        let made: Vec<sample::Made> = sample::records(50, seed, sample::Base::of(base)).collect();
        let records = Kind::ALL.iter().flat_map(|kind| catalog.records(*kind));
        let report: Vec<sample::Made> = records
            .map(|record| (record.reference(), record.fields()))
            .collect();
        (report, made)
    };
    const YEAR: i64 = 365 * 86_400_000;
    let (report, made) = filled(7, 55 * YEAR);
    assert!(filled(7, 57 * YEAR + 123_456_789) == (report.clone(), made));
    let (other, _) = filled(8, 55 * YEAR);
    assert_eq!(other.len(), report.len());
    let ids = |records: &[sample::Made]| -> BTreeSet<RecordRef> {
        records.iter().map(|(record, _)| *record).collect()
    };
    assert!(ids(&other).is_disjoint(&ids(&report)));
}

/// Not a measure: a million people must at least stream, and not pile up.
#[test]
fn a_sample_streams() {
    let mut made = sample::records(1_000_000, 1, sample::Base::default());
    let first = made.next().unwrap();
    assert_eq!(first.0.kind, Kind::Session);
    assert_eq!(
        made.filter(|(record, _)| record.kind == Kind::Session)
            .take(10)
            .count(),
        10
    );
}

/// Names are as many, and as unevenly borne, as in a register.
#[test]
fn names_are_many_and_some_are_frequent() {
    let mut borne: BTreeMap<String, usize> = BTreeMap::new();
    let mut addresses = BTreeSet::new();
    let people = sample::records(20_000, 3, sample::Base::default())
        .filter(|(record, _)| record.kind == Kind::Person);
    for (_, fields) in people {
        let text = |field: &Field| fields.get(field.number).cloned();
        if let Some(Value::Text(name)) = text(&person::NAME) {
            *borne.entry(name.to_string()).or_default() += 1;
        }
        let Some(Value::Many(emails)) = text(&person::EMAIL) else {
            panic!("a person without an address")
        };
        for email in emails {
            assert!(addresses.insert(format!("{email:?}")), "{email:?} twice");
        }
    }
    assert!((11_000..15_000).contains(&borne.len()), "{}", borne.len());
    let most = borne.values().max().copied().unwrap_or(0);
    assert!((50..130).contains(&most), "{most}");
}
