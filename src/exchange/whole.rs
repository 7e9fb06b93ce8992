//! Records exported whole.

use serde_json::{Map, Value};

use super::export::Exported;
use super::{csv, json};
use crate::model::text::Names;
use crate::model::{Kind, Lang, Record};

/// All fields of the records of a kind.
pub struct Whole<'a> {
    /// The kind.
    pub kind: Kind,
    /// Names the records that they point to.
    pub names: &'a dyn Names,
}

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
}
