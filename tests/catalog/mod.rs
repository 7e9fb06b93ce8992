mod by_hand;
mod clones;
mod columns;
mod computed;
mod duplicates;
mod links;
mod loading;
mod made_up;
mod merging;
mod names;
mod past;
mod past_last;
mod query;
mod query_complete;
mod query_links;
mod query_pairs;
mod rows;
mod search;
mod search_oracle;
mod search_pitfalls;
mod twins;

use guichet::catalog::Catalog;
use guichet::model::{Collection, Date, Fields, Kind, Lang, Record, RecordRef};
use ulid::Ulid;

/// A reference to a made-up record of that number.
fn reference(kind: Kind, number: u128) -> RecordRef {
    RecordRef::new(kind, Ulid::from(number))
}

/// A live record of that number.
fn record(kind: Kind, number: u128, fields: Fields) -> Record {
    Record::new(reference(kind, number), 1, false, &fields)
}

/// The same record in the trash.
fn trashed(record: &Record) -> Record {
    Record::new(
        record.reference(),
        record.revision + 1,
        true,
        &record.fields(),
    )
}

fn catalog(records: impl IntoIterator<Item = Record>) -> Catalog {
    let mut catalog = Catalog::new(Lang::Fr);
    catalog.load(records);
    catalog.set_day(today());
    catalog
}

fn today() -> Date {
    Date::new(2024, 5, 15).unwrap()
}

const PEOPLE: Collection = Collection::All(Kind::Person);

/// Enough for a test.
const SMALL: made_up::Sizes = made_up::Sizes {
    organisations: 40,
    people: 300,
    sessions: 30,
    registrations: 400,
    subscriptions: 100,
    interactions: 60,
};
