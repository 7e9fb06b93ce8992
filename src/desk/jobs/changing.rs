//! One change of many records: what each is before and after, and the commit that makes it.

use super::chosen::Chosen;
use super::cue::{Cue, HowFar};
use crate::catalog::Catalog;
use crate::desk::step;
use crate::model::text::shown;
use crate::model::{Author, Commit, Edit, Field, Lang, Record, RecordRef, Value, Verb};

/// After how many records it is told how far it is.
const TOLD: usize = 256;

/// What is done to each record.
#[derive(Clone, Debug)]
pub enum Done {
    /// The field has that value.
    Set(&'static Field, Option<Value>),
    /// It is in the trash, or out of it.
    Trashed(bool),
    /// It is gone for good, with all that lies in the trash and at which nothing points that stays.
    Purged,
}

/// A change of many records.
#[derive(Debug)]
pub struct Changing {
    /// The records that there are.
    pub catalog: Catalog,
    /// Those that are to be changed; of what is purged the trash says it.
    pub records: Chosen,
    /// How.
    pub done: Done,
    /// Who changes them.
    pub author: Author,
    /// When: milliseconds since 1970, UTC.
    pub at: i64,
}

impl Done {
    /// What a commit does to each of its records, if it is one of these.
    pub fn by(commit: &Commit) -> Option<Done> {
        let edit = commit.edits.first()?;
        let kind = edit.record.kind;
        match commit.step.verb {
            Verb::Delete => Some(Done::Trashed(true)),
            Verb::Restore => Some(Done::Trashed(false)),
            Verb::Bulk => {
                let field = kind.field_by_key(commit.step.fields.first()?)?;
                let value = edit.after.as_ref()?.fields.get(field.number).cloned();
                Some(Done::Set(field, value))
            }
            _ => None,
        }
    }

    fn changes(&self, record: &Record) -> bool {
        match self {
            Done::Set(field, value) => {
                record.get(field.number).map(|held| held.to_value()) != *value
            }
            Done::Trashed(trashed) => record.trashed != *trashed,
            Done::Purged => true,
        }
    }

    fn edit(&self, record: &Record) -> Edit {
        let mut fields = record.fields();
        let trashed = match self {
            Done::Set(field, value) => {
                fields.set(field.number, value.clone());
                record.trashed
            }
            Done::Trashed(trashed) => *trashed,
            Done::Purged => {
                return Edit {
                    record: record.reference(),
                    base: record.revision,
                    after: None,
                };
            }
        };
        step::edit_of(record, fields, trashed)
    }
}

impl Changing {
    /// The commit of those that it changes, without edits where it changes none; `None` if it is given up.
    pub fn made(&self, cue: &Cue) -> Option<Commit> {
        let mut edits = Vec::new();
        let records = match self.done {
            Done::Purged => self.catalog.purgeable().0,
            _ => self.records.in_order(),
        };
        for (at, record) in records.iter().enumerate() {
            let far = HowFar::Looked(at, records.len());
            if at % TOLD == 0 && cue.goes_on(far).is_break() {
                return None;
            }
            let record = self.catalog.get(*record);
            edits.extend(
                record
                    .filter(|record| self.done.changes(record))
                    .map(|record| self.done.edit(record)),
            );
        }
        let (verb, fields) = match &self.done {
            Done::Set(field, _) => (Verb::Bulk, vec![field.key.to_string()]),
            Done::Trashed(true) => (Verb::Delete, Vec::new()),
            Done::Trashed(false) => (Verb::Restore, Vec::new()),
            Done::Purged => (Verb::Purge, Vec::new()),
        };
        // Only those that change are counted and named.
        let changing: Vec<RecordRef> = edits.iter().map(|edit| edit.record).collect();
        Some(Commit {
            author: self.author.clone(),
            at: self.at,
            step: step::of_many(&self.catalog, verb, &changing, fields),
            relies: step::relied_on(&self.catalog, &edits),
            edits,
            undoes: None,
        })
    }
}

/// A row of a preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The record.
    pub record: RecordRef,
    /// Its title.
    pub title: String,
    /// What the field holds, as shown.
    pub before: String,
    /// What it would hold, as shown; `None` if that is the same.
    pub after: Option<String>,
}

/// A preview of one field of many records.
#[derive(Debug)]
pub struct Preview {
    /// The records that there are.
    pub catalog: Catalog,
    /// Those that are looked at.
    pub records: Chosen,
    /// The field.
    pub field: &'static Field,
    /// The new value, where what is typed is one.
    pub value: Option<Option<Value>>,
    /// The language of what is shown.
    pub lang: Lang,
}

impl Preview {
    /// Its rows; `None` if it is given up.
    pub fn rows(&self, cue: &Cue) -> Option<Vec<Row>> {
        let words = |value: Option<&Value>| {
            value.map_or(String::new(), |value| {
                shown(self.field, value, self.lang, &self.catalog)
            })
        };
        let after = self.value.as_ref().map(|new| words(new.as_ref()));
        let mut rows = Vec::new();
        for (at, record) in self.records.in_order().iter().enumerate() {
            if at % TOLD == 0 && cue.is_cancelled() {
                return None;
            }
            let Some(found) = self.catalog.get(*record) else {
                continue;
            };
            let old = found.get(self.field.number).map(|value| value.to_value());
            let changes = self.value.as_ref().is_some_and(|new| *new != old);
            rows.push(Row {
                record: *record,
                title: self.catalog.short(*record).unwrap_or_default(),
                before: words(old.as_ref()),
                after: after.clone().filter(|_| changes),
            });
        }
        Some(rows)
    }
}
