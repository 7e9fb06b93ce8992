//! The rows of a file that are not taken, as a file like it: with two columns more, ready to be mended and read again.

use std::collections::BTreeMap;

use super::csv::{Flavour, write};
use super::import::{Doubt, Plan, Verdict};
use super::refusal::Refusal;
use super::table::Table;
use crate::model::Lang;

/// What stands over the two columns more, in each language; a file with such a column is read without it.
pub const HEADINGS: [[&str; 2]; 2] = [
    ["guichet : valeur refusée", "guichet : raison"],
    ["guichet: value refused", "guichet: reason"],
];

/// Whether a header is one that was added here.
pub fn is_added(header: &str) -> bool {
    HEADINGS
        .iter()
        .flatten()
        .any(|added| *added == header.trim())
}

/// A cell of a table by its line and its column, from 1.
pub fn value(table: &Table, line: u64, column: usize) -> Option<&str> {
    let row = table
        .rows
        .binary_search_by_key(&line, |row| row.line)
        .ok()?;
    Some(table.rows.get(row)?.cell(column.checked_sub(1)?))
}

/// The lines of a plan that are not taken: those refused, and those that a person has not decided.
pub fn lines(plan: &Plan) -> impl Iterator<Item = u64> {
    let left = |verdict| matches!(verdict, Verdict::Refused | Verdict::Doubtful);
    let rows = plan.rows.iter();
    rows.filter(move |row| left(row.verdict))
        .map(|row| row.line)
}

/// What stands over the two columns in that language.
pub fn headings(lang: Lang) -> [&'static str; 2] {
    let [fr, en] = HEADINGS;
    match lang {
        Lang::Fr => fr,
        Lang::En => en,
    }
}

/// How such a file is written for a reader of that language.
pub fn flavour(lang: Lang) -> Flavour {
    match lang {
        Lang::Fr => Flavour::French,
        Lang::En => Flavour::Plain,
    }
}

/// The lines that are not taken, each with the values that are wrong and why, in the words given.
pub fn reasons(
    plan: &Plan,
    table: &Table,
    of_refusal: &dyn Fn(&Refusal) -> String,
    of_doubt: &dyn Fn(&Doubt) -> String,
) -> BTreeMap<u64, (String, String)> {
    let mut reasons: BTreeMap<u64, (Vec<String>, Vec<String>)> =
        lines(plan).map(|line| (line, Default::default())).collect();
    let refused = plan.refused.iter();
    let refused = refused.map(|at| (at.line, at.column, of_refusal(at)));
    let doubts = plan.doubts.iter();
    let doubts = doubts.map(|at| (at.line, at.column, of_doubt(at)));
    for (line, column, words) in refused.chain(doubts) {
        if let Some((values, reasons)) = reasons.get_mut(&line) {
            let wrong = column.and_then(|column| value(table, line, column));
            values.extend(wrong.map(str::to_string));
            reasons.push(words);
        }
    }
    let joined = |parts: Vec<String>| parts.join(" ; ");
    let reasons = reasons.into_iter();
    reasons
        .map(|(line, (values, words))| (line, (joined(values), joined(words))))
        .collect()
}

/// The rows of these lines, each with the value that is wrong and why.
pub fn file(
    table: &Table,
    reasons: &BTreeMap<u64, (String, String)>,
    headings: [&str; 2],
    flavour: Flavour,
) -> Vec<u8> {
    let width = table.headers.len();
    let kept: Vec<usize> = (0..width)
        .filter(|at| {
            table
                .headers
                .get(*at)
                .is_none_or(|header| !is_added(header))
        })
        .collect();
    let of = |cells: &[String], more: [&str; 2]| -> Vec<String> {
        let kept = kept.iter();
        let kept = kept.map(|at| cells.get(*at).cloned().unwrap_or_default());
        // What a row has more than the header line stays to be seen.
        let beyond = cells.iter().skip(width).cloned();
        kept.chain(more.map(str::to_string)).chain(beyond).collect()
    };
    let mut rows = vec![of(&table.headers, headings)];
    let mut left: Vec<(u64, &[String])> = Vec::new();
    let read = table.rows.iter().chain(&table.unread);
    left.extend(read.map(|row| (row.line, row.cells.as_slice())));
    left.sort_by_key(|(line, _)| *line);
    for (line, cells) in left {
        if let Some((value, reason)) = reasons.get(&line) {
            rows.push(of(cells, [value, reason]));
        }
    }
    write(rows.iter().map(Vec::as_slice), flavour)
}
