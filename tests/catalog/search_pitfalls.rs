//! Traps of searching words before rows, one test each.

use std::time::{Duration, Instant};

use guichet::catalog::{Catalog, Found, Query};
use guichet::model::kinds::{organisation, person};
use guichet::model::phone::phone_digits;
use guichet::model::{Collection, Fields, Kind, Record, Value};
use proptest::prelude::*;

use super::made_up::WithText;
use super::{PEOPLE, catalog, record, reference, today};

/// Long enough for any answer on a busy machine, and far below what a freeze takes.
const FREEZE: Duration = Duration::from_secs(20);

fn named(number: u128, first: &str, last: &str) -> Record {
    let fields = Fields::new()
        .with_text(&person::FIRST_NAME, first)
        .with_text(&person::NAME, last);
    record(Kind::Person, number, fields)
}

fn reachable(number: u128, last: &str, phones: &[&str], mails: &[&str]) -> Record {
    let texts = |texts: &[&str]| Value::Many(texts.iter().map(|text| Value::text(*text)).collect());
    let fields = Fields::new()
        .with_text(&person::NAME, last)
        .with(person::PHONE.number, texts(phones))
        .with(person::EMAIL.number, texts(mails));
    record(Kind::Person, number, fields)
}

fn find(catalog: &Catalog, text: &str) -> Found {
    catalog.find(&[PEOPLE], &Query::parse(text, today()), 1_000)
}

fn people(catalog: &Catalog, text: &str) -> Vec<u128> {
    let hits = find(catalog, text).hits;
    hits.iter().map(|hit| hit.record.id.into()).collect()
}

#[test]
fn a_wrong_spelling_is_found_behind_many_names_that_only_begin_so() {
    let others = (0..40).map(|at| named(100 + at, "Anne", &format!("Gueino{}t", letter(at))));
    let catalog = catalog(others.chain([named(1, "Zoé", "Guérin")]));
    let found = find(&catalog, "guein");
    assert_eq!(found.total, 40);
    assert!(people(&catalog, "guein").contains(&1));
}

fn letter(at: u128) -> String {
    let letters = [at / 26, at % 26].map(|at| char::from(b'a' + at as u8));
    letters.iter().collect()
}

#[test]
fn the_end_of_a_number_may_look_like_a_country_code() {
    let catalog = catalog([
        reachable(1, "Roy", &["06 12 00 33 58"], &[]),
        reachable(2, "Petit", &["05 80 11 22 33"], &[]),
    ]);
    for text in ["00 33 58", "003358"] {
        let found = people(&catalog, text);
        assert_eq!(found, [1, 2], "{text}: more digits tell more");
    }
    assert_eq!(people(&catalog, "12 00 33"), [1]);
    assert_eq!(people(&catalog, "+33 58"), [2]);
}

#[test]
fn every_mail_and_every_number_is_found() {
    let catalog = catalog([reachable(
        1,
        "Roy",
        &["06 12 34 56 78", "+33 1 44 00 11 22"],
        &["roy@univ.fr", "paris8.dgs@up8.edu"],
    )]);
    for text in [
        "5678", "01 44 00", "1122", "paris8", "up8", "dgs@up8", "roy@univ", "8.dgs",
    ] {
        assert_eq!(people(&catalog, text), [1], "{text}");
    }
}

/// The people, by number from 1 on, who have the digits in a number; of up to three, at its beginning.
fn with_digits(phones: &[Vec<String>], digits: &str) -> Vec<u128> {
    let has = |phone: &String| {
        phone_digits(phone)
            .split(' ')
            .any(|form| match digits.len() {
                ..=3 => form.starts_with(digits),
                _ => form.contains(digits),
            })
    };
    let people = (1..).zip(phones);
    let with = people.filter(|(_, phones)| phones.iter().any(has));
    with.map(|(person, _)| person).collect()
}

fn with_phones(phones: &[Vec<String>]) -> Catalog {
    let people = (1..).zip(phones).map(|(number, phones)| {
        let phones: Vec<&str> = phones.iter().map(String::as_str).collect();
        reachable(number, "Roy", &phones, &[])
    });
    catalog(people)
}

