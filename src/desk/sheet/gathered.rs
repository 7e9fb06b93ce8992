//! What stands in a sheet beside the record itself: what is computed of it, and who points at it.

use crate::catalog::{Catalog, Section};
use crate::model::{Field, FieldNo, Kind, Record, RecordRef, Value};

/// It, gathered.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// The record.
    pub record: RecordRef,
    /// The computed fields that tell something.
    pub told: Vec<(&'static Field, Value)>,
    /// The sections.
    pub sections: Vec<Section>,
}

impl Gathered {
    /// All that there is of a record.
    pub fn of(catalog: &Catalog, record: &Record) -> Gathered {
        Gathered {
            record: record.reference(),
            told: catalog.all_told(record),
            sections: catalog.sections(record.reference()),
        }
    }

    /// The records that point at it from that kind with that field.
    pub fn rows_of(&self, section: (Kind, FieldNo)) -> &[RecordRef] {
        let mut sections = self.sections.iter();
        let found = sections.find(|at| (at.kind, at.field) == section);
        found.map_or(&[], |section| &section.records)
    }
}
