//! A store of one account made a group's, and one account's again. Everything within goes first and the folder itself
//! last, or, back, first: cut short at any moment it is closed to all but its owner, opens as theirs, and goes on where
//! it is asked for again. Nobody has it open meanwhile: desks that do are named.

use std::fs::{self, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::io::Errno;
use thiserror::Error;

use super::error::{Arguments, OpenError, Trouble, shown};
use super::lock::{self, Alone};
use super::mending::{Like, give_within, opened};
use super::naming::PutAside;
use super::passing::patiently;
use super::rights::{self, PRIVATE};
use super::source::Source;
use super::workshop::Workshop;
use super::{folder, groups, homes, marker, network, opening, owner, scrap, site, there, trust};

/// Why a store is not shared, or goes on being so.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ShareError {
    /// It can't be opened, or desks have it open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// There is no group of that name.
    #[error("no group {0}")]
    NoGroup(String),
    /// Whoever shares it is not in the group, or whose it is.
    #[error("{account} is not in the group {group}")]
    Outside {
        /// The account.
        account: String,
        /// The group.
        group: String,
    },
    /// Others than its group have access to its folder.
    #[error("{}: open to everybody", .0.display())]
    World(PathBuf),
    /// In a folder above it others can put something else in its place.
    #[error("{}: others may rename what is in it", .0.display())]
    Renamable(PathBuf),
    /// It lies on a network's file system.
    #[error("{}: on {kind}", path.display())]
    Network {
        /// The store.
        path: PathBuf,
        /// What the file system is called.
        kind: String,
    },
    /// It is not shared.
    #[error("{}: not shared", .0.display())]
    NotShared(PathBuf),
}

impl From<Trouble> for ShareError {
    fn from(trouble: Trouble) -> Self {
        OpenError::of(trouble).into()
    }
}

impl ShareError {
    /// The identifier used in Fluent keys, of `cli-share` where it is not the store's own.
    pub fn id(&self) -> &'static str {
        match self {
            ShareError::Open(error) => error.id(),
            ShareError::NoGroup(_) => "no-group",
            ShareError::Outside { .. } => "outside",
            ShareError::World(_) => "world",
            ShareError::Renamable(_) => "renamable",
            ShareError::Network { .. } => "network",
            ShareError::NotShared(_) => "not-shared",
        }
    }

    /// The arguments of the text.
    pub fn arguments(&self) -> Arguments {
        match self {
            ShareError::Open(error) => error.arguments(),
            ShareError::NoGroup(group) => vec![("group", group.clone())],
            ShareError::Outside { account, group } => {
                vec![("account", account.clone()), ("group", group.clone())]
            }
            ShareError::Network { path, kind } => {
                vec![("path", shown(path)), ("kind", kind.clone())]
            }
            ShareError::World(path) | ShareError::Renamable(path) | ShareError::NotShared(path) => {
                vec![("path", shown(path))]
            }
        }
    }
}

/// A store that is shared now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// What the group is called.
    pub group: String,
    /// The id of the store.
    pub id: String,
    /// The folder above it that keeps members of the group out, if there is one.
    pub closed: Option<PathBuf>,
    /// What of it is other members', and not open to the group.
    pub amiss: Vec<PathBuf>,
}

/// Makes the store at `dir` that group's. The account's drafts go to its `state` folder.
///
/// # Errors
/// What stands against it: nothing was changed.
pub fn share(dir: &Path, group: &str, state: Option<&Path>) -> Result<Shared, ShareError> {
    let dir = &folder::resolved(dir);
    let of = owned(dir)?;
    let gid = groups::called(group).ok_or_else(|| ShareError::NoGroup(group.to_string()))?;
    let group = groups::name(gid);
    let is_in = match rustix::process::geteuid().is_root() {
        true => of.uid() == 0 || groups::has(gid, of.uid()),
        false => groups::is_mine(gid),
    };
    if !is_in {
        let account = owner::name(of.uid());
        return Err(ShareError::Outside { account, group });
    }
    if of.mode() & 0o007 != 0 {
        return Err(ShareError::World(dir.clone()));
    }
    if let Some(kind) = network::of(dir) {
        let path = dir.clone();
        return Err(ShareError::Network { path, kind });
    }
    let closed = look_above(dir, &of, gid)?;
    let _alone = alone(dir)?;
    match marker::group(dir) {
        None => trust::check(dir)?,
        Some(other) if other != gid => take_back(dir, &of)?,
        Some(_) => {}
    }
    let id = marker::share(dir, Some(gid))?;
    let like = Like::shared(gid);
    give_within(dir, &like)?;
    if let Some(home) = homes::outside(dir, state) {
        homes::take(dir, &home)?;
    }
    like.give(&opened(dir)?).map_err(Trouble::at(dir))?;
    folder::sync_folder(dir)?;
    Ok(Shared {
        group,
        id,
        closed,
        amiss: trust::amiss(dir)
            .into_iter()
            .map(|(path, _)| path)
            .collect(),
    })
}

