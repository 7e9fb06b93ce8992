//! Whether something has a name. Only what is not found is not there: what the system can't tell is asked again, and
//! then is an error, so that nothing is made, replaced, left out or given up for lost that may be there.

use std::fs::{self, DirEntry, Metadata};
use std::io::{self, ErrorKind};
use std::path::Path;

use super::passing::patiently;

/// What has that name, be it a link; `None` where nothing has.
///
/// # Errors
/// It can't be told.
pub fn named(path: &Path) -> io::Result<Option<Metadata>> {
    found(|| fs::symlink_metadata(path))
}

/// What that name leads to; `None` where that is nothing.
///
/// # Errors
/// It can't be told.
pub fn reached(path: &Path) -> io::Result<Option<Metadata>> {
    found(|| fs::metadata(path))
}

/// Whether a folder has that name, or a link to one.
///
/// # Errors
/// It can't be told.
pub fn is_folder(path: &Path) -> io::Result<bool> {
    Ok(reached(path)?.is_some_and(|found| found.is_dir()))
}

/// Whether a file has that name.
///
/// # Errors
/// It can't be told.
pub fn is_file(path: &Path) -> io::Result<bool> {
    Ok(named(path)?.is_some_and(|found| found.is_file()))
}

/// What lies in a folder.
///
/// # Errors
/// Some of it can't be told; `NotFound` where there is none.
pub fn within(folder: &Path) -> io::Result<Vec<DirEntry>> {
    patiently(|| fs::read_dir(folder)?.collect())
}

fn found(look: impl FnMut() -> io::Result<Metadata>) -> io::Result<Option<Metadata>> {
    match patiently(look) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(None)
        }
        found => found.map(Some),
    }
}
