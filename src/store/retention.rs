//! Which snapshots are kept: seven, of as many days as there are, and three of those before long imports. The
//! history, which is the wal, is kept for ever.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::error::{ReadError, Trouble};
use super::folder;
use super::snapshot::Snapshot;

/// How many are kept.
const KEPT: usize = 7;
/// And of those taken before an import.
const KEPT_OF_IMPORTS: usize = 3;
const OF_IMPORTS: &str = ".import.snapshot";

/// The name of the snapshot of an entry that an import follows.
pub fn file_name_before_import(sequence: u64) -> String {
    format!("{sequence:020}{OF_IMPORTS}")
}

/// Removes what is too old: seven are kept, of as many days as there are; and three of those before an import. The
/// newest one is read back before: where it is not what was written, all stay.
///
/// # Errors
/// The newest one can't be read back, or one can't be removed.
pub fn prune(snapshots: &Path) -> Result<(), ReadError> {
    let mut names = folder::names(snapshots, ".snapshot")?;
    let (imports, mut kept): (Vec<String>, Vec<String>) =
        names.drain(..).partition(|name| name.ends_with(OF_IMPORTS));
    let mut gone: Vec<String> = Vec::new();
    let old = imports.len().saturating_sub(KEPT_OF_IMPORTS);
    gone.extend(imports.into_iter().take(old));
    while kept.len() > KEPT {
        let days: Vec<Option<u64>> = kept.iter().map(|name| day(&snapshots.join(name))).collect();
        // The oldest one that a later one of its day stands in for, else the oldest one.
        let superseded = days
            .windows(2)
            .position(|two| matches!(two, [one, next] if one == next));
        gone.push(kept.remove(superseded.unwrap_or(0)));
    }
    if gone.is_empty() {
        return Ok(());
    }
    if let Some(newest) = folder::names(snapshots, ".snapshot")?.pop() {
        Snapshot::of(snapshots, &newest)?.check()?;
    }
    for name in gone {
        let path = snapshots.join(&name);
        fs::remove_file(&path).map_err(Trouble::at(&path))?;
    }
    Ok(())
}

/// The day on which a file was written, counted from 1970, UTC.
fn day(path: &Path) -> Option<u64> {
    path.metadata()
        .and_then(|file| file.modified())
        .ok()
        .map(day_of)
}

fn day_of(moment: SystemTime) -> u64 {
    let since = moment
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    since.as_secs() / 86_400
}

/// Whether the newest snapshot, those before imports aside, was written today.
pub fn is_of_today(snapshots: &Path) -> bool {
    let names = folder::names(snapshots, ".snapshot").unwrap_or_default();
    let newest = names.iter().rfind(|name| !name.ends_with(OF_IMPORTS));
    newest.is_some_and(|name| day(&snapshots.join(name)) == Some(day_of(SystemTime::now())))
}
