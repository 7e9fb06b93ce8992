//! How well what is typed matches a word: points of 100.

use super::facet::Facet;

/// Shorter terms match only the beginnings of words: inside words they would match nearly all rows.
pub const INSIDE: usize = 3;
/// Words of so many letters may have one typo.
pub const TYPO: usize = 5;

/// Longer terms, in bytes, are no abbreviations.
const LONGEST_ABBREVIATION: usize = 32;

/// The whole word.
pub const EXACT: u32 = 100;
/// The digits of a telephone number: all of them, its end, its beginning, inside.
pub const DIGITS: [u32; 4] = [64, 62, 58, 40];

/// How a term matches a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// Its letters, scattered.
    Scattered,
    /// Beginnings of its words, joined.
    Abbreviation,
    /// But for one letter.
    Typo,
    /// Inside.
    Inside,
    /// Initials.
    Initials,
    /// In a telephone number or address.
    Part,
    /// From its beginning.
    Beginning,
    /// As a whole.
    Whole,
}

impl How {
    /// Whether the text has what is typed, letter by letter.
    pub fn is_typed(self) -> bool {
        !matches!(self, How::Scattered | How::Abbreviation | How::Typo)
    }

    /// The identifier used in Fluent keys (`how-<id>`) and in JSON.
    pub fn id(self) -> &'static str {
        match self {
            How::Scattered => "scattered",
            How::Abbreviation => "abbreviation",
            How::Typo => "typo",
            How::Inside => "inside",
            How::Initials => "initials",
            How::Part => "part",
            How::Beginning => "beginning",
            How::Whole => "whole",
        }
    }
}

/// What kind of use of a value a word of the vocabulary is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Use {
    /// Its only word.
    Only,
    /// Its first word.
    First,
    /// A later word.
    Later,
    /// Its words, written as one.
    Joined,
    /// The initials of its words.
    Initials,
    /// Its only word but for an article before it.
    Alone,
}

impl Use {
    /// From its number.
    pub fn of(number: u8) -> Use {
        match number {
            0 => Use::Only,
            1 => Use::First,
            2 => Use::Later,
            3 => Use::Joined,
            4 => Use::Initials,
            _ => Use::Alone,
        }
    }
}

/// How many of a hundred points a beginning of `typed` letters of a word of `letters` has.
fn beginning(typed: usize, letters: usize) -> u32 {
    let share = (20 * typed / letters.max(1)) as u32;
    70 + share.min(20)
}

/// The points, of 1000 and a little more, of a match of `how` of `typed` letters in a word of
/// `letters` letters that is such a use of a value of that facet.
pub fn points(facet: Facet, using: Use, how: How, typed: usize, letters: usize) -> u16 {
    let mut points = match how {
        How::Whole => EXACT,
        How::Beginning => beginning(typed, letters),
        How::Part => 60,
        How::Initials => 62,
        How::Inside => 38 + (15 * typed / letters.max(1)) as u32,
        // A letter more or less is as likely as another one.
        How::Typo if typed.abs_diff(letters) < 2 => 59,
        How::Typo => 44 + (15 * typed.min(letters) / typed.max(letters).max(1)) as u32,
        How::Abbreviation => 40,
        How::Scattered => 12 + (20 * typed / letters.max(1)).min(22) as u32,
    };
    // A single letter is an initial of a name, not a sigle or a function.
    let weight = match (typed, facet) {
        (1, Facet::Sigle | Facet::Code | Facet::Function | Facet::Organisation) => 40,
        // One word of a long sigle is no more than a word of a name.
        (_, Facet::Sigle) if !matches!(using, Use::Only | Use::Alone) => Facet::Name.weight() - 1,
        _ => facet.weight(),
    };
    points = match using {
        Use::Joined => points.saturating_sub(2),
        Use::Initials => points.min(80),
        _ => points,
    };
    let more = match (using, how) {
        // A value that is matched wholly comes before a longer one.
        (Use::Only | Use::Joined, How::Whole) => 40,
        (Use::Alone, How::Whole) => 39,
        (Use::First, How::Whole) => 10,
        (Use::Only | Use::First | Use::Alone | Use::Joined, How::Beginning) => 3,
        // The whole word was meant, and it is all there is.
        (Use::Only, How::Typo) if typed.abs_diff(letters) < 2 => 40,
        (_, How::Typo) if typed.abs_diff(letters) < 2 => 20,
        _ => 0,
    };
    u16::try_from(points * weight / 10 + more).unwrap_or(u16::MAX)
}

