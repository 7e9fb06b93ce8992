//! Merging: records that are the same become one. No value is dropped: what a field can't hold twice goes to the
//! former names or the note; links are moved, and of two that would be there twice the better one stays.

use std::collections::{BTreeMap, BTreeSet};

use super::Catalog;
use crate::model::fold::fold;
use crate::model::same::is_same;
use crate::model::text::shown;
use crate::model::{
    Author, Commit, Content, Edit, Field, FieldNo, FieldType, Fields, Kind, Record, RecordRef,
    Sought, Step, Value, Verb, once,
};

/// What a merge comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The one that stays.
    pub record: RecordRef,
    /// What it holds then.
    pub fields: Fields,
    /// All that changes: the one that stays, those that go to the trash, whose links are moved.
    pub edits: Vec<Edit>,
    /// How many links are moved.
    pub moved: usize,
    /// How many would be there twice, and go to the trash.
    pub doubled: usize,
}

/// Why records can't be merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeFault {
    /// It is not there, or lies in the trash.
    Absent(RecordRef),
    /// They are not of one kind.
    Kinds,
    /// There is but one.
    Alone,
}

impl MergeFault {
    /// The identifier used in Fluent keys.
    pub fn id(self) -> &'static str {
        match self {
            MergeFault::Absent(_) => "absent",
            MergeFault::Kinds => "kinds",
            MergeFault::Alone => "alone",
        }
    }
}

impl Catalog {
    /// What merging these into the first of them comes to. `taken` says of a field whose value stays, where it is not
    /// that of the first that has one.
    ///
    /// # Errors
    /// Why they can't be merged.
    pub fn merged(
        &self,
        records: &[RecordRef],
        taken: &BTreeMap<FieldNo, RecordRef>,
    ) -> Result<Merged, MergeFault> {
        let mut live = Vec::new();
        for record in records {
            let found = self.get(*record).filter(|found| !found.trashed);
            let found = found.ok_or(MergeFault::Absent(*record))?;
            if live
                .iter()
                .all(|other: &&Record| other.reference() != *record)
            {
                live.push(found);
            }
        }
        let Some((keep, gone)) = live.split_first().filter(|(_, gone)| !gone.is_empty()) else {
            return Err(MergeFault::Alone);
        };
        if gone.iter().any(|other| other.kind != keep.kind) {
            return Err(MergeFault::Kinds);
        }
        let mut moving = Moving::of(self, keep.reference());
        moving.links(gone);
        let fields = self.joined(&live, taken);
        moving.put(keep.reference(), false, fields.clone());
        for record in gone {
            let fields = moving.fields(record.reference());
            moving.put(record.reference(), true, fields);
        }
        let (moved, doubled) = (moving.moved.len(), moving.settle());
        Ok(Merged {
            record: keep.reference(),
            fields,
            edits: moving.edits(),
            moved,
            doubled,
        })
    }

