//! Dates in the report's own words: "signé le 10 mai 2022", "depuis septembre 2022", "June 2022".

use crate::model::fold::fold;

/// The months in French, folded, and in English.
const MONTHS: [[&str; 2]; 12] = [
    ["janvier", "january"],
    ["fevrier", "february"],
    ["mars", "march"],
    ["avril", "april"],
    ["mai", "may"],
    ["juin", "june"],
    ["juillet", "july"],
    ["aout", "august"],
    ["septembre", "september"],
    ["octobre", "october"],
    ["novembre", "november"],
    ["decembre", "december"],
];

/// The first date in a text, ISO, as precise as it is printed; blank if there is none.
pub fn first(text: &str) -> String {
    let folded = fold(text);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let is_year = |word: &str| {
        word.len() == 4 && word.starts_with("20") && word.bytes().all(|b| b.is_ascii_digit())
    };
    let Some((at, year)) = words.iter().enumerate().find(|(_, word)| is_year(word)) else {
        return String::new();
    };
    let before = |back: usize| at.checked_sub(back).and_then(|at| words.get(at).copied());
    let month = before(1).and_then(|word| MONTHS.iter().position(|names| names.contains(&word)));
    let day = before(2)
        .map(|word| word.trim_end_matches("er"))
        .and_then(|word| word.parse::<u8>().ok())
        .filter(|day| (1..=31).contains(day));
    match (month, day) {
        (Some(month), Some(day)) => format!("{year}-{:02}-{day:02}", month + 1),
        (Some(month), None) => format!("{year}-{:02}", month + 1),
        _ => (*year).to_string(),
    }
}

/// The date from which an agreement runs. A renewal, an end, or what is only foreseen is none.
pub fn since(period: &str) -> String {
    let none = ["renouvel", "fin ", "notification prévue"];
    match none.iter().any(|start| period.starts_with(start)) {
        true => String::new(),
        false => first(period),
    }
}

/// The month of 2022 that a note names, or the year.
pub fn in_2022(note: &str) -> String {
    match first(note) {
        date if date.starts_with(super::shape::YEAR) => date,
        _ => super::shape::YEAR.to_string(),
    }
}
