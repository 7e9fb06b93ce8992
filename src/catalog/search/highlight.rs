//! Which letters of a shown text a search matched, and how.

use std::ops::Range;

use fuzzy_matcher::skim::SkimMatcherV2;

use super::rate::{self, How, INSIDE};
use super::terms::{Term, Terms};
use crate::model::fold::{fold, fold_with_map};
use crate::model::text::COMPARED;

/// The byte ranges of `text` that the terms match, in order and apart from each other. Typos,
/// abbreviations and scattered letters are shown only when `loose`, as the search says.
pub fn highlight(text: &str, terms: &Terms, loose: bool) -> Vec<Range<usize>> {
    let found = terms
        .wanted
        .iter()
        .filter_map(|term| marks(text, term, loose));
    let mut marked = vec![false; text.chars().count()];
    for at in found.flat_map(|(_, letters)| letters) {
        if let Some(mark) = marked.get_mut(at) {
            *mark = true;
        }
    }
    ranges(text, &marked)
}

/// How a term matches a text, if it does, and the characters of the text that it matches.
pub(super) fn marks(text: &str, term: &Term, loose: bool) -> Option<(How, Vec<usize>)> {
    let (folded, map) = fold_with_map(text);
    let found: Option<(How, Vec<usize>)> = match term
        .digits
        .iter()
        .find_map(|digits| digits_of(&folded, digits))
    {
        Some(digits) => Some((How::Part, digits.collect())),
        None => {
            let found: Vec<(How, Vec<usize>)> = term
                .words
                .iter()
                .filter_map(|word| word_in(&folded, word, loose))
                .collect();
            let how = found.iter().map(|(how, _)| *how).min();
            // All words of a number that is a term.
            how.filter(|_| found.len() == term.words.len())
                .map(|how| (how, found.into_iter().flat_map(|(_, at)| at).collect()))
        }
    };
    let (how, places) = found?;
    let mut letters: Vec<usize> = places
        .iter()
        .filter_map(|at| map.get(*at))
        .map(|at| *at as usize)
        .collect();
    letters.sort_unstable();
    letters.dedup();
    Some((how, letters))
}

/// How a word matches a folded text, and the characters that it matches.
fn word_in(folded: &str, word: &str, loose: bool) -> Option<(How, Vec<usize>)> {
    if let Some((how, places)) = place_of(folded, word) {
        return Some((how, places.collect()));
    }
    let words = words_of(folded);
    let as_one = || joined(&words, word).map(|places| (How::Whole, places));
    let initials = || initials(&words, word).map(|places| (How::Initials, places));
    let typo = || {
        let typed: Vec<char> = word.chars().collect();
        let like = |(_, of): &&(usize, &str)| {
            rate::mistyped(&typed, &of.chars().collect::<Vec<char>>()).is_some()
        };
        let (at, of) = words.iter().find(like)?;
        let letters = of.chars().count().min(word.chars().count() + 1);
        Some((How::Typo, (*at..at + letters).collect()))
    };
    let scattered = || {
        let (_, letters) = SkimMatcherV2::default().fuzzy(folded, word, true)?;
        Some((How::Scattered, letters))
    };
    as_one().or_else(initials).or_else(|| {
        loose.then(|| {
            typo()
                .or_else(|| abbreviation(folded, &words, word))
                .or_else(scattered)
        })?
    })
}

/// The words of a text, each with the number of its first character.
fn words_of(folded: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut begun: Option<(usize, usize)> = None;
    let letters = folded
        .char_indices()
        .map(|(byte, c)| (byte, c.is_alphanumeric()));
    for (number, (byte, is_letter)) in letters.chain([(folded.len(), false)]).enumerate() {
        match (begun, is_letter) {
            (None, true) => begun = Some((number, byte)),
            (Some((first, from)), false) => {
                words.push((first, folded.get(from..byte).unwrap_or_default()));
                begun = None;
            }
            _ => {}
        }
    }
    words
}

