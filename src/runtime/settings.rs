//! The settings of a desk: what the surroundings, the user's files and what is remembered make of them.

use super::kept;
use super::surroundings::Surroundings;
use crate::config::{self, Assembled, Wanted};
use crate::desk::Settings;

impl Surroundings {
    /// Everything that the user may set.
    pub fn assembled(&self, wanted: &Wanted) -> Assembled {
        config::assemble(
            &|name| self.get(name),
            self.login(),
            self.zone(),
            &kept::load(self),
            wanted,
        )
    }
}

/// Reads everything that a user may set; what holds in this session alone goes before the files.
pub fn read(surroundings: &Surroundings, wanted: &Wanted) -> Settings {
    settings(surroundings.assembled(wanted), wanted)
}

/// The settings of a desk from what was read.
pub fn settings(assembled: Assembled, wanted: &Wanted) -> Settings {
    Settings {
        findings: assembled.told(),
        wanted: wanted.clone(),
        narrow_locale: assembled.narrow_locale,
        texts: assembled.texts,
        keymap: assembled.keymap,
        theme: assembled.theme,
        theme_named: assembled.theme_named,
        suited: assembled.suited,
        author: assembled.author,
        layout: assembled.layout,
        which_key_ms: assembled.which_key_ms,
        themes: assembled.themes,
        keymaps: assembled.keymaps,
    }
}
