//! What is made aside takes its place as a whole or not at all. Aside it has a name by chance that nobody else has
//! made, and is locked: what a killed program left is known by that name and by nobody holding it, and is taken
//! away by the next one.
//!
//! The system calls: `open` with `O_EXCL` (`mkdir` for a folder) and `flock`; `fsync`; `rename` where what has the
//! name gives way; `renameat2` with `RENAME_NOREPLACE` where nothing may have it, with `RENAME_EXCHANGE` where two
//! change places (`naming`); `fsync` of the folder.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, OFlags, flock};
use rustix::io::Errno;
use tempfile::Builder;

use super::error::Trouble;
use super::naming::PutAside;
use super::passing::patiently;
use super::rights::{self, Rights};
use super::scrap::{self, Scrap};
use super::{folder, naming, owner, there};

const PREFIX: &str = "guichet-";
const SUFFIX: &str = ".part";
/// How many characters of a name are by chance.
const CHANCE: usize = 16;

/// What becomes of a file that has the name already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum There {
    /// It gives way.
    GivesWay,
    /// It stays: nothing is written, `AlreadyExists`.
    Stays,
}

/// Whose a file is that root makes, and for whom it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Its maker's.
    Makers,
    /// That of the folder's owner, for whom root looks after a store; in a shared store its group's too.
    Folders,
}

/// Writes a file as a whole or not at all: aside, fsync, then its name, fsync of the folder. What is to be written
/// is told the file and its path while it is aside.
pub fn write<E: From<Trouble>>(
    folder: &Path,
    name: impl AsRef<Path>,
    (there, whose): (There, Whose),
    write: impl FnOnce(&mut File, &Path) -> Result<(), E>,
) -> Result<PathBuf, E> {
    let path = folder.join(name);
    let (held, aside) = make(folder, &path, whose, write)?;
    let had = there::named(&path).map_err(Trouble::at(&path))?;
    let moved = match there {
        There::GivesWay => fs::rename(aside.path(), &path),
        There::Stays => naming::rename_to_free(aside.path(), &path),
    };
    naming::unless_done(moved, &path, &held).map_err(Trouble::at(&path))?;
    aside.keep();
    let synced = folder::sync_folder(folder);
    if synced.is_err() && had.is_none() {
        // Nobody must take for kept what a power cut may take away.
        let _ = scrap::take_away(&path);
    }
    synced?;
    Ok(path)
}

/// Makes a file aside, written and synced. The errors name what was to be written, for nobody asked for the file aside.
fn make<E: From<Trouble>>(
    folder: &Path,
    path: &Path,
    whose: Whose,
    write: impl FnOnce(&mut File, &Path) -> Result<(), E>,
) -> Result<(File, Scrap), E> {
    let made = builder().make_in(folder, |aside| make_file(aside, folder, whose));
    let (mut file, aside) = made.map_err(Trouble::at(path))?.into_parts();
    let aside = aside
        .keep()
        .map_err(|error| Trouble::at(path)(error.error))?;
    let aside = Scrap::at(aside);
    write(&mut file, aside.path())?;
    file.sync_all().map_err(Trouble::at(path))?;
    Ok((file, aside))
}

/// Keeps what is read beside a file of a store, under the first free name of `<name>.<why>-1`, `-2` …
pub fn keep_beside(path: &Path, why: PutAside, mut from: impl Read) -> Result<PathBuf, Trouble> {
    let folder = folder::above(path);
    let (_held, aside) = make(folder, path, Whose::Folders, |file, _| {
        let copied = io::copy(&mut from, file);
        copied.map(|_| ()).map_err(Trouble::at(path))
    })?;
    let kept = naming::put_aside(aside.path(), path, why).map_err(Trouble::at(path))?;
    aside.keep();
    folder::sync_folder(folder)?;
    Ok(kept)
}

/// Writes those bytes into a file that only its owner can read, as a whole or not at all, in the place of what has the
/// name, of a link too.
///
/// # Errors
/// What the system says.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    write_private_by(path, |file| file.write_all(bytes))
}

