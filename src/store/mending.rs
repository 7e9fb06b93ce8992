//! The owner, group and rights of what is in a store, given to all of it at once.

use std::ffi::{CStr, OsStr};
use std::fs::{self, File};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::{Dir, Gid, Mode, OFlags, Uid, fchown, openat};
use rustix::io::Errno;

use super::error::Trouble;
use super::passing::patiently;
use super::rights::{self, Rights, SHARED};
use super::{marker, source, trust};

/// Whose, which group's and with which rights something is to be.
pub struct Like {
    /// The account; `None` leaves it.
    pub uid: Option<u32>,
    /// The group.
    pub gid: u32,
    /// What they and others may.
    pub rights: Rights,
}

impl Like {
    /// As in a store that is shared with that group.
    pub fn shared(gid: u32) -> Like {
        Like {
            uid: None,
            gid,
            rights: SHARED,
        }
    }

    /// Gives that to what is open, if it is ours to give.
    pub fn give(&self, file: &File) -> io::Result<()> {
        let found = file.metadata()?;
        let is_root = rustix::process::geteuid().is_root();
        // A second name of a file may be of one that was never in a store.
        let is_named_once = found.is_dir() || found.is_file() && found.nlink() == 1;
        if !rights::is_ours(&found) || is_root && !is_named_once {
            return Ok(());
        }
        let uid = self.uid.filter(|uid| *uid != found.uid());
        if uid.is_some() || found.gid() != self.gid {
            fchown(file, uid.map(Uid::from_raw), Some(Gid::from_raw(self.gid)))?;
        }
        rights::set(file, self.rights.of(&found))
    }
}

/// Gives a folder that is to take the place of a store what shares that one.
///
/// # Errors
/// It can't be given.
pub fn as_is(dir: &Path, fresh: &Path) -> Result<(), Trouble> {
    let of = patiently(|| fs::metadata(dir)).map_err(Trouble::at(dir))?;
    let Some(gid) = trust::shared_with(dir, &of) else {
        return Ok(());
    };
    let like = Like::shared(gid);
    rights::widen();
    like.give(&opened(fresh)?).map_err(Trouble::at(fresh))
}

/// Puts right what is this account's own in a shared store, and all of it as root.
///
/// # Errors
/// Something can't be looked at or changed.
pub fn mend(dir: &Path) -> Result<(), Trouble> {
    match trust::is_shared(dir) && !trust::amiss(dir).is_empty() {
        true => mend_whole(dir),
        false => Ok(()),
    }
}

/// The same in a store that was to be shared, whose own folder too may not be as it should be.
///
/// # Errors
/// As `mend`.
pub fn mend_whole(dir: &Path) -> Result<(), Trouble> {
    let Some(gid) = marker::group(dir) else {
        return Ok(());
    };
    let like = Like::shared(gid);
    give_within(dir, &like)?;
    like.give(&opened(dir)?).map_err(Trouble::at(dir))
}

/// A folder, to be given something.
pub fn opened(dir: &Path) -> Result<File, Trouble> {
    patiently(|| source::folder(dir)).map_err(Trouble::at(dir))
}

/// Gives that to everything in a store but its drafts, which are for nobody else.
pub fn give_within(dir: &Path, like: &Like) -> Result<(), Trouble> {
    let top = opened(dir)?;
    under(
        &top,
        dir,
        &|name| !name.to_bytes().starts_with(b"drafts"),
        like,
    )
}

/// By open folders and files alone: whoever owns the store might put a link in the place of a name.
fn under(
    folder: &File,
    path: &Path,
    is_meant: &dyn Fn(&CStr) -> bool,
    like: &Like,
) -> Result<(), Trouble> {
    let entries = Dir::read_from(folder).map_err(|error| Trouble::at(path)(error.into()))?;
    for entry in entries {
        let entry = entry.map_err(|error| Trouble::at(path)(error.into()))?;
        let name = entry.file_name();
        if [c".", c".."].contains(&name) || !is_meant(name) {
            continue;
        }
        let within = path.join(OsStr::from_bytes(name.to_bytes()));
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file: File = match openat(folder, name, flags, Mode::empty()) {
            // Gone meanwhile, a link, a socket.
            Err(Errno::NOENT | Errno::LOOP | Errno::NXIO) => continue,
            // Another member's, which is named.
            Err(Errno::ACCESS) => continue,
            opened => opened
                .map_err(|error| Trouble::at(&within)(error.into()))?
                .into(),
        };
        like.give(&file).map_err(Trouble::at(&within))?;
        let found = file.metadata().map_err(Trouble::at(&within))?;
        if found.is_dir() {
            under(&file, &within, &|_| true, like)?;
        }
    }
    Ok(())
}
