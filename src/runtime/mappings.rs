//! What is remembered of imports: mappings by their names, in `mappings/` of the account's configuration, to be read,
//! changed and handed on as files; and what was decided of doubtful rows, by store, in the folder of its state.

use std::io;
use std::path::{Path, PathBuf};

use twox_hash::xxhash3_64;

use super::kept::read_within;
use super::surroundings::{Surroundings, private_folder};
use crate::desk::jobs::Remembered;
use crate::desk::message::Unkept;
use crate::exchange::import::Recall;
use crate::exchange::mapping::Mapping;
use crate::model::Kind;
use crate::store::{there, write_private};

/// The folder of the mappings.
const MAPPINGS: &str = "mappings";
/// The folder of what was decided.
const DECIDED: &str = "decided";
/// No mapping is longer, in bytes: a thousand columns.
const LONGEST: u64 = 1 << 20;
/// No more are looked at.
const MOST: usize = 500;

/// Where what is remembered lies.
#[derive(Clone, Debug)]
pub struct Memory {
    mappings: Option<PathBuf>,
    decided: Option<PathBuf>,
}

impl Memory {
    /// That of an account, of the store of that folder; of a throw-away one no decision is remembered.
    pub fn of(surroundings: &Surroundings, store: Option<&Path>) -> Memory {
        let decided = surroundings.state_dir().zip(store).map(|(state, store)| {
            let whole = store.canonicalize().unwrap_or_else(|_| store.to_path_buf());
            let name = xxhash3_64::Hasher::oneshot(whole.as_os_str().as_encoded_bytes());
            state.join(DECIDED).join(format!("{name:016x}"))
        });
        Memory {
            mappings: surroundings.config_dir().map(|dir| dir.join(MAPPINGS)),
            decided,
        }
    }

    /// All of it; what can't be read is not remembered.
    pub fn remembered(&self) -> Remembered {
        Remembered {
            mappings: self.mappings(),
            recall: self.recall(),
        }
    }

    fn recall(&self) -> Recall {
        let text = self
            .decided
            .as_deref()
            .map(|path| read_within(path, LONGEST));
        text.and_then(Result::ok)
            .map_or_else(Recall::default, |text| Recall::read(&text))
    }

    /// The mappings, by their names and in the order of these.
    pub fn mappings(&self) -> Vec<(String, String)> {
        let Some(folder) = &self.mappings else {
            return Vec::new();
        };
        let mut names: Vec<String> = there::within(folder)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|entry| {
                let name = entry.file_name();
                let name = name.to_str()?.strip_suffix(".toml")?.to_string();
                (!name.starts_with('.')).then_some(name)
            })
            .take(MOST)
            .collect();
        names.sort_unstable();
        let read = |name: String| {
            let text = read_within(&folder.join(format!("{name}.toml")), LONGEST);
            text.ok().map(|text| (name, text))
        };
        names.into_iter().filter_map(read).collect()
    }

    /// Keeps a mapping under a name; says where.
    ///
    /// # Errors
    /// There is one of that name for other headers, or it can't be written.
    pub fn keep(&self, kind: Kind, name: &str, mapping: &Mapping) -> Result<PathBuf, Unkept> {
        let path = self.path(name)?;
        let old = read_within(&path, LONGEST).ok();
        let is_other = |text: &String| match Mapping::read(kind, text) {
            Ok(old) => !old.has_headers_of(mapping),
            Err(_) => true,
        };
        if old.as_ref().is_some_and(is_other) {
            return Err(Unkept::Taken);
        }
        if let Some(folder) = path.parent() {
            private_folder(folder).map_err(|error| amiss(&error))?;
        }
        write_private(&path, mapping.text_to_keep(kind).as_bytes())
            .map_err(|trouble| Unkept::Amiss(trouble.text))?;
        Ok(path)
    }

    /// Drops the mapping of that name.
    ///
    /// # Errors
    /// It can't be taken away.
    pub fn drop(&self, name: &str) -> Result<(), Unkept> {
        let path = self.path(name)?;
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(amiss(&error)),
            _ => Ok(()),
        }
    }

    /// Remembers what was decided, besides what is remembered.
    pub fn learn(&self, learnt: Recall) {
        let Some(path) = &self.decided else {
            return;
        };
        let mut recall = self.recall();
        recall.extend(learnt);
        let kept = path.parent().map_or(Ok(()), private_folder);
        let kept = kept.map_err(|error| error.to_string()).and_then(|()| {
            write_private(path, recall.text().as_bytes()).map_err(|trouble| trouble.text)
        });
        if let Err(error) = kept {
            tracing::warn!(%error, "what was decided of an import can't be remembered");
        }
    }

    fn path(&self, name: &str) -> Result<PathBuf, Unkept> {
        let absent = || amiss(&io::ErrorKind::NotFound.into());
        let folder = self.mappings.as_ref().ok_or_else(absent)?;
        Ok(folder.join(format!("{name}.toml")))
    }
}

fn amiss(error: &io::Error) -> Unkept {
    Unkept::Amiss(error.to_string())
}