/// Words written as one: "legall", from the beginning of a word on.
fn joined(words: &[(usize, &str)], word: &str) -> Option<Vec<usize>> {
    (0..words.len()).find_map(|from| {
        let mut rest = word;
        let mut places = Vec::new();
        for (at, of) in words.get(from..)? {
            let same = if rest.len() < of.len() {
                of.starts_with(rest).then_some(rest.len())
            } else {
                rest.starts_with(of).then_some(of.len())
            };
            let (taken, after) = rest.split_at(same?);
            places.extend(*at..at + taken.chars().count());
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        (rest.is_empty() && word.len() > INSIDE).then_some(places)
    })
}

/// First letters of words that follow each other, from the first on.
fn initials(words: &[(usize, &str)], word: &str) -> Option<Vec<usize>> {
    let letters = word.chars().count();
    let is = |(letter, (_, of)): (char, &(usize, &str))| of.starts_with(letter);
    let fits = (2..=words.len()).contains(&letters) && word.chars().zip(words).all(is);
    fits.then(|| words.iter().take(letters).map(|(at, _)| *at).collect())
}

/// Beginnings of words of a name, joined.
fn abbreviation(folded: &str, words: &[(usize, &str)], word: &str) -> Option<(How, Vec<usize>)> {
    if !rate::abbreviates(word, folded) {
        return None;
    }
    let begins = |(_, of): &&(usize, &str)| of.chars().next() == word.chars().next();
    let from = words.iter().position(|word| begins(&word))?;
    let mut rest = word;
    let mut places = Vec::new();
    for (at, of) in words.get(from..)? {
        let same = rest
            .chars()
            .zip(of.chars())
            .take_while(|(a, b)| a == b)
            .count();
        places.extend(*at..at + same);
        rest = rest.get(
            rest.char_indices()
                .nth(same)
                .map_or(rest.len(), |(at, _)| at)..,
        )?;
    }
    Some((How::Abbreviation, places))
}

/// The characters where `word` stands: at the beginning of a word if it does anywhere, else inside.
fn place_of(folded: &str, word: &str) -> Option<(How, Range<usize>)> {
    let is_gap = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let begins = |at: &usize| {
        is_gap(
            folded
                .get(..*at)
                .and_then(|before| before.chars().next_back()),
        )
    };
    let places = || folded.match_indices(word).map(|(at, _)| at);
    let inside = || places().next().filter(|_| word.len() > 2);
    let at = places().find(begins).or_else(inside)?;
    let ends = is_gap(
        folded
            .get(at + word.len()..)
            .and_then(|after| after.chars().next()),
    );
    let how = match (begins(&at), ends) {
        (true, true) => How::Whole,
        (true, false) => How::Beginning,
        _ => How::Inside,
    };
    let first = folded.get(..at)?.chars().count();
    Some((how, first..first + word.chars().count()))
}

/// The characters of a telephone number's digits, whatever stands between them.
fn digits_of(folded: &str, digits: &str) -> Option<std::vec::IntoIter<usize>> {
    if digits.len() < 2 {
        return None;
    }
    let (places, shown): (Vec<usize>, String) = folded
        .chars()
        .enumerate()
        .filter(|(_, c)| c.is_ascii_digit())
        .unzip();
    // A number shown as +33 6 … has no leading 0.
    let (at, length) = [digits, digits.strip_prefix('0').unwrap_or(digits)]
        .into_iter()
        .filter(|digits| digits.len() > 1)
        .find_map(|digits| Some((shown.find(digits)?, digits.len())))?;
    Some(places.get(at..at + length)?.to_vec().into_iter())
}

pub(super) fn ranges(text: &str, marked: &[bool]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for ((at, c), marked) in text.char_indices().zip(marked) {
        if !marked {
            continue;
        }
        let end = at + c.len_utf8();
        match ranges.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => ranges.push(at..end),
        }
    }
    ranges
}

/// How well a short text (a command, a theme's name) matches what is typed, all its words in any
/// order; `None` if it does not. Everything matches nothing typed.
pub fn score_text(text: &str, typed: &str) -> Option<i64> {
    // Scoring takes as many steps as both have letters, multiplied.
    if typed.len() > COMPARED {
        return None;
    }
    let folded = fold(text);
    // A fresh matcher with positions: the cached and the two-row ways of fuzzy-matcher 0.3.7 give
    // other scores for the same texts.
    let matcher = SkimMatcherV2::default();
    let words = fold(typed);
    words
        .split_whitespace()
        .map(|word| matcher.fuzzy(&folded, word, true).map(|(score, _)| score))
        .sum()
}
