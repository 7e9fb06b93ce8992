//! Columns by what they hold, where no header tells.

use super::target::{Target, person};
use crate::exchange::table::Table;
use crate::model::called::plain;
use crate::model::{Field, FieldType, Kind, Rule, identifiers, phone};

/// So many rows of a column are looked at.
const LOOKED_AT: usize = 500;

/// What a column holds, by most of its cells.
pub fn content(own: Kind, kinds: &[Kind], table: &Table, at: usize) -> Option<Target> {
    let cells = || {
        let cells = table.column(at).take(LOOKED_AT).map(str::trim);
        cells.filter(|cell| !cell.is_empty())
    };
    let count = cells().count();
    let most = |is: &dyn Fn(&str) -> bool| {
        count > 0 && cells().filter(|cell| is(cell)).count() * 5 >= count * 4
    };
    let of = |wanted: &dyn Fn(&Field) -> bool| {
        let all = std::iter::once(own).chain(kinds.iter().copied());
        let mut fields = all.flat_map(|kind| kind.fields().iter().map(move |field| (kind, field)));
        let found = fields.find(|(_, field)| wanted(field));
        found.map(|(kind, field)| Target::Field(kind, field))
    };
    if most(&identifiers::is_email) {
        return of(&|field| field.kind == FieldType::Email);
    }
    if most(&|cell| identifiers::check_uai(cell).is_ok()) {
        return of(&|field| field.rule == Rule::Uai);
    }
    if most(&|cell| identifiers::check_siret(cell).is_ok()) {
        return of(&|field| field.rule == Rule::Siret);
    }
    if most(&|cell| phone::is_usual(cell) && cell.chars().filter(char::is_ascii_digit).count() >= 9)
    {
        return of(&|field| field.kind == FieldType::Phone);
    }
    if most(&identifiers::is_url) {
        return of(&|field| field.kind == FieldType::Url);
    }
    None
}

/// Whether a column without a header holds the printed names of people.
pub fn is_printed_names(own: Kind, table: &Table, at: usize) -> bool {
    let is_fed = person() == Some(own);
    let name = |cell: &str| {
        let words: Vec<&str> = cell.split_whitespace().collect();
        let is_word = |word: &&str| {
            let begins = word.chars().next().is_some_and(char::is_alphabetic);
            begins && !word.contains('@') && !word.chars().any(|c| c.is_ascii_digit())
        };
        (2..=5).contains(&words.len()) && words.iter().all(is_word)
    };
    let cells: Vec<&str> = table
        .column(at)
        .take(LOOKED_AT)
        .filter(|cell| !cell.trim().is_empty())
        .collect();
    let named = cells.iter().filter(|cell| name(cell)).count();
    is_fed && !cells.is_empty() && named * 5 >= cells.len() * 4
}

/// Whether most cells of a column are civilities.
pub fn is_civility(table: &Table, at: usize) -> bool {
    let is_one = |cell: &&str| {
        let civility = [
            "m", "mr", "mme", "mlle", "madame", "monsieur", "ms", "mrs", "dr", "pr",
        ];
        let word = plain(cell);
        civility.contains(&word.trim_end_matches('.'))
    };
    let cells = || {
        let cells = table.column(at).take(LOOKED_AT);
        cells.filter(|cell| !cell.trim().is_empty())
    };
    let count = cells().count();
    count > 0 && cells().filter(is_one).count() * 2 > count
}
