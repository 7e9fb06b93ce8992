//! What a term means on a shelf: a table of points for each facet, matched once against the
//! vocabulary, and points of single rows for parts of numbers and addresses.

mod contact;

use std::sync::OnceLock;

use fuzzy_matcher::skim::SkimMatcherV2;
use memchr::memmem::Finder;

use super::bucket::Bucket;
use super::facet::{FACETS, Facet};
use super::rate::{self, How, INSIDE, TYPO, Use, points};
use super::shelf::Shelf;
use super::terms::Term;
use super::values::Values;
use crate::catalog::RowSet;

/// How many words of scattered letters are taken, the best by fuzzy-matcher.
const SCATTERED: usize = 64;

/// How far a match may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// As it is typed; as an initial and a whole family name in one, for that is how they are typed.
    Strict,
    /// With one typo, or as an abbreviation.
    Typo,
    /// As initials and the beginning of a name in one, or as a part of an address.
    Near,
    /// As scattered letters.
    Scattered,
}

/// A term on a shelf.
#[derive(Debug, Default)]
pub struct Matched {
    /// The points of each value of each facet; empty tables where no value has any.
    tables: [Vec<u16>; FACETS],
    /// The facets that have a table.
    facets: Vec<Facet>,
    /// The values that have points, by facet.
    values: Vec<(u8, u32)>,
    /// Points of single rows, in order of row.
    single: Vec<(u32, u16)>,
    /// Rows that have the same points of their own.
    even: Vec<(RowSet, u16)>,
}

/// A term on a shelf with its rows, made when they are asked for.
#[derive(Debug, Default)]
pub struct Sense {
    /// The points.
    pub matched: Matched,
    rows: OnceLock<RowSet>,
}

impl Sense {
    /// Of what is matched.
    pub fn new(matched: Matched) -> Sense {
        Sense {
            matched,
            rows: OnceLock::new(),
        }
    }

    /// The rows that have it.
    pub fn rows(&self, shelf: &Shelf) -> &RowSet {
        self.rows.get_or_init(|| self.matched.rows(shelf))
    }

    /// The same, if they were asked for before.
    pub fn made(&self) -> Option<&RowSet> {
        self.rows.get()
    }
}

impl Matched {
    /// What a term means on a shelf. How frequent words are is asked of `base`, whichever shelf is
    /// looked at: an edited row is rated as it was.
    pub fn of(shelf: &Shelf, base: &Shelf, term: &Term, reach: Reach) -> Matched {
        let mut matched = Matched::default();
        match term.words.as_slice() {
            [word] => matched.word(shelf, base, word, reach),
            several => matched.several(shelf, several),
        }
        for digits in &term.digits {
            matched.digits(shelf, digits);
        }
        matched.settle();
        matched
    }

    fn word(&mut self, shelf: &Shelf, base: &Shelf, word: &str, reach: Reach) {
        if word.chars().all(char::is_alphanumeric) {
            self.plain(shelf, word);
        } else {
            self.phrase(shelf, word);
        }
        let mixed = word.bytes().any(|byte| byte.is_ascii_digit())
            && word.bytes().any(|byte| byte.is_ascii_alphabetic());
        let signs = word.contains(['@', '.']);
        let near = reach >= Reach::Near;
        if signs || mixed || near && word.len() > TYPO {
            self.mail(shelf, word);
        }
        self.initials_and_name(shelf, word, !near);
        if reach >= Reach::Typo {
            self.typos(shelf, base, word);
            self.abbreviations(shelf, word);
        }
        if reach == Reach::Scattered {
            self.scattered(shelf, word);
        }
    }

    fn give(&mut self, shelf: &Shelf, facet: Facet, value: u32, points: u16) {
        let Some(table) = self.tables.get_mut(facet.at()) else {
            return;
        };
        if table.is_empty() {
            *table = vec![0; shelf.of_facet(facet).len()];
            self.facets.push(facet);
        }
        if let Some(slot) = table.get_mut(value as usize) {
            if *slot == 0 {
                self.values.push((facet as u8, value));
            }
            *slot = (*slot).max(points);
        }
    }

    fn give_word(&mut self, shelf: &Shelf, at: usize, how: How, typed: usize, more: u16) {
        let letters = shelf.words.word(at).len();
        for used in shelf.words.uses(at) {
            let points = points(used.facet(), used.using(), how, typed, letters);
            self.give(shelf, used.facet(), used.value(), points + more);
        }
    }

    fn plain(&mut self, shelf: &Shelf, word: &str) {
        for at in shelf.words.beginning(word) {
            let how = match shelf.words.word(at).len() == word.len() {
                true => How::Whole,
                false => How::Beginning,
            };
            self.give_word(shelf, at, how, word.len(), 0);
        }
        let mut inside = Vec::new();
        shelf.words.each_inside(word, |at| inside.push(at));
        for at in inside {
            self.give_word(shelf, at, How::Inside, word.len(), 0);
        }
    }

