//! From the user's files and environment to all that the desk is set up with.

use std::ffi::OsString;
use std::sync::Arc;

use super::{Config, Kept, Panes, Setting, config_dir, terminal};
use crate::files::Finding;
use crate::keymap::{self, Keymap};
use crate::locale::{Texts, finding_words};
use crate::model::{Author, Here, Lang, Zone};
use crate::theme::{self, AUTO, ColourDepth, Ground, Suited, Theme};

/// How much of a locale's name is shown, in characters.
const LOCALE_SHOWN: usize = 24;

/// What goes before the configuration and all that is remembered, in this session alone; `None` leaves it
/// to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The language.
    pub lang: Option<Lang>,
    /// The keymap's name.
    pub keymap: Option<String>,
    /// The theme's name, or `auto`.
    pub theme: Option<String>,
    /// The background that the terminal has told.
    pub ground: Option<Ground>,
}

impl Wanted {
    /// Takes in what was chosen for this session alone, or that it was chosen for longer.
    pub fn set(&mut self, setting: Setting, value: Option<&str>) {
        let name = value.map(str::to_string);
        match setting {
            Setting::Theme => self.theme = name,
            Setting::Keymap => self.keymap = name,
            Setting::Language => self.lang = value.and_then(Lang::by_key),
        }
    }
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
    /// The name of the theme as it was asked for, which may be `auto`.
    pub theme_named: String,
    /// The themes among which the terminal's background decides, where it does.
    pub suited: Option<Suited>,
    /// Who signs the changes.
    pub author: Author,
    /// How list and sheet are laid out.
    pub layout: Panes,
    /// How long a lone Esc is held, in milliseconds.
    pub escape_ms: u16,
    /// How long after the first key of a chord the next ones are shown, in milliseconds.
    pub which_key_ms: u16,
    /// The names of all themes, `auto` first, shipped and the user's.
    pub themes: Vec<String>,
    /// The names of all keymaps, shipped and the user's.
    pub keymaps: Vec<String>,
    /// The locale, where it is one without UTF-8.
    pub narrow_locale: Option<String>,
    /// What is wrong with the files.
    pub findings: Vec<Finding>,
}

impl Assembled {
    /// What is wrong with the files, in words.
    pub fn told(&self) -> Vec<String> {
        let words = |finding| finding_words(&self.texts, finding);
        self.findings.iter().map(words).collect()
    }
}

/// Reads the user's configuration, keymap and theme. Whatever is wrong with them, the result can be
/// worked with, and the findings say what was left out. What was chosen in the desk is in `kept`; the `login` is that
/// of the account.
pub fn assemble(
    env: &dyn Fn(&str) -> Option<OsString>,
    login: &str,
    zone: &Zone,
    kept: &Kept,
    wanted: &Wanted,
) -> Assembled {
    let dir = config_dir(env);
    let dir = dir.as_deref();
    let (config, mut findings) = dir.map_or_else(Default::default, Config::load);
    let lang = wanted.lang.unwrap_or_else(|| spoken(&config, kept, env));
    let texts = Texts::new(Here {
        lang,
        zone: zone.clone(),
    });
    let keymaps = keymap::names(dir);
    let chosen = |setting, names: &[String]| {
        let chosen = kept.chosen(setting, config.said(setting));
        // What has gone since it was chosen is chosen no longer.
        chosen
            .filter(|chosen| names.iter().any(|name| name == chosen))
            .map(str::to_string)
    };
    let keymap = wanted
        .keymap
        .clone()
        .or_else(|| chosen(Setting::Keymap, &keymaps));
    let (keymap, wrong) = Keymap::load(keymap.as_ref().unwrap_or(&config.keymap), dir);
    findings.extend(wrong);
    let themes: Vec<String> = std::iter::once(AUTO.to_string())
        .chain(theme::names(dir))
        .collect();
    let theme = wanted
        .theme
        .clone()
        .or_else(|| chosen(Setting::Theme, &themes));
    let theme_named = theme
        .or_else(|| config.theme.clone())
        .unwrap_or_else(|| AUTO.to_string());
    let mut suited = None;
    let theme = match theme_named.as_str() {
        AUTO => {
            suited = Suited::load(dir, config.colours, env).map(|(suited, wrong)| {
                findings.extend(wrong);
                suited
            });
            let ground = wanted.ground.or_else(|| kept.ground(&terminal(env)));
            let ground = ground.or_else(|| Ground::told(env));
            let plain = || Theme::load("mono", None, ColourDepth::None).0;
            suited
                .as_ref()
                .map_or_else(plain, |suited| suited.on(ground).clone())
        }
        name => {
            let depth = ColourDepth::decide(config.colours, env);
            let (theme, wrong) = Theme::load(name, dir, depth);
            findings.extend(wrong);
            theme
        }
    };
    let name = config.user.or_else(|| user(env));
    let author = Author {
        name: name.unwrap_or_else(|| login.to_string()),
        login: login.to_string(),
    };
    Assembled {
        texts,
        keymap: Arc::new(keymap),
        theme,
        theme_named,
        suited,
        author,
        layout: config.layout,
        escape_ms: config.escape_ms,
        which_key_ms: config.which_key_ms,
        themes,
        keymaps,
        narrow_locale: narrow(env),
        findings,
    }
}

/// The language that was chosen, else that of the configuration, else that of the locale.
fn spoken(config: &Config, kept: &Kept, env: &dyn Fn(&str) -> Option<OsString>) -> Lang {
    let said = config.said(Setting::Language);
    let chosen = kept.chosen(Setting::Language, said).and_then(Lang::by_key);
    chosen.or(config.language).unwrap_or_else(|| language(env))
}

/// Takes a choice into what is kept, or forgets the one there was where it is what would hold without
/// any. Tells whether there is one now.
pub fn choose(
    env: &dyn Fn(&str) -> Option<OsString>,
    kept: &mut Kept,
    setting: Setting,
    value: &str,
) -> bool {
    let (config, _) = config_dir(env).map_or_else(Default::default, |dir| Config::load(&dir));
    let said = config.said(setting);
    let unchosen = match setting {
        Setting::Theme => said.unwrap_or(AUTO),
        Setting::Keymap => &config.keymap,
        Setting::Language => said.unwrap_or_else(|| language(env).key()),
    };
    let chosen = Some(value).filter(|value| *value != unchosen);
    kept.choose(setting, chosen, said);
    chosen.is_some()
}

/// The language of the locale, by the order of POSIX: `LC_ALL`, `LC_MESSAGES`, `LANG`.
fn language(env: &dyn Fn(&str) -> Option<OsString>) -> Lang {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| said(env, name));
    Lang::from_locale(&locale.unwrap_or_default())
}

/// The locale of characters, by the order of POSIX, where it is set to one without UTF-8.
fn narrow(env: &dyn Fn(&str) -> Option<OsString>) -> Option<String> {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| said(env, name))?;
    let (_, charset) = locale.split_once('.').unwrap_or_default();
    let charset = charset.split('@').next().unwrap_or_default();
    let wide = ["UTF-8", "UTF8"]
        .iter()
        .any(|name| name.eq_ignore_ascii_case(charset));
    (!wide).then(|| locale.chars().take(LOCALE_SHOWN).collect())
}

fn user(env: &dyn Fn(&str) -> Option<OsString>) -> Option<String> {
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
