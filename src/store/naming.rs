//! Names given to what lies in the same folder, where the system does it in one step and where it can't.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::folder::{self, beside};

/// What a renaming of that file or folder to `to` came to: one that is said to have failed may be done all the same.
///
/// # Errors
/// It is not done, or that can't be told.
pub fn unless_done(renamed: io::Result<()>, to: &Path, what: &File) -> io::Result<()> {
    match renamed {
        Err(_) if folder::leads_to(to, what).is_ok_and(|length| length.is_some()) => Ok(()),
        renamed => renamed,
    }
}

/// Gives a file or folder a name that nothing has.
///
/// # Errors
/// `AlreadyExists`, also if something got that name at this moment.
pub fn rename_to_free(from: &Path, to: &Path) -> io::Result<()> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Err(error) if is_lacking(error) => {}
        renamed => return Ok(renamed?),
    }
    if fs::symlink_metadata(from)?.is_dir() {
        // Whoever makes the empty folder has the name; that alone gives way to a folder.
        fs::create_dir(to)?;
        return fs::rename(from, to);
    }
    match fs::hard_link(from, to) {
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::PermissionDenied | ErrorKind::Unsupported
            ) =>
        {
            // No links either: whoever makes the empty file has the name.
            OpenOptions::new().write(true).create_new(true).open(to)?;
            fs::rename(from, to)
        }
        linked => linked.and_then(|()| fs::remove_file(from)),
    }
}

/// Whether the system or the file system has no such renaming.
fn is_lacking(error: Errno) -> bool {
    [Errno::INVAL, Errno::NOSYS, Errno::OPNOTSUPP].contains(&error)
}

/// Why something lies aside, as its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutAside {
    /// It was cut off a segment.
    Cut,
    /// It can't be used.
    Damaged,
    /// It held nothing, and something came in its place.
    Empty,
    /// Another came in its place.
    Replaced,
    /// A copy of one's own came in its place, where it was another member's.
    Shared,
}

impl PutAside {
    /// All.
    pub const ALL: [PutAside; 5] = [
        PutAside::Cut,
        PutAside::Damaged,
        PutAside::Empty,
        PutAside::Replaced,
        PutAside::Shared,
    ];

    /// What stands in names.
    pub fn name(self) -> &'static str {
        match self {
            PutAside::Cut => "cut",
            PutAside::Damaged => "damaged",
            PutAside::Empty => "empty",
            PutAside::Replaced => "replaced",
            PutAside::Shared => "shared",
        }
    }
}

/// Gives a file or folder the first free name of `<path>.<why>-1`, `-2` … Returns it.
pub fn put_aside(from: &Path, path: &Path, why: PutAside) -> io::Result<PathBuf> {
    let mut number = 1_u64;
    loop {
        let aside = beside(path, &format!("{}-{number}", why.name()));
        match rename_to_free(from, &aside) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            renamed => return renamed.map(|()| aside),
        }
    }
}

/// Puts a folder in the place of another, which gets the first free name of `<name>.<why>-1` … The new one has that
/// name before they change places: at no moment lies the other where it would be taken for left over.
pub fn exchange(fresh: &Path, dir: &Path, why: PutAside) -> io::Result<PathBuf> {
    let aside = put_aside(fresh, dir, why)?;
    let lacking = match renameat_with(CWD, &aside, CWD, dir, RenameFlags::EXCHANGE) {
        Ok(()) => return Ok(aside),
        Err(error) => {
            rename_to_free(&aside, fresh)?;
            error
        }
    };
    if !is_lacking(lacking) {
        return Err(lacking.into());
    }
    let aside = put_aside(dir, dir, why)?;
    if let Err(error) = rename_to_free(fresh, dir) {
        // The store is where it was, unless another was just made there.
        rename_to_free(&aside, dir)?;
        return Err(error);
    }
    Ok(aside)
}

/// Takes an exchange back.
pub fn exchange_back(aside: &Path, dir: &Path, fresh: &Path) -> io::Result<()> {
    if renameat_with(CWD, aside, CWD, dir, RenameFlags::EXCHANGE).is_err() {
        rename_to_free(dir, fresh)?;
        return rename_to_free(aside, dir);
    }
    rename_to_free(aside, fresh)
}