    /// A text with signs or spaces in it: in the values themselves, from the beginning of a word on.
    fn phrase(&mut self, shelf: &Shelf, text: &str) {
        let finder = Finder::new(text);
        for facet in Facet::ALL {
            let values = shelf.of_facet(facet);
            let texts = values.texts().as_bytes();
            for at in finder.find_iter(texts) {
                let is_gap = |byte: Option<&u8>| {
                    byte.is_none_or(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric())
                };
                let begins = is_gap(at.checked_sub(1).and_then(|at| texts.get(at)));
                let ends = is_gap(texts.get(at + text.len()));
                let value = values.value_at(at);
                let whole = values.text(value).len() == text.len();
                let (how, using) = match (begins, ends) {
                    (true, true) if whole => (How::Whole, Use::Only),
                    (true, true) => (How::Whole, Use::Later),
                    (true, false) => (How::Beginning, Use::Later),
                    _ if text.len() >= INSIDE => (How::Inside, Use::Later),
                    _ => continue,
                };
                let letters = values.text(value).len();
                self.give(
                    shelf,
                    facet,
                    value,
                    points(facet, using, how, text.len(), letters),
                );
            }
        }
    }

    fn typos(&mut self, shelf: &Shelf, base: &Shelf, word: &str) {
        let typed: Vec<char> = word.chars().collect();
        if typed.len() + 1 < TYPO || !typed.iter().all(|letter| letter.is_alphabetic()) {
            return;
        }
        let mut letters: Vec<char> = Vec::new();
        for at in shelf.words.same_letter(word) {
            let known = shelf.words.word(at);
            let slip = match word.is_ascii() && known.is_ascii() {
                true if is_near(typed.len(), known.len()) => {
                    rate::mistyped(word.as_bytes(), known.as_bytes())
                }
                true => None,
                false => {
                    letters.clear();
                    letters.extend(known.chars());
                    match is_near(typed.len(), letters.len()) {
                        true => rate::mistyped(&typed, &letters),
                        false => None,
                    }
                }
            };
            if let Some(slip) = slip {
                // Of two names that may have been meant, the more frequent one was.
                let borne = base.borne(known).checked_ilog2().unwrap_or(0) as u16;
                self.give_word(shelf, at, How::Typo, word.len(), borne + slip.points());
            }
        }
    }

    fn abbreviations(&mut self, shelf: &Shelf, word: &str) {
        for facet in [Facet::Organisation, Facet::Name] {
            // Of people, only where they are: a family name is no title.
            if facet == Facet::Name && shelf.of_facet(Facet::First).len() > 0 {
                continue;
            }
            let values = shelf.of_facet(facet);
            for value in 0..values.len() as u32 {
                let text = values.text(value);
                if rate::abbreviates(word, text) {
                    let points =
                        points(facet, Use::Later, How::Abbreviation, word.len(), text.len());
                    self.give(shelf, facet, value, points);
                }
            }
        }
    }

    /// Letters scattered in words, the best by fuzzy-matcher. Each word gets a fresh matcher: one that
    /// is used again carries scores over from text to text (fuzzy-matcher 0.3.7).
    fn scattered(&mut self, shelf: &Shelf, word: &str) {
        let mut found: Vec<(i64, usize)> = shelf
            .words
            .same_letter(word)
            .filter(|at| rate::scattered(word.as_bytes(), shelf.words.word(*at).as_bytes()))
            .take(16 * SCATTERED)
            .filter_map(|at| {
                let (score, _) =
                    SkimMatcherV2::default().fuzzy(shelf.words.word(at), word, true)?;
                Some((score, at))
            })
            .collect();
        found.sort_by(|one, other| other.cmp(one));
        for (_, at) in found.into_iter().take(SCATTERED) {
            self.give_word(shelf, at, How::Scattered, word.len(), 0);
        }
    }

