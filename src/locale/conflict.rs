//! What is in the way of an undo, in words: `Unistra : ville — modifié par marie, 12/03/2026 14:02`.

use super::Texts;
use crate::catalog::Catalog;
use crate::model::reversal::{Conflict, Obstacle};
use crate::model::{Content, Record, RecordRef};

/// A conflict in words (Fluent text `conflict-<id>`): the record by its name, though it is gone; its fields by their
/// labels; who is the cause of it, and since when.
pub fn conflict_words(texts: &Texts, catalog: &Catalog, conflict: &Conflict) -> String {
    let lang = texts.lang();
    let labels = conflict.fields.iter().filter_map(|number| {
        let field = conflict.record.kind.field(*number)?;
        Some(field.label(lang))
    });
    let labels: Vec<&str> = labels.collect();
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

/// What a record is called, though it be gone.
fn called(catalog: &Catalog, record: RecordRef, content: &Content) -> String {
    let gone = || {
        let record = Record::new(record, 0, content.trashed, &content.fields);
        catalog.title_of(&record)
    };
    catalog.title(record).unwrap_or_else(gone)
}
