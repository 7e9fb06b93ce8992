//! Backups: all records in one file, of the format of a snapshot, and stores made of them. The journal
//! is not in it.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::aside;
use super::error::{Damage, OpenError, ReadError, Trouble};
use super::head::Head;
use super::lock::Turn;
use super::naming::PutAside;
use super::snapshot::{self, Snapshot};
use super::succession::{By, Succession};
use super::workshop::Workshop;
use super::writer::Store;
use super::{Reader, folder, limits, marker, mending, opening, site, there, witness};

/// Why no backup was written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BackupError {
    /// The records can't be read, or the file not be written.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The store once held more: a job that keeps the last few backups would put this one in the place of a good
    /// one.
    #[error("{} records after entry {}, there were {} after entry {}", found.records, found.sequence,
        witnessed.records, witnessed.sequence)]
    Below {
        /// What there is.
        found: Head,
        /// What the store's witness saw.
        witnessed: Head,
    },
}

impl From<Trouble> for BackupError {
    fn from(trouble: Trouble) -> Self {
        BackupError::Read(trouble.into())
    }
}

/// Writes all records into `file`, as of now, and reads it back. The store may be open in a desk: it
/// is only read.
///
/// # Errors
/// The folder of the file can't be written, the file is there already, or the records can't be read; unless
/// forced also a state below what the store's witness saw, or with under half its records. Nothing half-written
/// is left.
pub fn write(reader: &Reader, file: &Path, force: bool) -> Result<Head, BackupError> {
    if there::named(file).map_err(Trouble::at(file))?.is_some() {
        return Err(Trouble::at(file)(io::ErrorKind::AlreadyExists.into()).into());
    }
    let name = file.file_name();
    let name = name.ok_or_else(|| Trouble::at(file)(io::ErrorKind::InvalidInput.into()))?;
    let above = folder::above(file);
    aside::sweep(above);
    let mut below = None;
    let written = snapshot::write_new(above, name, &mut |each| {
        let found = reader.envelopes(each)?;
        below = witness::hear(reader.dir())
            .filter(|witnessed| !force && is_less(&found, witnessed))
            .map(|witnessed| BackupError::Below { found, witnessed });
        match below {
            None => Ok(found),
            // Ends the writing; what is said is said below.
            Some(_) => Err(Damage::Digest.into()),
        }
    });
    if let Some(below) = below {
        return Err(below);
    }
    Ok(written?)
}

fn is_less(found: &Head, witnessed: &Head) -> bool {
    let fewer = found.records < witnessed.records.div_ceil(2);
    limits::can_follow(witnessed.sequence, found.sequence)
        && (fewer || witness::is_below(found, witnessed))
}

/// Reads a backup from its first byte to its last; says what it holds.
///
/// # Errors
/// `Damaged` if it is not what was written.
pub fn check(file: &Path) -> Result<Head, ReadError> {
    let snapshot = Snapshot::open(file)?;
    snapshot.check()?;
    Ok(snapshot.head)
}

/// Makes a store at `dir` of a backup. If there is one, and somebody puts this one in its place, it is kept aside; returns
/// where. Desks that have it open go on with this one.
///
/// # Errors
/// The backup is damaged, or there is a store already, and nothing was touched; or the new store can't
/// be written.
pub fn restore(
    file: &Path,
    dir: &Path,
    replace: Option<&By>,
) -> Result<(Head, Option<PathBuf>), OpenError> {
    let reading = |error| OpenError::reading(file)(error);
    let head = check(file).map_err(reading)?;
    let dir = &folder::resolved(dir);
    let is_there = site::may_be(dir)?;
    if is_there && replace.is_none() {
        return Err(OpenError::Exists(dir.to_path_buf()));
    }
    // Made beside it: what is cut short is no store, and nobody takes it for one.
    let fresh = Workshop::beside(dir).map_err(OpenError::of)?;
    if is_there {
        marker::succeed(dir, fresh.path()).map_err(OpenError::of)?;
        mending::as_is(dir, fresh.path()).map_err(OpenError::of)?;
    }
    make(file, fresh.path(), &head)?;
    // Desks may have it open: none is in a commit while it is exchanged.
    let turn = is_there.then(|| Turn::take(dir)).transpose()?;
    let aside = match replace.filter(|_| turn.is_some()) {
        Some(by) => {
            let succession = Succession::to(dir, by, head.records);
            succession.tell(fresh.path()).map_err(OpenError::of)?;
            Some(
                fresh
                    .exchange(dir, PutAside::Replaced)
                    .map_err(OpenError::of)?,
            )
        }
        None => {
            fresh
                .take_place(dir)
                .map_err(|trouble| match trouble.kind {
                    // One was made there meanwhile.
                    ErrorKind::AlreadyExists | ErrorKind::DirectoryNotEmpty => {
                        OpenError::Exists(dir.to_path_buf())
                    }
                    _ => OpenError::of(trouble),
                })?;
            None
        }
    };
    Ok((head, aside))
}

fn make(file: &Path, dir: &Path, head: &Head) -> Result<(), OpenError> {
    opening::furnish(dir)?;
    let copied = folder::replace(
        &dir.join("snapshots"),
        &snapshot::file_name(head.sequence),
        |to| {
            let copied = File::open(file).and_then(|mut from| io::copy(&mut from, to));
            copied.map(|_| ()).map_err(Trouble::at(file))
        },
    );
    copied.map_err(OpenError::of)?;
    let (store, _) = Store::open(dir)?;
    let reading = |error| OpenError::reading(dir)(error);
    store.agree(head).map_err(reading)?;
    store.close().map_err(reading)
}
