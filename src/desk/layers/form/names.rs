//! Names as a form understands them.

use std::collections::HashMap;

use crate::model::text::Names;
use crate::model::{Fault, Kind, RecordRef, Zone};

/// Names of the catalog, with what was picked in a form put first.
pub struct FormNames<'a> {
    /// The catalog.
    pub names: &'a dyn Names,
    /// Records meant by texts that were picked.
    pub picked: &'a HashMap<String, RecordRef>,
}

impl Names for FormNames<'_> {
    fn zone(&self) -> &Zone {
        self.names.zone()
    }

    fn named(&self, kinds: &[Kind], text: &str) -> Result<RecordRef, Fault> {
        match self.picked.get(text.trim()) {
            Some(record) if kinds.is_empty() || kinds.contains(&record.kind) => Ok(*record),
            _ => self.names.named(kinds, text),
        }
    }

    fn written(&self, record: RecordRef) -> Option<String> {
        self.names.written(record)
    }
}
