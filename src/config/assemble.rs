//! From the user's files and environment to all that the desk is set up with.

use std::ffi::OsString;
use std::sync::Arc;

use super::{Config, Finding, config_dir};
use crate::keymap::{self, Keymap};
use crate::locale::Texts;
use crate::model::Lang;
use crate::theme::{self, ColourDepth, Theme};

/// What was chosen over the configuration, on the command line or in the desk; `None` leaves it to
/// the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The language.
    pub lang: Option<Lang>,
    /// The keymap's name.
    pub keymap: Option<String>,
    /// The theme's name.
    pub theme: Option<String>,
}

/// Everything that a user may set, read and ready.
#[derive(Debug)]
pub struct Assembled {
    /// The texts of the screen.
    pub texts: Texts,
    /// The keys; its name is the one in use.
    pub keymap: Arc<Keymap>,
    /// The colours; its name is the one in use.
    pub theme: Theme,
    /// Who signs the changes.
    pub author: String,
    /// How long a lone Esc is held, in milliseconds.
    pub escape_ms: u16,
    /// How long after the first key of a chord the next ones are shown, in milliseconds.
    pub which_key_ms: u16,
    /// The names of all themes, shipped and the user's.
    pub themes: Vec<String>,
    /// The names of all keymaps, shipped and the user's.
    pub keymaps: Vec<String>,
    /// What is wrong with the files.
    pub findings: Vec<Finding>,
}

/// Reads the user's configuration, keymap and theme. Whatever is wrong with them, the result can be
/// worked with, and the findings say what was left out.
pub fn assemble(env: &dyn Fn(&str) -> Option<OsString>, wanted: &Wanted) -> Assembled {
    let dir = config_dir(env);
    let dir = dir.as_deref();
    let (config, mut findings) = dir.map_or_else(Default::default, Config::load);
    let texts = Texts::new(
        wanted
            .lang
            .or(config.language)
            .unwrap_or_else(|| language(env)),
    );
    let (keymap, wrong) = Keymap::load(wanted.keymap.as_ref().unwrap_or(&config.keymap), dir);
    findings.extend(wrong);
    let depth = ColourDepth::decide(config.colours, env);
    let named = wanted.theme.as_deref().or(config.theme.as_deref());
    let (theme, wrong) = Theme::load(named.unwrap_or(theme::suited(depth, env)), dir, depth);
    findings.extend(wrong);
    let author = config.user.or_else(|| login(env));
    let author = author.unwrap_or_else(|| texts.get("author-unknown").to_string());
    Assembled {
        texts,
        keymap: Arc::new(keymap),
        theme,
        author,
        escape_ms: config.escape_ms,
        which_key_ms: config.which_key_ms,
        themes: theme::names(dir),
        keymaps: keymap::names(dir),
        findings,
    }
}

/// The language of the locale, by the order of POSIX: `LC_ALL`, `LC_MESSAGES`, `LANG`.
fn language(env: &dyn Fn(&str) -> Option<OsString>) -> Lang {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| said(env, name));
    Lang::from_locale(&locale.unwrap_or_default())
}

fn login(env: &dyn Fn(&str) -> Option<OsString>) -> Option<String> {
    ["USER", "LOGNAME"]
        .into_iter()
        .find_map(|name| said(env, name))
}

/// A variable that is set to something.
fn said(env: &dyn Fn(&str) -> Option<OsString>, name: &str) -> Option<String> {
    env(name)?
        .into_string()
        .ok()
        .map(|value| value.trim().to_string())
        .filter(|value| !value.is_empty())
}
