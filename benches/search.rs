//! The catalog on 150,000 made-up records: loading, searching, filtering, editing.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::sync::atomic::AtomicBool;

use criterion::{Criterion, criterion_group, criterion_main};
use guichet::catalog::{Catalog, Query, Terms};
use guichet::model::{Collection, Date, Kind, Lang};

#[path = "../tests/catalog/made_up.rs"]
mod made_up;

const SEARCHES: [&str; 14] = [
    "e",
    "du",
    "dupont",
    "a b",
    "de d",
    "universite de s",
    "jean mar dsi",
    "clotue",
    "mtrn",
    "zzqxkw",
    "06 12",
    "univ-nantes.fr",
    "martin sifac",
    "u nantes dgs",
];

/// An agency after some years.
const AGENCY: made_up::Sizes = made_up::Sizes {
    organisations: 600,
    people: 20_000,
    sessions: 4_368,
    registrations: 70_000,
    subscriptions: 20_000,
    interactions: 10_000,
};

fn resident_kib() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn search(criterion: &mut Criterion) {
    let records = made_up::records(&AGENCY, 42);
    let encoded: usize = records.iter().map(|record| record.encoded().len()).sum();
    let before = resident_kib();
    let mut catalog = Catalog::new(Lang::Fr);
    catalog.load(records.iter().cloned());
    if let Some((before, after)) = before.zip(resident_kib()) {
        eprintln!(
            "{} records, {} KiB of fields: catalog {} KiB",
            records.len(),
            encoded / 1024,
            after - before
        );
    }
    let today = Date::new(2026, 5, 4).unwrap();

    let mut group = criterion.benchmark_group("search");
    let snapshot = catalog.snapshot();
    let never = AtomicBool::new(false);
    for text in SEARCHES {
        let terms = Terms::of(text);
        group.bench_function(text, |bencher| {
            bencher.iter(|| snapshot.search(black_box(&terms), &[], 50, &never));
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("filter");
    for text in ["dup", "e", "email:nantes", "no:phone dup", ""] {
        let query = Query::parse(text, today);
        group.bench_function(format!("people: {text}"), |bencher| {
            bencher.iter(|| catalog.filter(&[Collection::All(Kind::Person)], black_box(&query)));
        });
    }
    let people = catalog.filter(&[Collection::All(Kind::Person)], &Query::default());
    group.bench_function("sort people by e-mail", |bencher| {
        bencher.iter(|| {
            let mut rows = people.rows.clone();
            catalog.sort(&mut rows, "email", false, Lang::Fr);
            rows
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("load");
    group.sample_size(10);
    group.bench_function("150,000 records", |bencher| {
        bencher.iter_with_large_drop(|| {
            let mut catalog = Catalog::new(Lang::Fr);
            catalog.load(records.iter().cloned());
            catalog
        });
    });
    let person = records
        .iter()
        .find(|record| record.kind == Kind::Person)
        .unwrap();
    group.bench_function("one edited person", |bencher| {
        bencher.iter(|| catalog.put(person.clone()));
    });
    group.finish();
}

criterion_group!(benches, search);
criterion_main!(benches);
