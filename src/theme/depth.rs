//! How many colours the terminal has, told by settings and environment, never by asking it.

use std::ffi::OsString;

/// How many colours may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColourDepth {
    /// None: modifiers only.
    None,
    /// The sixteen colours that the terminal's own scheme defines.
    Ansi16,
    /// The xterm palette of 256 colours.
    Ansi256,
    /// 24-bit colours.
    True,
}

impl ColourDepth {
    /// The names used in `config.toml`.
    pub const NAMES: [(&'static str, ColourDepth); 4] = [
        ("none", ColourDepth::None),
        ("16", ColourDepth::Ansi16),
        ("256", ColourDepth::Ansi256),
        ("true", ColourDepth::True),
    ];

    /// The setting if there is one, else `NO_COLOR` (<https://no-color.org>), `COLORTERM` and `TERM`.
    pub fn decide(
        setting: Option<ColourDepth>,
        env: &dyn Fn(&str) -> Option<OsString>,
    ) -> ColourDepth {
        if let Some(depth) = setting {
            return depth;
        }
        let read = |name: &str| env(name).unwrap_or_default().to_string_lossy().into_owned();
        let (colorterm, term) = (read("COLORTERM"), read("TERM"));
        if !read("NO_COLOR").is_empty() {
            return ColourDepth::None;
        }
        if term.is_empty() || term == "dumb" || term.starts_with("vt") || term.ends_with("-m") {
            return ColourDepth::None;
        }
        // sshd passes TERM on and nothing else: names that say it by themselves count as well.
        const TRUE: [&str; 6] = ["direct", "kitty", "ghostty", "alacritty", "foot", "wezterm"];
        if matches!(colorterm.as_str(), "truecolor" | "24bit")
            || TRUE.iter().any(|name| term.contains(name))
        {
            return ColourDepth::True;
        }
        if term.contains("256") {
            ColourDepth::Ansi256
        } else {
            ColourDepth::Ansi16
        }
    }

    /// How many there are on a terminal that has told its background, which none does that knows but
    /// sixteen, unless that is what its name or the setting says.
    pub(super) fn once_answered(
        self,
        setting: Option<ColourDepth>,
        env: &dyn Fn(&str) -> Option<OsString>,
    ) -> ColourDepth {
        let term = env("TERM")
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let few = term == "linux" || term.ends_with("16color") || term.ends_with("8color");
        match self {
            ColourDepth::Ansi16 if setting.is_none() && !few => ColourDepth::Ansi256,
            depth => depth,
        }
    }
}
