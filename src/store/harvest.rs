//! What was put aside of the journal is looked through for entries that are missing: what was cut off a segment and
//! begins like one (`.cut-1` …), and the stores that repairs put aside (`<store>.damaged-1` …), where they hold the same
//! journal. An entry that was refused lies behind all that are missing, and does not come back.

use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::error::{ReadError, Trouble};
use super::folder;
use super::journal::{self, Walked};
use super::limits;
use super::marker::{self, Found};
use super::segment_file;
use super::source::Source;
use super::witness;
use super::workshop::Workshop;

/// Entries that are missing, as they were written.
pub type Entries = BTreeMap<u64, Vec<u8>>;

/// Which entries a journal lacks, by itself and by what the witness of the store saw.
pub fn missing(dir: &Path, walked: &Walked) -> Vec<(u64, u64)> {
    let mut missing = walked.holes.clone();
    let witnessed = witness::hear(dir).map_or(0, |head| head.sequence);
    if witnessed > walked.sequence && limits::can_follow(witnessed, walked.sequence) {
        missing.push((walked.sequence + 1, witnessed));
    }
    missing
}

/// Those of the missing entries that lie beside the store at `dir`. What can't be read of that is not to be had.
pub fn harvest(dir: &Path, missing: &[(u64, u64)]) -> Entries {
    let mut found = Entries::new();
    if missing.is_empty() {
        return found;
    }
    let cut = cuts(dir).unwrap_or_default();
    for (first, path) in cut {
        if let Err(error) = take_cut(dir, first, &path, missing, &mut found) {
            tracing::warn!(path = %path.display(), %error, "what was cut off can't be looked through");
        }
    }
    for wal in asides(dir).unwrap_or_default() {
        if let Err(error) = take(&wal, missing, &mut found) {
            tracing::warn!(path = %wal.display(), %error, "what was put aside can't be looked through");
        }
    }
    found
}

fn take(wal: &Path, missing: &[(u64, u64)], found: &mut Entries) -> Result<(), ReadError> {
    journal::walk(wal, 0, None, &mut |entry| {
        let within = |(first, last): &(u64, u64)| (*first..=*last).contains(&entry.sequence);
        if missing.iter().any(within) && journal::changes(wal, entry).is_ok() {
            found
                .entry(entry.sequence)
                .or_insert_with(|| entry.payload.clone());
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(())
}

/// What was cut off and is a whole segment: under which number, and where.
fn cuts(dir: &Path) -> Result<Vec<(u64, PathBuf)>, Trouble> {
    let wal = dir.join("wal");
    let mut cuts = Vec::new();
    for name in folder::names(&wal, "")? {
        let Some((digits, _)) = name.split_once(".wal.cut-") else {
            continue;
        };
        let path = wal.join(&name);
        let is_segment = folder::begins_with(&path, segment_file::MAGIC).unwrap_or(false);
        cuts.extend(
            digits
                .parse()
                .ok()
                .filter(|_| is_segment)
                .map(|first| (first, path)),
        );
    }
    Ok(cuts)
}

/// It is read under the name of a segment, in a folder of its own.
fn take_cut(
    dir: &Path,
    first: u64,
    path: &Path,
    missing: &[(u64, u64)],
    found: &mut Entries,
) -> Result<(), ReadError> {
    let bench = Workshop::within(dir, dir)?;
    let copy = segment_file::path(bench.path(), first);
    let mut file = folder::private_file(&copy, true)?;
    let copied = Source::open(path).and_then(|mut cut| io::copy(&mut cut, &mut file));
    copied.map_err(Trouble::at(path))?;
    take(bench.path(), missing, found)
}

/// The journals of the stores that repairs of this one put aside.
fn asides(dir: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let (Found::Whole(id), Some(name)) = (marker::find(dir), dir.file_name()) else {
        return Ok(Vec::new());
    };
    let above = folder::above(dir);
    let beginning = format!("{}.damaged-", name.to_string_lossy());
    let names = folder::names(above, "")?.into_iter();
    let asides = names
        .filter(|name| name.starts_with(&beginning))
        .map(|name| above.join(name));
    Ok(asides
        .filter(|aside| marker::find(aside) == Found::Whole(id.clone()))
        .map(|aside| aside.join("wal"))
        .collect())
}
