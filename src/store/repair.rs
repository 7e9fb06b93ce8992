//! A damaged store made again in a new folder, of all that can be read; the old one is kept aside.

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::error::{OpenError, ReadError, Trouble};
use super::head::Head;
use super::lock::{self, Alone};
use super::naming::PutAside;
use super::notice::Notice;
use super::settings::Settings;
use super::snapshot::Snapshot;
use super::source::Source;
use super::wal::Wal;
use super::workshop::Workshop;
use super::writer::Store;
use super::{
    doctor, drafts, editing, folder, harvest, journal, marker, mending, naming, opening, site,
    sleds, there, witness,
};

/// Makes the store at `dir` again: the whole entries of its journal in new segments, its whole snapshots,
/// its drafts, and the records by all of them and by sled. Returns where the old one is, and what
/// could not be had.
///
/// # Errors
/// A desk has it open, or the new folder can't be written beside it, or would be no better, as where there is nothing
/// to put right (`NoGain`); the old one is untouched then.
pub fn repair(dir: &Path) -> Result<(PathBuf, Vec<Notice>), OpenError> {
    let dir = &folder::resolved(dir);
    site::must_be_there(dir)?;
    lock::clear(dir)?;
    let _alone = Alone::take(dir)?;
    let reading = |error| OpenError::reading(dir)(error);
    // Copied by this program, it would lack what this program does not know.
    opening::only_known(dir).map_err(reading)?;
    // Of a store that can't be looked through as it is anything is a gain. What was found before and is not found
    // again has passed.
    let before = doctor::repairable(dir).unwrap_or(usize::MAX);
    if before == 0 {
        return Err(OpenError::NoGain(dir.clone()));
    }
    let fresh = Workshop::beside(dir).map_err(OpenError::of)?;
    let (notices, made, is_read) = make(dir, fresh.path())?;
    // What can't be read now is the last copy of what the new one lacks: it may be read later.
    let is_less = |witnessed| witness::is_below(&made, &witnessed);
    if !is_read && witness::hear(dir).is_some_and(is_less) {
        return Err(OpenError::NoGain(dir.clone()));
    }
    if doctor::repairable(fresh.path())? >= before {
        return Err(OpenError::NoGain(dir.clone()));
    }
    let aside = fresh
        .exchange(dir, PutAside::Damaged)
        .map_err(OpenError::of)?;
    Ok((aside, notices))
}

/// Gives drafts in `home` that can't be read, and lie in the place of some, another name; says which names they have now.
///
/// # Errors
/// A desk has the store open, or one can't be renamed.
pub fn put_drafts_aside(dir: &Path, home: &Path) -> Result<Vec<PathBuf>, OpenError> {
    let dir = &folder::resolved(dir);
    let _alone = Alone::take(dir)?;
    let left = drafts::list(home).1.into_iter();
    let bad = left
        .chain(editing::waiting(home).1)
        .filter(|left| left.is_damage());
    let aside = bad.map(|left| {
        // A text of an editor goes with all that lies beside it.
        let above = left.path.parent().filter(|above| {
            let ending = above.extension();
            ending.is_some_and(|ending| ending == "edit")
        });
        let path = above.unwrap_or(&left.path);
        naming::put_aside(path, path, PutAside::Damaged)
            .map_err(|error| OpenError::of(Trouble::at(path)(error)))
    });
    aside.collect()
}

/// Says also how far the new one has come, and whether all of the old journal could be read.
fn make(dir: &Path, fresh: &Path) -> Result<(Vec<Notice>, Head, bool), OpenError> {
    let reading = |error| OpenError::reading(dir)(error);
    marker::carry(dir, fresh).map_err(OpenError::of)?;
    mending::as_is(dir, fresh).map_err(OpenError::of)?;
    opening::furnish(fresh)?;
    let is_read = carry(dir, fresh).map_err(reading)?;
    let (mut store, mut notices) = Store::open(fresh)?;
    notices.extend(store.rebuild().map_err(reading)?);
    store.snapshot().map_err(reading)?;
    let made = store.head();
    store.close().map_err(reading)?;
    // What was taken over of the old sled is in the new one.
    sleds::clear(fresh).map_err(OpenError::of)?;
    Ok((notices, made, is_read))
}

/// Takes over what is whole; says whether all of the journal could be read.
fn carry(dir: &Path, fresh: &Path) -> Result<bool, ReadError> {
    let (from, to) = (dir.join("wal"), fresh.join("wal"));
    let mut wal = Wal::at(&to, Settings::default().segment_bytes, 0, None)?.0;
    let walked = journal::walk(&from, 0, None, &mut |_| Ok(ControlFlow::Continue(())))?;
    // What is missing and lies beside it has its place again.
    let mut missing = harvest::harvest(dir, &harvest::missing(dir, &walked));
    journal::walk(&from, 0, None, &mut |found| {
        let behind = missing.split_off(&found.sequence);
        for (sequence, payload) in std::mem::replace(&mut missing, behind) {
            wal.carry(sequence, &payload)?;
        }
        if journal::changes(&from, found).is_ok() {
            wal.carry(found.sequence, &found.payload)?;
        }
        Ok(ControlFlow::Continue(()))
    })?;
    for (sequence, payload) in missing {
        wal.carry(sequence, &payload)?;
    }
    wal.sync()?;
    for name in folder::names(&dir.join("snapshots"), ".snapshot")? {
        let old = dir.join("snapshots").join(&name);
        if Snapshot::of(&dir.join("snapshots"), &name)
            .and_then(|snapshot| snapshot.check())
            .is_ok()
        {
            folder::replace(&fresh.join("snapshots"), &name, |file| {
                let copied = Source::open(&old).and_then(|mut old| io::copy(&mut old, file));
                copied.map(|_| ()).map_err(Trouble::at(&old))
            })?;
        }
    }
    sleds::carry(dir, fresh)?;
    for room in ["drafts", "sled"] {
        let from = dir.join(room);
        if there::is_folder(&from).map_err(Trouble::at(&from))? {
            folder::copy(&from, &fresh.join(room))?;
        }
    }
    Ok(walked.unread.is_empty())
}
