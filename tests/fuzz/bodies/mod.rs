//! What each fuzz target does with the bytes that it is given: read them as the program would, and hold
//! what must hold of whatever was understood. A body fails by a panic.

pub mod config;
pub mod csv;
pub mod decoder;
pub mod desk;
pub mod draft;
pub mod envelope;
pub mod file;
pub mod head;
pub mod keymap;
pub mod packed;
pub mod query;
pub mod report;
pub mod script;
pub mod sealing;
pub mod snapshot;
pub mod theme;
pub mod wal;

use guichet::catalog::{Catalog, Query};
use guichet::exchange::json;
use guichet::exchange::known::KnownCatalog;
use guichet::exchange::{import, report as tables};
use guichet::model::kinds::person;
use guichet::model::{
    Author, Commit, Content, Date, Edit, Fields, Kind, Lang, Record, RecordRef, Step, Value, Verb,
};
use guichet::store::Store;
use ulid::Ulid;

/// The day on which everything happens.
fn today() -> Date {
    Date::new(2026, 11, 16).unwrap()
}

/// Takes one byte off the front; 0 at the end.
fn byte(bytes: &mut &[u8]) -> u8 {
    match bytes.split_first() {
        Some((first, rest)) => {
            *bytes = rest;
            *first
        }
        None => 0,
    }
}

/// Takes a length of two bytes and that many bytes, or as many as there are, off the front.
fn piece<'a>(bytes: &mut &'a [u8]) -> &'a [u8] {
    let length = usize::from(u16::from_le_bytes([byte(bytes), byte(bytes)]));
    let (piece, rest) = bytes.split_at(length.min(bytes.len()));
    *bytes = rest;
    piece
}

/// A number: one that lies near that one, before it or behind, or a power of two.
fn number(bytes: &mut &[u8], near: u64) -> u64 {
    match byte(bytes) {
        ahead @ 0..=127 => near.wrapping_add(u64::from(ahead)),
        power @ 128..=191 => 1 << (power - 128),
        192 => u64::MAX,
        behind => near.wrapping_sub(u64::from(behind - 192)),
    }
}

/// Saves a person; `None` if it is there already, or the store has reason to refuse.
fn saved(store: &mut Store) -> Option<RecordRef> {
    let record = RecordRef::new(Kind::Person, Ulid::from(u128::MAX));
    let content = Content {
        trashed: false,
        fields: Fields::new().with(person::NAME.number, Value::text("Ada")),
    };
    let step = Step {
        verb: Verb::Add,
        subject: "Ada".to_string(),
        kind: "person".to_string(),
        fields: Vec::new(),
        count: 1,
    };
    let commit = Commit {
        author: Author::called("marie"),
        at: 1_700_000_000_000,
        step,
        edits: vec![Edit {
            record,
            base: 0,
            after: Some(content),
        }],
        relies: Vec::new(),
        undoes: None,
    };
    store.commit(&commit).ok().map(|_| record)
}

/// The records of the report.
fn agency() -> Catalog {
    let mut catalog = Catalog::new(Lang::Fr);
    let mut number = 0u128;
    for file in tables::files() {
        let reading = guichet::exchange::read(file.collection, file.text.as_bytes());
        let origin = origin(file.name);
        let mut id = || {
            number += 1;
            Ulid::from(number)
        };
        let plan = import::plan(reading, &KnownCatalog::new(&catalog), &mut id, &origin);
        let made = plan.commit.edits.into_iter().filter_map(|edit| {
            let content = edit.after?;
            Some(Record::new(
                edit.record,
                1,
                content.trashed,
                &content.fields,
            ))
        });
        made.for_each(|record| catalog.put(record));
    }
    catalog
}

fn origin(file: &str) -> import::Origin {
    import::Origin {
        author: Author::called("marie"),
        at: 1_700_000_000_000,
        file: file.to_string(),
        head: 0,
    }
}

/// Shows records as screens and command lines do: in a catalog, with titles, cells, links and JSON.
fn show(records: Vec<Record>) {
    let mut catalog = Catalog::new(Lang::Fr);
    let references: Vec<_> = records.iter().map(Record::reference).collect();
    catalog.load(records);
    for reference in references {
        let Some(record) = catalog.get(reference) else {
            continue;
        };
        let _ = (catalog.title(reference), catalog.short(reference));
        let _ = catalog.sections(reference);
        let object = json::object(record, &catalog);
        let _ = json::to_text(&serde_json::Value::Object(object));
        for key in guichet::catalog::column_keys(&[record.kind]) {
            let _ = catalog.cell(record, &key, Lang::Fr);
        }
        // What is written of it is read again as what it was.
        let encoded = record.fields().encode();
        assert!(
            Record::from_encoded(reference, 1, false, encoded).is_some(),
            "{reference} can't be written"
        );
    }
    let _ = catalog.find(&[], &Query::parse("a", today()), 20);
}
