//! The texts of the screen, in French and English (Fluent).

mod argument;
mod conflict;
mod number;
mod past;
mod step;
mod texts;

use crate::catalog::{Meaning, QueryProblem, name_in};
use crate::exchange::import::Doubt;
use crate::exchange::refusal::{Reason, Refusal};
use crate::model::{Kind, Lang};

pub use argument::Arg;
pub use conflict::conflict_words;
pub use number::number;
pub use past::{counted, over_word, past_words};
pub use step::{heading_words, step_words};
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

/// A refused row in words: `12:3: courriel : …` (line, column, field, reason).
pub fn refusal_words(texts: &Texts, refusal: &Refusal) -> String {
    let place = match (refusal.column, &refusal.reason) {
        (Some(column), _) => format!("{}:{column}", refusal.line),
        (None, _) => refusal.line.to_string(),
    };
    let named = Kind::ALL
        .iter()
        .find_map(|kind| kind.field_by_key(&refusal.field));
    let field = named.map_or(refusal.field.as_str(), |field| field.label(texts.lang()));
    let field = match (field, texts.lang()) {
        ("", _) => String::new(),
        (field, Lang::Fr) => format!(" {field}\u{a0}:"),
        (field, Lang::En) => format!(" {field}:"),
    };
    let (room, id) = match &refusal.reason {
        Reason::Value(fault) => ("fault", fault.id().to_string()),
        other => (
            "import",
            other.id().trim_start_matches("import-").to_string(),
        ),
    };
    format!(
        "{place}:{field} {}",
        said(texts, room, &id, &refusal.reason.args())
    )
}

/// A doubt in words, with its line.
pub fn doubt_words(texts: &Texts, doubt: &Doubt) -> String {
    let words = said(
        texts,
        "doubt",
        doubt.kind.id(),
        &[("what", doubt.kind.what().to_string())],
    );
    format!("{}: {words}", doubt.line)
}

/// What is wrong with a part of a query, in words; `word` is that part as typed.
pub fn problem_words(texts: &Texts, problem: &QueryProblem, word: &str) -> String {
    let said = said(
        texts,
        "query",
        problem.what.id(),
        &[("word", word.to_string())],
    );
    match &problem.nearest {
        Some(near) => {
            let near = name_in(near, texts.lang());
            format!(
                "{said} {}",
                self::said(texts, "query", "nearest", &[("word", near)])
            )
        }
        None => said,
    }
}

/// A query in plain words.
pub fn meaning_words(texts: &Texts, meaning: &Meaning) -> String {
    let say =
        |key: &str, arguments: &[(&'static str, String)]| said(texts, "meaning", key, arguments);
    let each = |parts: &[Meaning], joint: &str| {
        let parts: Vec<String> = parts
            .iter()
            .map(|part| match part {
                // Brackets where one joint stands inside another.
                Meaning::All(parts) | Meaning::Any(parts) if parts.len() > 1 => {
                    format!("({})", meaning_words(texts, part))
                }
                part => meaning_words(texts, part),
            })
            .collect();
        parts.join(&format!(" {} ", texts.get(joint)))
    };
    let quoted = |words: &[String]| {
        let words: Vec<String> = words
            .iter()
            .map(|word| say("word", &[("word", word.clone())]))
            .collect();
        words.join(&format!(" {} ", texts.get("meaning-or")))
    };
    let or = |words: &[String]| words.join(&format!(" {} ", texts.get("meaning-or")));
    match meaning {
        Meaning::All(parts) if parts.is_empty() => say("everything", &[]),
        Meaning::All(parts) => each(parts, "meaning-and"),
        Meaning::Any(parts) => each(parts, "meaning-or"),
        Meaning::Not(part) => {
            let inner = each(std::slice::from_ref(part), "meaning-and");
            say("not", &[("what", inner)])
        }
        Meaning::Word(word) => say("word", &[("word", word.clone())]),
        Meaning::Value(field, values) => {
            say("value", &[("field", field.clone()), ("values", or(values))])
        }
        Meaning::Title(words) => say("title", &[("words", quoted(words))]),
        Meaning::Record(records) => say("record", &[("records", or(records))]),
        Meaning::Has(field) => say("has", &[("field", field.clone())]),
        Meaning::Kinds(kinds) => say("kinds", &[("kinds", or(kinds))]),
        Meaning::Linked(link, inner) => say(
            "linked",
            &[
                ("link", link.clone()),
                ("what", meaning_words(texts, inner)),
            ],
        ),
        Meaning::Count(kinds, from, to) => {
            let key = match to {
                None => "at-least",
                Some(to) if to == from => "exactly",
                Some(_) if *from <= 0 => "at-most",
                Some(_) => "between",
            };
            let to = to.unwrap_or(*from);
            say(
                key,
                &[
                    ("kinds", kinds.clone()),
                    ("from", from.to_string()),
                    ("to", to.to_string()),
                ],
            )
        }
        Meaning::Over => say("over", &[]),
        Meaning::Past(part) => {
            let inner = each(std::slice::from_ref(part), "meaning-and");
            say("past", &[("what", inner)])
        }
        Meaning::Ever(part) => {
            let inner = each(std::slice::from_ref(part), "meaning-and");
            say("ever", &[("what", inner)])
        }
        Meaning::Trashed => say("trashed", &[]),
    }
}
