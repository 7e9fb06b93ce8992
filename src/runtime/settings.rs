//! The settings put together: configuration, keymap, theme, language, name; and the surroundings
//! (environment) from which they come.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::{self, Config};
use crate::desk::{Chosen, Settings};
use crate::keymap::{self, Keymap};
use crate::locale::Texts;
use crate::model::Lang;
use crate::theme::{self, ColourDepth, Theme};

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

    fn text(&self, name: &str) -> Option<String> {
        self.get(name)
            .map(|value| value.to_string_lossy().into_owned())
            .filter(|value| !value.is_empty())
    }

    /// The folder of the user's configuration.
    pub fn config_dir(&self) -> Option<PathBuf> {
        config::config_dir(&|name| self.get(name))
    }

    /// The folder of the default store.
    pub fn data_dir(&self) -> Option<PathBuf> {
        config::data_dir(&|name| self.get(name))
    }

    /// The folder of the log.
    pub fn state_dir(&self) -> Option<PathBuf> {
        config::state_dir(&|name| self.get(name))
    }

    /// The language of the locale.
    pub fn lang(&self) -> Lang {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| self.text(name));
        Lang::from_locale(&locale.unwrap_or_default())
    }

    /// The configuration, and what is wrong with it.
    pub fn config(&self) -> (Config, Vec<crate::config::Finding>) {
        self.config_dir()
            .map_or_else(|| (Config::default(), Vec::new()), |dir| Config::load(&dir))
    }

    /// The name that signs changes: the configured one, else the login name.
    pub fn author(&self, config: &Config) -> String {
        let login = || ["USER", "LOGNAME"].iter().find_map(|name| self.text(name));
        config
            .user
            .clone()
            .or_else(login)
            .unwrap_or_else(|| format!("uid {}", rustix::process::getuid().as_raw()))
    }
}

/// Reads everything that a user may set; what was chosen in this session goes before the files.
pub fn read(surroundings: &Surroundings, chosen: &Chosen) -> Settings {
    let (config, mut findings) = surroundings.config();
    let dir = surroundings.config_dir();
    let dir = dir.as_deref();
    let lang = chosen
        .lang
        .or(config.language)
        .unwrap_or_else(|| surroundings.lang());
    let env = |name: &str| surroundings.get(name);
    let depth = ColourDepth::decide(config.colours, &env);
    let suited = || theme::suited(depth, &env).to_string();
    let theme_name = chosen
        .theme
        .clone()
        .or_else(|| config.theme.clone())
        .unwrap_or_else(suited);
    let keymap_name = chosen
        .keymap
        .clone()
        .unwrap_or_else(|| config.keymap.clone());
    let (theme, of_theme) = Theme::load(&theme_name, dir, depth);
    let (keymap, of_keymap) = Keymap::load(&keymap_name, dir);
    findings.extend(of_theme.into_iter().chain(of_keymap));
    let texts = Texts::new(lang);
    Settings {
        findings: findings.iter().map(|finding| finding.say(&texts)).collect(),
        keymap: Arc::new(keymap),
        theme,
        chosen: Chosen {
            lang: chosen.lang,
            keymap: Some(keymap_name),
            theme: Some(theme_name),
        },
        author: surroundings.author(&config),
        which_key_ms: config.which_key_ms,
        themes: theme::names(dir),
        keymaps: keymap::names(dir),
        texts,
    }
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
