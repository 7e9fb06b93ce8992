//! Which letters of a shown text a search matched.

use std::ops::Range;

use fuzzy_matcher::skim::SkimMatcherV2;

use super::terms::Terms;
use crate::model::fold::{fold, fold_with_map};

/// The byte ranges of `text` that the terms match, in order and apart from each other. Scattered
/// letters are shown only when `loose`, as the search says.
pub fn highlight(text: &str, terms: &Terms, loose: bool) -> Vec<Range<usize>> {
    let (folded, map) = fold_with_map(text);
    let mut marked = vec![false; text.chars().count()];
    let mut mark = |places: &mut dyn Iterator<Item = usize>| {
        for place in places {
            let origin = map.get(place).map(|at| *at as usize);
            if let Some(mark) = origin.and_then(|at| marked.get_mut(at)) {
                *mark = true;
            }
        }
    };
    for term in &terms.wanted {
        if let Some(mut digits) = digits_of(&folded, &term.digits) {
            mark(&mut digits);
            continue;
        }
        for word in &term.words {
            if let Some(mut places) = place_of(&folded, word) {
                mark(&mut places);
            } else if loose
                && let Some((_, letters)) = SkimMatcherV2::default().fuzzy(&folded, word, true)
            {
                mark(&mut letters.into_iter());
            }
        }
    }
    ranges(text, &marked)
}

/// The characters where `word` stands: at the beginning of a word if it does anywhere, else inside.
fn place_of(folded: &str, word: &str) -> Option<Range<usize>> {
    let begins = |at: &usize| {
        folded
            .get(..*at)
            .and_then(|before| before.chars().next_back())
            .is_none_or(|before| !before.is_alphanumeric())
    };
    let places = || folded.match_indices(word).map(|(at, _)| at);
    let inside = || places().next().filter(|_| word.len() > 2);
    let at = places().find(begins).or_else(inside)?;
    let first = folded.get(..at)?.chars().count();
    Some(first..first + word.chars().count())
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

fn ranges(text: &str, marked: &[bool]) -> Vec<Range<usize>> {
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
