//! Drafts: what was typed into a form and not saved yet, one JSON file each, `drafts/<id>.json`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::error::{ReadError, Trouble};
use super::{folder, limits, source};

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

fn folder_of(dir: &Path) -> PathBuf {
    dir.join("drafts")
}

/// Keeps a draft of the store at `dir`, in place of its former state.
pub fn save(dir: &Path, draft: &Draft) -> Result<(), Trouble> {
    let drafts = folder_of(dir);
    folder::room(&drafts)?;
    let json =
        serde_json::to_vec_pretty(draft).map_err(|error| Trouble::at(&drafts)(error.into()))?;
    folder::replace_bytes(&drafts, &format!("{}.json", draft.id), &json).map(|_| ())
}

/// All drafts, in order of id (of making), and the files that can't be read as one.
pub fn list(dir: &Path) -> Result<(Vec<Draft>, Vec<PathBuf>), ReadError> {
    let (mut drafts, mut damaged) = (Vec::new(), Vec::new());
    let folder = folder_of(dir);
    for name in folder::names(&folder, ".json")? {
        let path = folder.join(name);
        let bytes = match source::read_small(&path, limits::DRAFT) {
            Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => Vec::new(),
            read => read.map_err(Trouble::at(&path))?,
        };
        match serde_json::from_slice(&bytes) {
            Ok(draft) => drafts.push(draft),
            Err(_) => damaged.push(path),
        }
    }
    Ok((drafts, damaged))
}

/// Removes a draft; one that is not there is removed already.
pub fn remove(dir: &Path, id: Ulid) -> Result<(), Trouble> {
    let drafts = folder_of(dir);
    let path = drafts.join(format!("{id}.json"));
    match fs::remove_file(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        removed => {
            removed.map_err(Trouble::at(&path))?;
            folder::sync_folder(&drafts)
        }
    }
}
