//! The marker of a store, `guichet` in its folder: that it is one, and which journal it holds. A line that tells
//! what it is, one of JSON, and the crc32c of both in hexadecimal.
//!
//! The id names the journal: a store that is copied, moved or repaired goes on with the same one, and has the same
//! id; one made of a backup, which has no journal, begins one of its own, and has a new one.

use std::path::Path;

use rustix::io::Errno;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::error::{ReadError, Trouble};
use super::{folder, format, source, there};

/// The name of the file.
pub const NAME: &str = "guichet";
const MAGIC: &str = "guichet-store\n";
/// The newest format known (`format`).
const FORMAT: u32 = 1;
/// More can't be in it, in bytes.
const LONGEST: u64 = 1 << 16;

/// What stands in it; what a newer program has added is passed over, and kept, for it is not written again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Said {
    format: u32,
    id: String,
}

/// What is found of a marker.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// No file of that name, or one that is something else.
    None,
    /// One that can't be read.
    Unread(Trouble),
    /// One that is not what was written.
    Damaged,
    /// One that this program must not write beside (or not even read): its format.
    Newer(u32),
    /// A whole one, with the id.
    Whole(String),
}

/// The marker in that folder.
pub fn find(dir: &Path) -> Found {
    let path = dir.join(NAME);
    let bytes = match (there::is_file(&path), source::read_small(&path, LONGEST)) {
        (Ok(true), Err(error)) if error.raw_os_error() != Some(Errno::FBIG.raw_os_error()) => {
            return Found::Unread(Trouble::at(&path)(error));
        }
        (Err(error), _) => return Found::Unread(Trouble::at(&path)(error)),
        (Ok(_), read) => read.unwrap_or_default(),
    };
    let text = String::from_utf8_lossy(&bytes);
    if !text.starts_with(MAGIC) {
        return Found::None;
    }
    match read(&text) {
        None => Found::Damaged,
        Some(said) if said.format > FORMAT => Found::Newer(said.format),
        Some(said) => Found::Whole(said.id),
    }
}

fn read(text: &str) -> Option<Said> {
    let (body, sum) = text.strip_suffix('\n')?.rsplit_once('\n')?;
    let body = format!("{body}\n");
    if sum != format!("{:08x}", crc32c::crc32c(body.as_bytes())) {
        return None;
    }
    serde_json::from_str(body.strip_prefix(MAGIC)?).ok()
}

/// Refuses a store of a newer program: to be read, where it can't be; to be written, where that would lose something.
///
/// # Errors
/// `NewerFormat`.
pub fn only_known(dir: &Path, to_write: bool) -> Result<(), ReadError> {
    match find(dir) {
        Found::Newer(found) if to_write || !format::is_readable(found, FORMAT) => {
            let (path, known) = (dir.join(NAME), FORMAT);
            Err(ReadError::NewerFormat { path, found, known })
        }
        _ => Ok(()),
    }
}

/// Marks a new store.
///
/// # Errors
/// It can't be written.
pub fn found(dir: &Path) -> Result<(), Trouble> {
    write(dir, &Ulid::generate().to_string())
}

/// Marks a store, under its lock, that an older program made, or whose marker is damaged. Nothing depends on it: what
/// can't be written is left for the next time.
pub fn renew(dir: &Path) {
    let path = dir.join(NAME);
    // What has the name and is no marker is not ours to replace.
    let is_free = || matches!(there::named(&path), Ok(None));
    let wanted = match find(dir) {
        Found::None => is_free(),
        Found::Damaged => true,
        Found::Unread(_) | Found::Newer(_) | Found::Whole(_) => false,
    };
    if wanted && let Err(error) = found(dir) {
        tracing::warn!(%error, "the store can't be marked");
    }
}

/// Marks a store that goes on with the journal of another one.
///
/// # Errors
/// It can't be written.
pub fn carry(from: &Path, to: &Path) -> Result<(), Trouble> {
    match find(from) {
        Found::Whole(id) => write(to, &id),
        _ => found(to),
    }
}

fn write(dir: &Path, id: &str) -> Result<(), Trouble> {
    let (format, id) = (FORMAT, id.to_string());
    let json = serde_json::to_string(&Said { format, id }).unwrap_or_default();
    let body = format!("{MAGIC}{json}\n");
    let sum = crc32c::crc32c(body.as_bytes());
    folder::replace_bytes(dir, NAME, format!("{body}{sum:08x}\n").as_bytes()).map(|_| ())
}
