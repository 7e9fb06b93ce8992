//! The two languages of the screen.

/// A language of labels and texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    /// French, the users' own.
    Fr,
    /// English.
    En,
}

impl Lang {
    /// `"fr"` or `"en"`, as in configuration files.
    pub fn key(self) -> &'static str {
        match self {
            Lang::Fr => "fr",
            Lang::En => "en",
        }
    }

    /// The language of that key.
    pub fn by_key(key: &str) -> Option<Lang> {
        [Lang::Fr, Lang::En]
            .into_iter()
            .find(|lang| lang.key() == key)
    }

    /// The language for a POSIX locale name; no locale at all means French, as the users are.
    pub fn from_locale(locale: &str) -> Lang {
        let name = locale.split(['.', '@']).next().unwrap_or_default();
        if name.is_empty()
            || name == "C"
            || name == "POSIX"
            || name.to_lowercase().starts_with("fr")
        {
            Lang::Fr
        } else {
            Lang::En
        }
    }
}
