//! The agency's records without a store: those of the report, and made-up ones on top of them.

use guichet::catalog::Catalog;
use guichet::exchange::import::{self, Origin};
use guichet::exchange::known::KnownCatalog;
use guichet::exchange::{report, sample};
use guichet::model::{Author, Kind, Lang, Record};
use ulid::Ulid;

/// The seed of all samples.
const SEED: u64 = 7;

/// The report's records, the ids counted up from 1.
pub fn report() -> Vec<Record> {
    let mut catalog = Catalog::new(Lang::Fr);
    let mut number = 0u128;
    let mut id = || {
        number += 1;
        Ulid::from(number)
    };
    for file in report::files() {
        let reading = guichet::exchange::read(file.collection, file.text.as_bytes());
        let origin = Origin {
            author: Author::called("bench"),
            at: 0,
            file: file.name.to_string(),
            head: 0,
        };
        let plan = import::plan(reading, &KnownCatalog::new(&catalog), &mut id, &origin);
        for edit in plan.commit.edits {
            if let Some(content) = edit.after {
                catalog.put(Record::new(edit.record, 1, false, &content.fields));
            }
        }
    }
    let kinds = Kind::ALL.iter();
    kinds
        .flat_map(|kind| catalog.records(*kind).cloned())
        .collect()
}

/// The report's records and so many made-up people with all that is theirs, about 7.5 records a person.
pub fn sampled(people: u32) -> Vec<Record> {
    let mut records = report();
    let base = sample::Base::of(records.iter());
    let made = sample::records(people, SEED, base);
    records.extend(made.map(|(record, fields)| Record::new(record, 1, false, &fields)));
    records
}
