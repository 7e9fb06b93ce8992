//! What was put aside of the journal is looked through for entries that are missing: what was cut off a segment and
//! begins like one (`.cut-1` …), and the stores that repairs put aside (`<store>.damaged-1` …), where they hold the same
//! journal. An entry that was refused lies behind all that are missing, and does not come back.

use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::cuts::{self, Cut};
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
    let cuts = cuts::all(&dir.join("wal")).unwrap_or_default();
    for cut in cuts.iter().filter(|cut| cut.is_segment) {
        if let Err(error) = take_cut(dir, dir, cut, missing, &mut found) {
            let path = cut.path.display();
            tracing::warn!(%path, %error, "what was cut off can't be looked through");
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

/// It is read under the name of a segment, in a folder of its own.
fn take_cut(
    dir: &Path,
    bench: &Path,
    cut: &Cut,
    missing: &[(u64, u64)],
    found: &mut Entries,
) -> Result<(), ReadError> {
    let bench = Workshop::within(bench, dir)?;
    let copy = segment_file::path(bench.path(), cut.first);
    let mut file = folder::private_file(&copy, true)?;
    let path = &cut.path;
    let copied = Source::open(path).and_then(|mut cut| io::copy(&mut cut, &mut file));
    copied.map_err(Trouble::at(path))?;
    take(bench.path(), missing, found)
}

/// All entries of something that was cut off. Nothing is written to the store.
pub fn of_cut(dir: &Path, cut: &Cut) -> Result<Entries, ReadError> {
    let mut found = Entries::new();
    take_cut(
        dir,
        &std::env::temp_dir(),
        cut,
        &[(0, u64::MAX)],
        &mut found,
    )?;
    Ok(found)
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
