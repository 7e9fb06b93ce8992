//! Columns: the text of a cell, and the order of rows by a column.

use std::cmp::Ordering;

use super::Catalog;
use crate::model::fold::fold;
use crate::model::{Date, FieldType, Lang, Record, RecordRef, text};

/// What a row is ordered by.
#[derive(PartialEq, PartialOrd)]
enum Weight {
    Number(i64),
    Day(Date),
    Text(String),
}

impl Catalog {
    /// The text of a column. `key` is a field's key, or `kind` or `title`; a record whose kind has no
    /// such field has an empty cell.
    pub fn cell(&self, record: &Record, key: &str, lang: Lang) -> String {
        match key {
            "kind" => record.kind.name(lang).to_string(),
            "title" => self.title_of(record),
            _ => record
                .kind
                .field_by_key(key)
                .and_then(|field| Some((field, record.get(field.number)?)))
                .map(|(field, value)| text::shown(field, &value.to_value(), lang, self))
                .unwrap_or_default(),
        }
    }

    /// Orders rows by a column: numbers as numbers, dates as dates with a coarser one first, texts
    /// folded, several values by the first; empty cells last in both directions, equal ones by title.
    pub fn sort(&self, rows: &mut Vec<RecordRef>, key: &str, reverse: bool, lang: Lang) {
        let mut weighed: Vec<(Option<Weight>, String, RecordRef)> = rows
            .iter()
            .map(|row| {
                let title = self
                    .place(*row)
                    .map_or_else(String::new, |place| self.folded_title(place));
                let weight = self
                    .get(*row)
                    .and_then(|record| self.weight(record, key, lang));
                (weight, title, *row)
            })
            .collect();
        weighed.sort_by(|(one, title, _), (other, other_title, _)| {
            let order = match (one, other) {
                (Some(one), Some(other)) => {
                    let order = one.partial_cmp(other).unwrap_or(Ordering::Equal);
                    if reverse { order.reverse() } else { order }
                }
                (one, other) => one.is_none().cmp(&other.is_none()),
            };
            order.then_with(|| title.cmp(other_title))
        });
        rows.clear();
        rows.extend(weighed.into_iter().map(|(_, _, row)| row));
    }

    fn weight(&self, record: &Record, key: &str, lang: Lang) -> Option<Weight> {
        if let Some(field) = record.kind.field_by_key(key) {
            let first = record.get(field.number)?.items().next()?;
            if let Some(day) = first.date() {
                return Some(Weight::Day(day));
            }
            if let Some(number) = first.number() {
                return Some(Weight::Number(number));
            }
            if let Some(text) = first.text()
                && !matches!(field.kind, FieldType::Choice(_))
            {
                return Some(Weight::Text(fold(text)));
            }
        }
        let text = fold(&self.cell(record, key, lang));
        (!text.is_empty()).then_some(Weight::Text(text))
    }
}
