//! The surroundings of the program: its environment, and the folders that it names.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::config;

/// The environment variables that guichet reads, taken once, so that tests can make their own.
#[derive(Clone, Debug, Default)]
pub struct Surroundings(HashMap<String, OsString>);

impl Surroundings {
    /// Those of this process.
    pub fn of_process() -> Surroundings {
        Surroundings(
            std::env::vars_os()
                .map(|(name, value)| (name.to_string_lossy().into_owned(), value))
                .collect(),
        )
    }

    /// Made-up ones.
    pub fn made_up(variables: &[(&str, &str)]) -> Surroundings {
        Surroundings(
            variables
                .iter()
                .map(|(name, value)| ((*name).to_string(), (*value).into()))
                .collect(),
        )
    }

    /// A variable.
    pub fn get(&self, name: &str) -> Option<OsString> {
        self.0.get(name).cloned()
    }

    /// The folder of the user's configuration.
    pub fn config_dir(&self) -> Option<PathBuf> {
        config::config_dir(&|name| self.get(name))
    }

    /// The folder of the default store.
    pub fn data_dir(&self) -> Option<PathBuf> {
        config::data_dir(&|name| self.get(name))
    }

    /// The folder of the log and of what is remembered.
    pub fn state_dir(&self) -> Option<PathBuf> {
        config::state_dir(&|name| self.get(name))
    }
}

/// Opens a file for adding to it, one that only its owner can read; a link is refused.
///
/// # Errors
/// When the file can't be made, or closed to others.
pub fn private_file(path: &Path) -> std::io::Result<std::fs::File> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    let file = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed())
        .open(path)?;
    file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    Ok(file)
}

/// Makes a folder that only its owner can enter, with its parents.
///
/// # Errors
/// When the folder can't be made.
pub fn private_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}
