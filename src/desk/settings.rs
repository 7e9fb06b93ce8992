//! What the user has set, as the desk reads it.

use std::sync::Arc;

use crate::config::{Panes, Wanted};
use crate::keymap::Keymap;
use crate::locale::Texts;
use crate::model::Author;
use crate::theme::{Suited, Theme};

/// What the user has set: language, keys, colours, name.
#[derive(Debug)]
pub struct Settings {
    /// The texts of the screen, in the user's language.
    pub texts: Texts,
    /// The keys.
    pub keymap: Arc<Keymap>,
    /// The colours.
    pub theme: Theme,
    /// The theme as it was asked for: a name, or `auto`.
    pub theme_named: String,
    /// The themes among which the terminal's background decides, where it does.
    pub suited: Option<Suited>,
    /// What goes before the files in this session.
    pub wanted: Wanted,
    /// Who signs the changes.
    pub author: Author,
    /// How list and sheet are laid out.
    pub layout: Panes,
    /// Delay before a pending chord shows where it leads, in milliseconds.
    pub which_key_ms: u16,
    /// The names of all themes and keymaps, shipped and the user's.
    pub themes: Vec<String>,
    /// The names of all keymaps.
    pub keymaps: Vec<String>,
    /// The locale, where it is one without UTF-8.
    pub narrow_locale: Option<String>,
    /// What was wrong with the files, a line each.
    pub findings: Vec<String>,
}

impl Settings {
    /// What was wrong with the files, the first of it and how much more; or that the locale is a narrow one.
    pub fn finding_words(&self) -> Option<String> {
        if let Some(first) = self.findings.first() {
            let more = self.findings.len() - 1;
            let told = [("first", first.as_str().into()), ("more", more.into())];
            return Some(self.texts.format("finding-at-start", &told));
        }
        let locale = self.narrow_locale.as_ref()?;
        let told = [("locale", locale.as_str().into())];
        Some(self.texts.format("locale-narrow", &told))
    }
}
