//! What an import needs to know of what is there already; the catalog answers.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::catalog::Catalog;
use crate::model::fold::fold;
use crate::model::text::Names;
use crate::model::{Collection, Fault, FieldNo, Kind, Record, RecordRef, Zone};

/// What is known already: import matches rows against it.
pub trait Known: Names {
    /// The record, trashed or not.
    fn record(&self, record: RecordRef) -> Option<&Record>;

    /// The live records one of whose values in that field folds to `folded` (`model::fold`).
    fn by_text(&self, kind: Kind, field: FieldNo, folded: &str) -> Vec<RecordRef>;

    /// Shows every live record of a kind.
    fn each(&self, kind: Kind, seen: &mut dyn FnMut(&Record));

    /// The live records of `kind` whose `field` points to `to`.
    fn linked(&self, kind: Kind, field: FieldNo, to: RecordRef) -> Vec<RecordRef>;
}

type ByText = HashMap<String, Vec<RecordRef>>;

/// The catalog, with an index of the texts of each field that an import asks for, made when it asks
/// first: a large import looks up thousands.
pub struct KnownCatalog<'a> {
    catalog: &'a Catalog,
    texts: RefCell<HashMap<(Kind, FieldNo), ByText>>,
}

impl<'a> KnownCatalog<'a> {
    /// What this catalog knows.
    pub fn new(catalog: &'a Catalog) -> KnownCatalog<'a> {
        KnownCatalog {
            catalog,
            texts: RefCell::default(),
        }
    }

    fn index(&self, kind: Kind, field: FieldNo) -> ByText {
        let mut index = ByText::new();
        for record in self.catalog.collection(Collection::All(kind)) {
            let Some(value) = record.get(field) else {
                continue;
            };
            for text in value.items().filter_map(|item| item.text()) {
                index
                    .entry(fold(text))
                    .or_default()
                    .push(record.reference());
            }
        }
        index
    }
}

impl Names for KnownCatalog<'_> {
    fn zone(&self) -> &Zone {
        self.catalog.zone()
    }

    fn named(&self, kinds: &[Kind], text: &str) -> Result<RecordRef, Fault> {
        self.catalog.named(kinds, text)
    }

    fn written(&self, record: RecordRef) -> Option<String> {
        self.catalog.written(record)
    }
}

impl Known for KnownCatalog<'_> {
    fn record(&self, record: RecordRef) -> Option<&Record> {
        self.catalog.get(record)
    }

    fn by_text(&self, kind: Kind, field: FieldNo, folded: &str) -> Vec<RecordRef> {
        let mut texts = self.texts.borrow_mut();
        let index = texts
            .entry((kind, field))
            .or_insert_with(|| self.index(kind, field));
        index.get(folded).cloned().unwrap_or_default()
    }

    fn each(&self, kind: Kind, seen: &mut dyn FnMut(&Record)) {
        self.catalog
            .collection(Collection::All(kind))
            .for_each(seen);
    }

    fn linked(&self, kind: Kind, field: FieldNo, to: RecordRef) -> Vec<RecordRef> {
        let links = self.catalog.links_to(to);
        links
            .filter(|link| link.kind == kind && link.field == field)
            .map(|link| link.from)
            .collect()
    }
}
