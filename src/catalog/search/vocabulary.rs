//! The vocabulary of a kind: its different words in order, and which values use each.

use std::ops::Range;

use memchr::memmem::Finder;

use super::facet::Facet;
use super::order::{self, Unsorted};
use super::rate::{INSIDE, Use};
use super::values::Texts;

/// Values of more words are not written as one.
const JOINED: usize = 4;

/// A value that uses a word: the value in the lower bits, then the facet and the use.
#[derive(Clone, Copy, Debug)]
pub struct Used(u32);

/// So many bits for the value; a facet of more values would have words that find too little.
const VALUE: u32 = 25;
/// And so many for the facet.
const FACET: u32 = 4;

impl Used {
    /// `None` for a value beyond what there is room for.
    fn new(value: u32, facet: Facet, using: Use) -> Option<Used> {
        let above = (using as u32) << FACET | facet as u32;
        (value < 1 << VALUE).then_some(Used(above << VALUE | value))
    }

    /// The value.
    pub fn value(self) -> u32 {
        self.0 & ((1 << VALUE) - 1)
    }

    /// The facet of the value.
    pub fn facet(self) -> Facet {
        let facet = self.0 >> VALUE & ((1 << FACET) - 1);
        let facet = Facet::ALL.get(facet as usize);
        facet.copied().unwrap_or(Facet::Text)
    }

    /// Which part of it the word is.
    pub fn using(self) -> Use {
        Use::of((self.0 >> (VALUE + FACET)) as u8)
    }
}

/// Words in order, with their uses.
#[derive(Debug, Default)]
pub struct Vocabulary {
    text: String,
    ends: Vec<u32>,
    uses: Vec<Used>,
    starts: Vec<u32>,
}

/// The words of some values with their uses: those that values begin with, which come nearly in order,
/// and the others.
#[derive(Default)]
pub struct WordsFound([(Unsorted, Vec<Used>); 2]);

impl WordsFound {
    /// Those of a share of the values of facets, which come in order: the first, second … of so many.
    pub fn of(facets: &[(Facet, &Texts)], share: usize, shares: usize) -> WordsFound {
        let mut found = WordsFound::default();
        let WordsFound([first, others]) = &mut found;
        for (facet, of) in facets {
            let end = |share: usize| (of.len() * share / shares) as u32;
            for value in end(share)..end(share + 1) {
                each_word(*facet, of.get(value), |parts, using| {
                    let (words, used) = match using {
                        Use::Only | Use::First => &mut *first,
                        _ => &mut *others,
                    };
                    if let Some(one) = Used::new(value, *facet, using) {
                        words.add(|all| all.extend(parts.iter().copied()));
                        used.push(one);
                    }
                });
            }
        }
        found
    }
}

/// Heads of words in so many ranges, about as many words of the values in each.
pub fn ranges(facets: &[(Facet, &Texts)], count: usize) -> Vec<Range<u64>> {
    let largest = facets.iter().map(|(_, of)| of).max_by_key(|of| of.len());
    let head = |range: usize| match (range, largest) {
        (0, _) | (_, None) => order::ALL.start,
        (last, _) if last == count => order::ALL.end,
        (range, Some(of)) => order::head(of.get((of.len() * range / count) as u32)),
    };
    let ranges = (0..count).map(|range| head(range)..head(range + 1));
    ranges.collect()
}

impl Vocabulary {
    /// The words that were found and have these heads.
    pub fn of(found: &[WordsFound], heads: Range<u64>) -> Vocabulary {
        let lists =
            (0..2).flat_map(|list| found.iter().filter_map(move |WordsFound(of)| of.get(list)));
        let used: Vec<&[Used]> = lists.clone().map(|(_, used)| &**used).collect();
        let mut made = Vocabulary::default();
        let mut before: Option<&str> = None;
        for (word, number, of) in Unsorted::in_order(lists.map(|(words, _)| words), heads) {
            if before != Some(word) {
                made.starts.push(made.uses.len() as u32);
                made.text.push_str(word);
                made.ends.push(made.text.len() as u32);
                made.text.push('\n');
                before = Some(word);
            }
            let uses = used.get(of).and_then(|used| used.get(number as usize));
            made.uses.extend(uses);
        }
        made
    }

