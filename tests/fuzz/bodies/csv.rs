//! A CSV file as any collection.

use guichet::exchange::csv::{Flavour, neutral, read, restored, write};
use guichet::exchange::import;
use guichet::exchange::known::KnownCatalog;
use guichet::model::{Collection, Record};
use std::cell::LazyCell;
use ulid::Ulid;

use super::{agency, byte, origin, show};

thread_local! {
    static AGENCY: LazyCell<guichet::catalog::Catalog> = LazyCell::new(agency);
}

/// Reads the file, plans its import into the report's records and shows what would be made.
pub fn run(mut bytes: &[u8]) {
    let keys: Vec<&str> = Collection::keys().collect();
    let key = keys[usize::from(byte(&mut bytes)) % keys.len()];
    plan(Collection::by_key(key).unwrap(), bytes);
    let table = read(bytes);
    for cell in table.rows.iter().flat_map(|row| &row.cells) {
        assert_eq!(&restored(&neutral(cell)), cell);
    }
    let rows: Vec<Vec<String>> = table.rows.into_iter().map(|row| row.cells).collect();
    let header: Vec<String> = table.headers.iter().map(|_| "h".to_string()).collect();
    // The delimiter of a table of one column can't be told: the program writes none, an id is always there.
    if header.len() < 2 {
        return;
    }
    for flavour in [Flavour::Plain, Flavour::French] {
        let all = std::iter::once(&header).chain(&rows).map(Vec::as_slice);
        let again = read(&write(all, flavour));
        let again: Vec<Vec<String>> = again.rows.into_iter().map(|row| row.cells).collect();
        assert_eq!(again, rows, "{flavour:?}");
    }
}

/// Plans an import; every edit of the plan is of the kinds that the program knows.
pub(super) fn plan(collection: Collection, bytes: &[u8]) {
    let reading = guichet::exchange::read(collection, bytes);
    let mut number = 1u128 << 64;
    let mut id = || {
        number += 1;
        Ulid::from(number)
    };
    let origin = origin("file.csv");
    let plan =
        AGENCY.with(|agency| import::plan(reading, &KnownCatalog::new(agency), &mut id, &origin));
    let made = plan.commit.edits.iter().filter_map(|edit| {
        let content = edit.after.as_ref()?;
        Some(Record::new(
            edit.record,
            1,
            content.trashed,
            &content.fields,
        ))
    });
    show(made.collect());
}
