//! An edit saved, beside a bare write and fdatasync of as many bytes on the same disk.
#![allow(missing_docs, clippy::unwrap_used)]

use std::fs::File;
use std::io::Write;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use guichet::model::{Author, Commit, Content, Edit, Fields, Kind, RecordRef, Step, Value, Verb};
use guichet::store::Store;
use ulid::Ulid;

const PEOPLE: u128 = 20_000;
const ROUNDS: usize = 2_000;

fn edit(number: u128, base: u64, city: &str) -> Edit {
    let fields = Fields::new()
        .with(2, Value::text("Ada"))
        .with(3, Value::text(format!("Lovelace {number}")))
        .with(6, Value::text(city))
        .with(8, Value::text("A note of the usual length. ".repeat(10)));
    Edit {
        record: RecordRef::new(Kind::Person, Ulid::from(number)),
        base,
        after: Some(Content {
            trashed: false,
            fields,
        }),
    }
}

fn commit(edits: Vec<Edit>) -> Commit {
    Commit {
        author: Author::called("bench"),
        at: 0,
        step: Step {
            verb: Verb::Edit,
            subject: "Ada Lovelace".to_string(),
            kind: "person".to_string(),
            fields: vec!["city".to_string()],
            count: edits.len() as u32,
        },
        edits,
        relies: Vec::new(),
        undoes: None,
    }
}

/// The wal's length, all segments together, in bytes.
fn written(wal: &std::path::Path) -> u64 {
    let entries = std::fs::read_dir(wal).unwrap();
    entries.map(|e| e.unwrap().metadata().unwrap().len()).sum()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn edits(c: &mut Criterion) {
    let temp = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let dir = temp.path().join("store");
    let mut store = Store::open(&dir).unwrap().0;
    let all = (1..=PEOPLE).map(|number| edit(number, 0, "Lyon"));
    store.commit(&commit(all.collect())).unwrap();
    let mut revisions = vec![1; PEOPLE as usize + 1];
    let mut number = 0;
    let mut one = || {
        number = number * 7_919 % PEOPLE + 1;
        let base = &mut revisions[number as usize];
        let commit = commit(vec![edit(number, *base, "Nantes")]);
        let begin = Instant::now();
        *base = store.commit(&commit).unwrap().heading.sequence;
        let acknowledged = begin.elapsed();
        store.settle();
        (acknowledged, begin.elapsed())
    };
    // One by one in turn, so that both see the same disk at the same time.
    let mut bare = File::create(temp.path().join("bare")).unwrap();
    let before = written(&dir.join("wal"));
    one();
    let bytes = vec![7; (written(&dir.join("wal")) - before) as usize];
    let (mut ours, mut settled, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (acknowledged, whole) = one();
        ours.push(acknowledged);
        settled.push(whole);
        let begin = Instant::now();
        bare.write_all(&bytes).unwrap();
        bare.sync_data().unwrap();
        theirs.push(begin.elapsed());
    }
    let (ours, settled, theirs) = (median(ours), median(settled), median(theirs));
    println!(
        "edit acknowledged p50 {ours:?}, with sled {settled:?}, bare write and fdatasync of {} bytes p50 {theirs:?}, ratio {:.2}",
        bytes.len(),
        ours.as_secs_f64() / theirs.as_secs_f64()
    );
    let mut group = c.benchmark_group("commit");
    group
        .sample_size(20)
        .measurement_time(Duration::from_secs(3));
    group.bench_function("edit", |b| {
        b.iter_custom(|rounds| (0..rounds).map(|_| one().0).sum());
    });
    group.bench_function("bare write and fdatasync", |b| {
        b.iter(|| {
            bare.write_all(&bytes).unwrap();
            bare.sync_data().unwrap();
        });
    });
    group.finish();
}

criterion_group!(benches, edits);
criterion_main!(benches);
