//! The marker of a store, `guichet` in its folder: that it is one, and which journal it holds. A line that tells
//! what it is, one of JSON, and the crc32c of both in hexadecimal.
//!
//! The id names the journal: a store that is copied, moved or repaired goes on with the same one, and has the same
//! id; one made of a backup, which has no journal, begins one of its own, and has a new one.
//!
//! The id of the store is drawn where one is founded, and stays with what takes its place; older stores get theirs when
//! they are shared. Beside it stands the group that the store is shared with.

use std::path::Path;

use rustix::io::Errno;
use rustix::rand::{GetRandomFlags, getrandom};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
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

/// What stands in it; what a newer program has added is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Said {
    format: u32,
    /// That of the journal.
    id: String,
    /// That of the store under `STORE`, the group that it is shared with under `GROUP`, and what else there is.
    #[serde(flatten)]
    more: Map<String, Value>,
}

/// The id of the store, in hexadecimal: 128 bits by chance.
const STORE: &str = "store";
/// The number of a group.
const GROUP: &str = "group";

impl Said {
    /// That of a new store, whose journal begins.
    fn new() -> Result<Said, Trouble> {
        Ok(Said {
            format: FORMAT,
            id: Ulid::generate().to_string(),
            more: Map::from_iter([(STORE.to_string(), by_chance()?.into())]),
        })
    }

    fn group(&self) -> Option<u32> {
        u32::try_from(self.more.get(GROUP)?.as_u64()?).ok()
    }

    /// One that can be a folder's name.
    fn store(&self) -> Option<&str> {
        let id = self.more.get(STORE)?.as_str()?;
        (id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(id)
    }
}

fn by_chance() -> Result<String, Trouble> {
    let mut bytes = [0; 16];
    let filled = getrandom(&mut bytes, GetRandomFlags::empty());
    filled.map_err(|error| Trouble::at(Path::new("getrandom"))(error.into()))?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
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

/// The id of the journal of the store in that folder; `None` where it has no whole marker.
pub fn id(dir: &Path) -> Option<String> {
    match find(dir) {
        Found::Whole(id) => Some(id),
        _ => None,
    }
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
    write(dir, &Said::new()?)
}

/// What stands in the marker of that folder, if it is whole.
fn said(dir: &Path) -> Option<Said> {
    let bytes = source::read_small(&dir.join(NAME), LONGEST).ok()?;
    read(&String::from_utf8_lossy(&bytes))
}

/// The group that the store is to be shared with.
pub fn group(dir: &Path) -> Option<u32> {
    said(dir)?.group()
}

/// The id of the store, if it has one.
pub fn store_id(dir: &Path) -> Option<String> {
    said(dir)?.store().map(str::to_string)
}

/// Writes down the group that the store is shared with, or that it is no more. It has an id from then on, which is
/// given back.
///
/// # Errors
/// It can't be written.
pub fn share(dir: &Path, group: Option<u32>) -> Result<String, Trouble> {
    let mut marker = match said(dir) {
        Some(said) => said,
        None => Said::new()?,
    };
    let id = match marker.store() {
        Some(id) => id.to_string(),
        None => by_chance()?,
    };
    marker.more.insert(STORE.to_string(), id.clone().into());
    match group {
        Some(gid) => marker.more.insert(GROUP.to_string(), gid.into()),
        None => marker.more.shift_remove(GROUP),
    };
    write(dir, &marker)?;
    Ok(id)
}

/// Marks a new store that is to take the place of another one: its journal begins, the rest is that one's.
///
/// # Errors
/// It can't be written.
pub fn succeed(from: &Path, to: &Path) -> Result<(), Trouble> {
    let mut marker = Said::new()?;
    for (key, value) in said(from).map(|before| before.more).unwrap_or_default() {
        marker.more.insert(key, value);
    }
    write(to, &marker)
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
    match said(from) {
        Some(said) => write(to, &said),
        None => found(to),
    }
}

fn write(dir: &Path, said: &Said) -> Result<(), Trouble> {
    let json = serde_json::to_string(said).unwrap_or_default();
    let body = format!("{MAGIC}{json}\n");
    let sum = crc32c::crc32c(body.as_bytes());
    folder::replace_bytes(dir, NAME, format!("{body}{sum:08x}\n").as_bytes()).map(|_| ())
}
