//! Records: encoded, as they are kept, and as fields, as they are edited.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use ulid::Ulid;

use super::encoding::{self, ValueRef};
use super::field::{Field, FieldNo};
use super::kind::Kind;
use super::value::{RecordRef, Value};

/// The fields of a record by number, in order of number. Empty values are never kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<(FieldNo, Value)>);

impl Fields {
    /// No fields.
    pub fn new() -> Fields {
        Fields::default()
    }

    /// The value of that field.
    pub fn get(&self, number: FieldNo) -> Option<&Value> {
        let at = self
            .0
            .binary_search_by_key(&number, |(number, _)| *number)
            .ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// Sets or removes a value; an empty text or list counts as none.
    pub fn set(&mut self, number: FieldNo, value: Option<Value>) {
        let value = value.filter(|value| match value {
            Value::Text(text) => !text.is_empty(),
            Value::Many(items) => !items.is_empty(),
            _ => true,
        });
        match (
            self.0.binary_search_by_key(&number, |(number, _)| *number),
            value,
        ) {
            (Ok(at), Some(value)) => {
                if let Some(slot) = self.0.get_mut(at) {
                    slot.1 = value;
                }
            }
            (Ok(at), None) => {
                self.0.remove(at);
            }
            (Err(at), Some(value)) => self.0.insert(at, (number, value)),
            (Err(_), None) => {}
        }
    }

    /// Every record that they point to, with the field that does.
    pub fn references(&self) -> impl Iterator<Item = (FieldNo, RecordRef)> + '_ {
        self.iter().flat_map(|(number, value)| {
            let items = value.items().iter();
            items.filter_map(move |item| Some((number, item.as_reference()?)))
        })
    }

    /// Sets a value, for building.
    pub fn with(mut self, number: FieldNo, value: Value) -> Fields {
        self.set(number, Some(value));
        self
    }

    /// The fields in order of number.
    pub fn iter(&self) -> impl Iterator<Item = (FieldNo, &Value)> {
        self.0.iter().map(|(number, value)| (*number, value))
    }

    /// The numbers of the fields in which the two differ, in order.
    pub fn differences(&self, other: &Fields) -> Vec<FieldNo> {
        let mut numbers: Vec<FieldNo> = self
            .0
            .iter()
            .chain(&other.0)
            .map(|(number, _)| *number)
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.retain(|number| self.get(*number) != other.get(*number));
        numbers
    }

    /// The fields as bytes (`encoding`).
    pub fn encode(&self) -> Box<[u8]> {
        let mut bytes = Vec::with_capacity(32 * self.0.len());
        self.0
            .iter()
            .for_each(|(number, value)| encoding::write_field(*number, value, &mut bytes));
        bytes.into_boxed_slice()
    }
}

/// Encoded fields of one record or of many, one behind the other, shared by those records.
pub type Arena = Arc<Box<[u8]>>;

/// A record as it is kept: its fields stay encoded and are read on demand. 48 bytes, for there are
/// millions; a clone shares the bytes.
#[derive(Clone)]
pub struct Record {
    /// The kind.
    pub kind: Kind,
    /// Whether it lies in the trash.
    pub trashed: bool,
    /// The sequence number of the commit that last changed it.
    pub revision: u64,
    /// The id.
    pub id: Ulid,
    /// `None` if it has no fields.
    arena: Option<Arena>,
    start: u32,
    end: u32,
}

impl PartialEq for Record {
    fn eq(&self, other: &Record) -> bool {
        let head = |record: &Record| (record.reference(), record.revision, record.trashed);
        head(self) == head(other) && self.encoded() == other.encoded()
    }
}

impl Eq for Record {}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("reference", &self.reference())
            .field("revision", &self.revision)
            .field("trashed", &self.trashed)
            .field("fields", &self.fields())
            .finish()
    }
}

