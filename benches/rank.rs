//! How well search ranks: 2,000 seeded queries, drawn from the records as people type them, and where
//! the meant record stands in the answer. Beside it fzf, nucleo and frizbee on the same people, one
//! folded line each.
//!
//! `RANK_PEOPLE` says how many people (200,000), `RANK_PEERS=0` leaves the peers out, `RANK_MISSES=1`
//! prints the queries whose record is not first.

#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::HashMap;
use std::process::Command;

use fastrand::Rng;
use guichet::catalog::{Catalog, Query};
use guichet::model::fold::fold;
use guichet::model::{Collection, Date, Kind, RecordRef};
use guichet_benches::{
    people::{self, Person, words},
    rivals::{self, Rival},
};

/// How many queries of each class.
const EACH: usize = 250;
/// Beyond this place a record counts as not found.
const SEEN: usize = 100;
/// fzf is a process a query: it gets one query in so many.
const FZF_EVERY: usize = 10;

/// What was typed and which rows have what was meant by it.
struct Asked {
    class: &'static str,
    text: String,
    meant: Box<dyn Fn(&Person) -> bool>,
}

fn begins(text: &str, prefix: &str) -> bool {
    text.starts_with(prefix)
}

/// Whether a word of the name begins so, or the name as a whole.
fn any_begins(name: &str, prefix: &str) -> bool {
    words(name).iter().any(|word| begins(word, prefix)) || begins(&fold(name), prefix)
}

fn prefix(rng: &mut Rng, word: &str, least: usize) -> String {
    let letters = word.chars().count();
    let take = rng.usize(least.min(letters)..=letters);
    word.chars().take(take).collect()
}

/// One letter left out, doubled, changed or swapped with the next; never the first one.
fn mistyped(rng: &mut Rng, word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = rng.usize(1..letters.len() - 1);
    let other = char::from(b'a' + rng.u8(..26));
    match rng.u8(..4) {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at, other),
        2 => letters[at] = other,
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}

type Class = fn(&mut Rng, &Person) -> Option<(String, Box<dyn Fn(&Person) -> bool>)>;

const CLASSES: [(&str, Class); 8] = [
    ("two prefixes", |rng, target| {
        let first = prefix(rng, target.firsts().first()?, 3);
        let last = prefix(rng, target.lasts().first()?, 3);
        let text = match rng.bool() {
            true => format!("{first} {last}"),
            false => format!("{last} {first}"),
        };
        let meant =
            move |row: &Person| any_begins(&row.first, &first) && any_begins(&row.last, &last);
        Some((text, Box::new(meant)))
    }),
    ("initials", |rng, target| {
        let initials = |row: &Person| -> String {
            row.firsts()
                .iter()
                .filter_map(|word| word.chars().next())
                .collect()
        };
        let typed = initials(target);
        let last = target.lasts().join(" ");
        let text = match rng.u8(..3) {
            0 => format!("{typed} {last}"),
            1 => format!("{last} {typed}"),
            _ => format!("{typed}{}", last.replace(' ', "")),
        };
        let meant =
            move |row: &Person| initials(row).starts_with(&typed) && row.lasts().join(" ") == last;
        Some((text, Box::new(meant)))
    }),
    ("swapped order", |_, target| {
        let (first, last) = (fold(&target.first), fold(&target.last));
        let text = format!("{last} {first}");
        let meant = move |row: &Person| fold(&row.first) == first && fold(&row.last) == last;
        Some((text, Box::new(meant)))
    }),
    ("lost accents", |_, target| {
        let (first, last) = (target.first.clone(), target.last.clone());
        if first.is_ascii() && last.is_ascii() {
            return None;
        }
        let text = format!("{} {}", fold(&first), fold(&last));
        let meant =
            move |row: &Person| fold(&row.first) == fold(&first) && fold(&row.last) == fold(&last);
        Some((text, Box::new(meant)))
    }),
    ("one typo", |rng, target| {
        let last = fold(&target.last);
        if last.chars().count() < 5 || !last.chars().all(char::is_alphanumeric) {
            return None;
        }
        let wrong = mistyped(rng, &last);
        if wrong == last {
            return None;
        }
        let first = match rng.bool() {
            true => prefix(rng, target.firsts().first()?, 3),
            false => String::new(),
        };
        let text = format!("{first} {wrong}").trim().to_string();
        let meant = move |row: &Person| {
            fold(&row.last) == last && (first.is_empty() || any_begins(&row.first, &first))
        };
        Some((text, Box::new(meant)))
    }),
    ("phone tail", |rng, target| {
        let phone = target.phones.get(rng.usize(..target.phones.len().max(1)))?;
        let tail = phone.get(4..)?.to_string();
        let text = match rng.bool() {
            true => tail.clone(),
            false => format!("{} {} {}", &tail[..2], &tail[2..4], &tail[4..]),
        };
        let meant = move |row: &Person| row.phones.iter().any(|phone| phone.ends_with(&tail));
        Some((text, Box::new(meant)))
    }),
    ("sigle and function", |rng, target| {
        let (sigle, _) = target.organisations.first()?;
        let function = target.functions.first()?;
        let [sigle] = words(sigle).try_into().ok()?;
        let word = words(function).into_iter().max_by_key(String::len)?;
        let word = prefix(rng, &word, 5);
        let last = prefix(rng, target.lasts().first()?, 4);
        let (text, with) = match rng.bool() {
            true => (format!("{sigle} {word}"), String::new()),
            false => (format!("{last} {sigle} {word}"), last),
        };
        let meant = move |row: &Person| {
            row.organisations
                .iter()
                .any(|(of, _)| words(of).contains(&sigle))
                && row
                    .functions
                    .iter()
                    .any(|function| any_begins(function, &word))
                && (with.is_empty() || any_begins(&row.last, &with))
        };
        Some((text, Box::new(meant)))
    }),
    ("mail fragment", |rng, target| {
        let mail = target.mails.get(rng.usize(..target.mails.len().max(1)))?;
        let (local, domain) = mail.split_once('@')?;
        let text = match rng.u8(..3) {
            0 => local.to_string(),
            1 => format!("{local}@{}", prefix(rng, domain, 3)),
            _ => format!("{}@{domain}", local.get(local.len().saturating_sub(8)..)?),
        };
        // A hyphen folds to a blank: two words.
        if local.len() < 6 || text.contains(' ') {
            return None;
        }
        let wanted = text.clone();
        let meant = move |row: &Person| row.mails.iter().any(|mail| mail.contains(&wanted));
        Some((text, Box::new(meant)))
    }),
];

