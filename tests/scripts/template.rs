//! Stores to start from: filled once through the ordinary import, then copied for each script.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use guichet::catalog::Catalog;
use guichet::exchange::import::{self, Origin};
use guichet::exchange::known::KnownCatalog;
use guichet::model::{Author, Collection, Lang};
use guichet::runtime::demo::import_report;
use guichet::store::{Changed, Store};
use ulid::Ulid;

/// Who filled the stores: not the user of the scripts, who has nothing to undo at first.
const AUTHOR: &str = "reprise";

/// What fills a store.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The report of 2022.
    Report,
    /// A file of `tests/scripts/data`, as a collection.
    File(String, &'static str),
}

/// The files of a folder, by path below it.
type Files = Arc<Vec<(PathBuf, Vec<u8>)>>;

static TEMPLATES: Mutex<Option<HashMap<Vec<Source>, Files>>> = Mutex::new(None);

/// Makes a store at `folder` that holds what the sources hold.
pub fn furnish(folder: &Path, sources: &[Source], at: i64) {
    if sources.is_empty() {
        return;
    }
    let files = {
        let mut templates = TEMPLATES.lock().unwrap_or_else(PoisonError::into_inner);
        let templates = templates.get_or_insert_default();
        let make = || filled(sources, at);
        templates
            .entry(sources.to_vec())
            .or_insert_with(make)
            .clone()
    };
    for (path, bytes) in files.iter() {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// Copies a store as it stands.
pub fn copy(from: &Path, to: &Path) {
    for (path, bytes) in files(from, Path::new("")) {
        let path = to.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

fn filled(sources: &[Source], at: i64) -> Files {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let (mut store, _) = Store::open(&path).unwrap();
    let mut catalog = Catalog::new(Lang::Fr);
    let mut number = 0;
    let mut id = || {
        number += 1;
        Ulid::from_parts(at.unsigned_abs(), number)
    };
    for source in sources {
        match source {
            Source::Report => {
                import_report(
                    &mut store,
                    &mut catalog,
                    &Author::called(AUTHOR),
                    at,
                    &mut id,
                )
                .unwrap();
            }
            Source::File(name, key) => {
                let bytes = std::fs::read(data(name)).unwrap();
                let reading = guichet::exchange::read(Collection::by_key(key).unwrap(), &bytes);
                assert_eq!(reading.refused, [], "{name}");
                let origin = Origin {
                    author: Author::called(AUTHOR),
                    at,
                    file: name.clone(),
                    head: 0,
                };
                let plan = import::plan(reading, &KnownCatalog::new(&catalog), &mut id, &origin);
                for changed in store.commit(&plan.commit).unwrap().changed {
                    if let Changed::Put(record) = changed {
                        catalog.put(record);
                    }
                }
            }
        }
    }
    store.close().unwrap();
    Arc::new(files(&path, Path::new("")))
}

/// A file of `tests/scripts/data`.
pub fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/scripts/data")
        .join(name)
}

fn files(folder: &Path, below: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder.join(below)).unwrap() {
        let entry = entry.unwrap();
        let path = below.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(folder, &path));
        } else {
            match std::fs::read(folder.join(&path)) {
                // What a desk makes aside has another name by now.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                read => found.push((path, read.unwrap())),
            }
        }
    }
    found
}
