//! Whether a store is to be trusted: by whose it and what is in it is, and by who may put something there.

use std::fs::{self, Metadata};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::error::{OpenError, Trouble};
use super::passing::patiently;
use super::rights::{self, SHARED};
use super::{aside, groups, marker, owner, there};

/// Refuses a store that is another's, in which something is, or in which others may put, take away or exchange
/// anything. Of what lies in a folder that others can't enter the rights don't matter. In a shared store members of its
/// group are no others.
pub fn check(dir: &Path) -> Result<(), OpenError> {
    let of = check_folder(dir)?;
    if let Some(gid) = shared_with(dir, &of) {
        return each(dir, &mut |path, found| match is_draft(dir, path) {
            true => Ok(()),
            false => check_shared(path, found, gid),
        });
    }
    if !rights::is_ours(&of) {
        return Err(foreign(dir, &of));
    }
    // One that was shared, and is not as it was left.
    let once_shared = |error| match marker::group(dir) {
        Some(gid) => as_shared(dir, gid),
        None => error,
    };
    if of.mode() & 0o022 != 0 {
        return Err(once_shared(OpenError::WritableByOthers(dir.to_path_buf())));
    }
    let is_open = of.mode() & 0o011 != 0;
    let is_root = rustix::process::geteuid().is_root();
    each(dir, &mut |path, found| {
        // What root had to leave to its owner and was killed before.
        let of_root = is_root && found.uid() == 0;
        if found.uid() != of.uid() && !of_root {
            return Err(once_shared(foreign(path, found)));
        }
        let is_link = found.is_symlink();
        if is_open && !is_link && found.permissions().mode() & 0o022 != 0 {
            return Err(OpenError::WritableByOthers(path.to_path_buf()));
        }
        Ok(())
    })
}

/// The group that a store is shared with: its marker names it, the folder is its group's, and others have no access.
pub fn shared_with(dir: &Path, of: &Metadata) -> Option<u32> {
    let gid = Some(of.gid()).filter(|_| rights::is_shared(of));
    gid.filter(|gid| marker::group(dir) == Some(*gid))
}

/// Whether that store is shared.
pub fn is_shared(dir: &Path) -> bool {
    there::reached(dir).is_ok_and(|of| of.is_some_and(|of| shared_with(dir, &of).is_some()))
}

/// What of a shared store its group can't read and write. What is this account's own is put right by `mend`.
fn check_shared(path: &Path, found: &Metadata, gid: u32) -> Result<(), OpenError> {
    match rights::is_ours(found) || is_open_to(path, found, gid) {
        true => Ok(()),
        false => Err(OpenError::ClosedToGroup {
            path: path.to_path_buf(),
            owner: owner::name(found.uid()),
            group: groups::name(gid),
        }),
    }
}

/// Whether something in a shared store has what its group needs of it.
fn is_open_to(path: &Path, found: &Metadata, gid: u32) -> bool {
    let wanted = SHARED.of(found) & 0o770;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // A link is nobody's way in, and what is being made aside will get its rights.
    found.is_symlink()
        || aside::is_name(&name)
        || found.gid() == gid && found.mode() & wanted == wanted
}

/// Whether something lies among the drafts that whoever shared the store has yet to move.
fn is_draft(dir: &Path, path: &Path) -> bool {
    let within = path
        .strip_prefix(dir)
        .ok()
        .and_then(|within| within.iter().next());
    within.is_some_and(|room| room.to_string_lossy().starts_with("drafts"))
}

/// What of a store that is to be shared has not the group or the rights for it, in order, and whose it is.
pub fn amiss(dir: &Path) -> Vec<(PathBuf, String)> {
    let Some(gid) = marker::group(dir) else {
        return Vec::new();
    };
    let mut amiss = Vec::new();
    let mut note = |path: &Path, found: &Metadata| {
        amiss.push((path.to_path_buf(), owner::name(found.uid())));
    };
    if let Ok(Some(found)) = there::reached(dir)
        && !(rights::is_shared(&found) && found.gid() == gid)
    {
        note(dir, &found);
    }
    let _ = each(dir, &mut |path, found| {
        let is_open = is_open_to(path, found, gid);
        let is_too_open = !found.is_symlink() && found.mode() & 0o007 != 0;
        if !is_draft(dir, path) && (!is_open || is_too_open) {
            note(path, found);
        }
        Ok(())
    });
    amiss.sort_unstable();
    amiss
}

/// Refuses a folder that is another's, save for root, and for members of the group that it is shared with.
pub fn check_folder(dir: &Path) -> Result<Metadata, OpenError> {
    let of = patiently(|| fs::metadata(dir));
    let of = of.map_err(|error| OpenError::of(Trouble::at(dir)(error)))?;
    match rights::is_ours(&of) {
        true => Ok(of),
        false if rights::is_shared(&of) && groups::is_mine(of.gid()) => Ok(of),
        false if rights::is_shared(&of) => Err(OpenError::NoMember(
            dir.to_path_buf(),
            groups::name(of.gid()),
        )),
        false => Err(foreign(dir, &of)),
    }
}

/// Something that is another's.
pub fn foreign(path: &Path, found: &Metadata) -> OpenError {
    OpenError::Foreign {
        path: path.to_path_buf(),
        owner: owner::name(found.uid()),
    }
}

/// A store that should be shared and is not as one, as where sharing it was cut short.
pub fn as_shared(dir: &Path, gid: u32) -> OpenError {
    OpenError::HalfShared(dir.to_path_buf(), groups::name(gid))
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