/// The queries, class by class in turn.
fn asked(people: &[Person], seed: u64) -> Vec<Asked> {
    let mut rng = Rng::with_seed(seed);
    let mut asked = Vec::new();
    for _ in 0..EACH {
        for (class, make) in CLASSES {
            let (text, meant) = loop {
                let target = &people[rng.usize(..people.len())];
                if let Some((text, meant)) = make(&mut rng, target) {
                    break (text, meant);
                }
            };
            asked.push(Asked { class, text, meant });
        }
    }
    asked
}

/// Hits at 1, 5 and 10 and the sum of reciprocal places, of so many.
#[derive(Clone, Copy, Default)]
struct Tally {
    count: usize,
    hits: [usize; 3],
    reciprocal: f64,
}

impl Tally {
    fn add(&mut self, place: Option<usize>) {
        self.count += 1;
        if let Some(place) = place {
            for (hits, least) in self.hits.iter_mut().zip([1, 5, 10]) {
                *hits += usize::from(place <= least);
            }
            self.reciprocal += 1.0 / place as f64;
        }
    }

    fn join(mut self, other: Tally) -> Tally {
        self.count += other.count;
        self.hits
            .iter_mut()
            .zip(other.hits)
            .for_each(|(to, more)| *to += more);
        self.reciprocal += other.reciprocal;
        self
    }

    fn shown(self) -> String {
        if self.count == 0 {
            return "–".to_string();
        }
        let share = |hits: usize| 100.0 * hits as f64 / self.count as f64;
        let [one, five, ten] = self.hits.map(share);
        let mean = self.reciprocal / self.count as f64;
        format!("{mean:.3} {one:.1}/{five:.1}/{ten:.1}")
    }
}

