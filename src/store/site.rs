//! Whether a store is somewhere, could be made there, or something else is there. A folder in which something else
//! lies is never written into, nor are its rights changed.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::error::{OpenError, Trouble};
use super::lock;
use super::marker::{self, Found};
use super::{aside, folder, owner, packed, segment_file, snapshot};

/// What is at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Site {
    /// No folder.
    Nothing,
    /// A folder with nothing in it, or with what is made before a store is marked, whose maker was killed.
    Empty,
    /// A store.
    Store,
    /// Something else.
    Else,
}

/// Says what is at a place. A store is known by its marker; one of an older program, that had none, by what its files
/// begin with, or by a lock beside sled.
fn look(dir: &Path) -> Result<Site, OpenError> {
    let found = match fs::metadata(dir) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(Site::Nothing);
        }
        found => found.map_err(|error| OpenError::of(Trouble::at(dir)(error)))?,
    };
    if !found.is_dir() {
        return Err(OpenError::NotAFolder(dir.to_path_buf()));
    }
    if marker::find(dir) != Found::None {
        return Ok(Site::Store);
    }
    let mut names = Vec::new();
    let entries = fs::read_dir(dir).map_err(|error| OpenError::of(Trouble::at(dir)(error)))?;
    for entry in entries {
        let entry = entry.map_err(|error| OpenError::of(Trouble::at(dir)(error)))?;
        names.push(entry.file_name());
    }
    let locked = lock::is_one(dir);
    if locked && dir.join("sled").is_dir() || has_files_of_one(dir) {
        return Ok(Site::Store);
    }
    let begun = names.iter().all(|name| {
        let is_empty = || fs::read_dir(dir.join(name)).is_ok_and(|mut room| room.next().is_none());
        match name.to_str().unwrap_or_default() {
            "lock" => locked,
            "wal" | "snapshots" | "drafts" => is_empty(),
            name => aside::is_name(name),
        }
    });
    Ok(match begun && (locked || names.is_empty()) {
        true => Site::Empty,
        false => Site::Else,
    })
}

/// Whether a segment or a snapshot is there, by what such files begin with.
fn has_files_of_one(dir: &Path) -> bool {
    let kinds: [(&str, &str, &[u8]); 3] = [
        ("wal", segment_file::PLAIN, segment_file::MAGIC),
        ("wal", segment_file::PACKED, packed::MAGIC),
        ("snapshots", ".snapshot", snapshot::MAGIC),
    ];
    kinds.iter().any(|(room, ending, magic)| {
        let room = dir.join(room);
        let names = folder::names(&room, ending).unwrap_or_default();
        names
            .iter()
            .any(|name| folder::begins_with(&room.join(name), magic))
    })
}

/// Whether there is a store, whosever it is.
pub fn is_store(dir: &Path) -> bool {
    look(dir) == Ok(Site::Store)
}

/// The store in whose folder a path lies.
pub fn around(path: &Path) -> Option<PathBuf> {
    let above = folder::above(path).canonicalize().ok()?;
    let mut folders = above.ancestors();
    folders.find(|dir| is_store(dir)).map(Path::to_path_buf)
}

/// Whether a store is there; if not, whether one could be made there. Nothing is made.
///
/// # Errors
/// What stands against it, as opening would say.
pub fn may_be(dir: &Path) -> Result<bool, OpenError> {
    match seen(dir)? {
        Site::Store => {
            owner::check(dir)?;
            Ok(true)
        }
        Site::Else => Err(OpenError::NotAStore(dir.to_path_buf())),
        Site::Empty => Ok(false),
        Site::Nothing if folder::above(dir).is_dir() => Ok(false),
        Site::Nothing => Err(OpenError::NoParent(dir.to_path_buf())),
    }
}

/// Refuses a place without a store, or with one that is not to be trusted or read.
///
/// # Errors
/// What stands against it: a reader is refused what a writer is.
pub fn must_be_there(dir: &Path) -> Result<(), OpenError> {
    match seen(dir)? {
        Site::Store => owner::check(dir)?,
        _ => return Err(OpenError::Absent(dir.to_path_buf())),
    }
    marker::only_known(dir, false).map_err(OpenError::reading(dir))
}

/// Finds or makes the folder of a store.
pub fn prepare(dir: &Path) -> Result<(), OpenError> {
    may_be(dir)?;
    folder::private_folder(dir).map_err(OpenError::of)
}

/// As `look`; another's folder is refused before it is looked into, which may not be permitted.
fn seen(dir: &Path) -> Result<Site, OpenError> {
    if dir.is_dir() {
        owner::check_folder(dir)?;
    }
    look(dir)
}
