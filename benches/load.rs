//! A sampled store of 150,000 records read, put into a catalog, opened for writing; beside them a bare
//! scan that decodes the same records from flat files with two threads.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use guichet::catalog::Catalog;
use guichet::model::{Kind, Lang, Record, RecordRef};
use guichet::store::{Reader, Store};
use ulid::Ulid;

mod sampled;

/// Rounds of the comparison.
const ROUNDS: usize = 9;

type Batches = Vec<Vec<Record>>;

fn read(folder: &Path) -> Batches {
    let mut batches = Vec::new();
    let reader = Reader::open(folder).unwrap();
    reader
        .load(&mut |records| {
            batches.push(records);
            ControlFlow::Continue(())
        })
        .unwrap();
    batches
}

fn catalog(batches: Batches) -> Catalog {
    let mut catalog = Catalog::new(Lang::Fr);
    batches
        .into_iter()
        .for_each(|records| catalog.begin_load(records));
    while catalog.index_some() {}
    catalog
}

/// Writes the records into two flat files, half of them each: kind, id, length and fields.
fn write_flat(folder: &Path, batches: &Batches) -> [PathBuf; 2] {
    let records: Vec<&Record> = batches.iter().flatten().collect();
    let (first, second) = records.split_at(records.len() / 2);
    [("first", first), ("second", second)].map(|(name, records)| {
        let mut bytes = Vec::new();
        for record in records {
            bytes.push(record.kind.code());
            bytes.extend(record.id.to_bytes());
            bytes.extend(u32::try_from(record.encoded().len()).unwrap().to_le_bytes());
            bytes.extend(record.encoded());
        }
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    })
}

fn scan_flat(path: &Path) -> Vec<Record> {
    let bytes = std::fs::read(path).unwrap();
    let mut rest = bytes.as_slice();
    let mut records = Vec::new();
    while let Some((head, after)) = rest.split_first_chunk::<21>() {
        let kind = Kind::from_code(head[0]).unwrap();
        let id = Ulid::from_bytes(head[1..17].try_into().unwrap());
        let length = u32::from_le_bytes(head[17..].try_into().unwrap()) as usize;
        let (fields, after) = after.split_at(length);
        let reference = RecordRef::new(kind, id);
        records.push(Record::from_encoded(reference, 1, false, fields.into()).unwrap());
        rest = after;
    }
    records
}

/// The peer: what any loader must at least do.
fn bare(flat: &[PathBuf; 2]) -> [Vec<Record>; 2] {
    let [first, second] = flat;
    std::thread::scope(|scope| {
        let other = scope.spawn(|| scan_flat(second));
        [scan_flat(first), other.join().unwrap()]
    })
}

/// How long it takes; what it gives is dropped after.
fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let begin = Instant::now();
    let made = black_box(work());
    let spent = begin.elapsed();
    drop(made);
    spent
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn load(criterion: &mut Criterion) {
    let temp = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let folder = temp.path().join("store");
    sampled::fill(&folder);
    let batches = read(&folder);
    let flat = write_flat(temp.path(), &batches);
    let count: usize = batches.iter().map(Vec::len).sum();

    // In turn, so that all see the same machine.
    let mut times: [Vec<Duration>; 4] = Default::default();
    for _ in 0..ROUNDS {
        let copy = batches.clone();
        let all = [
            timed(|| bare(&flat)),
            timed(|| read(&folder)),
            timed(|| catalog(copy)),
            timed(|| Store::open(&folder).unwrap()),
        ];
        times.iter_mut().zip(all).for_each(|(to, one)| to.push(one));
    }
    let [bare_time, read_time, catalog_time, open_time] = times.map(median);
    let ratio = |time: Duration| time.as_secs_f64() / bare_time.as_secs_f64();
    println!(
        "{count} records, medians of {ROUNDS}: bare scan and decode on two threads {bare_time:?}"
    );
    for (name, time) in [
        ("read snapshot and journal", read_time),
        ("make the catalog", catalog_time),
        ("open for writing", open_time),
    ] {
        println!("  {name} {time:?}, {:.1} times the bare scan", ratio(time));
    }

    let mut group = criterion.benchmark_group("load");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(4));
    group.bench_function("bare scan and decode", |bencher| {
        bencher.iter_with_large_drop(|| bare(&flat));
    });
    group.bench_function("read snapshot and journal", |bencher| {
        bencher.iter_with_large_drop(|| read(&folder));
    });
    group.bench_function("make the catalog", |bencher| {
        bencher.iter_custom(|rounds| {
            let one = |_| {
                let copy = batches.clone();
                timed(|| catalog(copy))
            };
            (0..rounds).map(one).sum()
        });
    });
    group.bench_function("open for writing", |bencher| {
        bencher.iter_custom(|rounds| {
            let one = |_| timed(|| Store::open(&folder).unwrap());
            (0..rounds).map(one).sum()
        });
    });
    group.finish();
}

criterion_group!(benches, load);
criterion_main!(benches);
