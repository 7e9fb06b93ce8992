//! Numbers as they are written in a language.

use super::lang::Lang;

/// A whole number in groups of three digits: `18 900` in French (narrow no-break space), `18,900` in
/// English.
pub fn number(lang: Lang, value: i64) -> String {
    grouped(&value.to_string(), lang)
}

/// A number in plain figures (`-18900.5`) in groups of three: `-18 900,5` in French, `-18,900.5` in English.
pub fn grouped(plain: &str, lang: Lang) -> String {
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", whole),
    };
    let (group, point) = match lang {
        Lang::Fr => ('\u{202f}', ','),
        Lang::En => (',', '.'),
    };
    let mut text = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if !part.is_empty() {
        text.push(point);
        text.push_str(part);
    }
    text
}