impl Record {
    /// A record of those fields.
    pub fn new(reference: RecordRef, revision: u64, trashed: bool, fields: &Fields) -> Record {
        Record::whole(reference, revision, trashed, fields.encode())
    }

    /// A record of fields that are encoded already; `None` if the bytes are not fields.
    pub fn from_encoded(
        reference: RecordRef,
        revision: u64,
        trashed: bool,
        bytes: Box<[u8]>,
    ) -> Option<Record> {
        encoding::is_fields(&bytes).then(|| Record::whole(reference, revision, trashed, bytes))
    }

    /// A record whose fields lie in an arena; bytes there that are not fields end it.
    pub fn within(
        reference: RecordRef,
        revision: u64,
        trashed: bool,
        arena: &Arena,
        at: Range<u32>,
    ) -> Record {
        Record {
            kind: reference.kind,
            trashed,
            revision,
            id: reference.id,
            arena: (!at.is_empty()).then(|| arena.clone()),
            start: at.start,
            end: at.end,
        }
    }

    /// Lays the fields of these records behind each other into one arena, in their order: read one after
    /// the other they come faster, and each takes less.
    pub fn pack(records: &mut [Record]) {
        let bytes: Vec<u8> = records
            .iter()
            .map(Record::encoded)
            .collect::<Vec<_>>()
            .concat();
        // Beyond what a place in an arena can say they stay where they are.
        if u32::try_from(bytes.len()).is_err() {
            return;
        }
        let arena = Arc::new(bytes.into_boxed_slice());
        let mut from = 0;
        for record in records {
            let to = from + (record.end - record.start);
            record.arena = record.arena.as_ref().map(|_| Arc::clone(&arena));
            (record.start, record.end) = (from, to);
            from = to;
        }
    }

    fn whole(reference: RecordRef, revision: u64, trashed: bool, bytes: Box<[u8]>) -> Record {
        // Four gigabytes in one record: the store takes none of one.
        let end = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let arena = Arc::new(bytes);
        Record::within(reference, revision, trashed, &arena, 0..end)
    }

    /// Which record it is.
    pub fn reference(&self) -> RecordRef {
        RecordRef {
            kind: self.kind,
            id: self.id,
        }
    }

    /// The encoded fields.
    pub fn encoded(&self) -> &[u8] {
        let lies = self.start as usize..self.end as usize;
        let bytes = self.arena.as_ref().and_then(|arena| arena.get(lies));
        bytes.unwrap_or_default()
    }

    /// The fields as they lie.
    pub fn iter(&self) -> impl Iterator<Item = (FieldNo, ValueRef<'_>)> {
        let mut rest = self.encoded();
        std::iter::from_fn(move || encoding::read_field(&mut rest))
    }

    /// The value of that field, not yet decoded.
    pub fn get(&self, number: FieldNo) -> Option<ValueRef<'_>> {
        self.iter()
            .find(|(n, _)| *n == number)
            .map(|(_, value)| value)
    }

    /// The text of that field.
    pub fn text(&self, field: &Field) -> Option<&str> {
        self.get(field.number)?.text()
    }

    /// The first record that the field points to.
    pub fn reference_of(&self, field: &Field) -> Option<RecordRef> {
        self.get(field.number)?.items().next()?.reference()
    }

    /// Whether one of the field's values is that text (a role, a type, a stage).
    pub fn holds(&self, field: &Field, text: &str) -> bool {
        self.get(field.number)
            .is_some_and(|value| value.items().any(|item| item.text() == Some(text)))
    }

    /// Every record that it points to, with the field that does.
    pub fn references(&self) -> impl Iterator<Item = (FieldNo, RecordRef)> + '_ {
        self.iter().flat_map(|(number, value)| {
            value
                .items()
                .filter_map(move |item| Some((number, item.reference()?)))
        })
    }

    /// The fields, decoded.
    pub fn fields(&self) -> Fields {
        Fields(
            self.iter()
                .map(|(number, value)| (number, value.to_value()))
                .collect(),
        )
    }
}
