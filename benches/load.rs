//! Loading a store without the screen: records, links, names, search rows; beside it the least that any
//! loader must do, on two threads: read the same snapshot, unpack it, check it, decode every field. And
//! the same from flat files, unpacked and unchecked.
//!
//! 160,000 records made anew; `GUICHET_BENCH_PEOPLE=10000,100000` makes other sizes and says how the
//! times grow, `GUICHET_BENCH_STORE=FOLDER,FOLDER` measures those stores instead.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use guichet::catalog::{Catalog, Loaded};
use guichet::model::encoding::ValueRef;
use guichet::model::kinds::person;
use guichet::model::{Kind, Lang, Record, RecordRef, Value};
use guichet::store::{Reader, Store};
use guichet_benches::sampled;
use ulid::Ulid;

/// Rounds of the comparison.
const ROUNDS: usize = 7;

/// Decodes every value of a record in place; gives something of each, so that nothing is left out.
fn decode(record: &Record) -> usize {
    let value = |value: ValueRef<'_>| {
        let text = value.text().map_or(0, str::len);
        let target = value.reference().map_or(0, |target| target.id.0 as usize);
        let number = value.number().unwrap_or_default() as usize;
        let day = value.date().map_or(0, |date| date.packed() as usize);
        text ^ target ^ number ^ day
    };
    let values = record.iter().flat_map(|(_, value)| value.items());
    values.map(value).fold(0, |sum, part| sum ^ part)
}

/// The peer: reads, unpacks, checks and decodes the snapshot with two threads.
fn bare(folder: &Path) -> Vec<Vec<Record>> {
    let reader = Reader::open(folder).unwrap();
    let loading = reader.loading().unwrap();
    let blocks = Mutex::new(Vec::new());
    let work = || {
        while let Some(block) = loading.next().unwrap() {
            black_box(block.records.iter().map(decode).sum::<usize>());
            blocks.lock().unwrap().push(block.records);
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        work();
    });
    blocks.into_inner().unwrap()
}

/// Writes the records into two flat files, half of them each: kind, id, length and fields.
fn write_flat(folder: &Path, records: &[Record]) -> [PathBuf; 2] {
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
        let record = Record::from_encoded(reference, 1, false, fields.into()).unwrap();
        black_box(decode(&record));
        records.push(record);
        rest = after;
    }
    records
}

fn flat(files: &[PathBuf; 2]) -> [Vec<Record>; 2] {
    let [first, second] = files;
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

/// The moments of a load: the first part (the organisations), all but the search rows, all.
fn moments(folder: &Path) -> [Duration; 3] {
    let begin = Instant::now();
    let parts = Mutex::new(Vec::new());
    let reader = Reader::open(folder).unwrap();
    let loaded = Catalog::read(Lang::Fr, &reader, &|loaded| {
        if let Loaded::Part(_) = loaded {
            parts.lock().unwrap().push(begin.elapsed());
        }
    });
    let all = begin.elapsed();
    drop(loaded.unwrap());
    let parts = parts.into_inner().unwrap();
    [parts[0], *parts.last().unwrap(), all]
}

/// What a clone costs, and what an edit of a person costs without and with one alive.
fn edits(folder: &Path) -> [Duration; 3] {
    let reader = Reader::open(folder).unwrap();
    let (mut catalog, _) = Catalog::read(Lang::Fr, &reader, &|_| {}).unwrap();
    let people: Vec<RecordRef> = {
        let people = catalog.records(Kind::Person);
        let step = (people.count() / 200).max(1);
        let people = catalog.records(Kind::Person).step_by(step);
        people.map(Record::reference).collect()
    };
    let clones = people.iter().map(|_| timed(|| catalog.clone())).collect();
    let mut edit = |keep: bool| {
        let edits = people.iter().map(|person| {
            let record = catalog.get(*person).unwrap();
            let name = Value::text(format!("{} b", record.text(&person::NAME).unwrap()));
            let fields = record.fields().with(person::NAME.number, name);
            let record = Record::new(*person, record.revision + 1, false, &fields);
            let kept = keep.then(|| catalog.clone());
            let begin = Instant::now();
            catalog.put(record);
            let spent = begin.elapsed();
            drop(kept);
            spent
        });
        median(edits.collect())
    };
    let (alone, beside) = (edit(false), edit(true));
    [median(clones), alone, beside]
}

/// Resident memory now, in bytes.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS"))
        .unwrap();
    let kib: usize = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kib * 1024
}

