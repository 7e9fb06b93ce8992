//! The founding of a store: until it is one, whatever was made for it goes again, so that what is refused leaves nothing
//! that has to be told from a store.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::{OpenError, Trouble};
use super::lock::Lock;
use super::{aside, folder, marker, scrap, segment_file, there, witness};

/// A store that is being founded. Dropped, it takes away what was made; kept, it is one.
#[derive(Debug)]
pub struct Founding {
    dir: PathBuf,
    /// Whether its folder was there before.
    was_there: bool,
}

impl Founding {
    /// Makes the folder.
    pub fn begin(dir: &Path) -> Result<Founding, OpenError> {
        let found = there::reached(dir).map_err(Trouble::at(dir));
        let founding = Founding {
            dir: dir.to_path_buf(),
            was_there: found.map_err(OpenError::of)?.is_some(),
        };
        folder::private_folder(dir).map_err(OpenError::of)?;
        Ok(founding)
    }

    /// The store is one.
    pub fn keep(mut self) {
        self.dir.clear();
    }

    /// Takes away what was made, unless somebody else makes a store of it now.
    fn undo(&self) -> Result<(), OpenError> {
        let (dir, wal) = (&self.dir, self.dir.join("wal"));
        let lock = Lock::take(dir)?;
        let snapshots = folder::names(&dir.join("snapshots"), ".snapshot").map_err(OpenError::of)?;
        if !segment_file::list(&wal).map_err(OpenError::of)?.is_empty() || !snapshots.is_empty() {
            return Ok(());
        }
        let take_away = |path: &Path| {
            scrap::take_away(path).map_err(|error| OpenError::of(Trouble::at(path)(error)))
        };
        // The marker first: without it nothing of this is taken for a store.
        for name in [marker::NAME, "sled", "sled.new"] {
            take_away(&dir.join(name))?;
        }
        take_away(&witness::path(dir))?;
        for room in ["wal", "snapshots", "drafts"] {
            aside::sweep(&dir.join(room));
            // Only an empty one goes.
            let _ = fs::remove_dir(dir.join(room));
        }
        aside::sweep(dir);
        take_away(lock.path())?;
        if !self.was_there {
            let _ = fs::remove_dir(dir);
        }
        Ok(())
    }
}

impl Drop for Founding {
    fn drop(&mut self) {
        if self.dir.as_os_str().is_empty() {
            return;
        }
        // Nothing but the empty folder may have been made.
        if !self.was_there && fs::remove_dir(&self.dir).is_ok() {
            return;
        }
        if let Err(error) = self.undo() {
            tracing::warn!(%error, "what was made for a store can't be taken away");
        }
    }
}
