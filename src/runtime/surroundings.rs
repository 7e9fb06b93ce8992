//! The surroundings of the program: its environment, and the folders that it names.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use crate::config;
use crate::model::Zone;
use crate::store;

/// The environment variables that guichet reads and the zone of its clock, taken once, so that tests can make
/// their own.
#[derive(Clone, Debug)]
pub struct Surroundings {
    variables: HashMap<String, OsString>,
    zone: Zone,
    login: String,
    /// The terminal of this process, without `/dev/`.
    terminal: Option<String>,
}

impl Surroundings {
    /// Those of this process. Nothing else in the house asks for the zone of this machine.
    pub fn of_process() -> Surroundings {
        let variables = std::env::vars_os();
        Surroundings {
            variables: variables
                .map(|(name, value)| (name.to_string_lossy().into_owned(), value))
                .collect(),
            zone: Zone::of(TimeZone::system()),
            login: store::login(),
            terminal: terminal(),
        }
    }

    /// Made-up ones; the zone is that of `TZ` among them, else UTC, and the login `USER`.
    pub fn made_up(variables: &[(&str, &str)]) -> Surroundings {
        let value = |wanted: &str| {
            let found = variables.iter().find(|(name, _)| *name == wanted);
            found.map(|(_, value)| *value)
        };
        Surroundings {
            zone: value("TZ").and_then(Zone::named).unwrap_or_else(Zone::utc),
            login: value("USER").unwrap_or_default().to_string(),
            terminal: None,
            variables: variables
                .iter()
                .map(|(name, value)| ((*name).to_string(), (*value).into()))
                .collect(),
        }
    }

    /// By which clock moments are told.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The login of the account, as the system tells; no variable is asked.
    pub fn login(&self) -> &str {
        &self.login
    }

    /// A variable.
    pub fn get(&self, name: &str) -> Option<OsString> {
        self.variables.get(name).cloned()
    }

    /// From where the program is used: the address of the SSH client, else the terminal; blank where neither is known.
    pub fn whence(&self) -> String {
        let client = ["SSH_CONNECTION", "SSH_CLIENT"]
            .into_iter()
            .find_map(|name| {
                let told = self.get(name)?.to_string_lossy().into_owned();
                told.split_whitespace().next().map(str::to_string)
            });
        client.or_else(|| self.terminal.clone()).unwrap_or_default()
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

/// What standard input is, where that is a terminal.
fn terminal() -> Option<String> {
    let name = std::fs::read_link("/proc/self/fd/0").ok()?;
    let name = name.strip_prefix("/dev").ok()?;
    let is_terminal = std::io::stdin().is_terminal();
    is_terminal.then(|| name.to_string_lossy().into_owned())
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
