//! Terms: the words of a search, folded.

use crate::model::fold::{fold, phone_readings};

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
    !word.quoted
        && word.text.bytes().any(|byte| byte.is_ascii_digit())
        && word
            .text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b"+.-/()".contains(&byte))
}

fn number_term(run: &[Typed]) -> Option<Term> {
    let joined: Vec<&str> = run.iter().map(|word| word.text.as_str()).collect();
    let mut digits = phone_readings(&joined.join(" "));
    // One digit says nothing about a number.
    digits.retain(|digits| digits.len() > 1);
    let words: Vec<String> = joined.iter().flat_map(|word| pieces(word)).collect();
    (!words.is_empty()).then_some(Term { words, digits })
}

fn word_terms(word: &Typed) -> Vec<Term> {
    let term = |words: Vec<String>| Term {
        words,
        digits: Vec::new(),
    };
    let pieces = pieces(&word.text);
    match word.quoted {
        true if pieces.is_empty() => Vec::new(),
        true => vec![term(vec![pieces.join(" ")])],
        false => pieces.into_iter().map(|piece| term(vec![piece])).collect(),
    }
}

fn pieces(text: &str) -> Vec<String> {
    fold(text).split_whitespace().map(str::to_string).collect()
}
