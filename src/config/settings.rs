//! `config.toml`.

use std::ops::RangeInclusive;
use std::path::Path;

use toml::de::DeValue;

use super::Setting;
use crate::files::{Finding, Problem, Reader, Word, nearest, read_file, words};
use crate::model::Lang;
use crate::theme::ColourDepth;
use crate::{keymap, theme};

/// How list and sheet are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panes {
    /// Side by side where there is room for two, in frames.
    #[default]
    Framed,
    /// One of them at any width, without frames.
    Single,
}

impl Panes {
    /// What a configuration calls them.
    pub const NAMES: [(&'static str, Panes); 2] =
        [("auto", Panes::Framed), ("single", Panes::Single)];
}

/// The settings of a user. Every one has a default: an empty file, or none, is a good file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Language of the screen; unset, the locale tells.
    pub language: Option<Lang>,
    /// Name of the keymap.
    pub keymap: String,
    /// Name of the theme; unset or `auto`, one that suits the terminal (see [`theme::Suited`]).
    pub theme: Option<String>,
    /// How many colours; unset, the environment tells.
    pub colours: Option<ColourDepth>,
    /// How list and sheet are laid out.
    pub layout: Panes,
    /// How long a lone Esc is held, in milliseconds (0 to 1000).
    pub escape_ms: u16,
    /// How long after the first key of a chord the next ones are shown, in milliseconds (0 to 5000).
    pub which_key_ms: u16,
    /// The name that stands in the journal; unset, the login name.
    pub user: Option<String>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            language: None,
            keymap: "default".to_string(),
            theme: None,
            colours: None,
            layout: Panes::default(),
            escape_ms: 50,
            which_key_ms: 300,
            user: None,
        }
    }
}

const KEYS: [&str; 8] = [
    "language",
    "keymap",
    "theme",
    "colours",
    "layout",
    "escape-ms",
    "which-key-ms",
    "user",
];
const LANGUAGES: [(&str, Lang); 2] = [("fr", Lang::Fr), ("en", Lang::En)];

impl Config {
    /// Reads `config.toml` in the user's folder. No file means the defaults, without a finding; a
    /// setting that can't be used keeps its default and is a finding.
    pub fn load(dir: &Path) -> (Config, Vec<Finding>) {
        let path = dir.join("config.toml");
        match read_file(&path) {
            Ok(Some(text)) => Config::read(&path.display().to_string(), &text, Some(dir)),
            Ok(None) => (Config::default(), Vec::new()),
            Err(finding) => (Config::default(), vec![*finding]),
        }
    }

    /// Reads the text of a configuration; `dir` is where the user's keymaps and themes lie.
    pub fn read(file: &str, text: &str, dir: Option<&Path>) -> (Config, Vec<Finding>) {
        let (mut reader, table) = Reader::open(file, text);
        let mut config = Config::default();
        for word in words(&table) {
            config.set(&mut reader, &word, dir);
        }
        (config, reader.finish())
    }

    /// What the file says of a setting that can be chosen in the desk.
    pub fn said(&self, setting: Setting) -> Option<&str> {
        match setting {
            Setting::Theme => self.theme.as_deref(),
            Setting::Keymap => Some(&self.keymap),
            Setting::Language => self.language.map(Lang::key),
        }
    }

    fn set(&mut self, reader: &mut Reader, word: &Word, dir: Option<&Path>) {
        match word.key {
            "language" => {
                self.language = choice(reader, word, &LANGUAGES);
            }
            "colours" => {
                self.colours = choice(reader, word, &ColourDepth::NAMES);
            }
            "layout" => {
                if let Some(panes) = choice(reader, word, &Panes::NAMES) {
                    self.layout = panes;
                }
            }
            "keymap" => {
                let known = keymap::names(dir);
                if let Some(name) = name(reader, word, &known, Problem::UnknownKeymap) {
                    self.keymap = name;
                }
            }
            "theme" => {
                let mut known = theme::names(dir);
                known.push(theme::AUTO.to_string());
                self.theme = name(reader, word, &known, Problem::UnknownTheme);
            }
            "escape-ms" => {
                if let Some(number) = number(reader, word, 0..=1000) {
                    self.escape_ms = number;
                }
            }
            "which-key-ms" => {
                if let Some(number) = number(reader, word, 0..=5000) {
                    self.which_key_ms = number;
                }
            }
            "user" => {
                self.user = reader
                    .text("", word)
                    .map(|name| name.trim().to_string())
                    .filter(|name| !name.is_empty());
            }
            unknown => {
                let help = nearest(unknown, KEYS);
                reader.report(
                    word.span.clone(),
                    "",
                    "",
                    Problem::UnknownKey,
                    unknown,
                    help,
                );
            }
        }
    }
}

fn choice<T: Copy>(reader: &mut Reader, word: &Word, choices: &[(&str, T)]) -> Option<T> {
    let text = reader.text("", word)?;
    let found = choices
        .iter()
        .find(|(name, _)| *name == text)
        .map(|(_, value)| *value);
    if found.is_none() {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let help = nearest(text, names.iter().copied());
        let span = word.value.span();
        reader.report(
            span,
            "",
            word.key,
            Problem::ExpectedChoice,
            &names.join(", "),
            help,
        );
    }
    found
}

fn name(reader: &mut Reader, word: &Word, known: &[String], problem: Problem) -> Option<String> {
    let text = reader.text("", word)?;
    if known.iter().any(|name| name == text) {
        return Some(text.to_string());
    }
    let help = nearest(text, known.iter().map(String::as_str));
    reader.report(word.value.span(), "", word.key, problem, text, help);
    None
}

fn number(reader: &mut Reader, word: &Word, bounds: RangeInclusive<u16>) -> Option<u16> {
    let read = match word.value.get_ref() {
        DeValue::Integer(integer) => u16::from_str_radix(integer.as_str(), integer.radix()).ok(),
        _ => None,
    };
    let number = read.filter(|number| bounds.contains(number));
    if number.is_none() {
        let wanted = format!("{}–{}", bounds.start(), bounds.end());
        let span = word.value.span();
        reader.report(span, "", word.key, Problem::ExpectedNumber, &wanted, None);
    }
    number
}
