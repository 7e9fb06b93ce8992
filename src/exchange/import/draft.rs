//! What is known with what the file has changed so far on top of it.

use std::cell::RefCell;
use std::collections::HashMap;

use ulid::Ulid;

use super::clue::{self, Clue, Index};
use crate::exchange::known::Known;
use crate::model::fold::fold;
use crate::model::places::Places;
use crate::model::{FieldNo, Fields, Kind, Record, RecordRef, Value};

/// A record as the file leaves it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its fields.
    pub fields: Fields,
    /// The revision that it replaces; 0 for a new one.
    pub base: u64,
    /// Whether it lies in the trash.
    pub trashed: bool,
}

/// The records that have a folded text.
type Drafted = HashMap<String, Vec<RecordRef>>;

/// What is known, and what the file makes of it.
pub struct Drafts<'a> {
    /// What is known.
    pub known: &'a dyn Known,
    drafts: HashMap<RecordRef, Draft>,
    order: Vec<RecordRef>,
    texts: RefCell<HashMap<(Kind, FieldNo), Drafted>>,
    links: HashMap<(Kind, FieldNo, RecordRef), Vec<RecordRef>>,
    clues: RefCell<HashMap<(Kind, Clue), Index>>,
    /// How many places are taken, where that was asked.
    taken: RefCell<HashMap<(Kind, RecordRef), usize>>,
    row: Vec<(RecordRef, Option<Draft>)>,
}