    fn settle(&mut self) {
        self.single
            .sort_unstable_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(&one.1)));
        self.single.dedup_by_key(|(row, _)| *row);
    }

    /// Leaves only what records are called: names, first names, sigles.
    pub fn called(mut self) -> Matched {
        let is_name = |facet: &u8| {
            let names = [Facet::Name, Facet::First, Facet::Sigle, Facet::Former];
            names.iter().any(|name| *name as u8 == *facet)
        };
        self.values.retain(|(facet, _)| is_name(facet));
        self.facets.retain(|facet| is_name(&(*facet as u8)));
        self.single.clear();
        self.even.clear();
        self
    }

    /// About how many rows it has: each once for every value.
    pub fn cost(&self, shelf: &Shelf) -> usize {
        let of = |(facet, value): &(u8, u32)| self.facet(shelf, *facet).rows(*value).len();
        let even = self.even.iter().map(|(rows, _)| rows.len());
        self.values.iter().map(of).chain(even).sum::<usize>() + self.single.len()
    }

    /// Whether no row has it.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.single.is_empty() && self.even.is_empty()
    }

    /// Whether one of these rows has it.
    pub fn is_in(&self, shelf: &Shelf, within: &RowSet) -> bool {
        let mut rows = self
            .values
            .iter()
            .flat_map(|(facet, value)| self.facet(shelf, *facet).rows(*value))
            .chain(self.single.iter().map(|(row, _)| row));
        let mut even = self.even.iter();
        rows.any(|row| within.contains(*row)) || even.any(|(rows, _)| rows.meets(within))
    }

    fn facet<'s>(&self, shelf: &'s Shelf, facet: u8) -> &'s Values {
        shelf.of_facet(
            Facet::ALL
                .get(usize::from(facet))
                .copied()
                .unwrap_or(Facet::Text),
        )
    }

    /// The rows that have it.
    pub fn rows(&self, shelf: &Shelf) -> RowSet {
        let mut rows = RowSet::all(shelf.len());
        let words = rows.words_mut();
        words.fill(0);
        let mut many: Vec<&RowSet> = Vec::new();
        let mut add = |row: u32| {
            if let Some(word) = words.get_mut(row as usize / 64) {
                *word |= 1 << (row % 64);
            }
        };
        for (facet, value) in &self.values {
            let values = self.facet(shelf, *facet);
            match values.set(*value) {
                Some(set) => many.push(set),
                None => values.rows(*value).iter().for_each(|row| add(*row)),
            }
        }
        self.single.iter().for_each(|(row, _)| add(*row));
        let even = self.even.iter().map(|(rows, _)| rows);
        many.into_iter().chain(even).for_each(|set| rows.join(set));
        rows
    }

    /// The points of a row in each facet that has any; `None` for points of its own.
    pub fn each(&self, shelf: &Shelf, row: u32, mut each: impl FnMut(Option<Facet>, u16)) {
        for facet in &self.facets {
            if let Some(table) = self.tables.get(facet.at()) {
                let points = shelf.of_facet(*facet).best(row, table);
                if points > 0 {
                    each(Some(*facet), points);
                }
            }
        }
        let mut own = 0;
        if !self.single.is_empty()
            && let Ok(at) = self.single.binary_search_by_key(&row, |(row, _)| *row)
            && let Some((_, points)) = self.single.get(at)
        {
            own = *points;
        }
        for (_, points) in self.even.iter().filter(|(rows, _)| rows.contains(row)) {
            own = own.max(*points);
        }
        if own > 0 {
            each(None, own);
        }
    }

    /// The best points of a row; 0 if it has not the term.
    pub fn best(&self, shelf: &Shelf, row: u32) -> u16 {
        let mut best = 0;
        self.each(shelf, row, |_, points| best = best.max(points));
        best
    }

    /// The rows of its values and those with points of their own, those of the same points together,
    /// the best first.
    pub fn falling<'s>(&'s self, shelf: &'s Shelf) -> Vec<Bucket<'s>> {
        let mut buckets: Vec<Bucket<'s>> = Vec::new();
        let mut numbers: Vec<u32> = Vec::new();
        let mut bucket_of = |buckets: &mut Vec<Bucket<'s>>, points: u16| {
            let at = usize::from(points);
            if numbers.len() <= at {
                numbers.resize(at + 1, u32::MAX);
            }
            let number = numbers.get_mut(at)?;
            if *number == u32::MAX {
                *number = buckets.len() as u32;
                buckets.push(Bucket {
                    points,
                    ..Bucket::default()
                });
            }
            Some(*number as usize)
        };
        for (facet, value) in &self.values {
            let table = self.tables.get(usize::from(*facet));
            let points = table.and_then(|table| table.get(*value as usize));
            let number = bucket_of(&mut buckets, points.copied().unwrap_or(0));
            if let Some(bucket) = number.and_then(|number| buckets.get_mut(number)) {
                let rows = self.facet(shelf, *facet).rows(*value);
                bucket.count += rows.len();
                bucket.rows.push(rows);
            }
        }
        for (row, points) in &self.single {
            let number = bucket_of(&mut buckets, *points);
            if let Some(bucket) = number.and_then(|number| buckets.get_mut(number)) {
                bucket.count += 1;
                bucket.single.push(*row);
            }
        }
        for (rows, points) in &self.even {
            let number = bucket_of(&mut buckets, *points);
            if let Some(bucket) = number.and_then(|number| buckets.get_mut(number)) {
                bucket.count += rows.len();
                bucket.even.push(rows);
            }
        }
        buckets.sort_unstable_by_key(|bucket| std::cmp::Reverse(bucket.points));
        buckets
    }
}

/// Whether a word of so many letters may be meant by one of so many typed. Of a short one only a letter
/// left out is sought: all else is another word.
fn is_near(typed: usize, letters: usize) -> bool {
    match typed < TYPO {
        true => letters == typed + 1,
        false => letters + 1 >= typed,
    }
}
