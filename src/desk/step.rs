//! What a change is made of: its step, its edits, and what they rely on.

use std::collections::HashSet;

use crate::catalog::Catalog;
use crate::model::{Content, Edit, FieldNo, Fields, Record, RecordRef, Step, Value, Verb};

/// A step of one record.
pub fn of_one(verb: Verb, record: RecordRef, subject: String, fields: &[FieldNo]) -> Step {
    let keys = fields
        .iter()
        .filter_map(|number| record.kind.field(*number))
        .map(|field| field.key.to_string());
    Step {
        verb,
        subject,
        kind: record.kind.key().to_string(),
        fields: keys.collect(),
        count: 1,
    }
}

/// A step of several records of one kind.
pub fn of_many(catalog: &Catalog, verb: Verb, records: &[RecordRef], fields: Vec<String>) -> Step {
    let subject = match records {
        [only] => catalog.short(*only).unwrap_or_default(),
        _ => String::new(),
    };
    let first = records.first();
    Step {
        verb,
        subject,
        kind: first.map_or(String::new(), |record| record.kind.key().to_string()),
        fields,
        count: u32::try_from(records.len()).unwrap_or(u32::MAX),
    }
}

/// An edit that puts these fields in the record's place.
pub fn edit(catalog: &Catalog, record: RecordRef, fields: Fields, trashed: bool) -> Edit {
    Edit {
        record,
        base: catalog.get(record).map_or(0, |record| record.revision),
        after: Some(Content { trashed, fields }),
    }
}

/// An edit that puts these fields in that record's place.
pub fn edit_of(record: &Record, fields: Fields, trashed: bool) -> Edit {
    Edit {
        record: record.reference(),
        base: record.revision,
        after: Some(Content { trashed, fields }),
    }
}

/// The records that the edits newly point to, with the revisions seen.
pub(super) fn relied_on(catalog: &Catalog, edits: &[Edit]) -> Vec<(RecordRef, u64)> {
    let edited: HashSet<RecordRef> = edits.iter().map(|edit| edit.record).collect();
    let contents = edits.iter().filter_map(|edit| edit.after.as_ref());
    let mut targets: Vec<RecordRef> = contents
        .flat_map(|content| content.fields.iter().flat_map(|(_, value)| value.items()))
        .filter_map(Value::as_reference)
        .filter(|target| !edited.contains(target))
        .collect();
    targets.sort_unstable();
    targets.dedup();
    targets
        .into_iter()
        .filter_map(|target| Some((target, catalog.get(target)?.revision)))
        .collect()
}
