//! The vocabulary of a kind: its different words in order, and which values use each.

use memchr::memmem::Finder;

use super::facet::{FACETS, Facet};
use super::order::{InOrder, sort};
use super::rate::{INSIDE, Use};
use super::values::Values;

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

impl Vocabulary {
    /// The words of the values of all facets.
    pub fn of(values: &[Values; FACETS]) -> Vocabulary {
        let mut all = String::new();
        let mut used: Vec<Used> = Vec::new();
        let mut found: Vec<InOrder> = Vec::new();
        for facet in Facet::ALL {
            let Some(of) = values.get(facet.at()) else {
                continue;
            };
            for value in 0..of.len() as u32 {
                each_word(facet, of.text(value), |parts, using| {
                    let from = all.len();
                    all.extend(parts.iter().copied());
                    if let Some(one) = Used::new(value, facet, using) {
                        found.push(InOrder::new(&all, from, used.len() as u32));
                        used.push(one);
                    }
                });
            }
        }
        sort(&mut found, &all);
        let mut made = Vocabulary::default();
        made.uses.reserve_exact(found.len());
        let mut before: Option<&str> = None;
        for entry in &found {
            let word = entry.text(&all);
            if before != Some(word) {
                made.starts.push(made.uses.len() as u32);
                made.text.push_str(word);
                made.ends.push(made.text.len() as u32);
                made.text.push('\n');
                before = Some(word);
            }
            made.uses.extend(used.get(entry.tag as usize));
        }
        made.starts.push(made.uses.len() as u32);
        made.text.shrink_to_fit();
        made.ends.shrink_to_fit();
        made.starts.shrink_to_fit();
        made
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
    pub fn beginning(&self, text: &str) -> std::ops::Range<usize> {
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
    pub fn same_letter(&self, text: &str) -> std::ops::Range<usize> {
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

/// Calls `each` with the words by which a value is found, and which part of it each is; a word may be
/// given in parts.
fn each_word(facet: Facet, text: &str, mut each: impl FnMut(&[&str], Use)) {
    let count = words(text).take(JOINED + 2).count();
    for (at, word) in words(text).enumerate() {
        let using = match (count, at) {
            (1, _) => Use::Only,
            (_, 0) => Use::First,
            _ => Use::Later,
        };
        each(&[word], using);
    }
    let is_name = matches!(
        facet,
        Facet::Name | Facet::First | Facet::Former | Facet::Sigle
    );
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
