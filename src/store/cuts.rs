//! What was cut off segments, `wal/<segment>.wal.cut-1` …: torn ends, or whole segments of which something was refused.
//! Of torn ends the last few are kept; what begins like a segment may hold entries, and stays.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::error::Trouble;
use super::{folder, segment_file, there};

/// How many torn ends are kept.
const LAST: usize = 16;

/// Something that was cut off.
#[derive(Debug)]
pub struct Cut {
    /// The segment.
    pub first: u64,
    pub path: PathBuf,
    /// Whether it begins like a segment.
    pub is_segment: bool,
}

/// What was cut off in that folder.
///
/// # Errors
/// The folder can't be read.
pub fn all(wal: &Path) -> Result<Vec<Cut>, Trouble> {
    let names = folder::names(wal, "")?.into_iter();
    let cuts = names.filter_map(|name| {
        let (first, _) = name.split_once(".wal.cut-")?;
        let path = wal.join(&name);
        Some(Cut {
            first: first.parse().ok()?,
            // What can't be read may be one.
            is_segment: folder::begins_with(&path, segment_file::MAGIC).unwrap_or(true),
            path,
        })
    });
    Ok(cuts.collect())
}

/// Takes away all torn ends but the last few: no entry is in them. What can't be taken away is for another time.
pub fn bound(wal: &Path) {
    let mut torn = all(wal).unwrap_or_default();
    torn.retain(|cut| !cut.is_segment);
    // Not by their numbers, of which one that was taken away is given again.
    torn.sort_by_key(|cut| {
        let found = there::named(&cut.path).ok().flatten();
        found.map(|found| (found.mtime(), found.mtime_nsec()))
    });
    torn.truncate(torn.len().saturating_sub(LAST));
    for cut in torn {
        if let Err(error) = fs::remove_file(&cut.path) {
            tracing::warn!(path = %cut.path.display(), %error, "an old torn end can't be taken away");
        }
    }
}
