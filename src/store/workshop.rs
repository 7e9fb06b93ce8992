//! A folder that is made beside a store, to take its place as a whole or not at all (`aside`).

use std::fs::{self, DirBuilder, File, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::error::Trouble;
use super::naming::PutAside;
use super::passing::patiently;
use super::scrap::Scrap;
use super::{aside, folder, naming, owner, there};

/// Such a folder; taken away if it does not take its place.
#[derive(Debug)]
pub struct Workshop {
    folder: Scrap,
    held: File,
}

impl Workshop {
    /// An empty one. What was left beside the store is taken away.
    pub fn beside(dir: &Path) -> Result<Workshop, Trouble> {
        Workshop::within(folder::above(dir), dir)
    }

    /// An empty one in that folder, in which nothing is left of what was made there before; `whose` is named where
    /// there can't be one.
    pub fn within(above: &Path, whose: &Path) -> Result<Workshop, Trouble> {
        aside::sweep(above);
        let (folder, held) = folder_in(above).map_err(Trouble::at(whose))?;
        let workshop = Workshop { folder, held };
        let rights = Permissions::from_mode(0o700);
        let kept = patiently(|| workshop.held.set_permissions(rights.clone()));
        kept.map_err(Trouble::at(whose))?;
        Ok(workshop)
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
        if there::is_folder(dir).map_err(Trouble::at(dir))? {
            owner::give_all(self.path(), dir).map_err(Trouble::at(dir))?;
        }
        // Of folders only an empty one gives way.
        let renamed = fs::rename(self.path(), dir);
        naming::unless_done(renamed, dir, &self.held).map_err(Trouble::at(dir))?;
        if let Err(error) = folder::sync_folder(folder::above(dir)) {
            // Nobody must take for kept what a power cut may take away.
            let _ = fs::rename(dir, self.path());
            return Err(error);
        }
        self.folder.keep();
        Ok(())
    }

    /// Puts it in the place of a folder, which gets the first free name of `<name>.<why>-1`, `-2` …: at no moment
    /// is there none, where the file system can exchange two names. Returns where the other one is.
    ///
    /// # Errors
    /// Nothing was exchanged.
    pub fn exchange(self, dir: &Path, why: PutAside) -> Result<PathBuf, Trouble> {
        self.make_last()?;
        owner::give_all(self.path(), dir).map_err(Trouble::at(dir))?;
        let aside = naming::exchange(self.path(), dir, why).map_err(Trouble::at(dir))?;
        if let Err(error) = folder::sync_folder(folder::above(dir)) {
            // As above: the other one goes back to its place, where it can.
            let _ = naming::exchange_back(&aside, dir, self.path());
            return Err(error);
        }
        self.folder.keep();
        Ok(aside)
    }

    fn make_last(&self) -> Result<(), Trouble> {
        folder::sync_folder(self.path())
    }
}

/// A new folder in that one, 0700, with a name by chance, and held.
///
/// # Errors
/// It can't be made.
fn folder_in(above: &Path) -> io::Result<(Scrap, File)> {
    let make = |path: &Path| match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        made => {
            // Said to have failed, it may be there all the same.
            let scrap = Scrap::at(path.to_path_buf());
            made?;
            let folder = match patiently(|| File::open(path)) {
                // Somebody took it for left, before it was held; another one is made.
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    return Err(ErrorKind::AlreadyExists.into());
                }
                opened => opened?,
            };
            match aside::is_held(path, &folder) {
                true => Ok((scrap, folder)),
                false => Err(ErrorKind::AlreadyExists.into()),
            }
        }
    };
    let (made, path) = aside::builder().make_in(above, make)?.into_parts();
    // That it goes is seen to here.
    let _ = path.keep();
    Ok(made)
}
