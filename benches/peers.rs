//! A whole query on a million people, beside fzf (a process a query), nucleo and frizbee (two threads
//! each) on the same people, one folded line each. Ours gives the best 20 and the exact count, theirs
//! the whole list in order.
//!
//! `PEERS_PEOPLE` says how many people.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use guichet::catalog::{Catalog, Query};
use guichet::model::fold::fold;
use guichet::model::{Collection, Date, Kind};
use guichet_benches::{
    people::{self, Person},
    rivals::{self, Rival},
};

/// Rounds, in turn.
const ROUNDS: usize = 9;
/// How many rows are asked for.
const SHOWN: usize = 20;
/// What is typed; the last has no match.
const QUERIES: [&str; 12] = [
    "dupont",
    "mprz",
    "univ nant",
    "é",
    "jean fin dgs",
    "petit@univ",
    "z",
    "nant univ",
    "marie martin",
    "06 12",
    "universite de s",
    "zzqxkw",
];
/// Eight other terms.
const FORGETTING: &str = "a b c d e f g h";
/// What no line has: the cost of fzf itself.
const NOWHERE: &str = "☃";

fn timed(work: impl FnOnce()) -> Duration {
    let begin = Instant::now();
    work();
    begin.elapsed()
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1_000.0
}

fn fzf(file: &Path, text: &str) {
    let input = std::fs::File::open(file).unwrap();
    Command::new("fzf")
        .args(["--filter", text])
        .stdin(input)
        .stdout(Stdio::null())
        .status()
        .unwrap();
}

fn ours(catalog: &Catalog, text: &str) -> usize {
    let query = Query::parse(text, Date::new(2026, 1, 1).unwrap());
    let found = catalog.find(&[Collection::All(Kind::Person)], &query, SHOWN);
    black_box(found).total
}

fn main() {
    let people: u32 = std::env::var("PEERS_PEOPLE")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1_000_000);
    let (catalog, known) = people::made(people);
    let lines: Vec<String> = known.iter().map(Person::line).collect();
    drop(known);
    let temp = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let file = temp.path().join("lines");
    std::fs::write(&file, lines.join("\n")).unwrap();
    let with_fzf = Command::new("fzf").arg("--version").output().is_ok();
    let mut rivals: [Box<dyn Rival>; 2] = [
        Box::new(rivals::Nucleo::new(&lines)),
        Box::new(rivals::Frizbee::new(&lines, 0)),
    ];
    let mut floor: Vec<Duration> = (0..ROUNDS)
        .filter(|_| with_fzf)
        .map(|_| timed(|| fzf(&file, NOWHERE)))
        .collect();
    let floor = if with_fzf { median(&mut floor) } else { 0.0 };
    println!(
        "{people} people, medians of {ROUNDS} rounds in turn, ms; fzf finding nothing {floor:.0}"
    );
    println!("| query | rows | guichet | fzf | total | net | nucleo | | frizbee | |");
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for text in QUERIES {
        let total = ours(&catalog, text);
        let folded = fold(text);
        let mut times: [Vec<Duration>; 4] = Default::default();
        for _ in 0..ROUNDS {
            // We keep what the last eight terms meant.
            ours(&catalog, FORGETTING);
            times[0].push(timed(|| {
                ours(&catalog, text);
            }));
            if with_fzf {
                times[1].push(timed(|| fzf(&file, &folded)));
            }
            for (rival, times) in rivals.iter_mut().zip(&mut times[2..]) {
                // nucleo keeps the answer to the query before.
                rival.best("qx", 1);
                times.push(timed(|| {
                    black_box(rival.best(&folded, SHOWN));
                }));
            }
        }
        let [own, nucleo, frizbee] = [0, 2, 3].map(|at: usize| median(&mut times[at]));
        let (whole, totally, net) = match with_fzf {
            true => {
                let whole = median(&mut times[1]);
                (
                    format!("{whole:.0}"),
                    whole / own,
                    (whole - floor).max(0.0) / own,
                )
            }
            false => ("–".to_string(), 0.0, 0.0),
        };
        println!(
            "| {text} | {total} | {own:.2} | {whole} | {totally:.0}× | {net:.1}× | {nucleo:.0} | {:.0}× | {frizbee:.0} | {:.1}× |",
            nucleo / own,
            frizbee / own
        );
    }
}