/// Time spent by all threads of this process so far.
fn worked() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let after_name = stat.rsplit(") ").next().unwrap();
    let ticks = after_name.split(' ').skip(11).take(2);
    let ticks: u64 = ticks.map(|time| time.parse::<u64>().unwrap()).sum();
    Duration::from_millis(10 * ticks)
}

/// What the loads of a store came to.
struct Measured {
    records: usize,
    /// Medians of the peer's time and of a load's.
    bare: Duration,
    all: Duration,
}

fn measure(folder: &Path, temp: &Path) -> Measured {
    let before = resident();
    let (count, memory) = {
        let reader = Reader::open(folder).unwrap();
        let (catalog, _) = Catalog::read(Lang::Fr, &reader, &|_| {}).unwrap();
        (catalog.len(), resident().saturating_sub(before))
    };
    let mut records = Vec::with_capacity(count);
    let reader = Reader::open(folder).unwrap();
    let gathered = reader.load(&mut |more| {
        records.extend(more);
        ControlFlow::Continue(())
    });
    gathered.unwrap();
    let files = write_flat(temp, &records);
    drop(records);

    // In turn, so that all see the same machine.
    let mut times: [Vec<Duration>; 5] = Default::default();
    let mut work = [Duration::ZERO; 2];
    for _ in 0..ROUNDS {
        let begin = worked();
        let [first, linked, all] = moments(folder);
        let between = worked();
        let bare = timed(|| bare(folder));
        work[0] += between - begin;
        work[1] += worked() - between;
        let flat = timed(|| flat(&files));
        let round = [bare, flat, first, linked, all];
        times
            .iter_mut()
            .zip(round)
            .for_each(|(to, one)| to.push(one));
    }
    let [bare_time, flat_time, first, linked, all] = times.map(median);
    println!("{count} records, medians of {ROUNDS}");
    for (name, time) in [
        (
            "peer: read, unpack, check, decode on two threads",
            bare_time,
        ),
        ("peer: read flat files, decode on two threads", flat_time),
        ("load: the organisations", first),
        ("load: all records, links and names", linked),
        ("load: search rows as well", all),
    ] {
        let ratio = time.as_secs_f64() / bare_time.as_secs_f64();
        println!("  {name:<50} {time:>12.1?}  {ratio:>6.2}");
    }
    let rounds = ROUNDS as u32;
    println!(
        "  work of all threads, ending included: load {:?}, first peer {:?}: {:.2}",
        work[0] / rounds,
        work[1] / rounds,
        work[0].as_secs_f64() / work[1].as_secs_f64()
    );
    println!("  memory: {} bytes a record", memory / count);
    Measured {
        records: count,
        bare: bare_time,
        all,
    }
}

/// How the times grow: the exponent between the smallest and the largest store.
fn growth(all: &[Measured]) {
    let (Some(least), Some(most)) = (all.first(), all.last()) else {
        return;
    };
    let exponent = |of: fn(&Measured) -> Duration| {
        let times = of(most).as_secs_f64() / of(least).as_secs_f64();
        times.ln() / (most.records as f64 / least.records as f64).ln()
    };
    println!("growth from {} to {} records", least.records, most.records);
    println!("  peer: exponent {:.2}", exponent(|one| one.bare));
    println!("  load: exponent {:.2}", exponent(|one| one.all));
}

fn main() {
    let temp = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let folders = sampled::stores(temp.path(), sampled::PEOPLE);
    let all: Vec<Measured> = folders
        .iter()
        .map(|folder| measure(folder, temp.path()))
        .collect();
    if all.len() > 1 {
        growth(&all);
    }
    if let Some(folder) = folders.first() {
        let open = timed(|| Store::open(folder).unwrap());
        println!("open for writing, once: {open:.1?}");
        let [clone, alone, beside] = edits(folder);
        println!("clone {clone:?}, edit {alone:?}, edit with a clone alive {beside:?}");
    }
}