    /// What merging each of these groups into its first record comes to. Of two groups that would change the same record
    /// the second is left to the next time, as is one that can't be merged.
    pub fn merged_all<'a>(&self, groups: impl IntoIterator<Item = &'a [RecordRef]>) -> Vec<Merged> {
        let mut merged = Vec::new();
        let mut touched: BTreeSet<RecordRef> = BTreeSet::new();
        for group in groups {
            let Ok(one) = self.merged(group, &BTreeMap::new()) else {
                continue;
            };
            if one.edits.iter().all(|edit| !touched.contains(&edit.record)) {
                touched.extend(one.edits.iter().map(|edit| edit.record));
                merged.push(one);
            }
        }
        merged
    }

    /// The commit of merges, one step.
    pub fn merge_commit(&self, merged: Vec<Merged>, author: &Author, at: i64) -> Commit {
        let stays = merged.first().map(|merged| merged.record.kind.key());
        let kind = stays.unwrap_or_default().to_string();
        let subject = match merged.as_slice() {
            [only] => self.title(only.record).unwrap_or_default(),
            _ => kind.clone(),
        };
        let mut relies: Vec<(RecordRef, u64)> = Vec::new();
        for merged in &merged {
            // What the links come to point at has to be there, though nothing of it changes.
            let is_edited = merged.edits.iter().any(|edit| edit.record == merged.record);
            let stays = self.get(merged.record).filter(|_| !is_edited);
            relies.extend(stays.map(|stays| (merged.record, stays.revision)));
        }
        let edits: Vec<Edit> = merged.into_iter().flat_map(|merged| merged.edits).collect();
        Commit {
            author: author.clone(),
            at,
            step: Step {
                verb: Verb::Merge,
                subject,
                kind,
                fields: Vec::new(),
                count: u32::try_from(edits.len()).unwrap_or(u32::MAX),
            },
            edits,
            relies,
            undoes: None,
        }
    }

    /// The fields of records that are one.
    fn joined(&self, records: &[&Record], taken: &BTreeMap<FieldNo, RecordRef>) -> Fields {
        let mut joined = Fields::new();
        let (mut dropped, mut names) = (Vec::new(), Vec::new());
        let Some(first) = records.first() else {
            return joined;
        };
        let mut numbers: BTreeSet<FieldNo> = BTreeSet::new();
        for record in records {
            numbers.extend(record.iter().map(|(number, _)| number));
        }
        let all: Vec<(RecordRef, Fields)> = records
            .iter()
            .map(|record| (record.reference(), record.fields()))
            .collect();
        for number in numbers {
            let field = first.kind.field(number);
            let wanted = taken.get(&number);
            let mut values: Vec<&Value> = Vec::new();
            for (_, fields) in all.iter().filter(|(record, _)| Some(record) == wanted) {
                values.extend(fields.get(number));
            }
            for (_, fields) in all.iter().filter(|(record, _)| Some(record) != wanted) {
                values.extend(fields.get(number));
            }
            let Some(value) = values.first() else {
                continue;
            };
            let value = match field {
                Some(field) if field.many => united(field, &values),
                Some(field) if matches!(field.kind, FieldType::Note) => notes(&values),
                Some(field) => {
                    let others = values
                        .iter()
                        .skip(1)
                        .filter(|other| !says_the_same(value, other));
                    let others = others.map(|other| (field, (*other).clone()));
                    match is_name(first.kind, field) {
                        true => names.extend(others),
                        false => dropped.extend(others),
                    }
                    (*value).clone()
                }
                // A newer program's: the first one stays.
                None => (*value).clone(),
            };
            joined.set(number, Some(value));
        }
        self.keep_names(first.kind, names, &mut joined, &mut dropped);
        self.keep_dropped(first.kind, dropped, &mut joined);
        joined
    }

    /// Puts other names among the former ones, where there are any, else with what is dropped.
    fn keep_names(
        &self,
        kind: Kind,
        names: Vec<(&'static Field, Value)>,
        joined: &mut Fields,
        dropped: &mut Vec<(&'static Field, Value)>,
    ) {
        let mut fields = kind.fields().iter();
        let Some(former) = fields.find(|field| field.sought == Some(Sought::FormerName)) else {
            return dropped.extend(names);
        };
        let mut kept: Vec<Value> = joined
            .get(former.number)
            .map_or(Vec::new(), |value| value.items().to_vec());
        for (_, name) in names {
            if !kept.iter().any(|other| says_the_same(other, &name)) {
                kept.push(name);
            }
        }
        joined.set(former.number, Some(Value::Many(kept)));
    }

    /// Writes what has no place any more into the note, a line each.
    fn keep_dropped(&self, kind: Kind, dropped: Vec<(&'static Field, Value)>, joined: &mut Fields) {
        let mut fields = kind.fields().iter();
        let Some(note) = fields.find(|field| matches!(field.kind, FieldType::Note)) else {
            return;
        };
        let mut lines: Vec<String> = joined
            .get(note.number)
            .and_then(Value::as_text)
            .map_or(Vec::new(), |text| vec![text.to_string()]);
        for (field, value) in dropped {
            let line = format!(
                "{} : {}",
                field.label(self.lang()),
                shown(field, &value, self.lang(), self)
            );
            if !lines
                .iter()
                .any(|other| other.lines().any(|other| other == line))
            {
                lines.push(line);
            }
        }
        joined.set(
            note.number,
            Some(Value::Text(lines.join("\n"))).filter(|_| !lines.is_empty()),
        );
    }
}

/// Whether a field is the name of a record, or a part of it that former names hold too.
fn is_name(kind: Kind, field: &Field) -> bool {
    let is_title = kind.definition().title.contains(&field.number);
    is_title && field.sought != Some(Sought::FirstName)
}

fn says_the_same(one: &Value, other: &Value) -> bool {
    let (one, other) = (one.main(), other.main());
    match (one.as_text(), other.as_text()) {
        (Some(one), Some(other)) => fold(one).trim() == fold(other).trim(),
        _ => one == other,
    }
}

/// The values of all, each once, as they come first.
fn united(field: &Field, values: &[&Value]) -> Value {
    let mut united: Vec<Value> = Vec::new();
    for item in values.iter().flat_map(|value| value.items()) {
        match united.iter_mut().find(|other| is_same(field, other, item)) {
            // What is known of one of two stays: an address and its kind.
            Some(other) if other.details().is_empty() && !item.details().is_empty() => {
                let main = Box::new(other.main().clone());
                *other = Value::Detailed(main, item.details().to_vec());
            }
            Some(_) => {}
            None => united.push(item.clone()),
        }
    }
    Value::Many(united)
}

/// The notes, one behind the other.
fn notes(values: &[&Value]) -> Value {
    let mut notes: Vec<&str> = Vec::new();
    for note in values.iter().filter_map(|value| value.as_text()) {
        if !notes.iter().any(|other| other.contains(note.trim())) {
            notes.push(note.trim());
        }
    }
    Value::Text(notes.join("\n\n"))
}

/// Links on their way to the record that stays.
struct Moving<'a> {
    catalog: &'a Catalog,
    keep: RecordRef,
    drafts: BTreeMap<RecordRef, Content>,
    moved: BTreeSet<RecordRef>,
}

impl<'a> Moving<'a> {
    fn of(catalog: &'a Catalog, keep: RecordRef) -> Moving<'a> {
        Moving {
            catalog,
            keep,
            drafts: BTreeMap::new(),
            moved: BTreeSet::new(),
        }
    }

    fn fields(&self, record: RecordRef) -> Fields {
        let draft = self
            .drafts
            .get(&record)
            .map(|content| content.fields.clone());
        draft.unwrap_or_else(|| {
            let record = self.catalog.get(record);
            record.map_or_else(Fields::new, Record::fields)
        })
    }

    fn put(&mut self, record: RecordRef, trashed: bool, fields: Fields) {
        self.drafts.insert(record, Content { trashed, fields });
    }

    /// Lets all that points at those that go point at the one that stays.
    fn links(&mut self, gone: &[&Record]) {
        let gone: BTreeSet<RecordRef> = gone.iter().map(|record| record.reference()).collect();
        for record in &gone {
            let links = self.catalog.links_to(*record);
            let links = links.chain(self.catalog.trashed_links_to(*record));
            for link in links.collect::<Vec<_>>() {
                if link.from == self.keep || gone.contains(&link.from) {
                    continue;
                }
                let mut fields = self.fields(link.from);
                let moved = fields
                    .get(link.field)
                    .map(|value| pointed(value, &gone, self.keep));
                fields.set(link.field, moved);
                let trashed = self.catalog.get(link.from).is_some_and(|from| from.trashed);
                self.put(link.from, trashed, fields);
                self.moved.insert(link.from);
            }
        }
    }

    /// Of links that are there twice now one goes to the trash, and leaves what the other lacks; how many.
    fn settle(&mut self) -> usize {
        let mut doubled = 0;
        let moved: Vec<RecordRef> = self.moved.iter().copied().collect();
        for link in moved {
            let Some(mine) = self.live(link) else {
                continue;
            };
            let Some((_, anchor)) = once::anchor(&mine) else {
                continue;
            };
            let others = self.catalog.links_to(anchor).map(|link| link.from);
            let others = others.chain(self.moved.iter().copied());
            let double = others
                .filter(|other| *other != link && other.kind == link.kind)
                .find(|other| {
                    let theirs = self.live(*other);
                    theirs.is_some_and(|theirs| once::is_double(&mine, &theirs, self.catalog.day()))
                });
            let Some(other) = double else {
                continue;
            };
            let Some(theirs) = self.live(other) else {
                continue;
            };
            let (stays, goes) = match is_better(&mine, &theirs) {
                true => (&mine, &theirs),
                false => (&theirs, &mine),
            };
            let mut fields = stays.fields();
            for (number, value) in goes.fields().iter() {
                if fields.get(number).is_none() {
                    fields.set(number, Some(value.clone()));
                }
            }
            self.put(stays.reference(), false, fields);
            self.put(goes.reference(), true, goes.fields());
            doubled += 1;
        }
        doubled
    }

    /// A record as it is by now, if it is not in the trash.
    fn live(&self, record: RecordRef) -> Option<Record> {
        let found = self.catalog.get(record)?;
        match self.drafts.get(&record) {
            Some(draft) if draft.trashed => None,
            Some(draft) => Some(Record::new(record, found.revision, false, &draft.fields)),
            None => Some(found.clone()).filter(|found| !found.trashed),
        }
    }

    fn edits(self) -> Vec<Edit> {
        let edits = self.drafts.into_iter().filter_map(|(record, content)| {
            let found = self.catalog.get(record)?;
            let is_same = found.trashed == content.trashed && found.fields() == content.fields;
            (!is_same).then_some(Edit {
                record,
                base: found.revision,
                after: Some(content),
            })
        });
        edits.collect()
    }
}

/// The value with the one that stays in the place of those that go, once.
fn pointed(value: &Value, gone: &BTreeSet<RecordRef>, keep: RecordRef) -> Value {
    let point = |value: &Value| match value.as_reference() {
        Some(to) if gone.contains(&to) => Value::Reference(keep),
        _ => value.clone(),
    };
    match value {
        Value::Many(items) => {
            let mut pointed: Vec<Value> = Vec::new();
            for item in items.iter().map(point) {
                if !pointed.contains(&item) {
                    pointed.push(item);
                }
            }
            Value::Many(pointed)
        }
        value => point(value),
    }
}

/// Whether of two links that are the same the first one stays: the one with a state that only a person changes, else
/// the one whose state is declared first, else the older one.
fn is_better(one: &Record, other: &Record) -> bool {
    let rank = |record: &Record| {
        let state = once::state(record).map(|state| {
            let number = record.kind.definition().over.map(|over| over.field());
            let field = number.and_then(|number| record.kind.field(number));
            let place = match field.map(|field| field.kind) {
                Some(FieldType::Choice(choices)) => {
                    choices.iter().position(|choice| choice.key == state.key)
                }
                _ => None,
            };
            (!state.lasting, place.unwrap_or(usize::MAX))
        });
        (state.unwrap_or((true, usize::MAX)), record.id)
    };
    rank(one) < rank(other)
}
