//! From a key to its frame at 120×40, with the bytes that the frame costs: on the report's records and
//! on 150,000 sampled ones. The floor is a frame in which nothing has changed. Then keys while a large import goes
//! on (`GUICHET_BENCH_ONLY=import` measures that alone).

#![allow(missing_docs, clippy::unwrap_used)]

use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use guichet::theme::ColourDepth;

#[path = "../tests/bytes/agency.rs"]
mod agency;
#[path = "../tests/bytes/counter.rs"]
mod counter;
mod importing;

use counter::Counter;

/// A round of keys: those that lead there, those that are measured, those that lead back.
struct Case {
    name: &'static str,
    /// The pane's key.
    pane: &'static str,
    before: &'static str,
    measured: &'static str,
    after: &'static str,
}

const fn case(
    name: &'static str,
    pane: &'static str,
    before: &'static str,
    measured: &'static str,
    after: &'static str,
) -> Case {
    Case {
        name,
        pane,
        before,
        measured,
        after,
    }
}

const CASES: [Case; 13] = [
    case("nothing changed", "1", "", "draw", ""),
    case("cursor move", "1", "", "j", "k"),
    case("cursor move among people", "5", "", "j", "k"),
    case("sheet following", "1", "j", "rest", "k rest"),
    case("sheet of a solution following", "7", "j", "rest", "k rest"),
    case("half-page scroll", "1", "ctrl-d ctrl-d", "ctrl-d", "g g"),
    case("last of the people", "5", "", "G", "g g"),
    case("filter letter on people", "5", "/", "d", "ctrl-g"),
    case("second filter letter on people", "5", "/ d", "u", "ctrl-g"),
    case("find opening", "1", "", "space", "ctrl-g"),
    case(
        "find, a letter, search included",
        "1",
        "space",
        "d",
        "ctrl-g",
    ),
    case("form opening", "1", "", "e", "ctrl-g"),
    case("palette opening", "1", "", ":", "ctrl-g"),
];

/// Presses each key; gives the bytes of all frames.
fn press(counter: &mut Counter, keys: &str) -> usize {
    let keys = keys.split(' ').filter(|key| !key.is_empty());
    keys.map(|key| match key {
        "draw" => counter.draw(),
        "rest" => counter.rest(),
        key => counter.key(key),
    })
    .sum()
}

fn frames(criterion: &mut Criterion) {
    importing::measure();
    if std::env::var("GUICHET_BENCH_ONLY").is_ok_and(|only| only == "import") {
        return;
    }
    for (data, records) in [
        ("report", agency::report()),
        ("sampled", agency::sampled(20_000)),
    ] {
        let mut group = criterion.benchmark_group(data);
        group
            .sample_size(20)
            .warm_up_time(Duration::from_millis(300))
            .measurement_time(Duration::from_secs(1));
        let mut counter = Counter::new(records, ColourDepth::True);
        for case in &CASES {
            press(&mut counter, case.pane);
            press(&mut counter, "rest");
            press(&mut counter, case.before);
            let bytes = press(&mut counter, case.measured);
            press(&mut counter, case.after);
            println!("{data}, {}: {bytes} bytes", case.name);
            group.bench_function(case.name, |bencher| {
                bencher.iter_custom(|rounds| {
                    let mut spent = Duration::ZERO;
                    for _ in 0..rounds {
                        press(&mut counter, case.before);
                        let begin = Instant::now();
                        press(&mut counter, case.measured);
                        spent += begin.elapsed();
                        press(&mut counter, case.after);
                    }
                    spent
                });
            });
            press(&mut counter, "rest");
        }
        group.finish();
    }
}

criterion_group!(benches, frames);
criterion_main!(benches);