/// What became of a word that is typed with one typo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// Two letters change places, or one is left out: one typo of few that the word can have.
    Likely,
    /// A letter is changed or added: one of the many letters that it might have been.
    Other,
}

impl Slip {
    /// What is added to the points, in steps of twice as likely: of 26 letters it might be one.
    pub fn points(self) -> u16 {
        match self {
            Slip::Likely => 5,
            Slip::Other => 0,
        }
    }
}

/// How `term` becomes `word` by one letter left out, added, changed, or swapped with the next, or
/// its beginning; `None` if it takes more. The first letter stands. Letters of folded text: bytes where
/// both are ASCII.
pub fn mistyped<L: PartialEq>(term: &[L], word: &[L]) -> Option<Slip> {
    if term.first() != word.first() || term.len() + 1 < TYPO || word.len() < TYPO {
        return None;
    }
    let same = term.iter().zip(word).take_while(|(a, b)| a == b).count();
    let term_rest = term.get(same..).unwrap_or_default();
    let word_rest = word.get(same..).unwrap_or_default();
    let (Some((typed, term_after)), false) = (term_rest.split_first(), word_rest.is_empty()) else {
        // The word's beginning, or the word and one letter more.
        return match term_rest.len() {
            0 => Some(Slip::Likely),
            1 => Some(Slip::Other),
            _ => None,
        };
    };
    let word_after = word_rest.get(1..).unwrap_or_default();
    let swapped = term_after.first() == word_rest.first()
        && word_after.first() == Some(typed)
        && word_after
            .get(1..)
            .unwrap_or_default()
            .starts_with(term_after.get(1..).unwrap_or_default());
    // One left out; one changed, one too many.
    if swapped || word_after.starts_with(term_rest) {
        Some(Slip::Likely)
    } else if word_after.starts_with(term_after) || word_rest.starts_with(term_after) {
        Some(Slip::Other)
    } else {
        None
    }
}

/// Whether the letters are those of `word` in order, the first one its first.
pub fn scattered(term: &[u8], word: &[u8]) -> bool {
    if term.len() < INSIDE || term.first() != word.first() {
        return false;
    }
    let mut letters = word.iter();
    term.iter()
        .all(|letter| letters.any(|other| other == letter))
}

/// Whether the letters are beginnings of words of a name, in order, from one of its words on:
/// "unistra" of "universite de strasbourg".
pub fn abbreviates(term: &str, name: &str) -> bool {
    if !(TYPO..=LONGEST_ABBREVIATION).contains(&term.len()) {
        return false;
    }
    // The bytes of the term that words so far can have made: one pass, however words repeat.
    let mut made = vec![false; term.len() + 1];
    let mut words = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .peekable();
    while let Some(word) = words.next() {
        let is_last = words.peek().is_none();
        let before = made.clone();
        for (at, rest) in term.char_indices().map(|(at, _)| (at, term.get(at..))) {
            let begins_here = at == 0 && !is_last;
            if !begins_here && before.get(at) != Some(&true) {
                continue;
            }
            let letters = rest.unwrap_or_default().chars().zip(word.chars());
            let mut end = at;
            for (letter, _) in letters.take_while(|(letter, other)| letter == other) {
                end += letter.len_utf8();
                if let Some(made) = made.get_mut(end) {
                    *made = true;
                }
            }
        }
    }
    made.last() == Some(&true)
}

/// Whether the words of a name begin with these letters, one each.
pub fn has_initials(name: &str, initials: &str) -> bool {
    let mut words = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    initials
        .chars()
        .all(|letter| words.next().is_some_and(|word| word.starts_with(letter)))
}
