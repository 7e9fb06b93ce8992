//! What is in the way of an undo, in words: `Unistra : ville — modifié par marie, 12/03/2026 14:02`.

use super::Texts;
use crate::catalog::Catalog;
use crate::model::reversal::{Conflict, Obstacle};
use crate::model::text::shown;
use crate::model::{Content, Record, RecordRef};

/// So many characters of a value are told.
const KNOWN_BY: usize = 40;

/// A conflict in words (Fluent text `conflict-<id>`): the record by its name, though it is gone; its fields by their
/// labels; who is the cause of it, and since when.
pub fn conflict_words(texts: &Texts, catalog: &Catalog, conflict: &Conflict) -> String {
    let lang = texts.lang();
    let labels = conflict.fields.iter().filter_map(|number| {
        let field = conflict.record.kind.field(*number)?;
        // What it holds by now, where that is what is in the way.
        let value = match conflict.obstacle {
            Obstacle::Changed => conflict.content.fields.get(*number),
            _ => return Some(field.label(lang).to_string()),
        };
        let value = value.map_or(String::new(), |value| shown(field, value, lang, catalog));
        let told = [
            ("field", field.label(lang).into()),
            ("value", brief(&value).into()),
        ];
        Some(texts.format("conflict-value", &told))
    });
    let labels: Vec<String> = labels.collect();
    let title = called(catalog, conflict.record, &conflict.content);
    let title = match labels.as_slice() {
        [] => title,
        labels => texts.format(
            "conflict-fields",
            &[
                ("title", title.into()),
                ("fields", labels.join(", ").into()),
            ],
        ),
    };
    let since = conflict.since.as_ref().map_or_else(String::new, |heading| {
        let at = texts.moment(heading.at);
        let author = heading.who().into();
        texts.format("conflict-since", &[("author", author), ("at", at.into())])
    });
    let what = match &conflict.obstacle {
        Obstacle::Missing(gone, Some(was)) => called(catalog, *gone, was),
        Obstacle::Missing(gone, None) => gone.to_string(),
        _ => String::new(),
    };
    let words = texts.format(
        &format!("conflict-{}", conflict.obstacle.id()),
        &[
            ("title", title.into()),
            ("what", what.into()),
            ("since", since.into()),
        ],
    );
    words.trim_end().to_string()
}

/// The beginning of a value: enough to know it by.
fn brief(value: &str) -> String {
    let line = value.lines().next().unwrap_or_default();
    let short: String = line.chars().take(KNOWN_BY).collect();
    match short.len() < value.len() {
        true => format!("{short}…"),
        false if short.is_empty() => "∅".to_string(),
        false => short,
    }
}

/// What a record is called, though it be gone.
fn called(catalog: &Catalog, record: RecordRef, content: &Content) -> String {
    let gone = || {
        let record = Record::new(record, 0, content.trashed, &content.fields);
        catalog.title_of(&record)
    };
    catalog.title(record).unwrap_or_else(gone)
}
