//! Words for what was changed.

use crate::model::{Change, Content, Fields, Verb};
use crate::store::{Changed, Committed};

use super::Words;

/// A field of a change: label, before, after.
pub type FieldLine = (String, String, String);

impl Words<'_> {
    /// *Appel noté : le devis*, where one record was made.
    pub fn made(&self, committed: &Committed) -> Option<String> {
        let [Changed::Put(record)] = committed.changed.as_slice() else {
            return None;
        };
        let step = &committed.heading.step;
        let (made, subject) = match step.verb {
            Verb::Add => record.kind.made(record, &step.subject, self.lang()),
            _ => return None,
        };
        let arguments = [("made", made.into()), ("subject", subject.as_str().into())];
        Some(self.texts.format("step-made", &arguments))
    }

    /// The labels of the fields that a change of a record touched; none for one that was made.
    pub fn changed_labels(&self, change: &Change) -> Vec<String> {
        if change.before.is_none() || change.after.is_none() {
            return Vec::new();
        }
        let label = |number: u16| {
            change
                .record
                .kind
                .field(number)
                .map(|f| f.label(self.lang()).to_lowercase())
        };
        change
            .changed_fields()
            .into_iter()
            .filter_map(label)
            .collect()
    }

    /// What a change did, field by field: label, before, after.
    pub fn changed_fields(&self, change: &Change) -> Vec<FieldLine> {
        let none = Fields::new();
        let fields = |content: &'_ Option<Content>| match content {
            Some(content) => content.fields.clone(),
            None => none.clone(),
        };
        let (before, after) = (fields(&change.before), fields(&change.after));
        let line = |number| {
            let field = change.record.kind.field(number)?;
            let shown = |fields: &Fields| self.value(field, fields.get(number));
            let label = field.label(self.lang()).to_string();
            Some((label, shown(&before), shown(&after)))
        };
        let changed = before.differences(&after);
        changed.into_iter().filter_map(line).collect()
    }

    /// What became of a record, in a word or by the labels of its fields.
    pub fn change(&self, change: &Change) -> String {
        let became = match (&change.before, &change.after) {
            (None, _) => "journal-made",
            (_, None) => "journal-removed",
            (Some(before), Some(after)) if after.trashed && !before.trashed => "journal-trashed",
            (Some(before), Some(after)) if before.trashed && !after.trashed => "journal-restored",
            _ => match self.changed_labels(change) {
                labels if labels.is_empty() => "journal-same",
                labels => return labels.join(", "),
            },
        };
        self.get(became)
    }
}