/// Asks one engine everything; `answer` gives the rows, best first.
fn tallies(
    people: &[Person],
    asked: &[Asked],
    every: usize,
    mut answer: impl FnMut(&str) -> Vec<usize>,
) -> Vec<(&'static str, Tally)> {
    let misses = std::env::var_os("RANK_MISSES").is_some() && every == 0;
    let mut tallies: Vec<(&'static str, Tally)> = CLASSES
        .iter()
        .map(|(class, _)| (*class, Tally::default()))
        .collect();
    for (number, query) in asked.iter().enumerate() {
        // Whole rounds of classes, so that each class loses as many.
        if every > 1 && !(number / CLASSES.len()).is_multiple_of(every) {
            continue;
        }
        let place = answer(&query.text)
            .into_iter()
            .take(SEEN)
            .position(|row| (query.meant)(&people[row]))
            .map(|at| at + 1);
        if misses && place != Some(1) {
            println!("  {} “{}”: {place:?}", query.class, query.text);
        }
        if let Some((_, tally)) = tallies.iter_mut().find(|(class, _)| *class == query.class) {
            tally.add(place);
        }
    }
    tallies
}

fn ours(catalog: &Catalog, rows: &HashMap<RecordRef, usize>, text: &str) -> Vec<usize> {
    let query = Query::parse(text, Date::new(2026, 1, 1).unwrap());
    let found = catalog.find(&[Collection::All(Kind::Person)], &query, SEEN);
    found
        .hits
        .iter()
        .filter_map(|hit| rows.get(&hit.record).copied())
        .collect()
}

/// What fzf prints for a query, at most `SEEN` lines; each line begins with its number.
fn fzf(file: &std::path::Path, text: &str) -> Vec<usize> {
    let input = std::fs::File::open(file).unwrap();
    let output = Command::new("fzf")
        .args(["--filter", text, "--nth", "2..", "--delimiter", "\t"])
        .stdin(input)
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .take(SEEN)
        .filter_map(|line| line.split('\t').next()?.parse().ok())
        .collect()
}

fn main() {
    let number = |name: &str, otherwise: u32| {
        std::env::var(name)
            .ok()
            .and_then(|text| text.parse().ok())
            .unwrap_or(otherwise)
    };
    let count = number("RANK_PEOPLE", 200_000);
    let seed = u64::from(number("RANK_SEED", 11));
    let (catalog, people) = people::made(count);
    let rows: HashMap<RecordRef, usize> = people
        .iter()
        .enumerate()
        .filter_map(|(row, person)| Some((person.record?, row)))
        .collect();
    let asked = asked(&people, seed);
    println!(
        "{count} people, {} queries of seed {seed}: MRR hit@1/5/10 % (beyond {SEEN} counts 0)",
        asked.len()
    );
    let mut columns = vec![(
        "guichet",
        tallies(&people, &asked, 0, |text| ours(&catalog, &rows, text)),
    )];
    if number("RANK_PEERS", 1) > 0 {
        let lines: Vec<String> = people.iter().map(Person::line).collect();
        let mut rivals: Vec<(&'static str, Box<dyn Rival + '_>)> = vec![
            ("nucleo", Box::new(rivals::Nucleo::new(&lines))),
            ("frizbee", Box::new(rivals::Frizbee::new(&lines, 0))),
            (
                "frizbee, one typo",
                Box::new(rivals::Frizbee::new(&lines, 1)),
            ),
        ];
        for (name, rival) in &mut rivals {
            let answer = |text: &str| rival.best(&fold(text), SEEN);
            columns.push((*name, tallies(&people, &asked, 1, answer)));
        }
        if Command::new("fzf").arg("--version").output().is_ok() {
            let temp = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
            let file = temp.path().join("lines");
            let numbered: Vec<String> = lines
                .iter()
                .enumerate()
                .map(|(row, line)| format!("{row}\t{line}"))
                .collect();
            std::fs::write(&file, numbered.join("\n")).unwrap();
            let answer = |text: &str| fzf(&file, &fold(text));
            columns.push((
                "fzf, every 10th",
                tallies(&people, &asked, FZF_EVERY, answer),
            ));
        } else {
            println!("fzf is not installed: left out");
        }
    }
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    println!("| class | {} |", names.join(" | "));
    println!("|---|{}", "--:|".repeat(names.len()));
    for (at, (class, _)) in CLASSES.iter().enumerate() {
        let cells: Vec<String> = columns
            .iter()
            .map(|(_, tallies)| tallies[at].1.shown())
            .collect();
        println!("| {class} | {} |", cells.join(" | "));
    }
    let all: Vec<String> = columns
        .iter()
        .map(|(_, tallies)| {
            tallies
                .iter()
                .fold(Tally::default(), |sum, (_, tally)| sum.join(*tally))
                .shown()
        })
        .collect();
    println!("| all | {} |", all.join(" | "));
}
