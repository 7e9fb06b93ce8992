//! The search engine: queries typed letter by letter on 10,000, 100,000 and 1,000,000 people, the
//! index they are answered from, and how all of it grows.
//!
//! `SEARCH_PEOPLE=10000,10000000` names other sizes, `SEARCH_TEXTS='06|jean dupont'` other texts.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use guichet::catalog::{Catalog, Query};
use guichet::model::kinds::person;
use guichet::model::{Collection, Date, Kind, Record, Value};
use guichet_benches::people;

/// Rounds over all keys, after one that is not counted.
const ROUNDS: usize = 5;
/// How often the index is made.
const BUILDS: usize = 7;
/// How many rows a list shows.
const SHOWN: usize = 20;
/// What people type.
const USUAL: [&str; 40] = [
    "e",
    "d",
    "m",
    "s",
    "z",
    "dupont",
    "martin",
    "lefevre",
    "kapps",
    "rousseau",
    "guerin",
    "le gall",
    "de la tour",
    "saint martin",
    "jean dupont",
    "mar dup",
    "dupont marie",
    "martin dsi",
    "bernard comptable",
    "daf unistra",
    "gestionnaire nantes",
    "universite lyon",
    "agent comptable bordeaux",
    "unistra",
    "jf kapps",
    "jfk",
    "jdupont",
    "jp martin",
    "jean.dupont@",
    "martin@univ",
    "pierre.moreau@unistra.example",
    "06 12 34 56",
    "0688",
    "45 67",
    "dupomt",
    "lefebre",
    "rouseau",
    "mprz",
    "clrnce",
    "strasbourg",
];
/// What costs most.
const HOSTILE: [&str; 4] = ["d de d", "universite de s", "a b c", "e u d"];

fn percentile(times: &mut [Duration], share: f64) -> f64 {
    times.sort_unstable();
    let at = ((times.len() - 1) as f64 * share).round() as usize;
    times[at].as_secs_f64() * 1_000.0
}

/// The processor time that this process took so far, of all its threads; in steps of 10 ms.
fn worked() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let (_, after) = stat.rsplit_once(')').unwrap();
    let times = after.split_whitespace().skip(11).take(2);
    Duration::from_millis(
        10 * times
            .map(|ticks| ticks.parse::<u64>().unwrap())
            .sum::<u64>(),
    )
}

fn ask(catalog: &Catalog, text: &str) -> usize {
    let query = Query::parse(text, Date::new(2026, 1, 1).unwrap());
    black_box(catalog.find(&[Collection::All(Kind::Person)], &query, SHOWN)).total
}

/// The time of every key of those texts.
fn typed(catalog: &Catalog, texts: &[&str]) -> Vec<(Duration, String)> {
    let mut times = Vec::new();
    for round in 0..=ROUNDS {
        for text in texts {
            for (at, letter) in text.char_indices() {
                let typed = &text[..at + letter.len_utf8()];
                let begin = Instant::now();
                ask(catalog, typed);
                if round > 0 {
                    times.push((begin.elapsed(), typed.to_string()));
                }
            }
        }
    }
    times
}

struct Measured {
    people: f64,
    figures: Vec<f64>,
}

fn measure(people: u32) -> Measured {
    let (mut catalog, known) = people::made(people);
    drop(known);
    let spent = worked();
    let mut builds: Vec<Duration> = (0..BUILDS)
        .map(|_| {
            let begin = Instant::now();
            black_box(catalog.indexed());
            begin.elapsed()
        })
        .collect();
    let work = (worked() - spent).as_secs_f64() * 1_000.0 / BUILDS as f64;
    let build = percentile(&mut builds, 0.5);
    let bytes = catalog.indexed().size_in_bytes(Kind::Person) as f64 / f64::from(people);
    let chosen = std::env::var("SEARCH_TEXTS").unwrap_or_default();
    let chosen: Vec<&str> = chosen.split('|').filter(|text| !text.is_empty()).collect();
    let mut usual = typed(&catalog, if chosen.is_empty() { &USUAL } else { &chosen });
    let mut hostile = typed(&catalog, &HOSTILE);
    let only =
        |times: &[(Duration, String)]| times.iter().map(|(time, _)| *time).collect::<Vec<_>>();
    let (mut times, mut worst) = (only(&usual), only(&hostile));
    let mut figures = vec![0.5, 0.9, 0.99, 1.0]
        .into_iter()
        .map(|share| percentile(&mut times, share))
        .collect::<Vec<_>>();
    figures.extend([0.99, 1.0].map(|share| percentile(&mut worst, share)));
    for (name, times) in [("usual", &mut usual), ("hostile", &mut hostile)] {
        times.sort_unstable_by(|one, other| other.cmp(one));
        times.dedup_by(|one, other| one.1 == other.1);
        let slowest: Vec<String> = times
            .iter()
            .take(6)
            .map(|(time, text)| format!("“{text}” {:.1}", time.as_secs_f64() * 1_000.0))
            .collect();
        println!(
            "  {people}, slowest {name} keys, ms: {}",
            slowest.join(", ")
        );
    }
    let edited: Vec<_> = catalog
        .collection(Collection::All(Kind::Person))
        .take(200)
        .cloned()
        .collect();
    let mut edits: Vec<Duration> = edited
        .into_iter()
        .map(|record| {
            let name = record.text(&person::NAME).unwrap_or_default();
            let fields = record
                .fields()
                .with(person::NAME.number, Value::text(format!("{name}s")));
            let record = Record::new(record.reference(), record.revision + 1, false, &fields);
            let begin = Instant::now();
            catalog.put(record);
            begin.elapsed()
        })
        .collect();
    figures.extend([build, work, bytes, percentile(&mut edits, 0.5) * 1_000.0]);
    Measured {
        people: f64::from(people),
        figures,
    }
}

/// The exponent by which a figure grows with the number of people, by least squares of logarithms.
fn exponent(measured: &[Measured], at: usize) -> f64 {
    let points: Vec<(f64, f64)> = measured
        .iter()
        .map(|m| (m.people.ln(), m.figures[at].max(1e-6).ln()))
        .collect();
    let count = points.len() as f64;
    let (x, y) = points
        .iter()
        .fold((0.0, 0.0), |(x, y), p| (x + p.0 / count, y + p.1 / count));
    let (over, under) = points.iter().fold((0.0, 0.0), |(over, under), p| {
        (over + (p.0 - x) * (p.1 - y), under + (p.0 - x).powi(2))
    });
    over / under
}

fn main() {
    let sizes =
        std::env::var("SEARCH_PEOPLE").unwrap_or_else(|_| "10000,100000,1000000".to_string());
    let measured: Vec<Measured> = sizes
        .split(',')
        .filter_map(|size| size.parse().ok())
        .map(measure)
        .collect();
    let people: Vec<String> = measured.iter().map(|m| m.people.to_string()).collect();
    println!(
        "| key → best {SHOWN} and exact count, ms | {} | exponent |",
        people.join(" | ")
    );
    println!("|---|{}--:|", "--:|".repeat(people.len()));
    let names = [
        "p50",
        "p90",
        "p99",
        "worst",
        "hostile p99",
        "hostile worst",
        "index built, ms",
        "… processor time of all threads, ms",
        "index, bytes a row",
        "an edit, µs",
    ];
    for (at, name) in names.iter().enumerate() {
        let cells: Vec<String> = measured
            .iter()
            .map(|m| format!("{:.2}", m.figures[at]))
            .collect();
        println!(
            "| {name} | {} | {:.2} |",
            cells.join(" | "),
            exponent(&measured, at)
        );
    }
}
