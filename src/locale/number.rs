//! Numbers as they are written in a language.

use crate::model::Lang;

/// A whole number in groups of three digits: `18 900` in French (narrow no-break space), `18,900` in
/// English.
pub fn number(lang: Lang, value: i64) -> String {
    let group = match lang {
        Lang::Fr => '\u{202f}',
        Lang::En => ',',
    };
    let digits = value.unsigned_abs().to_string();
    let mut text = String::from(if value < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    text
}
