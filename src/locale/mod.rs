//! The texts of the screen, in French and English (Fluent).

mod argument;
mod cause;
mod conflict;
mod finding;
mod past;
mod step;
mod texts;
mod twins;

use crate::catalog::{Meaning, QueryProblem, name_in};
use crate::exchange::format::Format;
use crate::exchange::import::{Doubt, DoubtKind};
use crate::exchange::refusal::{Reason, Refusal};
use crate::exchange::remark::{Remark, RemarkKind};
use crate::model::{Caution, Fault, Kind, Lang};

pub use crate::model::number::number;
pub use argument::Arg;
pub use conflict::conflict_words;
pub use finding::finding_words;
pub use past::{counted, over_counted, over_word, past_words};
pub use step::{heading_words, step_words};
pub use texts::{Texts, keys};
pub use twins::evidence_words;

/// The text `{room}-{id}` with these arguments: what a room below says without a language
/// (`fault-required`, `fault-too-long` …).
pub fn said(texts: &Texts, room: &str, id: &str, arguments: &[(&str, String)]) -> String {
    cause::with_cause(texts, &format!("{room}-{id}"), arguments)
}

/// A refused row in words: `12:3: courriel : …` (line, column, field, reason).
pub fn refusal_words(texts: &Texts, refusal: &Refusal) -> String {
    let words = reason_words(texts, &refusal.reason);
    match refusal.line {
        0 => words,
        line => {
            let place = place_words(texts, line, refusal.column, &refusal.field);
            format!("{place} {words}")
        }
    }
}

/// What is refused of a row in words, without its line: `courriel : …`.
pub fn refused_words(texts: &Texts, refusal: &Refusal) -> String {
    let words = reason_words(texts, &refusal.reason);
    of_field(texts, &refusal.field, &words)
}

/// What is doubtful in words, without its line.
pub fn doubtful_words(texts: &Texts, doubt: &DoubtKind) -> String {
    let (field, words) = doubt_parts(texts, doubt);
    of_field(texts, field, &words)
}

/// What is doubtful in words, without its line and its field.
pub fn said_of_doubt(texts: &Texts, doubt: &DoubtKind) -> String {
    doubt_parts(texts, doubt).1
}

/// Words said of a field, by its key.
fn of_field(texts: &Texts, field: &str, words: &str) -> String {
    let named = Kind::ALL.iter().find_map(|kind| kind.field_by_key(field));
    match (named.map_or(field, |f| f.label(texts.lang())), texts.lang()) {
        ("", _) => words.to_string(),
        (field, Lang::Fr) => format!("{field}\u{a0}: {words}"),
        (field, Lang::En) => format!("{field}: {words}"),
    }
}

/// Why a row or a file is refused, in words.
pub fn reason_words(texts: &Texts, reason: &Reason) -> String {
    let mut arguments = reason.args();
    match reason {
        Reason::Rows(limit) | Reason::Columns(limit) | Reason::TooManyCells(limit) => {
            arguments = vec![("what", texts.number(*limit))]
        }
        Reason::Unread(cause) => arguments = vec![("what", cause::of_system(texts, cause))],
        Reason::Format(name) => {
            let what = texts.get(&format!("format-{name}")).to_string();
            arguments = vec![("what", what), ("endings", Format::endings_read())];
        }
        _ => {}
    }
    let arguments: Vec<(&str, Arg)> = arguments
        .iter()
        .map(|(name, value)| (*name, Arg::from(value.as_str())))
        .collect();
    texts.format(&reason.id(), &arguments)
}

/// How a file was read, in words.
pub fn remark_said(texts: &Texts, remark: &Remark) -> String {
    let mut arguments = remark.kind.args();
    if let RemarkKind::Sheet(_, n)
    | RemarkKind::Merged(n)
    | RemarkKind::Recalled(n)
    | RemarkKind::Left(_, n) = &remark.kind
    {
        arguments.retain(|(name, _)| *name != "n");
        arguments.push(("n", texts.number(*n)));
    }
    said(texts, "said", remark.kind.id(), &arguments)
}

/// The same, behind its line where it is of one.
pub fn remark_words(texts: &Texts, remark: &Remark) -> String {
    let words = remark_said(texts, remark);
    match remark.line {
        0 => words,
        line => format!("{} {words}", place_words(texts, line, remark.column, "")),
    }
}

/// A doubt in words, with its line: `12: …`, and where a column is doubtful `12:3: téléphone : …`.
pub fn doubt_words(texts: &Texts, doubt: &Doubt) -> String {
    let (field, words) = doubt_parts(texts, &doubt.kind);
    let place = place_words(texts, doubt.line, doubt.column, field);
    format!("{place} {words}")
}

/// The field of which something is doubtful, by its key, and what it is in words.
fn doubt_parts(texts: &Texts, doubt: &DoubtKind) -> (&'static str, String) {
    let mut arguments = vec![("what", doubt.what().to_string())];
    let field = match doubt {
        DoubtKind::LeftOut(field, _, fault) => {
            arguments.push(("why", fault_words(texts, fault)));
            *field
        }
        DoubtKind::Unusual(field, _, caution) => {
            arguments.push(("why", caution_words(texts, caution)));
            *field
        }
        DoubtKind::Full(_, taken, places) => {
            arguments.push(("taken", texts.number(*taken)));
            arguments.push(("places", texts.number(*places)));
            ""
        }
        DoubtKind::SameId(_, line) | DoubtKind::Unlike(_, line) => {
            arguments.push(("line", line.to_string()));
            ""
        }
        DoubtKind::Settled(field) => field,
        DoubtKind::Kept(choice) => {
            arguments.push(("state", choice.label(texts.lang()).to_lowercase()));
            ""
        }
        _ => "",
    };
    let words = said(texts, "doubt", doubt.id(), &arguments);
    (field, words)
}

/// A fault in words.
pub fn fault_words(texts: &Texts, fault: &Fault) -> String {
    let what = fault.argument().unwrap_or_default();
    said(texts, "fault", fault.id(), &[("what", what)])
}

/// A caution in words.
pub fn caution_words(texts: &Texts, caution: &Caution) -> String {
    let what = caution.argument().unwrap_or_default();
    said(texts, "caution", caution.id(), &[("what", what)])
}

/// Where in a file something stands, `12:3: téléphone :`; the field by its key, or the header.
fn place_words(texts: &Texts, line: u64, column: Option<usize>, field: &str) -> String {
    let column = column.map_or_else(String::new, |column| format!(":{column}"));
    let named = Kind::ALL.iter().find_map(|kind| kind.field_by_key(field));
    let field = match (named.map_or(field, |f| f.label(texts.lang())), texts.lang()) {
        ("", _) => String::new(),
        (field, Lang::Fr) => format!(" {field}\u{a0}:"),
        (field, Lang::En) => format!(" {field}:"),
    };
    format!("{line}{column}:{field}")
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