proptest! {
    #[test]
    fn numbers_of_any_length_are_found_by_any_of_their_digits(
        phones in proptest::collection::vec(proptest::collection::vec("[12]{1,22}", 0..4), 1..30),
        digits in "[12]{2,19}",
    ) {
        let catalog = with_phones(&phones);
        let mut found = people(&catalog, &digits);
        found.sort_unstable();
        prop_assert_eq!(found, with_digits(&phones, &digits));
    }
}

#[test]
fn digits_are_looked_for_in_very_many_numbers() {
    let number = |at: u64| {
        format!(
            "{:010}",
            at.wrapping_mul(0x9e37_79b9_7f4a_7c15) % 10_000_000_000
        )
    };
    let of = |person: u64| (0..100).map(|at| number(100 * person + at)).collect();
    let phones: Vec<Vec<String>> = (0..1_500).map(of).collect();
    let catalog = with_phones(&phones);
    for digits in ["00", "061", "1234", "99999", "0612345"] {
        let expected = with_digits(&phones, digits);
        assert_eq!(find(&catalog, digits).total, expected.len(), "{digits}");
    }
    let (last, _) = phones[1_499][99].split_at(9);
    assert!(people(&catalog, last).contains(&1_500));
}

#[test]
fn a_letter_more_never_finds_more_as_typed() {
    // Words behind an address that the name does not tell are there from the first letter on.
    let many = (0..30).map(|at| named(100 + at, "Anne", &format!("Durand{}", letter(at))));
    let hidden = (0..8).map(|at| reachable(200 + at, "Petit", &[], &["xdurandz9@u.fr"]));
    let catalog = catalog(many.chain(hidden).chain([named(1, "Yves", "Durandz")]));
    let totals: Vec<usize> = ["dur", "dura", "duran", "durand", "durandz"]
        .into_iter()
        .map(|text| find(&catalog, text).total)
        .collect();
    assert!(totals.is_sorted_by(|one, next| one >= next), "{totals:?}");
}

#[test]
fn an_edit_that_changes_nothing_changes_no_answer() {
    let many = (0..30).map(|at| named(100 + at, "Anne", &format!("Durand{}", letter(at))));
    let hidden = reachable(200, "Petit", &[], &["xdurand9@u.fr"]);
    let mut catalog = catalog(many.chain([hidden.clone(), named(1, "Denis", "Urand")]));
    let texts = ["durand", "urand", "petit", "duarnd", "duran petit"];
    let before = texts.map(|text| find(&catalog, text));
    catalog.put(hidden);
    catalog.put(named(1, "Denis", "Urand"));
    for (text, before) in texts.into_iter().zip(before) {
        assert_eq!(find(&catalog, text), before, "{text}");
    }
}

#[test]
fn a_typo_in_letters_beyond_ascii() {
    let catalog = catalog([
        named(1, "Νίκος", "Παπαδόπουλος"),
        named(2, "Иван", "Кузнецов"),
    ]);
    for (text, person) in [
        ("παπαδοπολος", 1),
        ("παπαδοπυολος", 1),
        ("кузнецоф", 2),
        ("куснецов", 2),
    ] {
        assert_eq!(people(&catalog, text), [person], "{text}");
    }
}

#[test]
fn a_name_of_repeated_words_is_no_trap() {
    let fields = Fields::new().with_text(&organisation::NAME, &"aa ".repeat(60));
    let catalog = catalog([record(Kind::Organisation, 1, fields)]);
    let query = Query::parse(&format!("{}b", "a".repeat(30)), today());
    let (send, answer) = std::sync::mpsc::channel();
    // On a thread of its own: a freeze fails the test and does not hold up the others.
    std::thread::spawn(move || {
        let found = catalog.find(&[Collection::All(Kind::Organisation)], &query, 10);
        let _ = send.send(found.total);
    });
    assert_eq!(answer.recv_timeout(FREEZE), Ok(0));
}

