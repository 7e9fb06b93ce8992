//! Computed fields of many records: the first order by each, which tells it of every row and keeps that, the next
//! one, the first filter, and what one row costs that is told by itself; then what the sheet of an organisation
//! costs to which thousands are linked. `COMPUTED_PEOPLE=20000` names another size.
//! Times are on the clock: rows are told on two threads.

#![allow(missing_docs, clippy::unwrap_used)]

use std::time::{Duration, Instant};

use guichet::catalog::{Catalog, Order, Query};
use guichet::exchange::sample;
use guichet::model::{Collection, Date, FieldType, Kind, Lang, Record, RecordRef};
use guichet::store::Store;
use guichet_benches::sampled;

/// How many people.
const PEOPLE: u32 = 1_000_000;
/// The seed of the people.
const SEED: u64 = 7;
/// So many rows are told one by one.
const ALONE: usize = 100_000;

fn clocked<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begin = Instant::now();
    let done = work();
    (done, begin.elapsed())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// The report's records, and so many people with all that is theirs.
fn made(people: u32) -> Catalog {
    let temp = tempfile::tempdir().unwrap();
    let mut store = Store::open(temp.path()).unwrap().0;
    let (report, base) = sampled::report(&mut store);
    let before: Vec<Record> = Kind::ALL
        .iter()
        .flat_map(|kind| report.records(*kind).cloned())
        .collect();
    let records = sample::records(people, SEED, base);
    let records = records.map(|(reference, fields)| Record::new(reference, 1, false, &fields));
    let mut catalog = Catalog::new(Lang::Fr);
    catalog.load(before.into_iter().chain(records));
    catalog.set_day(Date::new(2024, 1, 15).unwrap());
    catalog
}

/// What the sheets of organisations are made from: all that is computed, and the sections.
fn sheets(catalog: &Catalog) {
    let mut all = Vec::new();
    for record in catalog.records(Kind::Organisation) {
        let (_, told) = clocked(|| catalog.all_told(record));
        let (sections, made) = clocked(|| catalog.sections(record.reference()));
        let linked: usize = sections.iter().map(|section| section.records.len()).sum();
        all.push((told + made, told, made, linked));
    }
    all.sort_unstable();
    for (share, at) in [("half", all.len() / 2), ("worst", all.len() - 1)] {
        let (whole, told, made, linked) = all[at];
        println!(
            "sheets of organisations, {share}: {whole:.1?} ({told:.1?} computed, {made:.1?} sections) with {linked} linked"
        );
    }
}

fn main() {
    let people = std::env::var("COMPUTED_PEOPLE").map_or(PEOPLE, |size| size.parse().unwrap());
    let (catalog, taken) = clocked(|| made(people));
    println!(
        "{people} people among {} records, made in {taken:.0?}",
        catalog.len()
    );
    catalog.prepare();
    println!(
        "{:<32} {:>9} {:>10} {:>10} {:>11} {:>10} {:>9} {:>11}",
        "", "rows", "filter ms", "then ms", "order ms", "then ms", "ns a row", "alone ns"
    );
    sheets(&catalog);
    for kind in Kind::ALL {
        let all: Vec<RecordRef> = catalog.records(*kind).map(Record::reference).collect();
        for computed in kind.computed() {
            let field = &computed.field;
            // Nothing is kept of it so far: a clone has columns of its own from here on.
            let (fresh, again) = (catalog.clone(), catalog.clone());
            let condition = match field.kind {
                FieldType::Integer => format!("{}:>=1", field.key),
                FieldType::Date => format!("{}:>=2023", field.key),
                _ => format!("has:{}", field.key),
            };
            let collections = [Collection::All(*kind)];
            let query = Query::among(&collections, &condition, Date::new(2024, 1, 15).unwrap());
            let filter = || fresh.filter(&collections, &query).total;
            let ((_, filtered), (_, refiltered)) = (clocked(filter), clocked(filter));
            let order = || {
                let mut rows = all.clone();
                again.sort(&mut rows, &[Order::up(field.key)], Lang::Fr);
            };
            let (((), ordered), ((), reordered)) = (clocked(order), clocked(order));
            let some = catalog.records(*kind).take(ALONE);
            let (told, alone) = clocked(|| {
                let read = some.map(|record| catalog.value(record, field));
                read.filter(Option::is_some).count().max(1)
            });
            let a_row = |time: Duration, rows: usize| time.as_nanos() / rows.max(1) as u128;
            println!(
                "{:<32} {:>9} {:>10.1} {:>10.2} {:>11.1} {:>10.1} {:>9} {:>11}",
                format!("{}.{}", kind.key(), field.key),
                all.len(),
                milliseconds(filtered),
                milliseconds(refiltered),
                milliseconds(ordered),
                milliseconds(reordered),
                a_row(filtered, all.len()),
                a_row(alone, told)
            );
        }
    }
}
