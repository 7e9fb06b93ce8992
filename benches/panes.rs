//! A pane of many people: the order made aside, and what each key then costs the desk (`Desk::update`,
//! without drawing). `PANES_PEOPLE=10000,1000000` names other sizes.

#![allow(missing_docs, clippy::unwrap_used)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use guichet::config::{Panes, Wanted};
use guichet::desk::message::{Effect, Job, Msg};
use guichet::desk::{Desk, Settings};
use guichet::keymap::{Key, Keymap};
use guichet::locale::Texts;
use guichet::model::{Author, Lang};
use guichet::theme::{ColourDepth, Theme};
use guichet_benches::people;

/// Rounds, after one that is not counted.
const ROUNDS: usize = 7;

/// What is measured: the keys that lead there, those that are timed one by one, those that lead back.
const CASES: [(&str, &str, &str, &str); 9] = [
    ("a row down", "", "j", "home"),
    ("a page down", "", "pgdn", "home"),
    ("the last row", "", "G", "home"),
    ("a word, letter by letter", "/", "d u p o n t", "esc"),
    ("a broad letter", "/", "e", "esc"),
    (
        "city:nantes, letter by letter",
        "/",
        "c i t y : n a n t e s",
        "esc",
    ),
    (
        "has:email, the last letter",
        "/ h a s : e m a i",
        "l",
        "esc",
    ),
    ("the filter cleared", "/ c i t y : n", "esc", "home"),
    (
        "page down in a filter",
        "/ h a s : e m a i l enter",
        "pgdn",
        "esc",
    ),
];

struct Stage {
    desk: Desk,
    /// How long each order took.
    ranked: Vec<Duration>,
}

impl Stage {
    fn take(&mut self, msg: Msg) -> Duration {
        let begin = Instant::now();
        let effects = self.desk.update(0, msg);
        let taken = begin.elapsed();
        for effect in effects {
            if let Effect::Begin(id, job @ Job::Rank(_)) = effect {
                let begin = Instant::now();
                let answer = job.done();
                self.ranked.push(begin.elapsed());
                self.take(Msg::Answer(id, answer));
            }
        }
        taken
    }

    fn keys(&mut self, keys: &str) -> Vec<Duration> {
        keys.split_whitespace()
            .map(|key| self.take(Msg::Key(key.parse::<Key>().unwrap())))
            .collect()
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    milliseconds(times[times.len() / 2])
}

fn measure(people: u32) {
    let (catalog, known) = people::made(people);
    drop(known);
    let settings = Settings {
        texts: Texts::new(Lang::Fr),
        keymap: Arc::new(Keymap::load("default", None).0),
        theme: Theme::load("dark", None, ColourDepth::True).0,
        theme_named: "dark".to_string(),
        suited: None,
        wanted: Wanted::default(),
        narrow_locale: None,
        author: Author::called("marie"),
        layout: Panes::default(),
        which_key_ms: 300,
        themes: Vec::new(),
        keymaps: Vec::new(),
        findings: Vec::new(),
    };
    let mut stage = Stage {
        desk: Desk::new(settings, 1),
        ranked: Vec::new(),
    };
    stage.take(Msg::Resize(120, 40));
    stage.take(Msg::Loaded(Some(catalog)));
    let opening = stage.keys("5");
    println!("{people} people, ms (medians of {ROUNDS} rounds)");
    println!(
        "  pane opened, order not there yet  {:8.2}",
        milliseconds(opening[0])
    );
    for _ in 0..6 {
        stage.keys("S");
    }
    match stage.ranked.is_empty() {
        true => println!("  small enough to sort at a key"),
        false => println!(
            "  order by name, made aside         {:8.1}",
            median(&mut stage.ranked.clone())
        ),
    }
    for (name, before, keys, after) in CASES {
        let mut all: Vec<Duration> = Vec::new();
        let mut worst: Vec<Duration> = Vec::new();
        for round in 0..=ROUNDS {
            stage.keys(before);
            let times = stage.keys(keys);
            stage.keys(after);
            if round > 0 {
                worst.extend(times.iter().max());
                all.extend(times);
            }
        }
        println!(
            "  {name:32}  {:8.2}  worst key {:8.2}",
            median(&mut all),
            median(&mut worst)
        );
    }
}

fn main() {
    let sizes = std::env::var("PANES_PEOPLE").unwrap_or("10000,100000,1000000".to_string());
    for size in sizes.split(',') {
        measure(size.trim().parse().unwrap());
    }
}
