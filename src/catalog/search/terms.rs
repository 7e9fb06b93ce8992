//! Terms: the words of a search, folded.

use crate::model::fold::fold;
use crate::model::phone::{self, phone_readings};

/// One term: its words, or, for a telephone number in any form, what digits it may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Folded words (a quoted term is one with spaces in it); a row has them all …
    pub words: Vec<String>,
    /// … or it has a number with digits of one of these readings. None for a term that is not a number.
    pub digits: Vec<String>,
}

impl Term {
    /// Whether it is a number, which nobody misspells.
    pub fn is_number(&self) -> bool {
        let is_sign = |c: char| !c.is_alphabetic();
        self.words.iter().all(|word| word.chars().all(is_sign))
    }
}

/// The terms of a search, in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// What a row must have.
    pub wanted: Vec<Term>,
    /// What it must not have.
    pub unwanted: Vec<Term>,
}

/// A word as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// The text, without quotes and sign.
    pub text: String,
    /// Whether it stood in quotes.
    pub quoted: bool,
    /// Whether a row must not have it.
    pub unwanted: bool,
}

impl Terms {
    /// The terms of a plain text: words between spaces, no signs.
    pub fn of(text: &str) -> Terms {
        let typed = |word: &str| Typed {
            text: word.to_string(),
            quoted: false,
            unwanted: false,
        };
        Terms::from_typed(&text.split_whitespace().map(typed).collect::<Vec<_>>())
    }

    /// The terms of words; numbers that follow each other are one telephone number, or several words.
    pub fn from_typed(words: &[Typed]) -> Terms {
        let mut terms = Terms::default();
        let mut rest = words;
        while let Some((word, after)) = rest.split_first() {
            let run = match is_number(word) {
                true => {
                    1 + after
                        .iter()
                        .take_while(|next| is_number(next) && next.unwanted == word.unwanted)
                        .count()
                }
                false => 1,
            };
            let (run, after) = rest.split_at(run);
            rest = after;
            let side = match word.unwanted {
                true => &mut terms.unwanted,
                false => &mut terms.wanted,
            };
            if is_number(word) {
                side.extend(number_term(run));
            } else {
                side.extend(word_terms(word));
            }
        }
        terms
    }

    /// Whether there is nothing to search for.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty() && self.unwanted.is_empty()
    }
}

fn is_number(word: &Typed) -> bool {
    !word.quoted && phone::is_number(&word.text)
}

/// What the digits of a text may be those of. One digit says nothing about a number.
fn readings(text: &str) -> Vec<String> {
    let mut digits = phone_readings(text);
    digits.retain(|digits| digits.len() > 1);
    digits
}

fn number_term(run: &[Typed]) -> Option<Term> {
    let joined: Vec<&str> = run.iter().map(|word| word.text.as_str()).collect();
    let digits = readings(&joined.join(" "));
    let words: Vec<String> = joined.iter().flat_map(|word| pieces(word)).collect();
    (!words.is_empty()).then_some(Term { words, digits })
}

fn word_terms(word: &Typed) -> Vec<Term> {
    let pieces = pieces(&word.text);
    if word.quoted {
        let digits = match phone::is_number(&word.text) {
            true => readings(&word.text),
            false => Vec::new(),
        };
        let words = vec![pieces.join(" ")];
        return match pieces.is_empty() {
            true => Vec::new(),
            false => vec![Term { words, digits }],
        };
    }
    let bare = pieces.iter().map(|piece| bare(piece));
    let words = bare.flat_map(|piece| match initials(piece) {
        Some(letters) => letters.map(String::from).collect(),
        None => vec![piece.to_string()],
    });
    words
        .filter(|word| !word.is_empty())
        .map(|word| Term {
            words: vec![word],
            digits: Vec::new(),
        })
        .collect()
}

/// A word without the signs around it that belong to a sentence, a list or an address line.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| ".,;:!?<>()[]{}“”\"…".contains(c))
}

/// The letters of initials with a full stop between: "j.f".
fn initials(word: &str) -> Option<impl Iterator<Item = &str>> {
    let letters = word.split('.');
    let single =
        |letter: &str| letter.chars().count() == 1 && letter.chars().all(char::is_alphabetic);
    letters.clone().all(single).then_some(letters)
}

fn pieces(text: &str) -> Vec<String> {
    fold(text).split_whitespace().map(str::to_string).collect()
}
