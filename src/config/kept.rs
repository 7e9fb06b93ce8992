//! What the program remembers by itself from one session to the next: what was chosen in the palette,
//! and the backgrounds of terminals. Text in and out; who reads and writes the file is the runtime.

use std::ffi::OsString;

use serde::{Deserialize, Serialize};

use crate::theme::Ground;

/// Terminals whose background is remembered; the one not seen for longest is forgotten.
const TERMINALS: usize = 32;
/// What the file says of itself to whoever opens it.
const HEAD: &str = "# Written by guichet. What was chosen in the palette goes before config.toml until the \
                    line there changes;\n# this file may be deleted at any time.\n\n";

/// A setting that can be chosen in the desk; named as in `config.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The theme.
    Theme,
    /// The keymap.
    Keymap,
    /// The language.
    Language,
}

impl Setting {
    /// The key in `config.toml`.
    pub fn key(self) -> &'static str {
        match self {
            Setting::Theme => "theme",
            Setting::Keymap => "keymap",
            Setting::Language => "language",
        }
    }
}

/// A choice, and what `config.toml` said when it was made: it holds as long as that says the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Choice {
    value: String,
    over: Option<String>,
}

/// A terminal and its background.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    terminal: String,
    colour: Ground,
}

/// What is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    theme: Option<Choice>,
    keymap: Option<Choice>,
    language: Option<Choice>,
    ground: Vec<Seen>,
}

impl Kept {
    /// Reads the text of the file; one that is damaged says nothing.
    pub fn read(text: &str) -> Kept {
        toml::from_str(text).unwrap_or_default()
    }

    /// The text of the file.
    ///
    /// # Errors
    /// The reason of the writer of TOML.
    pub fn text(&self) -> Result<String, toml::ser::Error> {
        Ok(format!("{HEAD}{}", toml::to_string(self)?))
    }

    /// What was chosen, unless the configuration has changed its mind since; `configured` is what it says.
    pub fn chosen(&self, setting: Setting, configured: Option<&str>) -> Option<&str> {
        let choice = match setting {
            Setting::Theme => &self.theme,
            Setting::Keymap => &self.keymap,
            Setting::Language => &self.language,
        };
        let choice = choice.as_ref()?;
        (choice.over.as_deref() == configured).then_some(&choice.value)
    }

    /// Remembers a choice made over what the configuration says; `None` forgets the one there was.
    pub fn choose(&mut self, setting: Setting, value: Option<&str>, configured: Option<&str>) {
        let choice = value.map(|value| Choice {
            value: value.to_string(),
            over: configured.map(str::to_string),
        });
        match setting {
            Setting::Theme => self.theme = choice,
            Setting::Keymap => self.keymap = choice,
            Setting::Language => self.language = choice,
        }
    }

    /// The background of that terminal, as it last told it.
    pub fn ground(&self, terminal: &str) -> Option<Ground> {
        let seen = self.ground.iter().find(|seen| seen.terminal == terminal);
        seen.map(|seen| seen.colour)
    }

    /// Remembers the background of a terminal; tells whether that is news.
    pub fn see(&mut self, terminal: &str, colour: Ground) -> bool {
        if self.ground(terminal) == Some(colour) {
            return false;
        }
        self.ground.retain(|seen| seen.terminal != terminal);
        let excess = (self.ground.len() + 1).saturating_sub(TERMINALS);
        self.ground.drain(..excess);
        self.ground.push(Seen {
            terminal: terminal.to_string(),
            colour,
        });
        true
    }
}

/// The terminal by what is known of it: its kind, its program, and the machine from which it came in. No
/// two with different backgrounds need be the same one; a name shared by two is put right by each answer.
pub fn terminal(env: &dyn Fn(&str) -> Option<OsString>) -> String {
    let read = |name: &str| {
        let value = env(name).unwrap_or_default();
        value.to_string_lossy().into_owned()
    };
    let program = Some(read("TERM_PROGRAM")).filter(|name| !name.is_empty());
    let from = read("SSH_CONNECTION");
    let from = from.split(' ').next().unwrap_or_default();
    let program = program.unwrap_or_else(|| read("LC_TERMINAL"));
    format!("{} {program} {from}", read("TERM"))
        .trim_end()
        .to_string()
}
