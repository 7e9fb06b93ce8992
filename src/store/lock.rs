//! The lock of the one writer: an flock, which ends with its holder however it ends. The text in
//! the file only names the holder.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::error::{OpenError, Trouble};
use super::holder::Holder;
use super::source::{self, Unread};
use super::{folder, limits, naming, there};

/// The lock, held as long as this lives.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
    /// The same file, open for writing as long as the lock is held, and by nobody else: who waits for the lock is told
    /// when that is closed, and only then.
    _held: Option<File>,
}

/// Whether a folder has a lock in it, and no other file of that name: nobody's, or with a holder in it.
///
/// # Errors
/// It can't be read.
pub fn is_one(dir: &Path) -> io::Result<bool> {
    let path = dir.join("lock");
    if !there::is_file(&path)? {
        return Ok(false);
    }
    match source::read_small(&path, 1 << 12) {
        Err(error) if error.raw_os_error() == Some(Errno::FBIG.raw_os_error()) => Ok(false),
        read => Ok(read.map(|bytes| {
            bytes.starts_with(b"{\"name\":") || bytes.iter().all(|byte| *byte == 0)
        })?),
    }
}

/// Puts aside what stands in the lock's place and is no file: nobody can have locked that. Says what it was.
///
/// # Errors
/// It can't be renamed.
pub fn clear(dir: &Path) -> Result<Option<Unread>, OpenError> {
    let path = dir.join("lock");
    let found = there::named(&path).map_err(|error| OpenError::of(Trouble::at(&path)(error)))?;
    let Some(found) = found else {
        return Ok(None);
    };
    let Err(error) = source::regular(&found) else {
        return Ok(None);
    };
    naming::put_aside(&path, &path, "replaced")
        .map_err(|error| OpenError::of(Trouble::at(&path)(error)))?;
    Ok(Some(Unread {
        path,
        offset: 0,
        bytes: 0,
        cause: error.to_string(),
    }))
}

impl Lock {
    /// Takes the lock of the store at `dir`, or says who has it.
    pub fn take(dir: &Path) -> Result<Lock, OpenError> {
        let path = dir.join("lock");
        let lock = loop {
            let file = folder::readable_file(&path).map_err(OpenError::of)?;
            if let Err(error) = flock(&file, FlockOperation::NonBlockingLockExclusive) {
                if error != Errno::WOULDBLOCK {
                    return Err(OpenError::of(Trouble::at(&path)(error.into())));
                }
                return Err(Lock::held(dir));
            }
            let mut held = folder::private_file(&path, false).map_err(OpenError::of)?;
            // What was locked may have been taken away meanwhile: that is no lock.
            let leads = |to| folder::leads_to(&path, to).map(|length| length.is_some());
            let leads = leads(&file).and_then(|one| Ok(one && leads(&held)?));
            if leads.map_err(|error| OpenError::of(Trouble::at(&path)(error)))? {
                let text = serde_json::to_vec(&Holder::of_this_process()).unwrap_or_default();
                // The flock is the lock; on a full disk it merely stays without a name.
                let _ = held.set_len(0).and_then(|()| held.write_all(&text));
                break Lock {
                    file,
                    path,
                    _held: Some(held),
                };
            }
        };
        Ok(lock)
    }

    /// Keeps whoever would write out for as long as this lives, without writing anything; nobody has to be kept out
    /// where there is no lock.
    ///
    /// # Errors
    /// `Held`, or it can't be looked at.
    pub fn look(dir: &Path) -> Result<Option<Lock>, OpenError> {
        let path = dir.join("lock");
        let file = match source::open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(|error| OpenError::of(Trouble::at(&path)(error)))?,
        };
        match flock(&file, FlockOperation::NonBlockingLockShared) {
            Ok(()) => {
                let mut options = File::options();
                let held = options.write(true).custom_flags(source::flags());
                let _held = held.open(&path).ok();
                Ok(Some(Lock { file, path, _held }))
            }
            Err(Errno::WOULDBLOCK) => Err(Lock::held(dir)),
            Err(error) => Err(OpenError::of(Trouble::at(&path)(error.into()))),
        }
    }

    fn held(dir: &Path) -> OpenError {
        // The holder may be just writing its name: an unreadable one is an unknown one.
        let text = source::read_small(&dir.join("lock"), limits::SMALL).unwrap_or_default();
        OpenError::Held {
            path: dir.to_path_buf(),
            holder: serde_json::from_slice(&text).unwrap_or_default(),
        }
    }

    /// Whether the lock's name still leads to what is locked. Where not, another program may hold a lock of that
    /// name.
    ///
    /// # Errors
    /// It can't be told.
    pub fn is_in_place(&self) -> Result<bool, Trouble> {
        let leads = folder::leads_to(&self.path, &self.file).map_err(Trouble::at(&self.path))?;
        Ok(leads.is_some())
    }

    /// Its file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Lock {
    /// Let go at once: a child being forked at this moment (an editor) has the same lock until it
    /// becomes another program.
    fn drop(&mut self) {
        // Closing the file, which follows, would do it in the end.
        let _ = flock(&self.file, FlockOperation::Unlock);
    }
}
