//! Records exported whole.

use serde_json::{Map, Value};

use super::export::Exported;
use super::{csv, json};
use crate::model::text::Names;
use crate::model::{Field, Kind, Lang, Record};

/// All fields of the records of a kind.
pub struct Whole<'a> {
    /// The kind.
    pub kind: Kind,
    /// Names the records that they point to.
    pub names: &'a dyn Names,
    /// Answers what other records tell of one, under the key of a computed field, where somebody knows.
    pub told: Option<Teller<'a>>,
}

/// What other records tell of one.
pub type Teller<'a> = &'a dyn Fn(&Record, &str) -> Option<String>;

impl Exported for Whole<'_> {
    fn header(&self, lang: Option<Lang>) -> Vec<String> {
        csv::header(self.kind, lang)
    }

    fn row(&self, record: &Record, lang: Option<Lang>) -> Vec<String> {
        csv::row(record, lang, self.names)
    }

    fn object(&self, record: &Record) -> Map<String, Value> {
        json::object(record, self.names)
    }

    fn fields(&self) -> Vec<Option<&'static Field>> {
        let fields = self.kind.fields().iter().map(Some);
        std::iter::once(None).chain(fields).collect()
    }

    fn told(&self, record: &Record, key: &str) -> Option<String> {
        self.told.and_then(|told| told(record, key))
    }
}
