//! Where an account's drafts of a store lie: in it, or, where it is shared and they would lie open to others, in a
//! folder of the account's own, named by the id of the store.

use std::fs::{self, DirBuilder};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use rustix::io::Errno;

use super::error::Trouble;
use super::{aside, drafts, folder, marker, there, trust};

/// The folder in which lies that of the drafts; `state` is the account's folder for what programs remember.
///
/// # Errors
/// The store is shared, and the account has no such folder.
pub fn of(dir: &Path, state: Option<&Path>) -> Result<PathBuf, Trouble> {
    match trust::is_shared(dir) {
        false => Ok(dir.to_path_buf()),
        true => outside(dir, state)
            .ok_or_else(|| Trouble::at(&drafts::folder_of(dir))(ErrorKind::NotFound.into())),
    }
}

/// The same, made if it is not there.
///
/// # Errors
/// As `of`, or it can't be made.
pub fn made(dir: &Path, state: Option<&Path>) -> Result<PathBuf, Trouble> {
    let home = of(dir, state)?;
    if home != dir {
        make(&home)?;
    }
    Ok(home)
}

/// Takes this account's drafts to where they belong: it was shared since, or is no more. What a killed program left
/// half-written there is taken away.
///
/// # Errors
/// They can't be moved, or there is no place for them: they are where they were.
pub fn settle(dir: &Path, state: Option<&Path>) -> Result<PathBuf, Trouble> {
    let home = made(dir, state)?;
    match outside(dir, state) {
        Some(outside) if outside == home => take(dir, &home)?,
        Some(outside) => {
            take(&outside, &home)?;
            let _ = fs::remove_dir(&outside);
        }
        None => {}
    }
    aside::sweep(&drafts::folder_of(&home));
    Ok(home)
}

/// The folder for drafts of a store that is shared, if it can have one.
pub fn outside(dir: &Path, state: Option<&Path>) -> Option<PathBuf> {
    Some(state?.join(marker::store_id(dir)?))
}

/// Takes the drafts of one folder to another one, those of this account alone.
///
/// # Errors
/// Some can't be: all are where they were.
pub fn take(from: &Path, to: &Path) -> Result<(), Trouble> {
    let (old, new) = (drafts::folder_of(from), drafts::folder_of(to));
    let found = there::named(&old).map_err(Trouble::at(&old))?;
    let me = rustix::process::geteuid().as_raw();
    if from == to || !found.is_some_and(|found| found.is_dir() && found.uid() == me) {
        return Ok(());
    }
    if !there::within(&old).map_err(Trouble::at(&old))?.is_empty() {
        make(to)?;
        if !folder::copy(&old, &new)?.is_empty() {
            return Err(Trouble::at(&old)(Errno::IO.into()));
        }
        folder::sync_whole(&new)?;
    }
    folder::remove_folder(&old)
}

fn make(home: &Path) -> Result<(), Trouble> {
    let mut making = DirBuilder::new();
    let made: io::Result<()> = making.recursive(true).mode(0o700).create(home);
    made.map_err(Trouble::at(home))
}
