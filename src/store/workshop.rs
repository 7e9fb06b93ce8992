//! A folder that is made beside a store, to take its place as a whole or not at all (`aside`).

use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::error::Trouble;
use super::{aside, folder, naming, owner};

/// Such a folder; taken away if it does not take its place.
#[derive(Debug)]
pub struct Workshop {
    folder: TempDir,
    _held: File,
}

impl Workshop {
    /// An empty one. What was left beside the store is taken away.
    pub fn beside(dir: &Path) -> Result<Workshop, Trouble> {
        let above = folder::above(dir);
        aside::sweep(above);
        loop {
            let folder = aside::builder()
                .tempdir_in(above)
                .map_err(Trouble::at(dir))?;
            let path = folder.path();
            let made = fs::set_permissions(path, Permissions::from_mode(0o700));
            match made.and_then(|()| File::open(path)) {
                // Somebody took it for left, before it was held; another one is made.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                made => {
                    let _held = made.map_err(Trouble::at(dir))?;
                    if aside::is_held(path, &_held) {
                        return Ok(Workshop { folder, _held });
                    }
                }
            }
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Gives it that name, which nothing has, or an empty folder.
    ///
    /// # Errors
    /// `AlreadyExists` or `DirectoryNotEmpty`, also if something was made there at this moment.
    pub fn take_place(self, dir: &Path) -> Result<(), Trouble> {
        self.make_last()?;
        if dir.is_dir() {
            owner::give_all(self.path(), dir).map_err(Trouble::at(dir))?;
        }
        // Of folders only an empty one gives way.
        fs::rename(self.path(), dir).map_err(Trouble::at(dir))?;
        if let Err(error) = folder::sync_folder(folder::above(dir)) {
            // Nobody must take for kept what a power cut may take away.
            let _ = fs::rename(dir, self.path());
            return Err(error);
        }
        let _ = self.folder.keep();
        Ok(())
    }

    /// Puts it in the place of a folder, which gets the first free name of `<name>.<why>-1`, `-2` …: at no moment
    /// is there none, where the file system can exchange two names. Returns where the other one is.
    ///
    /// # Errors
    /// Nothing was exchanged.
    pub fn exchange(self, dir: &Path, why: &str) -> Result<PathBuf, Trouble> {
        self.make_last()?;
        owner::give_all(self.path(), dir).map_err(Trouble::at(dir))?;
        let aside = naming::exchange(self.path(), dir, why).map_err(Trouble::at(dir))?;
        if let Err(error) = folder::sync_folder(folder::above(dir)) {
            // As above: the other one goes back to its place, where it can.
            let _ = naming::exchange_back(&aside, dir, self.path());
            return Err(error);
        }
        let _ = self.folder.keep();
        Ok(aside)
    }

    fn make_last(&self) -> Result<(), Trouble> {
        folder::sync_folder(self.path())
    }
}
