//! What frames cost over a slow link, on a screen of 120×40 with all its colours.
//!
//! The budgets are for links of a few kilobytes a second. A layer over the panes costs what it covers,
//! each way: what is held there is what was reached, so that it grows no further.

pub mod agency;
mod counter;

use counter::Counter;
use guichet::theme::ColourDepth;

/// A move of the cursor in a list.
const MOVE: usize = 400;
/// The sheet that follows, and a half-page scroll.
const PART: usize = 3_500;
/// What a frame costs in which nothing changed.
const NOTHING: usize = 0;
/// A letter in find whose answer shows the same rows, and one whose answer shows others.
const LETTER: usize = 120;
const ANSWER: usize = 5_000;
/// A layer over most of the panes, opened or closed.
const LAYER: usize = 8_400;
/// The panes by their keys.
const PANES: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

fn counters() -> impl Iterator<Item = Counter> {
    let depths = [ColourDepth::True, ColourDepth::Ansi256];
    let data = [agency::report(), agency::sampled(200)];
    let pairs = depths.into_iter().flat_map(move |depth| {
        let data = data.clone();
        data.into_iter().map(move |records| (records, depth))
    });
    pairs.map(|(records, depth)| Counter::new(records, depth))
}

/// Goes to a pane and lets its sheet come.
fn open(counter: &mut Counter, pane: &str) {
    counter.key(pane);
    counter.rest();
}

#[test]
fn nothing_changed_costs_nothing() {
    for mut counter in counters() {
        for pane in PANES {
            open(&mut counter, pane);
            let bytes = counter.draw();
            assert_eq!(bytes, NOTHING, "pane {pane}");
        }
    }
}

#[test]
fn a_move_and_the_sheet_that_follows_keep_their_budgets() {
    for mut counter in counters() {
        for pane in PANES {
            open(&mut counter, pane);
            for row in 1..17 {
                let (moved, followed) = (counter.key("j"), counter.rest());
                assert!(moved <= MOVE, "pane {pane} row {row}: {moved}");
                assert!(followed <= PART, "pane {pane} sheet {row}: {followed}");
            }
        }
    }
}

#[test]
fn half_a_page_keeps_its_budget() {
    for mut counter in counters() {
        for pane in PANES {
            open(&mut counter, pane);
            for page in ["ctrl-d"; 6].into_iter().chain(["ctrl-u"; 6]) {
                let bytes = counter.key(page);
                assert!(bytes <= PART, "pane {pane} {page}: {bytes}");
                counter.rest();
            }
        }
    }
}

#[test]
fn layers_cost_no_more_than_they_cover() {
    let budgets = [
        ("find", "space", LAYER),
        ("palette", ":", LAYER),
        ("help", "?", LAYER),
        ("form", "e", LAYER),
        ("history", "H", LAYER),
        ("quick line", "A", 3_300),
        ("copy menu", "y", 2_500),
        ("filter", "/", 800),
    ];
    for mut counter in counters() {
        for (layer, key, budget) in budgets {
            open(&mut counter, "1");
            let (opened, closed) = (counter.key(key), counter.key("ctrl-g"));
            assert!(counter.desk.layers.is_empty(), "{layer} is left");
            assert!((1..=budget).contains(&opened), "{layer} opens: {opened}");
            assert!((1..=budget).contains(&closed), "{layer} closes: {closed}");
        }
    }
}

#[test]
fn a_letter_in_find_costs_what_it_changes() {
    for mut counter in counters() {
        open(&mut counter, "1");
        counter.key("space");
        for letter in "marie dupont"
            .chars()
            .chain("\u{15}université de n".chars())
        {
            let key = match letter {
                ' ' => "space".to_string(),
                '\u{15}' => "ctrl-u".to_string(),
                letter => letter.to_string(),
            };
            let bytes = counter.key(&key);
            assert!((1..=ANSWER).contains(&bytes), "{letter}: {bytes}");
        }
        counter.key("ctrl-u");
        "zqxwk".chars().for_each(|letter| {
            counter.key(&letter.to_string());
        });
        // Nothing is found any more: no row can change.
        for letter in ["v", "j", "q"] {
            let bytes = counter.key(letter);
            assert!((1..=LETTER).contains(&bytes), "{letter}: {bytes}");
        }
    }
}

#[test]
fn a_letter_in_a_form_costs_a_few_bytes() {
    for mut counter in counters() {
        open(&mut counter, "1");
        counter.key("e");
        for letter in ["x", "y", "z"] {
            let bytes = counter.key(letter);
            assert!((1..=200).contains(&bytes), "{letter}: {bytes}");
        }
    }
}
