//! Structured queries over links, as a pane asks them: each typed from its first value on, letter by
//! letter, and answered with its first rows and the exact count. What the desk makes ready while it is
//! loaded is made before. Times are those that the asking thread worked, so that others on the machine
//! do not count.
//!
//! A million people with all that is theirs, which takes a while to make; `GUICHET_BENCH_PEOPLE=20000`
//! makes fewer, `GUICHET_BENCH_STORE=FOLDER` asks that store.

#![allow(missing_docs, clippy::unwrap_used)]

use std::time::Duration;

use guichet::catalog::{Catalog, Query};
use guichet::model::kinds::list;
use guichet::model::{Collection, Date, Kind, Lang};
use guichet::store::Reader;
use guichet_benches::sampled;

/// How many people.
const PEOPLE: u32 = 1_000_000;
/// Rounds, after one that is not counted.
const ROUNDS: usize = 9;
/// So many rows are shown around the cursor.
const SHOWN: usize = 128;

/// The queries over each pane; `LIST` and `SESSION` stand for one that is there.
const QUERIES: [(Kind, &str); 34] = [
    (Kind::Person, "function:daf"),
    (Kind::Person, "function:\"ressources humaines\""),
    (Kind::Person, "list:LIST"),
    (Kind::Person, "-list:LIST"),
    (Kind::Person, "registered:SESSION"),
    (Kind::Person, "-registered:SESSION"),
    (Kind::Person, "registrations>3"),
    (Kind::Person, "registrations:0"),
    (Kind::Person, "subscriptions>=2 registrations>3"),
    (Kind::Person, "organisation.region:bretagne"),
    (Kind::Person, "organisation.category:université"),
    (Kind::Person, "organisation.solution:sifac"),
    (
        Kind::Person,
        "organisation.deployment.solution:sifac organisation.deployment.stage:production",
    ),
    (Kind::Person, "session.date:2022"),
    (Kind::Person, "session.date:>=2023-06"),
    (
        Kind::Person,
        "session.type:training session.date:2021..2022",
    ),
    (Kind::Person, "city:nantes or city:brest"),
    (Kind::Person, "(function:daf or function:dsi) city:paris"),
    (Kind::Person, "function:daf list:LIST -registered:SESSION"),
    (Kind::Person, "has:phone no:subscriptions"),
    (Kind::Person, "no:email or no:registrations"),
    (Kind::Person, "subscription.status:bouncing"),
    (Kind::Person, "affiliation.since:2021 function:gestionnaire"),
    (Kind::Person, "task.done:no"),
    (Kind::Registration, "status:negative"),
    (Kind::Registration, "person.function:daf"),
    (
        Kind::Registration,
        "person.city:nantes session.type:training",
    ),
    (Kind::Registration, "session.date:2022 status:waiting"),
    (Kind::Registration, "person.organisation.region:bretagne"),
    (Kind::Registration, "session:SESSION"),
    (Kind::Registration, "person.registrations>5"),
    (
        Kind::Organisation,
        "deployment.solution:sifac deployment.stage:production",
    ),
    (Kind::Organisation, "person.function:daf"),
    (Kind::Organisation, "affiliations>1000"),
];

/// How long this thread has worked so far.
fn worked() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    let nanoseconds = stat.split(' ').next().unwrap();
    Duration::from_nanos(nanoseconds.parse().unwrap())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn share(sorted: &[Duration], share: f64) -> f64 {
    milliseconds(sorted[((sorted.len() - 1) as f64 * share) as usize])
}

/// What stands in the field while the query is typed, once its first value has begun.
fn typed(query: &str) -> impl Iterator<Item = &str> {
    let first = query.find([':', '>']).unwrap() + 2;
    let ends = query
        .char_indices()
        .map(|(at, letter)| at + letter.len_utf8());
    ends.filter(move |end| *end >= first)
        .map(|end| &query[..end])
}

fn main() {
    let temp = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let today = Date::new(2024, 1, 15).unwrap();
    for folder in sampled::stores(temp.path(), PEOPLE) {
        let reader = Reader::open(&folder).unwrap();
        let (catalog, _) = Catalog::read(Lang::Fr, &reader, &|_| {}).unwrap();
        let people = catalog.count(Collection::All(Kind::Person));
        println!("{people} people among {} records", catalog.len());
        let begin = worked();
        catalog.prepare();
        println!("  made ready in {:.0?}", worked() - begin);
        let lists = catalog.records(Kind::List);
        let addresses = lists.filter_map(|list| list.text(&list::ADDRESS));
        let list = addresses.min().unwrap_or("finances").to_string();
        let session = catalog.records(Kind::Session).last().unwrap().reference();
        let mut all = Vec::new();
        println!("  ms, {ROUNDS} rounds       first    p50    p99  worst    rows");
        for (kind, query) in QUERIES {
            let query = query
                .replace("LIST", &list)
                .replace("SESSION", &session.to_string());
            let (first, times, rows) = ask(&catalog, kind, &query, today);
            println!(
                "  {:8.1} {:6.1} {:6.1} {:6.1} {rows:9}  {kind:?}: {query}",
                milliseconds(first),
                share(&times, 0.5),
                share(&times, 0.99),
                share(&times, 1.0),
            );
            all.extend(times);
        }
        all.sort_unstable();
        println!(
            "  all keys of {} queries: p50 {:.1} ms, p99 {:.1} ms, worst {:.1} ms",
            QUERIES.len(),
            share(&all, 0.5),
            share(&all, 0.99),
            share(&all, 1.0)
        );
    }
}

/// The dearest key of the round that is not counted, the times of the keys of all others in order, and
/// how many rows the whole query leaves.
fn ask(
    catalog: &Catalog,
    kind: Kind,
    query: &str,
    today: Date,
) -> (Duration, Vec<Duration>, usize) {
    let (mut first, mut times, mut rows) = (Duration::ZERO, Vec::new(), 0);
    for round in 0..=ROUNDS {
        for text in typed(query) {
            let begin = worked();
            let query = Query::parse(text, today);
            // The beginning of the next field's name is still a word to be found.
            if !query.terms.is_empty() {
                continue;
            }
            let window = catalog.window(&[Collection::All(kind)], &query, None, 0, SHOWN);
            let spent = worked() - begin;
            rows = window.total;
            match round {
                0 => first = first.max(spent),
                _ => times.push(spent),
            }
        }
        let left = Query::parse(query, today).problems;
        assert!(left.is_empty(), "{query}: {left:?}");
    }
    times.sort_unstable();
    (first, times, rows)
}