    /// All words: those of ranges that follow each other.
    pub fn joined(ranges: Vec<Vocabulary>) -> Vocabulary {
        let mut joined = Vocabulary::default();
        let sum = |count: fn(&Vocabulary) -> usize| ranges.iter().map(count).sum::<usize>();
        joined.text.reserve_exact(sum(|of| of.text.len()));
        joined.ends.reserve_exact(sum(Vocabulary::len));
        joined.uses.reserve_exact(sum(|of| of.uses.len()));
        joined.starts.reserve_exact(sum(Vocabulary::len) + 1);
        for of in ranges {
            let (text, uses) = (joined.text.len() as u32, joined.uses.len() as u32);
            joined.text.push_str(&of.text);
            joined.ends.extend(of.ends.iter().map(|end| text + end));
            joined.uses.extend(of.uses);
            joined
                .starts
                .extend(of.starts.iter().map(|start| uses + start));
        }
        joined.starts.push(joined.uses.len() as u32);
        joined
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A word.
    pub fn word(&self, at: usize) -> &str {
        self.text
            .get(self.start(at)..self.end(at))
            .unwrap_or_default()
    }

    /// The values that use a word.
    pub fn uses(&self, at: usize) -> &[Used] {
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(from), Some(to)) => self
                .uses
                .get(*from as usize..*to as usize)
                .unwrap_or_default(),
            _ => &[],
        }
    }

    /// The words that begin with a text.
    pub fn beginning(&self, text: &str) -> Range<usize> {
        let from = self.first(|word| word < text);
        let count = self.first_from(from, |word| word.starts_with(text));
        from..count
    }

    fn first(&self, before: impl Fn(&str) -> bool) -> usize {
        self.first_from(0, before)
    }

    fn first_from(&self, from: usize, before: impl Fn(&str) -> bool) -> usize {
        let (mut low, mut high) = (from, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match before(self.word(middle)) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }

    /// Calls `each` with every word that has the text inside, not at its beginning, in order.
    pub fn each_inside(&self, text: &str, mut each: impl FnMut(usize)) {
        if text.len() < INSIDE {
            return;
        }
        let finder = Finder::new(text);
        let bytes = self.text.as_bytes();
        let (mut from, mut at) = (0, 0);
        while let Some(found) = bytes.get(from..).and_then(|rest| finder.find(rest)) {
            let place = from + found;
            at = self.word_at(at, place);
            let begins = self.start(at) == place;
            if !begins {
                each(at);
            }
            // A word that begins so may have it inside as well.
            from = if begins { place + 1 } else { self.end(at) };
        }
    }

    fn start(&self, at: usize) -> usize {
        at.checked_sub(1).map_or(0, |before| self.end(before) + 1)
    }

    fn end(&self, at: usize) -> usize {
        self.ends
            .get(at)
            .map_or(self.text.len(), |end| *end as usize)
    }

    /// The word, from `at` on, that has that byte of the text.
    fn word_at(&self, at: usize, byte: usize) -> usize {
        let passed = self.ends.get(at..).unwrap_or_default();
        let mut step = 1;
        // Hits are often near each other: a doubling stride, then halves.
        while passed.get(step).is_some_and(|end| (*end as usize) < byte) {
            step *= 2;
        }
        let low = step / 2;
        let high = passed.len().min(step + 1);
        let within = passed.get(low..high).unwrap_or_default();
        at + low + within.partition_point(|end| (*end as usize) < byte)
    }

    /// The words that begin with the same letter as a text.
    pub fn same_letter(&self, text: &str) -> Range<usize> {
        let letter = text
            .chars()
            .next()
            .map(|c| text.get(..c.len_utf8()).unwrap_or_default());
        letter.map_or(0..0, |letter| self.beginning(letter))
    }

    /// How many bytes it takes.
    pub fn size(&self) -> usize {
        self.text.capacity()
            + 4 * (self.ends.capacity() + self.starts.capacity())
            + 4 * self.uses.capacity()
    }
}

/// The words of a text: what stands between signs and spaces.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Whether a folded word is an article: before a name it counts for nothing.
fn is_article(word: &str) -> bool {
    matches!(
        word,
        "l" | "la" | "le" | "les" | "un" | "une" | "des" | "the"
    )
}

/// Calls `each` with the words by which a value is found, and which part of it each is; a word may be
/// given in parts.
fn each_word(facet: Facet, text: &str, mut each: impl FnMut(&[&str], Use)) {
    let count = words(text).take(JOINED + 2).count();
    let is_name = matches!(
        facet,
        Facet::Name | Facet::First | Facet::Former | Facet::Sigle
    );
    let led = is_name && count > 1 && words(text).next().is_some_and(is_article);
    for (at, word) in words(text).enumerate() {
        let using = match (count, at) {
            (1, _) => Use::Only,
            (2, 1) if led => Use::Alone,
            (_, 0) => Use::First,
            (_, 1) if led => Use::First,
            _ => Use::Later,
        };
        each(&[word], using);
    }
    if is_name && (2..=JOINED).contains(&count) {
        let all: Vec<&str> = words(text).collect();
        // "delatour", and "latour": a particle is often left out.
        for from in 0..all.len() - 1 {
            each(all.get(from..).unwrap_or_default(), Use::Joined);
        }
        if facet == Facet::First {
            let first = |word: &&'_ str| word.chars().next().map_or(0, char::len_utf8);
            let initials = all.iter().filter_map(|word| word.get(..first(word)));
            each(&initials.collect::<Vec<&str>>(), Use::Initials);
        }
    }
}
