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
/// The sheet that follows.
const SHEET: usize = 2_500;
/// Half a page of a list.
const PAGE: usize = 2_700;
/// The keyboard goes to the sheet, or back: it shows in the titles, the hints and the bar.
const FOCUS: usize = 600;
/// What a frame costs in which nothing changed.
const NOTHING: usize = 0;
/// A letter in find whose answer shows the same rows, and one whose answer shows others.
const LETTER: usize = 120;
const ANSWER: usize = 5_000;
/// A layer over most of the panes, opened.
const LAYER: usize = 4_500;
/// What such a layer covered, shown again.
const CLOSED: usize = 5_200;
/// Find and the palette, opened.
const OPENED: usize = 3_000;
/// What a frame of nothing but text may cost beside it, in hundredths: for find where its preview is full.
const BESIDE_TEXT: usize = 40;
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
                assert!(followed <= SHEET, "pane {pane} sheet {row}: {followed}");
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
                assert!(bytes <= PAGE, "pane {pane} {page}: {bytes}");
                counter.rest();
            }
        }
    }
}

#[test]
fn the_keyboard_shows_in_the_top_line_alone() {
    for mut counter in counters() {
        for pane in PANES {
            open(&mut counter, pane);
            for way in ["there", "back"] {
                let bytes = counter.key("tab") + counter.rest();
                assert!((1..=FOCUS).contains(&bytes), "pane {pane} {way}: {bytes}");
            }
        }
    }
}

#[test]
fn layers_cost_no_more_than_they_cover() {
    let budgets = [
        ("palette", ":", OPENED),
        ("help", "?", LAYER),
        ("form", "e", LAYER),
        ("history", "H", LAYER),
        ("quick line", "A", OPENED),
        ("copy menu", "y", 2_000),
        ("filter", "/", 800),
    ];
    for mut counter in counters() {
        for pane in ["1", "5", "0"] {
            for (layer, key, budget) in budgets {
                open(&mut counter, pane);
                let opened = counter.key(key) + counter.rest();
                let closed = counter.key("ctrl-g");
                assert!(counter.desk.layers.is_empty(), "{layer} is left");
                assert!(opened <= budget, "{layer} opens over {pane}: {opened}");
                assert!(closed <= CLOSED, "{layer} closes over {pane}: {closed}");
            }
        }
    }
}

#[test]
fn find_opens_for_little_more_than_its_text() {
    for mut counter in counters() {
        for pane in PANES {
            open(&mut counter, pane);
            let frame = counter.frame("space");
            let (bytes, text) = (frame.len(), text_of(&frame));
            let budget = OPENED.max(text + text * BESIDE_TEXT / 100);
            assert!(
                (1..=budget).contains(&bytes),
                "over {pane}: {bytes}, text {text}"
            );
            let closed = counter.key("ctrl-g");
            assert!(closed <= CLOSED, "over {pane}: {closed}");
        }
    }
    // On the report's own records, as the demo has them.
    let mut counter = Counter::new(agency::report(), ColourDepth::True);
    for pane in PANES {
        open(&mut counter, pane);
        let bytes = counter.key("space") + counter.rest();
        assert!(bytes <= OPENED, "over {pane}: {bytes}");
        counter.key("ctrl-g");
    }
}

/// The bytes of a frame that are text and no sequence.
fn text_of(frame: &[u8]) -> usize {
    let text = String::from_utf8_lossy(frame);
    let mut pieces = text.split("\x1b[");
    let first = pieces.next().map_or(0, str::len);
    let after = |piece: &str| {
        let end = piece.find(|c: char| c.is_ascii_alphabetic()).unwrap();
        piece.len() - end - 1
    };
    first + pieces.map(after).sum::<usize>()
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
