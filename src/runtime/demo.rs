//! The throw-away store of `--demo`: a fresh private folder per process, filled from the embedded
//! report through the ordinary import, gone at exit. Abandoned ones are swept at the next start.

use std::fs::Permissions;
use std::ops::ControlFlow;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, OFlags, flock};
use tempfile::TempDir;

use crate::catalog::Catalog;
use crate::exchange;
use crate::exchange::import::{self, Origin, Proposed};
use crate::exchange::known::KnownCatalog;
use crate::exchange::report::{self, establishments};
use crate::model::{Author, Lang};
use crate::store::{CommitError, Store};

/// What the names of demo folders begin with.
const PREFIX: &str = "guichet-demo-";

/// A throw-away folder.
pub struct Demo {
    folder: TempDir,
    author: Author,
}

impl Demo {
    /// Makes the folder, after sweeping those that no process uses.
    ///
    /// # Errors
    /// When the folder for temporary files takes none.
    pub fn new(author: &Author) -> std::io::Result<Demo> {
        sweep(&std::env::temp_dir());
        let folder = tempfile::Builder::new()
            .prefix(PREFIX)
            .permissions(Permissions::from_mode(0o700))
            .tempdir()?;
        Ok(Demo {
            folder,
            author: author.clone(),
        })
    }

    /// The store's folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Fills an empty store from the report, and with where its adherents are.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn fill(&self, store: &mut Store) -> Result<(), CommitError> {
        let mut catalog = Catalog::new(Lang::Fr);
        let (author, id) = (&self.author, &mut ulid::Ulid::generate);
        import_report(store, &mut catalog, author, now(), id)?;
        import_establishments(store, &mut catalog, author, now(), id)
    }
}

/// Imports the files of the embedded report, one commit a file.
///
/// # Errors
/// When the store refuses.
pub fn import_report(
    store: &mut Store,
    catalog: &mut Catalog,
    author: &Author,
    now: i64,
    id: &mut dyn FnMut() -> ulid::Ulid,
) -> Result<(), CommitError> {
    for file in report::files() {
        let reading = exchange::read(file.collection, file.text.as_bytes());
        let origin = origin(store, author, now, file.name);
        take(store, catalog, reading, id, &origin)?;
    }
    Ok(())
}

/// Imports what the ministry says of where the adherents of the report are.
///
/// # Errors
/// When the store refuses.
pub fn import_establishments(
    store: &mut Store,
    catalog: &mut Catalog,
    author: &Author,
    now: i64,
    id: &mut dyn FnMut() -> ulid::Ulid,
) -> Result<(), CommitError> {
    let (bytes, options) = (establishments::TEXT.as_bytes(), establishments::options());
    let mut go_on = |_| ControlFlow::Continue(());
    let reading = exchange::read_file(establishments::COLLECTION, bytes, &options, &mut go_on);
    let origin = origin(store, author, now, establishments::NAME);
    take(store, catalog, reading, id, &origin)
}

fn origin(store: &Store, author: &Author, at: i64, file: &str) -> Origin {
    Origin {
        author: author.clone(),
        at,
        file: file.to_string(),
        head: store.head().sequence,
    }
}

/// Takes the rows of a file in, if they say anything new.
fn take(
    store: &mut Store,
    catalog: &mut Catalog,
    reading: Proposed,
    id: &mut dyn FnMut() -> ulid::Ulid,
    origin: &Origin,
) -> Result<(), CommitError> {
    let plan = import::plan(reading, &KnownCatalog::new(catalog), id, origin);
    if !plan.commit.edits.is_empty() {
        catalog.take_in(store.commit(&plan.commit)?.changed);
    }
    Ok(())
}

/// Milliseconds since 1970, UTC.
pub fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

/// Removes demo folders whose lock no process holds.
fn sweep(parent: &Path) {
    let Ok(entries) = std::fs::read_dir(parent) else {
        return;
    };
    for entry in entries.flatten() {
        let path: PathBuf = entry.path();
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX)
            && entry.metadata().is_ok_and(|meta| {
                meta.is_dir() && owner(&meta) == rustix::process::geteuid().as_raw()
            });
        // A folder without a lock file may be one that another process is just making. What is there as
        // one may be a pipe, which would never open.
        let flags = OFlags::NONBLOCK | OFlags::NOFOLLOW;
        let abandoned = || {
            let lock = std::fs::OpenOptions::new()
                .read(true)
                .custom_flags(flags.bits().cast_signed())
                .open(path.join("lock"));
            lock.is_ok_and(|lock| flock(&lock, FlockOperation::NonBlockingLockExclusive).is_ok())
        };
        if ours && abandoned() && std::fs::remove_dir_all(&path).is_err() {
            tracing::warn!(path = %path.display(), "an abandoned demo store can't be removed");
        }
    }
}

fn owner(meta: &std::fs::Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::uid(meta)
}
