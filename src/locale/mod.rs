//! The texts of the screen, in French and English (Fluent).

mod argument;
mod number;
mod step;
mod texts;

pub use argument::Arg;
pub use number::number;
pub use step::step_words;
pub use texts::{Texts, keys};

/// The text `{room}-{id}` with these arguments: what a room below says without a language
/// (`fault-required`, `fault-too-long` …).
pub fn said(texts: &Texts, room: &str, id: &str, arguments: &[(&str, String)]) -> String {
    let arguments: Vec<(&str, Arg)> = arguments
        .iter()
        .map(|(name, value)| (*name, Arg::from(value.as_str())))
        .collect();
    texts.format(&format!("{room}-{id}"), &arguments)
}
