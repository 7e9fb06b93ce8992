//! The embedded `.ftl` files.

use std::collections::HashMap;
use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::{Arg, number};
use crate::command::Command;
use crate::model::{Date, Here, Lang, moment};

const FR: &str = include_str!("fr.ftl");
const EN: &str = include_str!("en.ftl");

/// All texts in one language. Those without arguments are resolved once, so that drawing them
/// costs a look-up.
pub struct Texts {
    here: Here,
    bundle: FluentBundle<FluentResource>,
    plain: HashMap<&'static str, String>,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts")
            .field("here", &self.here)
            .finish_non_exhaustive()
    }
}

/// The keys of all messages of a language, in the order of the file.
pub fn keys(lang: Lang) -> impl Iterator<Item = &'static str> {
    source(lang).lines().filter_map(|line| {
        let (key, _) = line.split_once(" =")?;
        key.starts_with(|c: char| c.is_ascii_lowercase())
            .then_some(key)
    })
}

fn source(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => FR,
        Lang::En => EN,
    }
}

impl Texts {
    /// The texts of a language, with the clock of those who read them.
    pub fn new(here: impl Into<Here>) -> Texts {
        let here = here.into();
        let lang = here.lang;
        // Both names are well formed; the empty identifier would still give every text.
        let locale: LanguageIdentifier = lang.key().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Isolation marks are for mixed directions; in a terminal they are stray characters.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match lang {
            Lang::Fr => |value, _| write_number(Lang::Fr, value),
            Lang::En => |value, _| write_number(Lang::En, value),
        }));
        // The name is free: a bundle has no function of its own.
        let _ = bundle.add_function("COUNT", |values, _| count(values));
        let resource = match FluentResource::try_new(source(lang).to_string()) {
            Ok(resource) => resource,
            // The part that could be read; a test holds that the files have no error.
            Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
        let mut texts = Texts {
            here,
            bundle,
            plain: HashMap::new(),
        };
        for key in keys(lang) {
            // A message with arguments fails without them, and stays out.
            if let Ok(text) = texts.try_format(key, &[]) {
                texts.plain.insert(key, text);
            }
        }
        texts
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.here.lang
    }

    /// The language, and the clock by which moments are said.
    pub fn here(&self) -> &Here {
        &self.here
    }

    /// The day in which a moment falls.
    pub fn day(&self, moment: i64) -> Date {
        self.here.zone.day(moment)
    }

    /// A moment as a person reads it: `15/11/2022 14:30`.
    pub fn moment(&self, moment: i64) -> String {
        moment::shown(moment, self.here.lang, &self.here.zone)
    }

    /// The hour of a moment: `14:30`.
    pub fn hour(&self, moment: i64) -> String {
        moment::hour(moment, &self.here.zone)
    }

    /// A number of things, in groups of three digits.
    pub fn number(&self, of: usize) -> String {
        number(self.here.lang, i64::try_from(of).unwrap_or(i64::MAX))
    }

    /// Whether there is a text of that key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A text without arguments; the key itself when there is none.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.plain.get(key).map_or(key, String::as_str)
    }

    /// Chords with the names of their keys in this language: `espace, ctrl-entrée`.
    pub fn keys(&self, chords: &str) -> String {
        let named = |key: &str| {
            let (held, name) = match key.rsplit_once('-') {
                Some((held, name)) if !name.is_empty() => (format!("{held}-"), name),
                _ => (String::new(), key),
            };
            // Names of two letters or more are words, but for the function keys.
            let word = name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_lowercase());
            let name = if word {
                self.get(&format!("key-{name}")).to_string()
            } else {
                name.to_string()
            };
            format!("{held}{name}")
        };
        let chords = chords.split(", ");
        let chord = |chord: &str| chord.split(' ').map(named).collect::<Vec<_>>().join(" ");
        chords.map(chord).collect::<Vec<_>>().join(", ")
    }

    /// The line of help of a command.
    pub fn command(&self, command: Command) -> &str {
        self.of("command", command.id())
    }

    /// What the hint bar calls a command; empty for one that it never shows.
    pub fn hint(&self, command: Command) -> &str {
        self.of("hint", command.id())
    }

    fn of(&self, room: &str, id: &str) -> &str {
        self.plain
            .get(format!("{room}-{id}").as_str())
            .map_or("", String::as_str)
    }

    /// A text with its arguments; the key itself when there is none, or an argument lacks.
    pub fn format(&self, key: &str, arguments: &[(&str, Arg)]) -> String {
        self.try_format(key, arguments)
            .unwrap_or_else(|_| key.to_string())
    }

    /// A text with its arguments.
    ///
    /// # Errors
    /// What Fluent says of a missing message, a missing argument or a bad reference.
    pub fn try_format(&self, key: &str, arguments: &[(&str, Arg)]) -> Result<String, String> {
        let mut values = FluentArgs::new();
        for (name, argument) in arguments {
            values.set(*name, argument.value());
        }
        let pattern = self
            .bundle
            .get_message(key)
            .and_then(|message| message.value())
            .ok_or_else(|| format!("{key}: no such message"))?;
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&values), &mut errors);
        match errors.first() {
            None => Ok(text.into_owned()),
            Some(error) => Err(format!("{key}: {error}")),
        }
    }
}

/// `COUNT($n)`: the number that a text is, for rooms that give all arguments as texts.
fn count<'a>(values: &[FluentValue<'a>]) -> FluentValue<'a> {
    match values.first() {
        Some(FluentValue::String(text)) => match text.trim().parse::<i64>() {
            Ok(number) => FluentValue::from(number),
            Err(_) => FluentValue::String(text.clone()),
        },
        Some(value) => value.clone(),
        None => FluentValue::Error,
    }
}

fn write_number(lang: Lang, value: &FluentValue) -> Option<String> {
    match value {
        // Every number comes from an `Arg` or `COUNT`: whole, and exact up to 2^53.
        #[allow(clippy::cast_possible_truncation)]
        FluentValue::Number(value) => Some(number(lang, value.value as i64)),
        _ => None,
    }
}
