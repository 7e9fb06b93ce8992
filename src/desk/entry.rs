//! The rows of an entry of the journal, record by record.

use crate::catalog::Catalog;
use crate::model::fold::fold;
use crate::model::{Change, Entry, Record};

/// A record's part of an entry.
#[derive(Debug)]
pub struct EntryRow {
    /// What was done.
    pub change: Change,
    /// What the record is called, or was when it was last there.
    pub title: String,
    /// What the narrowing compares with: the title and the kind, folded.
    pub folded: String,
}

/// The rows of an entry, made aside: it may have very many.
pub fn rows_of(entry: Entry, catalog: &Catalog) -> Vec<EntryRow> {
    let lang = catalog.lang();
    let row = |change: Change| {
        let gone = || {
            let content = change.after.as_ref().or(change.before.as_ref());
            content.map(|content| {
                let record = Record::new(change.record, 0, false, &content.fields);
                catalog.title_of(&record)
            })
        };
        let title = catalog.title(change.record).or_else(gone);
        let title = title.unwrap_or_else(|| change.record.to_string());
        let folded = fold(&format!("{title} {}", change.record.kind.name(lang)));
        EntryRow {
            change,
            title,
            folded,
        }
    };
    entry.changes.into_iter().map(row).collect()
}
