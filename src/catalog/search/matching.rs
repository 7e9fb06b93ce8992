//! How well a term matches a row. The points of a term: 100 the whole short title or title, 80 to 94
//! a word of them or its beginning, 55 to 64 a word elsewhere, 30 to 35 inside a word, below that
//! scattered letters.

use memchr::memmem::Finder;

use super::chunk::{Chunk, RowText, is_gap, mask_of};
use super::terms::Term;

/// Shorter terms match only the beginnings of words: inside words they would match nearly all rows.
const INSIDE: usize = 3;

/// A term made ready.
pub struct Matcher<'t> {
    words: Vec<Needle<'t>>,
    digits: Option<Needle<'t>>,
}

struct Needle<'t> {
    text: &'t str,
    finder: Finder<'t>,
    mask: u64,
    initial: u64,
}

impl<'t> Needle<'t> {
    fn new(text: &'t str) -> Needle<'t> {
        Needle {
            text,
            finder: Finder::new(text),
            mask: mask_of(text),
            initial: mask_of(text.get(..1).unwrap_or_default()),
        }
    }

    /// Each place in `text`: where, whether a word begins there, whether one ends behind it.
    fn places(&self, text: &str) -> impl Iterator<Item = (usize, bool, bool)> {
        let bytes = text.as_bytes();
        let length = self.text.len();
        self.finder.find_iter(bytes).map(move |at| {
            let before = at.checked_sub(1).and_then(|at| bytes.get(at));
            let after = bytes.get(at + length);
            (
                at,
                before.is_none_or(|byte| is_gap(*byte)),
                after.is_none_or(|byte| is_gap(*byte)),
            )
        })
    }

    fn points(&self, row: RowText<'_>) -> u32 {
        let length = self.text.len();
        let inside = length >= INSIDE;
        let mut best = 0;
        for (at, begins, ends) in self.places(row.head) {
            let to = at + length;
            let whole = (at == 0 && to == row.title)
                || (at == row.title + 1 && to == row.head.len() && length > 1);
            let points = match (begins, ends) {
                _ if whole => return 100,
                (true, true) => 90,
                (true, false) => 80,
                _ if inside => 35,
                _ => continue,
            };
            best = best.max(points + if begins && at == 0 { 4 } else { 0 });
        }
        if best >= 80 {
            return best;
        }
        for (_, begins, ends) in self.places(row.body) {
            let points = match (begins, ends) {
                (true, true) => return 60,
                (true, false) => 55,
                _ if inside => 30,
                _ => continue,
            };
            best = best.max(points);
        }
        best
    }

    fn digit_points(&self, row: RowText<'_>) -> u32 {
        let length = self.text.len();
        self.places(row.digits)
            .map(|(_, begins, ends)| match (begins, ends) {
                (true, true) => 64,
                (false, true) if length > INSIDE => 62,
                (true, false) => 58,
                _ if length >= INSIDE => 32,
                _ => 0,
            })
            .max()
            .unwrap_or(0)
    }
}

impl<'t> Matcher<'t> {
    /// The term made ready.
    pub fn new(term: &'t Term) -> Matcher<'t> {
        Matcher {
            words: term.words.iter().map(|word| Needle::new(word)).collect(),
            digits: (!term.digits.is_empty()).then(|| Needle::new(&term.digits)),
        }
    }

    /// The text that every matching row has, if there is one long enough to look for in whole chunks.
    pub fn anchor(&self) -> Option<&Finder<'t>> {
        match (self.words.as_slice(), &self.digits) {
            ([word], None) if word.text.len() >= INSIDE => Some(&word.finder),
            _ => None,
        }
    }

    /// The length of the anchor.
    pub fn length(&self) -> usize {
        self.words.iter().map(|word| word.text.len()).sum()
    }

    /// Whether a row with these characters can match.
    pub fn may_match(&self, chunk: &Chunk, row: usize) -> bool {
        let mask = chunk.mask(row);
        let has = |needle: &Needle| mask & needle.mask == needle.mask;
        let begins = |needle: &Needle| {
            needle.text.len() >= INSIDE || chunk.initials(row) & needle.initial == needle.initial
        };
        self.words.iter().all(|word| has(word) && begins(word))
            || self.digits.as_ref().is_some_and(has)
    }

    /// Whether a row with these characters can have the term's letters scattered.
    pub fn may_scatter(&self, chunk: &Chunk, row: usize) -> bool {
        let initials = chunk.initials(row);
        self.words
            .iter()
            .all(|word| initials & word.initial == word.initial)
    }

    /// The points of a row; 0 if it has not this term.
    pub fn points(&self, row: RowText<'_>) -> u32 {
        let words = self.words.iter().map(|word| word.points(row)).min();
        let digits = self.digits.as_ref().map(|digits| digits.digit_points(row));
        words.unwrap_or(0).max(digits.unwrap_or(0))
    }

    /// The points (1 to 29) of letters scattered in the title, in order, the first one at the
    /// beginning of a word: the nearer together, the more. 0 if there are none.
    pub fn scattered_points(&self, row: RowText<'_>) -> u32 {
        let [word] = self.words.as_slice() else {
            return 0;
        };
        match scattered_span(row.head.as_bytes(), word.text.as_bytes()) {
            Some(span) => {
                let gaps = u32::try_from(span - word.text.len()).unwrap_or(u32::MAX);
                29 - gaps.min(28)
            }
            None => 0,
        }
    }

    /// The word of a term that may be scattered.
    pub fn word(&self) -> Option<&'t str> {
        match self.words.as_slice() {
            [word] => Some(word.text),
            _ => None,
        }
    }
}

/// The shortest stretch that has the letters of `word` in order from the beginning of a word on.
fn scattered_span(head: &[u8], word: &[u8]) -> Option<usize> {
    let (first, letters) = word.split_first().filter(|_| word.len() >= INSIDE)?;
    let begins = |at: usize| {
        at.checked_sub(1)
            .and_then(|at| head.get(at))
            .is_none_or(|byte| is_gap(*byte))
    };
    memchr::memchr_iter(*first, head)
        .filter(|at| begins(*at))
        .filter_map(|start| {
            let mut end = start + 1;
            for letter in letters {
                end += 1 + memchr::memchr(*letter, head.get(end..)?)?;
            }
            Some(end - start)
        })
        .min()
}