impl<'a> Drafts<'a> {
    /// Nothing changed yet.
    pub fn new(known: &'a dyn Known) -> Drafts<'a> {
        Drafts {
            known,
            drafts: HashMap::new(),
            order: Vec::new(),
            texts: RefCell::default(),
            links: HashMap::new(),
            clues: RefCell::default(),
            taken: RefCell::default(),
            row: Vec::new(),
        }
    }

    /// The fields of a record now; `None` if it is neither known and live nor made.
    pub fn fields(&self, record: RecordRef) -> Option<Fields> {
        match self.drafts.get(&record) {
            Some(draft) => (!draft.trashed).then(|| draft.fields.clone()),
            None => self.known_fields(record),
        }
    }

    fn known_fields(&self, record: RecordRef) -> Option<Fields> {
        let found = self.known.record(record);
        found
            .filter(|found| !found.trashed)
            .map(|found| found.fields())
    }

    /// How many links of that kind take a place there now: counted once, and kept up from then on.
    pub fn taken(&self, kind: Kind, places: Places, at: RecordRef) -> usize {
        if let Some(taken) = self.taken.borrow().get(&(kind, at)) {
            return *taken;
        }
        let linked = self.linked(kind, places.at, at).into_iter();
        let fields = linked.filter_map(|link| self.fields(link));
        let taken = fields.filter(|fields| place(kind, places, fields) == Some(at));
        let taken = taken.count();
        self.taken.borrow_mut().insert((kind, at), taken);
        taken
    }

    /// A link is about to have other fields, or none: it takes a place elsewhere perhaps.
    fn move_place(&mut self, link: RecordRef, after: Option<&Fields>) {
        let Some(places) = link.kind.definition().places else {
            return;
        };
        if self.taken.get_mut().is_empty() {
            return;
        }
        let before = self.fields(link);
        let before = before.and_then(|fields| place(link.kind, places, &fields));
        let after = after.and_then(|fields| place(link.kind, places, fields));
        let taken = self.taken.get_mut();
        if let Some(count) = before.and_then(|at| taken.get_mut(&(link.kind, at))) {
            *count = count.saturating_sub(1);
        }
        if let Some(count) = after.and_then(|at| taken.get_mut(&(link.kind, at))) {
            *count += 1;
        }
    }

    /// The fields of a record now, though it lie in the trash.
    pub fn fields_of_any(&self, record: RecordRef) -> Option<Fields> {
        match self.drafts.get(&record) {
            Some(draft) => Some(draft.fields.clone()),
            None => self.known.record(record).map(|found| found.fields()),
        }
    }

    /// Whether the file made a record.
    pub fn is_made(&self, record: RecordRef) -> bool {
        self.drafts
            .get(&record)
            .is_some_and(|draft| draft.base == 0)
    }

    /// Whether the file made or changed a record.
    pub fn is_drafted(&self, record: RecordRef) -> bool {
        self.drafts.contains_key(&record)
    }

    /// Whether a record lies in the trash now.
    pub fn is_trashed(&self, record: RecordRef) -> bool {
        match self.drafts.get(&record) {
            Some(draft) => draft.trashed,
            None => self.known.record(record).is_some_and(|it| it.trashed),
        }
    }

    /// Whether an id is taken, be it by a record in the trash.
    pub fn is_taken(&self, record: RecordRef) -> bool {
        self.drafts.contains_key(&record) || self.known.record(record).is_some()
    }

    /// The revision of a known record that the file does not change.
    pub fn revision_relied_on(&self, record: RecordRef) -> Option<u64> {
        match self.drafts.contains_key(&record) {
            true => None,
            false => self.known.record(record).map(|found| found.revision),
        }
    }

    /// The records with that folded text in that field now.
    pub fn by_text(&self, kind: Kind, field: FieldNo, folded: &str) -> Vec<RecordRef> {
        let mut found = self.known.by_text(kind, field, folded);
        let mut texts = self.texts.borrow_mut();
        // Of few fields it is asked who has a text there: the others need no index.
        let drafted = texts.entry((kind, field)).or_insert_with(|| {
            let mut index = Drafted::new();
            let drafted = self.drafts.iter();
            let drafted = drafted.filter(|(record, _)| record.kind == kind);
            drafted
                .for_each(|(record, draft)| put_texts(&mut index, *record, field, &draft.fields));
            index
        });
        found.extend(drafted.get(folded).into_iter().flatten());
        drop(texts);
        self.still(found, |fields| {
            fields.get(field).is_some_and(|value| {
                value
                    .items()
                    .iter()
                    .any(|item| item.as_text().is_some_and(|text| fold(text) == folded))
            })
        })
    }

    /// The records that have that key under a clue now; of more than `most` the first ones.
    pub fn by_clue(&self, kind: Kind, clue: Clue, key: &str, most: usize) -> Vec<RecordRef> {
        let mut clues = self.clues.borrow_mut();
        let index = clues.entry((kind, clue)).or_insert_with(|| {
            let mut index = Index::default();
            self.known.each(kind, &mut |record| {
                index.put(clue, record.reference(), record);
            });
            let drafted = self.drafts.iter();
            let drafted = drafted.filter(|(record, _)| record.kind == kind);
            drafted.for_each(|(record, draft)| index.put(clue, *record, &draft.fields));
            index
        });
        let has = |record: &RecordRef| match self.drafts.get(record) {
            Some(draft) => !draft.trashed && clue::has(clue, kind, &draft.fields, key),
            None => self
                .known
                .record(*record)
                .is_some_and(|found| !found.trashed && clue::has(clue, kind, found, key)),
        };
        let mut found: Vec<RecordRef> = index.get(key).filter(has).take(most).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The records of that kind whose field points to `to` now.
    pub fn linked(&self, kind: Kind, field: FieldNo, to: RecordRef) -> Vec<RecordRef> {
        let mut found = self.known.linked(kind, field, to);
        if let Some(drafted) = self.links.get(&(kind, field, to)) {
            found.extend(drafted);
        }
        self.still(found, |fields| {
            fields.get(field).is_some_and(|value| {
                value
                    .items()
                    .iter()
                    .any(|item| item.as_reference() == Some(to))
            })
        })
    }

    /// Drafts leave stale entries behind in the indices: what is found is looked at again.
    fn still(&self, mut found: Vec<RecordRef>, holds: impl Fn(&Fields) -> bool) -> Vec<RecordRef> {
        found.sort_unstable();
        found.dedup();
        found.retain(|record| match self.drafts.get(record) {
            Some(draft) => !draft.trashed && holds(&draft.fields),
            // Of a row that was refused it may be a record that never was.
            None => self.known.record(*record).is_some(),
        });
        found
    }

    /// Puts a record as the row leaves it.
    pub fn put(&mut self, record: RecordRef, fields: Fields, trashed: bool) {
        for ((kind, field), index) in self.texts.get_mut() {
            if *kind == record.kind {
                put_texts(index, record, *field, &fields);
            }
        }
        for (number, value) in fields.iter() {
            for item in value.items() {
                if let Some(to) = item.as_reference() {
                    let slot = self.links.entry((record.kind, number, to)).or_default();
                    if slot.last() != Some(&record) {
                        slot.push(record);
                    }
                }
            }
        }
        for ((kind, clue), index) in self.clues.get_mut() {
            if *kind == record.kind {
                index.put(*clue, record, &fields);
            }
        }
        self.move_place(record, Some(&fields).filter(|_| !trashed));
        let before = self.drafts.get(&record).cloned();
        let base = match &before {
            Some(draft) => draft.base,
            None => {
                self.order.push(record);
                self.known.record(record).map_or(0, |found| found.revision)
            }
        };
        self.row.push((record, before));
        let draft = Draft {
            fields,
            base,
            trashed,
        };
        self.drafts.insert(record, draft);
    }

    /// The row stands: the records that it makes or changes.
    pub fn keep_row(&mut self) -> Vec<RecordRef> {
        let mut records: Vec<RecordRef> = self.row.drain(..).map(|(record, _)| record).collect();
        records.sort_unstable();
        records.dedup();
        records
    }

    /// The row is refused: everything is as it was before it.
    pub fn drop_row(&mut self) {
        while let Some((record, before)) = self.row.pop() {
            let restored = match &before {
                Some(draft) => (!draft.trashed).then(|| draft.fields.clone()),
                None => self.known_fields(record),
            };
            self.move_place(record, restored.as_ref());
            match before {
                Some(draft) => {
                    self.drafts.insert(record, draft);
                }
                None => {
                    self.drafts.remove(&record);
                    // The row's new records are the last ones, and come back in reverse.
                    self.order.pop();
                }
            }
        }
    }

    /// The records changed, in the order of their first change.
    pub fn changed(&self) -> impl Iterator<Item = (RecordRef, &Draft)> {
        self.order
            .iter()
            .filter_map(|record| Some((*record, self.drafts.get(record)?)))
    }
}

/// Where a link with these fields takes a place.
fn place(kind: Kind, places: Places, fields: &Fields) -> Option<RecordRef> {
    let link = Record::new(RecordRef::new(kind, Ulid::nil()), 0, false, fields);
    places.newly_taken(&link, None)
}

/// Notes what a record has in that field.
fn put_texts(index: &mut Drafted, record: RecordRef, field: FieldNo, fields: &Fields) {
    let items = fields.get(field).into_iter().flat_map(Value::items);
    for text in items
        .filter_map(Value::as_text)
        .filter(|text| text.len() <= 512)
    {
        let slot = index.entry(fold(text)).or_default();
        if slot.last() != Some(&record) {
            slot.push(record);
        }
    }
}

/// Every record that the fields point to.
pub fn references(fields: &Fields) -> impl Iterator<Item = RecordRef> {
    fields
        .iter()
        .flat_map(|(_, value)| value.items().iter().filter_map(Value::as_reference))
}
