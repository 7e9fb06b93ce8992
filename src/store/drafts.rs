//! Drafts: what was typed into a form and not saved yet, one JSON file each, `drafts/<id>.json`: the number of
//! its format, a checksum, the draft. Those of the first format are the draft alone. One that can't be read hides
//! no other, is named, and stays where it is.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::error::{Damage, ReadError, Trouble};
use super::left::{Left, Unoffered};
use super::{folder, format, limits, source};

/// The format of drafts (`format`); those without a number came before.
const FORMAT: u32 = 1 << 8;
/// The base of a draft that stands on nothing that is there, for its store was replaced by another: no record is of that
/// revision, and all that is typed is held against what there is.
pub const NOWHERE: u64 = u64::MAX;
/// How the name of a draft ends.
const ENDING: &str = ".json";

/// A form as it was left.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Its id, which names the file.
    #[serde(with = "id")]
    pub id: Ulid,
    /// The kind's key.
    pub kind: String,
    /// The record edited (`kind/ULID`); none for a new one.
    pub record: Option<String>,
    /// The revision that the form was filled from; 0 for a new record.
    pub base: u64,
    /// When it was last touched: milliseconds since 1970, UTC.
    pub at: i64,
    /// What it is called on the screen.
    pub title: String,
    /// What stands in the form, by field key, as typed.
    pub texts: BTreeMap<String, String>,
    /// Whether it is a quick line: its text stands under `line`.
    #[serde(default)]
    pub quick: bool,
}

mod id {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use ulid::Ulid;

    pub fn serialize<S: Serializer>(id: &Ulid, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(id)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Ulid, D::Error> {
        let text = String::deserialize(from)?;
        Ulid::from_string(&text).map_err(D::Error::custom)
    }
}

/// The folder of the drafts of the store at `dir`.
pub(super) fn folder_of(dir: &Path) -> PathBuf {
    dir.join("drafts")
}

/// What is kept, as it lies in its file.
#[derive(Serialize, Deserialize)]
struct Sealed<T> {
    format: u32,
    crc32c: u32,
    draft: T,
}

#[derive(Deserialize)]
struct Numbered {
    format: Option<u32>,
}

/// The bytes of a file that holds that.
pub(super) fn seal<T: Serialize>(path: &Path, draft: &T) -> Result<Vec<u8>, Trouble> {
    let trouble = |error: serde_json::Error| Trouble::at(path)(error.into());
    let sealed = Sealed {
        format: FORMAT,
        crc32c: crc32c::crc32c(&serde_json::to_vec(draft).map_err(trouble)?),
        draft,
    };
    let bytes = serde_json::to_vec_pretty(&sealed).map_err(trouble)?;
    match bytes.len() as u64 > limits::DRAFT {
        true => Err(Trouble::at(path)(std::io::ErrorKind::FileTooLarge.into())),
        false => Ok(bytes),
    }
}

/// Reads what was sealed; what has no number is read as it is.
pub(super) fn unseal<T: Serialize + DeserializeOwned>(path: &Path) -> Result<T, ReadError> {
    let bytes = source::read_small(path, limits::DRAFT).map_err(Trouble::at(path))?;
    let damaged = || Damage::File {
        path: path.to_path_buf(),
        offset: 0,
    };
    let numbered: Numbered = serde_json::from_slice(&bytes).map_err(|_| damaged())?;
    let Some(found) = numbered.format else {
        return Ok(serde_json::from_slice(&bytes).map_err(|_| damaged())?);
    };
    if !format::is_readable(found, FORMAT) {
        return Err(ReadError::NewerFormat {
            path: path.to_path_buf(),
            found,
            known: FORMAT,
        });
    }
    let sealed: Sealed<T> = serde_json::from_slice(&bytes).map_err(|_| damaged())?;
    let sum = serde_json::to_vec(&sealed.draft).map(|bytes| crc32c::crc32c(&bytes));
    match sum.is_ok_and(|sum| sum == sealed.crc32c) {
        true => Ok(sealed.draft),
        false => Err(damaged().into()),
    }
}

fn name_of(id: Ulid) -> String {
    format!("{id}{ENDING}")
}

/// The right to a draft, held as long as this lives: other desks do not offer it meanwhile.
#[derive(Debug)]
pub struct InHand {
    _file: Option<File>,
}

/// Keeps a draft of the store at `dir`, in place of its former state.
pub fn save(dir: &Path, draft: &Draft) -> Result<InHand, Trouble> {
    let drafts = folder_of(dir);
    folder::room(&drafts)?;
    let name = name_of(draft.id);
    let path = drafts.join(&name);
    let bytes = seal(&path, draft)?;
    let mut hand = InHand { _file: None };
    folder::replace(&drafts, &name, |file| {
        file.write_all(&bytes).map_err(Trouble::at(&path))?;
        // It was locked when it was made, and stays so as long as one of the two is open.
        hand._file = file.try_clone().ok();
        Ok::<(), Trouble>(())
    })?;
    Ok(hand)
}

/// Why a draft can't be taken in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untaken {
    /// Another desk has it in hand.
    Elsewhere,
    /// It is not there any more: it was saved, or thrown away.
    Gone,
}

/// Takes a draft in hand that is kept.
///
/// # Errors
/// It can't be.
pub fn take(dir: &Path, id: Ulid) -> Result<InHand, Untaken> {
    let path = folder_of(dir).join(name_of(id));
    match source::open(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Untaken::Gone),
        // What can't be locked is nobody's either.
        Err(_) => Ok(InHand { _file: None }),
        Ok(file) => match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Err(Errno::WOULDBLOCK) => Err(Untaken::Elsewhere),
            _ => Ok(InHand { _file: Some(file) }),
        },
    }
}

/// Whether a desk has that draft in hand.
pub fn is_in_hand(dir: &Path, id: Ulid) -> bool {
    let file = source::open(&folder_of(dir).join(name_of(id)));
    let shared = FlockOperation::NonBlockingLockShared;
    file.is_ok_and(|file| flock(&file, shared) == Err(Errno::WOULDBLOCK))
}

/// All drafts, in order of id (of making), and what lies there and can't be read as one.
pub fn list(dir: &Path) -> (Vec<Draft>, Vec<Left>) {
    let (mut drafts, mut left) = (Vec::new(), Vec::new());
    let folder = folder_of(dir);
    let names = folder::names(&folder, ENDING).unwrap_or_else(|error| {
        left.push(Left::unread(&folder, error.into()));
        Vec::new()
    });
    for name in names {
        let path = folder.join(&name);
        match unseal::<Draft>(&path) {
            // A copy under another name would be offered twice, and come back when it is done with.
            Ok(draft) if name_of(draft.id) != name => left.push(Left {
                path,
                why: Unoffered::Misnamed,
            }),
            Ok(draft) => drafts.push(draft),
            Err(error) => left.push(Left::unread(&path, error)),
        }
    }
    (drafts, left)
}

/// Removes a draft; one that is not there is removed already.
pub fn remove(dir: &Path, id: Ulid) -> Result<(), Trouble> {
    let drafts = folder_of(dir);
    let path = drafts.join(name_of(id));
    match fs::remove_file(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        removed => {
            removed.map_err(Trouble::at(&path))?;
            folder::sync_folder(&drafts)
        }
    }
}
