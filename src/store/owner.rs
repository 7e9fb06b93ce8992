//! Whose a store is. What another may have put there is not believed, and nothing is written among it; root looks
//! after anybody's, and leaves it to its owner.

use std::fs::{self, File, Metadata};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use nix::unistd::User;
use rustix::fs::{AtFlags, Dir, Gid, Mode, OFlags, Uid, chownat, fchown, openat};
use rustix::io::Errno;

use super::error::{OpenError, Trouble};
use super::passing::patiently;
use super::there;

/// Refuses a store that is another's, in which something is, or in which others may put, take away or exchange
/// anything. Of what lies in a folder that others can't enter the rights don't matter.
pub fn check(dir: &Path) -> Result<(), OpenError> {
    let of = check_folder(dir)?;
    if of.mode() & 0o022 != 0 {
        return Err(OpenError::WritableByOthers(dir.to_path_buf()));
    }
    let is_open = of.mode() & 0o011 != 0;
    let is_root = rustix::process::geteuid().is_root();
    each(dir, &mut |path, found| {
        // What root had to leave to its owner and was killed before.
        let of_root = is_root && found.uid() == 0;
        if found.uid() != of.uid() && !of_root {
            return Err(foreign(path, found));
        }
        let is_link = found.is_symlink();
        if is_open && !is_link && found.permissions().mode() & 0o022 != 0 {
            return Err(OpenError::WritableByOthers(path.to_path_buf()));
        }
        Ok(())
    })
}

/// Refuses a folder that is another's, save for root.
pub fn check_folder(dir: &Path) -> Result<Metadata, OpenError> {
    let of = patiently(|| fs::metadata(dir));
    let of = of.map_err(|error| OpenError::of(Trouble::at(dir)(error)))?;
    let me = rustix::process::geteuid();
    match me.is_root() || of.uid() == me.as_raw() {
        true => Ok(of),
        false => Err(foreign(dir, &of)),
    }
}

/// Whether this is another's store, which root looks after.
///
/// # Errors
/// It can't be told.
pub fn is_anothers(dir: &Path) -> io::Result<bool> {
    let me = rustix::process::geteuid().as_raw();
    Ok(patiently(|| fs::metadata(dir))?.uid() != me)
}

fn foreign(path: &Path, found: &Metadata) -> OpenError {
    OpenError::Foreign {
        path: path.to_path_buf(),
        owner: name(found.uid()),
    }
}

/// What a user is called; its number where that is not known here.
pub fn name(uid: u32) -> String {
    let found = User::from_uid(uid.into()).ok().flatten();
    found.map_or_else(|| uid.to_string(), |user| user.name)
}

/// The login of whom this process acts for, as the system knows it.
pub fn login() -> String {
    name(rustix::process::geteuid().as_raw())
}

/// Everything in a folder, in folders in it too, no link followed. What can't be looked at is not asked about here.
fn each(
    dir: &Path,
    ask: &mut dyn FnMut(&Path, &Metadata) -> Result<(), OpenError>,
) -> Result<(), OpenError> {
    for entry in there::within(dir).into_iter().flatten() {
        let path = entry.path();
        // It may have gone meanwhile.
        let Ok(Some(found)) = there::named(&path) else {
            continue;
        };
        ask(&path, &found)?;
        if found.is_dir() {
            each(&path, ask)?;
        }
    }
    Ok(())
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
    let folder = patiently(|| File::open(folder))?;
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
