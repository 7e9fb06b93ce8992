//! What was put aside of a store: how long it is, and whether it holds what the journal lacks.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use twox_hash::XxHash3_128;

use super::Looking;
use crate::store::error::{ReadError, Trouble};
use crate::store::finding::{Aside, Worth};
use crate::store::marker::{self, Found};
use crate::store::naming::PutAside;
use crate::store::{cuts, folder, harvest, journal, sleds, there};

/// Digests of the entries of a journal, by their numbers.
type Digests = BTreeMap<u64, u128>;

/// The files and folders of a store of which something may lie aside.
const PARTS: [&str; 6] = ["lock", "head", "wal", "snapshots", "sled", "here"];

impl Looking<'_> {
    /// All of it. What can't be looked at is nothing that the store needs.
    pub(super) fn asides(&self) -> Vec<Aside> {
        let mut found = Vec::new();
        for cut in cuts::all(&self.wal).unwrap_or_default() {
            let worth = match cut.is_segment {
                false => Worth::Nothing,
                true => self.lacked(|each| {
                    let entries = harvest::of_cut(self.dir, &cut)?;
                    entries
                        .iter()
                        .for_each(|(sequence, payload)| each(*sequence, digest(payload)));
                    Ok(())
                }),
            };
            found.push((cut.path, worth));
        }
        let sleds = sleds::all(self.dir).unwrap_or_default();
        found.extend(sleds.into_iter().map(|(_, path)| (path, Worth::Sled)));
        for store in beside(self.dir) {
            let same = match (marker::find(self.dir), marker::find(&store)) {
                (Found::Whole(one), Found::Whole(other)) => one == other,
                _ => false,
            };
            let worth = match same {
                true => self.lacked(|each| walk(&store.join("wal"), each)),
                false => Worth::Another,
            };
            found.push((store, worth));
        }
        // Damaged sleds are told of above.
        let known: BTreeSet<PathBuf> = found.iter().map(|(path, _)| path.clone()).collect();
        let parts = PARTS.map(|name| self.dir.join(name));
        let parts = parts.iter().flat_map(|part| beside(part));
        let parts = parts.filter(|path| !known.contains(path));
        found.extend(parts.map(|path| (path, Worth::Unknown)));
        let found = found.into_iter().map(|(path, worth)| Aside {
            bytes: length(&path).unwrap_or(0),
            path,
            worth,
        });
        found.collect()
    }

    /// How many of the entries that are walked through the journal has otherwise, or not at all.
    fn lacked(
        &self,
        through: impl FnOnce(&mut dyn FnMut(u64, u128)) -> Result<(), ReadError>,
    ) -> Worth {
        let mut digests = Digests::new();
        let walked = through(&mut |sequence, digest| {
            digests.insert(sequence, digest);
        });
        let has = |sequence: u64, digest: u128| digests.get(&sequence) == Some(&digest);
        let mut known = Vec::new();
        let all = walk(&self.wal, &mut |sequence, digest| {
            known.extend(has(sequence, digest).then_some(sequence));
        });
        match (walked, all) {
            (Ok(()), Ok(())) => match digests.len() - known.len() {
                0 => Worth::Nothing,
                lacked => Worth::Entries(lacked),
            },
            _ => Worth::Unknown,
        }
    }
}

fn digest(payload: &[u8]) -> u128 {
    XxHash3_128::oneshot(payload)
}

/// Gives the number and the digest of each entry of a journal.
fn walk(wal: &Path, each: &mut dyn FnMut(u64, u128)) -> Result<(), ReadError> {
    journal::walk(wal, 0, None, &mut |entry| {
        each(entry.sequence, digest(&entry.payload));
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(())
}

/// What lies beside a file or folder under `<name>.<why>-1` …
fn beside(path: &Path) -> Vec<PathBuf> {
    let (above, Some(name)) = (folder::above(path), path.file_name()) else {
        return Vec::new();
    };
    let beginning = format!("{}.", name.to_string_lossy());
    let names = folder::names(above, "").unwrap_or_default().into_iter();
    let is_aside = |name: &String| {
        let why = name
            .strip_prefix(&beginning)
            .and_then(|rest| rest.rsplit_once('-'));
        let is_one = |why: &str| PutAside::ALL.iter().any(|known| known.name() == why);
        why.is_some_and(|(why, number)| is_one(why) && number.parse::<u64>().is_ok())
    };
    names
        .filter(is_aside)
        .map(|name| above.join(name))
        .collect()
}

/// How long a file is, or all of a folder.
fn length(path: &Path) -> Result<u64, Trouble> {
    let found = there::named(path).map_err(Trouble::at(path))?;
    let Some(found) = found else { return Ok(0) };
    if !found.is_dir() {
        return Ok(found.len());
    }
    let mut bytes = 0;
    for entry in there::within(path).map_err(Trouble::at(path))? {
        bytes += length(&entry.path())?;
    }
    Ok(bytes)
}
