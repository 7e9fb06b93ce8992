//! The sleds that were put aside, `sled.damaged-1`, `-2` …: each may hold what was found nowhere else, and is looked
//! through when entries are missing. Of many the first one and the last two are kept: the first is nearest to what
//! was lost, and those between were made from it.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::{ReadError, Trouble};
use super::folder;
use super::rebuilding::Lost;
use super::settings::Settings;
use super::there;
use super::tree::Tree;

const NAME: &str = "sled.damaged";
/// How many of the last ones are kept, the first aside.
const LAST: usize = 2;

/// Those that are there, in the order of their numbers; that of an older program, without one, comes first.
pub fn all(dir: &Path) -> Result<Vec<(u64, PathBuf)>, Trouble> {
    let mut found = Vec::new();
    for name in folder::names(dir, "")? {
        let Some(rest) = name.strip_prefix(NAME) else {
            continue;
        };
        let number: Option<u64> = match rest.strip_prefix('-') {
            Some(digits) => digits.parse().ok(),
            None => rest.is_empty().then_some(0),
        };
        found.extend(number.map(|number| (number, dir.join(name))));
    }
    found.sort();
    Ok(found)
}

/// Those that sled can have written.
fn folders(dir: &Path) -> Result<Vec<(u64, PathBuf)>, Trouble> {
    let mut folders = Vec::new();
    for (number, aside) in all(dir)? {
        if there::is_folder(&aside).map_err(Trouble::at(&aside))? {
            folders.push((number, aside));
        }
    }
    Ok(folders)
}

/// Puts what stands in sled's place aside, whatever it is; says where.
///
/// # Errors
/// It can't be renamed.
pub fn put(dir: &Path) -> Result<Option<PathBuf>, Trouble> {
    let sled = dir.join("sled");
    if there::named(&sled).map_err(Trouble::at(&sled))?.is_none() {
        return Ok(None);
    }
    // A number is given once, so that they stay in order.
    let last = all(dir)?.last().map_or(0, |(number, _)| *number);
    let aside = dir.join(format!("{NAME}-{}", last + 1));
    fs::rename(&sled, &aside).map_err(Trouble::at(&sled))?;
    Ok(Some(aside))
}

/// Takes what is lost from those that were put aside before, by a copy: sled changes what it opens.
///
/// # Errors
/// No copy can be made.
pub fn harvest(dir: &Path, settings: &Settings, lost: &mut Lost) -> Result<(), ReadError> {
    let copy = dir.join("sled.examined");
    for (_, aside) in &folders(dir)? {
        folder::remove_folder(&copy)?;
        let taken = folder::copy(aside, &copy)
            .map_err(ReadError::from)
            .and_then(|_| Tree::open(&copy, settings.cache_bytes))
            .and_then(|tree| lost.harvest(&tree));
        folder::remove_folder(&copy)?;
        match taken {
            // What it can't give is not to be had.
            Ok(_) | Err(ReadError::Damaged(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Copies them beside another sled.
///
/// # Errors
/// They can't be copied.
pub fn carry(dir: &Path, to: &Path) -> Result<(), Trouble> {
    for (number, aside) in &folders(dir)? {
        folder::copy(aside, &to.join(format!("{NAME}-{}", number.max(&1))))?;
    }
    Ok(())
}

/// Removes all of them.
///
/// # Errors
/// One can't be removed.
pub fn clear(dir: &Path) -> Result<(), Trouble> {
    let all = all(dir)?;
    all.iter()
        .try_for_each(|(_, aside)| folder::remove_folder(aside))
}

/// Removes those between the first one and the last two.
///
/// # Errors
/// One can't be removed.
pub fn bound(dir: &Path) -> Result<(), Trouble> {
    let all = all(dir)?;
    let between = all.len().saturating_sub(LAST);
    for (_, path) in all.iter().take(between).skip(1) {
        folder::remove_folder(path)?;
    }
    Ok(())
}