#[test]
fn bad_input_is_answered() {
    let catalog =
        catalog((0..200).map(|at| named(1 + at, "Anne", &format!("Durand{}", letter(at)))));
    let began = Instant::now();
    let bad = [
        "d".repeat(100_000),
        "durand ".repeat(10_000),
        (0..10_000).map(|at| format!("x{at} ")).collect(),
        "(.*)+$ [a-z]{9} \\d \\u{e9} ^".to_string(),
        "\" ( [ ' ) \"\"\" ]".to_string(),
        "dur\u{0}and\u{1b}[31m\u{7f}\u{85}".to_string(),
        "👩‍👩‍👧‍👦 🇫🇷 dur".to_string(),
        format!("dur{}", "\u{301}".repeat(50_000)),
        "\u{202e}dnarud \u{feff}\u{200b}".to_string(),
        "1 ".repeat(5_000),
        "-durand ".repeat(500),
    ];
    for text in &bad {
        let _ = find(&catalog, text);
        let start: String = text.chars().take(20).collect();
        assert!(began.elapsed() < FREEZE, "{start}");
    }
    assert_eq!(
        find(&catalog, &format!("dur{}", "\u{301}".repeat(1_000))).total,
        200
    );
}

#[test]
fn a_value_matched_wholly_comes_first_and_equal_ones_keep_their_order() {
    let catalog = catalog([
        named(1, "Anne", "Dupont-Aignan"),
        named(2, "Paul", "Duponteil"),
        named(3, "Marc", "Dupont"),
        named(4, "Luce", "Dupont"),
    ]);
    assert_eq!(people(&catalog, "dupont"), [3, 4, 1, 2]);
    assert_eq!(
        people(&catalog, "dupont"),
        people(&catalog.clone(), "dupont")
    );
    let first = catalog
        .find(&[PEOPLE], &Query::parse("dupont", today()), 2)
        .hits;
    assert_eq!(first[0].record, reference(Kind::Person, 3));
}

#[test]
fn a_new_word_is_found_in_every_way_at_once() {
    let mut catalog =
        catalog((0..50).map(|at| named(100 + at, "Anne", &format!("Durand{}", letter(at)))));
    catalog.put(named(1, "Jean-François", "Kowalczykowski"));
    for text in [
        "kowalczykowski",
        "kowal",
        "czyko",
        "kowalcykowski",
        "kowalzcykowski",
        "jfkow",
        "jf kowal",
        "jeanfrancois",
        "kwlczk",
    ] {
        assert_eq!(people(&catalog, text), [1], "{text}");
    }
}

#[test]
fn a_letter_left_out_or_two_that_changed_places_are_likelier_than_another_letter() {
    let catalog = catalog([
        named(1, "Anne", "Rouver"),
        named(2, "Anne", "Rousier"),
        named(3, "Anne", "Roiuer"),
    ]);
    assert_eq!(people(&catalog, "rouier"), [2, 3, 1]);
    // Unless many bear the other name.
    let many = (100..300).map(|at| named(at, "Anne", "Rouver"));
    let catalog = self::catalog(many.chain([named(2, "Anne", "Rousier")]));
    assert_eq!(people(&catalog, "rouier").last(), Some(&2));
}

#[test]
fn thousands_of_edits_beside_a_large_index_are_found_where_they_were_put_last() {
    let name = |number: u128, turn: u32| {
        named(
            number,
            "Anne",
            &format!("Nom{}{turn}", letter(number % 600)),
        )
    };
    let mut catalog = catalog((1..=31_000).map(|number| name(number, 0)));
    let mut last: Vec<u32> = vec![0; 31_001];
    // More than all shelves of edited rows hold, some rows again and again, asked in between.
    for turn in 1..=12u32 {
        let from = u128::from(turn) * 300;
        for number in from..from + 700 {
            catalog.put(name(number, turn));
            last[number as usize] = turn;
        }
        for number in [1, from, from + 350, from + 699, 31_000] {
            let turn = last[number as usize];
            let of = |turn: u32| {
                let text = format!("nom{}{turn}", letter(number % 600));
                let found = find(&catalog, &text);
                let is_it = |hit: &guichet::catalog::Hit| hit.record.id == number.into();
                (found.total, found.hits.iter().any(is_it))
            };
            let bear = |turn: u32| {
                let numbers = (1..=31_000u128).filter(|other| other % 600 == number % 600);
                numbers
                    .filter(|other| last[*other as usize] == turn)
                    .count()
            };
            assert_eq!(of(turn), (bear(turn), true), "{number} in turn {turn}");
            assert_eq!(of(turn + 20), (0, false));
        }
    }
}
