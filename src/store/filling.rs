//! A store that is filled beside its place and takes it as a whole: what is cut short is no store, and nobody takes the
//! half of it for the whole.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::error::{OpenError, Trouble};
use super::lock::Turn;
use super::naming::PutAside;
use super::reader::Reader;
use super::workshop::Workshop;
use super::{folder, marker, scrap, site, there};

/// Such a store; dropped before it has taken its place, it is gone.
#[derive(Debug)]
pub struct Filling {
    dir: PathBuf,
    fresh: Workshop,
}

impl Filling {
    /// Begins one for a place where nothing was saved yet.
    ///
    /// # Errors
    /// `Exists` where something was; or no store can be made there.
    pub fn begin(dir: &Path) -> Result<Filling, OpenError> {
        let dir = folder::resolved(dir);
        let is_there = must_be_empty(&dir)?;
        let fresh = Workshop::beside(&dir).map_err(OpenError::of)?;
        if is_there {
            // It goes on as that store, for the group that it is shared with.
            marker::carry(&dir, fresh.path()).map_err(OpenError::of)?;
        }
        Ok(Filling { dir, fresh })
    }

    /// Where it is filled.
    pub fn path(&self) -> &Path {
        self.fresh.path()
    }

    /// Gives it its place, once it is closed. Of an empty store that was there the drafts are kept.
    ///
    /// # Errors
    /// `Exists` where something was saved meanwhile; or it can't be moved.
    pub fn take_place(self) -> Result<(), OpenError> {
        let Filling { dir, fresh } = self;
        let io = |error| OpenError::of(Trouble::at(&dir)(error));
        if !must_be_empty(&dir)? {
            return fresh
                .take_place(&dir)
                .map_err(|trouble| match trouble.kind {
                    // One was made there meanwhile.
                    ErrorKind::AlreadyExists | ErrorKind::DirectoryNotEmpty => {
                        OpenError::Exists(dir.clone())
                    }
                    _ => OpenError::of(trouble),
                });
        }
        // Desks may have it open: none saves anything while it is exchanged.
        let _turn = Turn::take(&dir)?;
        must_be_empty(&dir)?;
        let drafts = dir.join("drafts");
        if there::is_folder(&drafts).map_err(io)? {
            folder::copy(&drafts, &fresh.path().join("drafts")).map_err(OpenError::of)?;
        }
        let aside = fresh
            .exchange(&dir, PutAside::Empty)
            .map_err(OpenError::of)?;
        if let Err(error) = scrap::take_away(&aside) {
            tracing::warn!(path = %aside.display(), %error, "the empty store can't be taken away");
        }
        Ok(())
    }
}

/// Whether a store is there, in which nothing was saved.
fn must_be_empty(dir: &Path) -> Result<bool, OpenError> {
    match site::may_be(dir)? {
        false => Ok(false),
        true if Reader::open(dir)?.sequence() == 0 => Ok(true),
        true => Err(OpenError::Exists(dir.to_path_buf())),
    }
}
