//! The founding of a store: until it is one, whatever was made for it goes again, so that what is refused leaves nothing
//! that has to be told from a store.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::error::{OpenError, Trouble};
use super::lock::Turn;
use super::{aside, folder, marker, scrap, there, witness};

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
        let dir = &self.dir;
        let turn = Turn::take(dir)?;
        for room in ["wal", "snapshots", "drafts"] {
            let room = dir.join(room);
            aside::sweep(&room);
            // Only an empty one goes: what somebody else has begun meanwhile stays.
            match fs::remove_dir(&room) {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                gone => gone.map_err(|error| OpenError::of(Trouble::at(&room)(error)))?,
            }
        }
        for name in [marker::NAME, witness::NAME, "sled", "sled.new"] {
            let path = dir.join(name);
            let gone = scrap::take_away(&path);
            gone.map_err(|error| OpenError::of(Trouble::at(&path)(error)))?;
        }
        aside::sweep(dir);
        scrap::take_away(turn.path())
            .map_err(|error| OpenError::of(Trouble::at(turn.path())(error)))?;
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
