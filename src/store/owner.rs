//! Whose something is. Root looks after anybody's store, and leaves it to its owner.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use nix::unistd::User;
use rustix::fs::{AtFlags, Dir, Gid, Mode, OFlags, Uid, chownat, fchown, openat};
use rustix::io::Errno;

use super::passing::patiently;
use super::source;

/// Whether this is another's store, which root looks after.
///
/// # Errors
/// It can't be told.
pub fn is_anothers(dir: &Path) -> io::Result<bool> {
    let me = rustix::process::geteuid().as_raw();
    Ok(patiently(|| fs::metadata(dir))?.uid() != me)
}

/// What a user is called; its number where that is not known here.
pub fn name(uid: u32) -> String {
    let found = User::from_uid(uid.into()).ok().flatten();
    found.map_or_else(|| uid.to_string(), |user| user.name)
}

/// Whether the system knows an account of that name.
pub fn has_account(login: &str) -> bool {
    User::from_name(login).is_ok_and(|found| found.is_some())
}

/// The login of whom this process acts for, as the system knows it.
pub fn login() -> String {
    name(rustix::process::geteuid().as_raw())
}

/// Leaves a file that root has just made in a store to whom the folder is.
pub fn give(file: &File, folder: &Path) -> io::Result<()> {
    if !rustix::process::geteuid().is_root() {
        return Ok(());
    }
    let of = patiently(|| fs::metadata(folder))?;
    if file.metadata()?.uid() == of.uid() {
        return Ok(());
    }
    let (user, group) = (Uid::from_raw(of.uid()), Gid::from_raw(of.gid()));
    Ok(fchown(file, Some(user), Some(group))?)
}

/// Leaves everything of root's in a store to whom the store is.
pub fn give_back(dir: &Path) -> io::Result<()> {
    give_all(dir, dir)
}

/// Leaves everything of root's in a folder, and the folder, to whom another one is.
pub fn give_all(folder: &Path, like: &Path) -> io::Result<()> {
    let of = patiently(|| fs::metadata(like))?;
    if !rustix::process::geteuid().is_root() || of.uid() == 0 {
        return Ok(());
    }
    let to = (Uid::from_raw(of.uid()), Gid::from_raw(of.gid()));
    let folder = patiently(|| source::folder(folder))?;
    give_under(&folder, to)?;
    if folder.metadata()?.uid() == 0 {
        fchown(&folder, Some(to.0), Some(to.1))?;
    }
    Ok(())
}

/// By open folders and files alone: whoever owns the store might put a link in the place of a name.
fn give_under(folder: &File, to: (Uid, Gid)) -> io::Result<()> {
    for entry in Dir::read_from(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if [c".", c".."].contains(&name) {
            continue;
        }
        let flags = OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let found: File = match openat(folder, name, flags | OFlags::PATH, Mode::empty()) {
            // sled may have taken away a snapshot of its own meanwhile.
            Err(Errno::NOENT) => continue,
            found => found?.into(),
        };
        let of = found.metadata()?;
        // A second name of a file may be of one that was never in a store.
        if of.uid() == 0 && (of.is_dir() || of.nlink() == 1) {
            chownat(&found, c"", Some(to.0), Some(to.1), AtFlags::EMPTY_PATH)?;
        }
        if of.is_dir() {
            let flags = flags | OFlags::RDONLY | OFlags::DIRECTORY;
            give_under(&openat(folder, name, flags, Mode::empty())?.into(), to)?;
        }
    }
    Ok(())
}