/// As `write_private`, by whoever has the bytes one after the other.
///
/// # Errors
/// What the system says, or the writer.
pub fn write_private_by(
    path: &Path,
    by: impl FnOnce(&mut File) -> io::Result<()>,
) -> Result<(), Trouble> {
    let name = path
        .file_name()
        .ok_or_else(|| Trouble::at(path)(io::ErrorKind::InvalidInput.into()))?;
    let above = folder::above(path);
    sweep(above);
    let written = write(above, name, (There::GivesWay, Whose::Makers), |file, _| {
        by(file).map_err(Trouble::at(path))
    });
    written.map(|_| ())
}

/// Makes names by chance.
pub fn builder<'n>() -> Builder<'n, 'n> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(CHANCE);
    builder
}

/// Makes a file, locked, with the rights of whose it is; `AlreadyExists` where somebody took it for left meanwhile.
///
/// # Errors
/// It can't be made.
pub fn make_file(aside: &Path, folder: &Path, whose: Whose) -> io::Result<File> {
    let rights = match whose {
        Whose::Makers => rights::PRIVATE,
        Whose::Folders => Rights::within(folder)?,
    };
    let (mode, mut options) = (rights.file, OpenOptions::new());
    let options = options.read(true).write(true).create_new(true).mode(mode);
    let file = options.open(aside)?;
    let made = file
        .set_permissions(Permissions::from_mode(mode))
        .and_then(|()| match whose {
            Whose::Makers => Ok(()),
            Whose::Folders => owner::give(&file, folder),
        });
    if made.is_err() {
        let _ = scrap::take_away(aside);
    }
    made?;
    match is_held(aside, &file) {
        true => Ok(file),
        // Somebody took it for left and away; another one is made.
        false => Err(io::ErrorKind::AlreadyExists.into()),
    }
}

/// Locks what was just made, unless somebody took it for left. Where the file system has no locks nobody takes anything away either.
pub fn is_held(aside: &Path, file: &File) -> bool {
    flock(file, FlockOperation::NonBlockingLockExclusive) != Err(Errno::WOULDBLOCK)
        && folder::leads_to(aside, file).is_ok_and(|length| length.is_some())
}

/// What lies aside in a folder and is held by nobody.
///
/// # Errors
/// The folder can't be read.
pub fn left(folder: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let names = folder::names(folder, SUFFIX)?;
    let asides = names.iter().filter(|name| is_name(name));
    let paths = asides.map(|name| folder.join(name));
    Ok(paths
        .filter(|path| take_up(path, folder).is_some())
        .collect())
}

/// Takes away what lies aside in a folder and is held by nobody; whoever made it was killed. What can't be taken
/// away is in nobody's way.
pub fn sweep(folder: &Path) {
    for path in left(folder).unwrap_or_default() {
        // Held until it is gone, so that nobody else sweeps it, and then somebody's new one.
        let Some(_held) = take_up(&path, folder) else {
            continue;
        };
        if let Err(error) = scrap::take_away(&path) {
            tracing::warn!(path = %path.display(), %error, "what was left aside can't be taken away");
        }
    }
}

/// Whether what is made aside is called so.
pub fn is_name(name: &str) -> bool {
    let chance = name
        .strip_prefix(PREFIX)
        .and_then(|name| name.strip_suffix(SUFFIX));
    chance.is_some_and(|chance| {
        chance.len() == CHANCE && chance.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// Locks what lies aside, if it is this user's (or of whom the folder is, or is shared with) and nobody holds it.
fn take_up(path: &Path, folder: &Path) -> Option<File> {
    let found = there::named(path).ok()??;
    let owned = found.uid() == rustix::process::geteuid().as_raw()
        || there::reached(folder)
            .is_ok_and(|of| of.is_some_and(|of| of.uid() == found.uid() || rights::is_shared(&of)));
    if !owned || !found.is_file() && !found.is_dir() {
        return None;
    }
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let mut options = OpenOptions::new();
    let options = options.read(true).custom_flags(flags.bits().cast_signed());
    let file = patiently(|| options.open(path)).ok()?;
    let held = flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok();
    let leads = || folder::leads_to(path, &file).is_ok_and(|length| length.is_some());
    (held && leads()).then_some(file)
}
