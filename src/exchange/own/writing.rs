//! Records written whole, for guichet itself.

use serde_json::{Map, Value as Json};

use super::{raw, said};
use crate::exchange::export::Exported;
use crate::exchange::{csv, json};
use crate::model::text::Names;
use crate::model::{Field, FieldType, Kind, Lang, Record, RecordRef};

/// All that there is of records, so that it comes back the same: those of the trash say so, what they point to is said by
/// its id, with its title beside for who reads it, and what no text says goes along as it lies in the store.
pub struct Everything<'a> {
    /// The kind of the rows of a table; objects say theirs.
    pub kind: Kind,
    /// Names the records that they point to.
    pub names: &'a dyn Names,
    /// Says whether a record is there, be it in the trash.
    pub exists: &'a dyn Fn(RecordRef) -> bool,
    /// The language of the spreadsheet for which they are, if they are for one.
    pub lang: Option<Lang>,
}

impl Exported for Everything<'_> {
    /// The keys, whatever the language: they are what is known again.
    fn header(&self, _: Option<Lang>) -> Vec<String> {
        let fields = self.kind.fields().iter();
        let keys = fields.flat_map(|field| {
            let id = is_link(field).then(|| format!("{}_id", field.key));
            std::iter::once(field.key.to_string()).chain(id)
        });
        let id = std::iter::once("id".to_string());
        let marks = ["trashed".to_string(), raw::KEY.to_string()];
        id.chain(keys).chain(marks).collect()
    }

    fn row(&self, record: &Record, _: Option<Lang>) -> Vec<String> {
        let fields = record.fields();
        let mut row = vec![record.id.to_string()];
        for field in self.kind.fields() {
            let value = fields.get(field.number);
            row.push(value.map_or_else(String::new, |value| {
                csv::cell(field, value, self.lang, self.names)
            }));
            if is_link(field) {
                row.push(value.map_or_else(String::new, said::ids));
            }
        }
        let zone = self.names.zone();
        let fills = |field: &'static Field, value: &_| said::fills(field, value, self.lang, zone);
        let raw = raw::raw(self.kind, &fields, &fills, self.exists);
        row.push(if record.trashed { "true" } else { "" }.to_string());
        row.push(match raw.is_empty() {
            true => String::new(),
            false => Json::Object(raw).to_string(),
        });
        row
    }

    fn object(&self, record: &Record) -> Map<String, Json> {
        let mut object = json::object(record, self.names);
        let fields = record.fields();
        let zone = self.names.zone();
        let says = |field: &'static Field, value: &_| said::says(field, value, zone);
        let raw = raw::raw(record.kind, &fields, &says, self.exists);
        if !raw.is_empty() {
            object.insert(raw::KEY.into(), Json::Object(raw));
        }
        object
    }

    fn fields(&self) -> Vec<Option<&'static Field>> {
        let fields = self.kind.fields().iter();
        let fields = fields.flat_map(|field| {
            let id = is_link(field).then_some(None);
            std::iter::once(Some(field)).chain(id)
        });
        std::iter::once(None)
            .chain(fields)
            .chain([None, None])
            .collect()
    }

    fn told(&self, _: &Record, _: &str) -> Option<String> {
        None
    }
}

fn is_link(field: &Field) -> bool {
    matches!(field.kind, FieldType::Reference(_))
}
