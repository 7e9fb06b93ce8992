//! What others may do with what is made in a store: nothing, or, in a shared one, its group all and others nothing. A
//! folder tells it of what is made in it: one of a shared store gives its group on (setgid) and is open to it.

use std::fs::{self, File, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::sync::Mutex;

use rustix::fs::Mode;
use rustix::process::umask;

use super::passing::patiently;

/// The rights of files and folders, as in `chmod`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rights {
    /// Of a file.
    pub file: u32,
    /// Of a folder.
    pub folder: u32,
}

/// For its owner alone.
pub const PRIVATE: Rights = Rights {
    file: 0o600,
    folder: 0o700,
};
/// For its group too.
pub const SHARED: Rights = Rights {
    file: 0o660,
    folder: 0o2770,
};
/// What `chmod` sets.
const MODE: u32 = 0o7777;

impl Rights {
    /// Those of what is made in that folder.
    ///
    /// # Errors
    /// It can't be looked at.
    pub fn within(folder: &Path) -> io::Result<Rights> {
        let of = patiently(|| fs::metadata(folder))?;
        Ok(if is_shared(&of) { SHARED } else { PRIVATE })
    }

    /// Those that something of a store should have.
    pub fn of(self, found: &Metadata) -> u32 {
        match found.is_dir() {
            true => self.folder,
            false => self.file,
        }
    }
}

/// Whether a folder is one of a shared store.
pub fn is_shared(folder: &Metadata) -> bool {
    folder.is_dir() && folder.mode() & MODE == SHARED.folder
}

/// Whether something has those rights.
pub fn has(found: &Metadata, mode: u32) -> bool {
    found.mode() & MODE == mode
}

/// Whether this process may set its rights: its owner, or root.
pub fn is_ours(found: &Metadata) -> bool {
    let me = rustix::process::geteuid();
    me.is_root() || found.uid() == me.as_raw()
}

/// Gives what is open those rights, if it is ours and has others. Another member's has them since it was made.
///
/// # Errors
/// They can't be set.
pub fn set(file: &File, mode: u32) -> io::Result<()> {
    let found = patiently(|| file.metadata())?;
    match has(&found, mode) || !is_ours(&found) {
        true => Ok(()),
        false => file.set_permissions(Permissions::from_mode(mode)),
    }
}

/// What this process kept from what it makes before a shared store was opened.
static BEFORE: Mutex<Option<Mode>> = Mutex::new(None);

/// From here on what this process makes keeps its group's rights, as sled's own files must in a shared store. What is
/// for nobody else is made so that nobody else can have it, whatever this is.
pub fn widen() {
    let mut before = BEFORE.lock().unwrap_or_else(|held| held.into_inner());
    if before.is_none() {
        *before = Some(umask(Mode::RWXO));
    }
}

/// Begins something that makes files of its own, such as an editor, as if no shared store were open.
pub fn as_before<T>(begin: impl FnOnce() -> T) -> T {
    let before = BEFORE.lock().unwrap_or_else(|held| held.into_inner());
    let wide = before.map(umask);
    let begun = begin();
    wide.map(umask);
    begun
}
