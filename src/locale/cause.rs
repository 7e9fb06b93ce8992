//! Why something failed, where a room below says that of another: by the key of a text, or in the system's words.

use super::Arg;
use super::step::uncapitalised;
use super::texts::Texts;
use crate::model::Kind;

/// The text of that key with these arguments. A cause that is the key of a text is followed by its own arguments;
/// one that the system gives is told by its number.
pub(super) fn with_cause(texts: &Texts, key: &str, arguments: &[(&str, String)]) -> String {
    let inner = arguments
        .iter()
        .position(|(name, cause)| *name == "cause" && texts.has(cause));
    let (own, inner) = arguments.split_at(inner.unwrap_or(arguments.len()));
    let mut told: Vec<(&str, Arg)> = own
        .iter()
        .map(|(name, value)| match *name {
            "cause" => (*name, Arg::from(of_system(texts, value))),
            "kind" => (*name, Arg::from(kind(texts, value))),
            name => (name, Arg::from(value.as_str())),
        })
        .collect();
    if let [(name, key), rest @ ..] = inner {
        told.push((name, with_cause(texts, key, rest).into()));
    }
    texts.format(key, &told)
}

/// The records of the kind of that key, as they stand in a sentence.
fn kind(texts: &Texts, key: &str) -> String {
    let kind = Kind::by_key(key);
    kind.map_or_else(
        || key.to_string(),
        |kind| uncapitalised(kind.plural(texts.lang())),
    )
}

/// What the system says in its own language, and with a number behind it (`… (os error 28)`), in that of the screen.
pub(super) fn of_system(texts: &Texts, cause: &str) -> String {
    let numbered = cause
        .strip_suffix(')')
        .and_then(|cause| cause.rsplit_once(" (os error "))
        .and_then(|(words, number)| Some((words, number.parse::<u16>().ok()?)));
    let Some((words, number)) = numbered else {
        return cause.to_string();
    };
    // What the message is about stands before it.
    let about = words.rfind(": ").and_then(|at| words.get(..at + 2));
    let key = format!("system-{number}");
    let told = match texts.has(&key) {
        true => texts.get(&key).to_string(),
        false => texts.format("system-other", &[("number", usize::from(number).into())]),
    };
    format!("{}{told}", about.unwrap_or_default())
}
