//! A text that holds a telephone number, cut into what stands before it, its digits, its extension and
//! what stands behind.

use std::ops::Range;

use crate::text::is_unseen;

/// The words that lead to an extension behind a switchboard's number, folded.
const EXTENSION_WORDS: [&str; 10] = [
    "poste",
    "post",
    "p",
    "ext",
    "extn",
    "extension",
    "x",
    "int",
    "interne",
    "#",
];

/// The longest extension of a switchboard.
const LONGEST_EXTENSION: usize = 7;

/// The parts of a text. Without digits there is no number.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// Where the number stands, from its first sign to its last digit or bracket.
    pub number: Range<usize>,
    /// Its digits.
    pub digits: String,
    /// Whether a plus stands before them.
    pub plus: bool,
    /// Which of the digits is a nought in brackets: it is dialled only within the country.
    pub trunk: Option<usize>,
    /// The digits of the extension.
    pub extension: String,
    /// Whether a word for an extension stands there without one.
    pub lost_extension: bool,
    /// What stands behind all that.
    pub rest: Range<usize>,
}

/// The digit that a character is, be it full-width.
pub(super) fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ => None,
    }
}

/// Whether a character may stand between the digits of a number.
pub(super) fn is_gap(c: char) -> bool {
    c.is_whitespace() || is_unseen(c) || ".-/()‐‑‒–—−·•".contains(c)
}

fn is_plus(c: char) -> bool {
    matches!(c, '+' | '＋')
}

/// Cuts a text into its parts.
pub(super) fn parts(text: &str) -> Parts {
    let mut parts = Parts::default();
    let Some(first) = text.find(|c| digit(c).is_some()) else {
        return parts;
    };
    // A plus and a bracket before the first digit belong to it.
    let lead = text.get(..first).unwrap_or_default();
    let label = lead.trim_end_matches(|c| is_plus(c) || c == '(' || is_unseen(c) || c == ' ');
    let signs = lead.get(label.len()..).unwrap_or_default();
    parts.plus = signs.contains(is_plus);
    let blank = |c: char| c == ' ' || is_unseen(c);
    let start = label.len() + signs.len() - signs.trim_start_matches(blank).len();
    let (mut end, mut open, mut before) = (first, signs.contains('('), None);
    let mut characters = text.get(first..).unwrap_or_default().char_indices();
    while let Some((at, c)) = characters.next() {
        let at = first + at;
        if let Some(digit) = digit(c) {
            if c == '0' && before == Some('(') && characters.as_str().starts_with(')') {
                parts.trunk = Some(parts.digits.len());
            }
            parts.digits.push(digit);
            end = at + c.len_utf8();
        } else if c == '(' {
            // A bracket of words is no part of the number.
            let inside = characters.as_str().trim_start();
            if !inside.starts_with(|c| digit(c).is_some()) {
                break;
            }
            open = true;
        } else if c == ')' && open {
            open = false;
            end = at + 1;
        } else if !is_gap(c) || matches!(c, '\n' | '\r') {
            break;
        }
        before = Some(c);
    }
    parts.number = start..end;
    parts.rest = end..text.len();
    take_extension(&mut parts, text);
    parts
}

/// Takes the extension from the rest: `poste 1234`, `p. 12`, `ext: 12`, `x12`, `#12`, `;ext=12`.
fn take_extension(parts: &mut Parts, text: &str) {
    let rest = text.get(parts.rest.clone()).unwrap_or_default();
    let said = rest.trim_start_matches(|c: char| is_gap(c) || matches!(c, ',' | ';'));
    let word_end = said
        .find(|c: char| !c.is_alphabetic() && c != '#')
        .unwrap_or(said.len());
    let (word, after) = said.split_at(word_end);
    if !is_extension_word(word) {
        return;
    }
    let digits = after.trim_start_matches(|c: char| is_gap(c) || matches!(c, ':' | '=' | '°'));
    let length = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    if (1..=LONGEST_EXTENSION).contains(&length) {
        parts.extension = digits.get(..length).unwrap_or_default().to_string();
        parts.rest = text.len() - (digits.len() - length)..text.len();
    } else {
        parts.lost_extension = true;
    }
}

/// Whether a word leads to an extension.
pub fn is_extension_word(word: &str) -> bool {
    let folded = crate::model::fold::fold(word.trim_end_matches(['.', ':']));
    EXTENSION_WORDS.contains(&folded.as_str())
}
