//! The themes among which the terminal's background decides.

use std::ffi::OsString;
use std::path::Path;

use super::{ColourDepth, Ground, Theme};
use crate::files::Finding;

/// The name that stands for the theme that suits the terminal.
pub const AUTO: &str = "auto";

/// What is shown while nothing is known of the background, and what once it is.
#[derive(Clone, Debug)]
pub struct Suited {
    /// Where its colour is not known, or nothing but the terminal's own letters can be read on it.
    plain: Theme,
    dark: Theme,
    light: Theme,
}

impl Suited {
    /// Loads them, the user's before the shipped ones. `told` is the setting of how many colours there
    /// are. `None` where colours can't be relied on: none are wanted, or only the sixteen that every
    /// scheme makes its own.
    pub fn load(
        dir: Option<&Path>,
        told: Option<ColourDepth>,
        env: &dyn Fn(&str) -> Option<OsString>,
    ) -> Option<(Suited, Vec<Finding>)> {
        let depth = ColourDepth::decide(told, env).once_answered(told, env);
        if depth < ColourDepth::Ansi256 {
            return None;
        }
        let mut findings = Vec::new();
        let mut load = |name| {
            let (theme, found) = Theme::load(name, dir, depth);
            // What they inherit from each other is said once.
            findings.extend(
                found
                    .into_iter()
                    .filter(|one| !findings.contains(one))
                    .collect::<Vec<_>>(),
            );
            theme
        };
        let suited = Suited {
            plain: load("mono"),
            dark: load("dark"),
            light: load("light"),
        };
        Some((suited, findings))
    }

    /// The one for that background.
    pub fn on(&self, ground: Option<Ground>) -> &Theme {
        match ground.map(Ground::theme) {
            Some("dark") => &self.dark,
            Some("light") => &self.light,
            _ => &self.plain,
        }
    }
}
