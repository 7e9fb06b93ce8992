//! What is made aside and has not taken its place: it goes again, however its maker ends; what a kill leaves is swept
//! by the next one (`aside`).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::passing::{TRIES, waits};
use super::there;

/// A file or folder that is taken away when this is dropped, unless it is kept.
#[derive(Debug)]
pub struct Scrap(Option<PathBuf>);

impl Scrap {
    /// What has just been made there.
    pub fn at(path: PathBuf) -> Scrap {
        Scrap(Some(path))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.as_deref().unwrap_or(Path::new(""))
    }

    /// It has taken its place, and stays.
    pub fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for Scrap {
    fn drop(&mut self) {
        if let Some(path) = self.0.take()
            && let Err(error) = take_away(&path)
        {
            tracing::warn!(path = %path.display(), %error, "what was made aside can't be taken away");
        }
    }
}

/// Takes a file away, or a folder with all that is in it; what is not there is taken away already. Tried again
/// whatever the error: nothing is made worse by that.
///
/// # Errors
/// It is still there.
pub fn take_away(path: &Path) -> io::Result<()> {
    let mut tries = 0;
    loop {
        let gone = match there::named(path) {
            Ok(None) => return Ok(()),
            Ok(Some(found)) if found.is_dir() => fs::remove_dir_all(path),
            Ok(Some(_)) => fs::remove_file(path),
            Err(error) => Err(error),
        };
        match gone {
            Err(_) if tries < TRIES && waits() => tries += 1,
            gone => return gone,
        }
    }
}
