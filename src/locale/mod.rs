//! The texts of the screen, in French and English (Fluent).

mod argument;
mod number;
mod step;
mod texts;

use crate::catalog::QueryProblem;
use crate::exchange::import::Doubt;
use crate::exchange::refusal::{Reason, Refusal};

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

/// A refused row in words: `12:3: courriel : …` (line, column, field, reason).
pub fn refusal_words(texts: &Texts, refusal: &Refusal) -> String {
    let place = match (refusal.column, &refusal.reason) {
        (Some(column), _) => format!("{}:{column}", refusal.line),
        (None, _) => refusal.line.to_string(),
    };
    let field = if refusal.field.is_empty() {
        String::new()
    } else {
        format!(" {}", refusal.field)
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
        Some(near) => format!(
            "{said} {}",
            self::said(texts, "query", "nearest", &[("word", near.clone())])
        ),
        None => said,
    }
}