/// Makes a store that was shared its owner's alone, whose drafts come back from the `state` folder. What members have made of it is made again as the owner's.
///
/// # Errors
/// It is not shared, desks have it open, or something of it can't be had.
pub fn back(dir: &Path, state: Option<&Path>) -> Result<(), ShareError> {
    let dir = &folder::resolved(dir);
    let of = owned(dir)?;
    if marker::group(dir).is_none() && !rights::is_shared(&of) {
        return Err(ShareError::NotShared(dir.clone()));
    }
    let _alone = alone(dir)?;
    take_back(dir, &of)?;
    if of.uid() == rustix::process::geteuid().as_raw() {
        homes::settle(dir, state)?;
    }
    Ok(())
}

/// The folder of a store that is this account's, or anybody's for root.
fn owned(dir: &Path) -> Result<Metadata, ShareError> {
    let of = trust::check_folder(dir)?;
    if !site::is_store(dir)? {
        return Err(OpenError::Absent(dir.to_path_buf()).into());
    }
    match rights::is_ours(&of) {
        true => Ok(of),
        false => Err(trust::foreign(dir, &of).into()),
    }
}

/// Nobody else has it open.
fn alone(dir: &Path) -> Result<Alone, ShareError> {
    opening::only_known(dir).map_err(OpenError::reading(dir))?;
    lock::clear(dir)?;
    Ok(Alone::take(dir)?)
}

/// Refuses a place where others could put something else in the place of the store; says which folder above it
/// members of the group can't enter.
fn look_above(dir: &Path, of: &Metadata, gid: u32) -> Result<Option<PathBuf>, ShareError> {
    let mut closed = None;
    for above in dir.ancestors().skip(1) {
        let found = patiently(|| fs::metadata(above)).map_err(Trouble::at(above))?;
        let is_theirs = found.uid() != 0 && found.uid() != of.uid();
        let by_group = found.mode() & 0o020 != 0
            && ![0, gid].contains(&found.gid())
            && !groups::is_own_of(found.gid(), found.uid());
        let is_sticky = found.mode() & 0o1000 != 0;
        let is_open = !is_sticky && (found.mode() & 0o002 != 0 || by_group);
        if is_theirs || is_open {
            return Err(ShareError::Renamable(above.to_path_buf()));
        }
        let enters = found.mode() & 0o001 != 0 || found.gid() == gid && found.mode() & 0o010 != 0;
        if !enters {
            closed = Some(above.to_path_buf());
        }
    }
    Ok(closed)
}

fn take_back(dir: &Path, of: &Metadata) -> Result<(), ShareError> {
    let top = opened(dir)?;
    // Closed first, so that nobody puts anything into it any more.
    let private = Permissions::from_mode(PRIVATE.folder);
    top.set_permissions(private).map_err(Trouble::at(dir))?;
    let is_root = rustix::process::geteuid().is_root();
    if !is_root {
        make_own(dir, of.uid())?;
    }
    let own = match is_root {
        true => groups::first_of(of.uid()),
        false => Some(rustix::process::getegid().as_raw()),
    };
    let like = Like {
        uid: is_root.then_some(of.uid()),
        gid: own.unwrap_or(of.gid()),
        rights: PRIVATE,
    };
    give_within(dir, &like)?;
    like.give(&top).map_err(Trouble::at(dir))?;
    marker::share(dir, None)?;
    folder::sync_folder(dir)?;
    Ok(())
}

/// Makes again what is other members', as this account's: only root could give it away.
fn make_own(folder: &Path, uid: u32) -> Result<(), Trouble> {
    for entry in there::within(folder).map_err(Trouble::at(folder))? {
        let path = entry.path();
        let Some(found) = there::named(&path).map_err(Trouble::at(&path))? else {
            continue;
        };
        let is_own = found.uid() == uid;
        match (found.is_dir(), found.is_file()) {
            (true, _) if !is_own => exchange(&path)?,
            (true, _) => make_own(&path, uid)?,
            (_, true) if !is_own => {
                let name = entry.file_name();
                let name = name.to_string_lossy();
                folder::replace(folder, &name, |to| {
                    let copied = Source::open(&path).and_then(|mut from| {
                        io::copy(&mut from, to)?;
                        match from.unread().is_empty() {
                            true => Ok(()),
                            false => Err(Errno::IO.into()),
                        }
                    });
                    copied.map_err(Trouble::at(&path))
                })?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Puts a copy in the place of another member's folder.
fn exchange(path: &Path) -> Result<(), Trouble> {
    let fresh = Workshop::within(folder::above(path), path)?;
    if !folder::copy(path, fresh.path())?.is_empty() {
        return Err(Trouble::at(path)(Errno::IO.into()));
    }
    let aside = fresh.exchange(path, PutAside::Shared)?;
    scrap::take_away(&aside).map_err(Trouble::at(&aside))
}
