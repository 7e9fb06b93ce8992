//! Links that a file brings: there already, to a session that is full, out of a state that lasts.

use ulid::Ulid;

use super::doubt::DoubtKind;
use super::draft::Drafts;
use crate::model::{Date, FieldNo, Fields, Kind, Record, RecordRef, Value, once};

/// A link as the row would leave it.
pub struct Tie<'a> {
    /// Its kind.
    pub kind: Kind,
    /// The record that the row is about, if it is there.
    pub found: Option<RecordRef>,
    /// What that record held.
    pub before: Option<&'a Fields>,
    /// The day, for what is over.
    pub day: Date,
}

impl Tie<'_> {
    fn record(&self, fields: &Fields) -> Record {
        let record = RecordRef::new(self.kind, Ulid::nil());
        Record::new(self.found.unwrap_or(record), 0, false, fields)
    }

    /// Puts back a state that no file takes a record out of.
    pub fn keep_state(&self, given: &Fields, after: &mut Fields) -> Option<DoubtKind> {
        let before = self.before?;
        let number = self.kind.definition().over?.field();
        let was = once::settled(&self.record(before))?;
        let wanted = given.get(number).or(after.get(number));
        if wanted == before.get(number) {
            return None;
        }
        after.set(number, before.get(number).cloned());
        Some(DoubtKind::Kept(was))
    }

    /// What a person should look at before the link is made or changed.
    pub fn doubts(&self, after: &Fields, drafts: &Drafts) -> Vec<DoubtKind> {
        let definition = self.kind.definition();
        if definition.once.is_empty() && definition.places.is_none() {
            return Vec::new();
        }
        let link = self.record(after);
        let before = self.before.map(|before| self.record(before));
        let mut doubts = Vec::new();
        if let Some(other) = self.double(&link, drafts) {
            doubts.push(DoubtKind::Double(titles(other, drafts)));
        }
        if let Some((title, taken, places)) = full(&link, before.as_ref(), drafts) {
            doubts.push(DoubtKind::Full(title, taken, places));
        }
        doubts
    }

    fn double(&self, link: &Record, drafts: &Drafts) -> Option<RecordRef> {
        let (field, target) = once::anchor(link)?;
        let others = drafts.linked(self.kind, field, target);
        others.into_iter().find(|other| {
            let fields = drafts.fields(*other).filter(|_| Some(*other) != self.found);
            fields.is_some_and(|fields| {
                let other = Record::new(*other, 0, false, &fields);
                once::is_double(link, &other, Some(self.day))
            })
        })
    }
}

/// What a link links, by name.
pub fn titles(link: RecordRef, drafts: &Drafts) -> String {
    let fields = drafts.fields(link).unwrap_or_default();
    let ends = link.kind.definition().once.iter();
    let named = ends.filter_map(|number| title(fields.get(*number)?, drafts));
    named.collect::<Vec<String>>().join(" · ")
}

/// What a record is called, though it lie in the trash.
pub fn title_of(record: RecordRef, drafts: &Drafts) -> String {
    let title = title(&Value::Reference(record), drafts).filter(|title| !title.is_empty());
    title.unwrap_or_else(|| record.to_string())
}

fn title(value: &Value, drafts: &Drafts) -> Option<String> {
    let Some(record) = value.as_reference() else {
        return value.as_text().map(str::to_string);
    };
    drafts.known.written(record).or_else(|| {
        let fields = drafts.fields(record)?;
        let parts = record.kind.definition().title.iter();
        let parts = parts.filter_map(|number: &FieldNo| fields.get(*number)?.as_text());
        Some(parts.collect::<Vec<&str>>().join(" "))
    })
}

/// What is full, the places that are taken there and all, if a link takes one more.
fn full(link: &Record, before: Option<&Record>, drafts: &Drafts) -> Option<(String, usize, usize)> {
    let places = link.kind.definition().places?;
    let target = places.newly_taken(link, before)?;
    let Some(Value::Integer(room)) = drafts.fields(target)?.get(places.room).cloned() else {
        return None;
    };
    let room = usize::try_from(room).ok()?;
    let taken = drafts.taken(link.kind, places, target);
    let title = title(&Value::Reference(target), drafts).unwrap_or_default();
    (taken >= room).then_some((title, taken, room))
}
