//! Several values in one text: a cell of a file, a line that a person types. They stand between separators; a
//! backslash before a separator or another backslash takes its meaning away.

use super::field::{Field, FieldType};
use super::{identifiers, phone};

/// The values of a text, without the blanks around them; blank ones are left out.
pub fn cut(text: &str, separators: &[char]) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let meant = |next: &char| *next == '\\' || separators.contains(next);
        if c == '\\'
            && let Some(next) = characters.next_if(meant)
        {
            values
                .last_mut()
                .into_iter()
                .for_each(|value| value.push(next));
        } else if separators.contains(&c) {
            values.push(String::new());
        } else {
            values
                .last_mut()
                .into_iter()
                .for_each(|value| value.push(c));
        }
    }
    let trimmed = values.iter().map(|value| value.trim().to_string());
    trimmed.filter(|value| !value.is_empty()).collect()
}

/// What follows the last separator: the value that is being typed.
pub fn last<'a>(text: &'a str, separators: &[char]) -> &'a str {
    let (mut from, mut escaped) = (0, false);
    for (at, c) in text.char_indices() {
        if separators.contains(&c) && !escaped {
            from = at + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    text.get(from..).unwrap_or(text)
}

/// The text that [`cut`] cuts into these values; `between` begins or ends with blanks, or has none.
pub fn join(values: &[String], separators: &[char], between: &str) -> String {
    let last = values.len().saturating_sub(1);
    let written: Vec<String> = values
        .iter()
        .enumerate()
        .map(|(at, value)| {
            // What follows a backslash at the end.
            let next = between.chars().next().filter(|_| at < last);
            escaped(value, separators, next)
        })
        .collect();
    written.join(between)
}

/// A value with a backslash before each character that would else mean something else.
fn escaped(value: &str, separators: &[char], end: Option<char>) -> String {
    let mut text = String::with_capacity(value.len());
    let mut characters = value.chars().peekable();
    let mut before = None;
    while let Some(c) = characters.next() {
        let next = characters.peek().copied().or(end);
        let doubled = c == '\\'
            && (before == Some('\\')
                || next.is_some_and(|next| next == '\\' || separators.contains(&next)));
        if doubled || separators.contains(&c) {
            text.push('\\');
        }
        text.push(c);
        before = Some(c);
    }
    text
}

/// The addresses or telephone numbers that stand together where one should: `01 23 45 67 89 / 01 23 45 67 90`,
/// `a@b.fr, c@d.fr`. None unless each is one.
pub fn addresses<'a>(field: &Field, text: &'a str) -> Option<Vec<&'a str>> {
    let is_one: fn(&str) -> bool = match field.kind {
        FieldType::Email => identifiers::is_email,
        FieldType::Phone => phone::is_usual,
        _ => return None,
    };
    if is_one(text) {
        return None;
    }
    const BETWEEN: [&str; 11] = [
        "/", ";", ",", "\n", " ou ", " et ", " or ", " and ", " & ", " - ", " ",
    ];
    BETWEEN.iter().find_map(|between| {
        let parts: Vec<&str> = text.split(between).map(str::trim).collect();
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        (parts.len() > 1 && parts.iter().all(|part| is_one(part))).then_some(parts)
    })
}
