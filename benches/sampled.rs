//! A store as `guichet sample --people N --seed 7` makes it.

use std::path::{Path, PathBuf};

use guichet::catalog::Catalog;
use guichet::exchange::sample;
use guichet::model::{Author, Commit, Content, Edit, Kind, Lang, Step, Verb};
use guichet::runtime::demo::import_report;
use guichet::store::Store;

/// How many people a sampled store has: about 150,000 records with all that is theirs.
pub const PEOPLE: u32 = 20_000;
/// The seed of the sample.
const SEED: u64 = 7;
/// How many records one commit makes.
const BATCH: usize = 10_000;

fn commit(edits: Vec<Edit>) -> Commit {
    let step = Step {
        verb: Verb::Sample,
        subject: String::new(),
        kind: String::new(),
        fields: Vec::new(),
        count: u32::try_from(edits.len()).unwrap(),
    };
    Commit {
        author: Author::called("bench"),
        at: 0,
        step,
        edits,
        relies: Vec::new(),
        undoes: None,
    }
}

/// The stores that a bench is about: those of `GUICHET_BENCH_STORE`, else
/// new ones, of so many people as `GUICHET_BENCH_PEOPLE` says (`10000,100000`).
pub fn stores(temp: &Path, people: u32) -> Vec<PathBuf> {
    if let Ok(folders) = std::env::var("GUICHET_BENCH_STORE") {
        return folders.split(',').map(PathBuf::from).collect();
    }
    let sizes = std::env::var("GUICHET_BENCH_PEOPLE").unwrap_or(people.to_string());
    let made = sizes.split(',').map(|size| {
        let folder = temp.join(size.trim());
        fill(&folder, size.trim().parse().unwrap());
        folder
    });
    made.collect()
}

/// Puts the report's records into a store; returns them, and what a sample is built upon.
pub fn report(store: &mut Store) -> (Catalog, sample::Base) {
    let mut catalog = Catalog::new(Lang::Fr);
    let mut number = 0u128;
    let mut id = || {
        number += 1;
        ulid::Ulid::from(number)
    };
    import_report(store, &mut catalog, &Author::called("bench"), 0, &mut id).unwrap();
    let kinds = [Kind::Organisation, Kind::Session, Kind::List].into_iter();
    let base = sample::Base::of(kinds.flat_map(|kind| catalog.records(kind)));
    (catalog, base)
}

/// Fills and closes a store in that folder.
pub fn fill(folder: &Path, people: u32) {
    let mut store = Store::open(folder).unwrap().0;
    let (_, base) = report(&mut store);
    let mut made = sample::records(people, SEED, base)
        .map(|(record, fields)| Edit {
            record,
            base: 0,
            after: Some(Content {
                trashed: false,
                fields,
            }),
        })
        .peekable();
    while made.peek().is_some() {
        let edits = made.by_ref().take(BATCH).collect();
        store.commit(&commit(edits)).unwrap();
    }
    store.close().unwrap();
}
