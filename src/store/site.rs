//! Whether a store is somewhere, could be made there, or something else is there. A folder in which something else
//! lies is never written into, nor are its rights changed.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::error::{OpenError, Trouble};
use super::founding::Founding;
use super::lock;
use super::marker::{self, Found};
use super::{aside, folder, packed, rights, segment_file, snapshot, there, trust};

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
    let unlooked = |error| OpenError::of(Trouble::at(dir)(error));
    let Some(found) = there::reached(dir).map_err(unlooked)? else {
        return Ok(Site::Nothing);
    };
    if !found.is_dir() {
        return Err(OpenError::NotAFolder(dir.to_path_buf()));
    }
    let unread = match marker::find(dir) {
        Found::None => None,
        Found::Unread(trouble) => Some(trouble),
        Found::Damaged | Found::Newer(_) | Found::Whole(_) => return Ok(Site::Store),
    };
    if has_files_of_one(dir)? {
        return Ok(Site::Store);
    }
    let locked = lock::is_one(dir).map_err(|error| {
        let path = dir.join("lock");
        OpenError::of(Trouble::at(&path)(error))
    })?;
    if locked && there::is_folder(&dir.join("sled")).map_err(unlooked)? {
        return Ok(Site::Store);
    }
    if let Some(trouble) = unread {
        return Err(OpenError::of(trouble));
    }
    let (mut begun, mut is_empty) = (true, true);
    for entry in there::within(dir).map_err(unlooked)? {
        is_empty = false;
        begun &= match entry.file_name().to_str().unwrap_or_default() {
            "lock" => locked,
            "wal" | "snapshots" | "drafts" => match there::within(&entry.path()) {
                Err(error) if error.kind() == ErrorKind::NotADirectory => false,
                found => found.map_err(unlooked)?.is_empty(),
            },
            name => aside::is_name(name),
        };
    }
    Ok(match begun && (locked || is_empty) {
        true => Site::Empty,
        false => Site::Else,
    })
}

/// Whether a segment or a snapshot is there, by what such files begin with.
fn has_files_of_one(dir: &Path) -> Result<bool, OpenError> {
    let kinds: [(&str, &str, &[u8]); 3] = [
        ("wal", segment_file::PLAIN, segment_file::MAGIC),
        ("wal", segment_file::PACKED, packed::MAGIC),
        ("snapshots", ".snapshot", snapshot::MAGIC),
    ];
    let mut unread = None;
    for (room, ending, magic) in kinds {
        let room = dir.join(room);
        let names = match folder::names(&room, ending) {
            Err(trouble) if trouble.kind == ErrorKind::NotADirectory => Vec::new(),
            Err(trouble) => {
                unread = Some(trouble);
                continue;
            }
            Ok(names) => names,
        };
        for name in names {
            let path = room.join(name);
            match there::is_file(&path).and_then(|is| Ok(is && folder::begins_with(&path, magic)?))
            {
                Ok(true) => return Ok(true),
                Ok(false) => {}
                Err(error) => unread = Some(Trouble::at(&path)(error)),
            }
        }
    }
    // One that can't be read may be one of a store.
    unread.map_or(Ok(false), |trouble| Err(OpenError::of(trouble)))
}

/// Whether there is a store, whosever it is.
///
/// # Errors
/// It can't be told.
pub fn is_store(dir: &Path) -> Result<bool, OpenError> {
    Ok(look(dir)? == Site::Store)
}

/// The store in whose folder a path lies.
pub fn around(path: &Path) -> Option<PathBuf> {
    let above = folder::above(path).canonicalize().ok()?;
    let mut folders = above.ancestors();
    folders
        .find(|dir| is_store(dir) == Ok(true))
        .map(Path::to_path_buf)
}

/// Whether a store is there; if not, whether one could be made there. Nothing is made.
///
/// # Errors
/// What stands against it, as opening would say.
pub fn may_be(dir: &Path) -> Result<bool, OpenError> {
    match seen(dir)? {
        Site::Store => {
            trust::check(dir)?;
            Ok(true)
        }
        Site::Else => Err(OpenError::NotAStore(dir.to_path_buf())),
        Site::Empty => Ok(false),
        Site::Nothing => {
            let above = folder::above(dir);
            match there::is_folder(above)
                .map_err(|error| OpenError::of(Trouble::at(above)(error)))?
            {
                true => Ok(false),
                false => Err(OpenError::NoParent(dir.to_path_buf())),
            }
        }
    }
}

/// Refuses a place without a store, or with one that is not to be trusted or read.
///
/// # Errors
/// What stands against it: a reader is refused what a writer is.
pub fn must_be_there(dir: &Path) -> Result<(), OpenError> {
    match seen(dir)? {
        Site::Store => trust::check(dir)?,
        _ => return Err(OpenError::Absent(dir.to_path_buf())),
    }
    marker::only_known(dir, false).map_err(OpenError::reading(dir))
}

/// As `must_be_there`, for whoever looks for what is wrong with it: what of a shared store is not as it should be is no
/// reason not to look.
///
/// # Errors
/// As `must_be_there`.
pub fn must_be_there_at_least(dir: &Path) -> Result<(), OpenError> {
    match must_be_there(dir) {
        Err(OpenError::ClosedToGroup { .. } | OpenError::HalfShared(..)) => Ok(()),
        there => there,
    }
}

/// Finds the folder of a store, or makes it: then what is made there until it is a store is to go again if it does not
/// become one (`founding`).
pub fn prepare(dir: &Path) -> Result<Option<Founding>, OpenError> {
    if may_be(dir)? {
        match trust::is_shared(dir) {
            true => rights::widen(),
            false => folder::private_folder(dir).map_err(OpenError::of)?,
        }
        return Ok(None);
    }
    Founding::begin(dir).map(Some)
}

/// As `look`; another's folder is refused before it is looked into, which may not be permitted.
fn seen(dir: &Path) -> Result<Site, OpenError> {
    let is_folder = there::is_folder(dir);
    if !is_folder.map_err(|error| OpenError::of(Trouble::at(dir)(error)))? {
        return look(dir);
    }
    let of = trust::check_folder(dir)?;
    match look(dir)? {
        // A member of its group may enter it, and makes nothing of it.
        Site::Nothing | Site::Empty | Site::Else if !rights::is_ours(&of) => {
            Err(trust::foreign(dir, &of))
        }
        site => Ok(site),
    }
}
