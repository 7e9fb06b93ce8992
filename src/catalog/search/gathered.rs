//! What is read of some blocks of rows, on its way to a shelf.

use memchr::memchr;

use super::facet::{FACETS, Facet};
use super::gathering::{self, Gathering};
use super::numbers::{Numbers, NumbersRead};
use super::parts::{Parts, PartsRead};
use super::row::Taker;
use super::values::{NONE, Placed, Texts, Values};
use super::vocabulary::{self, Vocabulary, WordsFound, words};
use crate::catalog::threads::share_out;
use crate::model::Field;
use crate::model::fold::fold_into;
use crate::model::phone::phone_digits_into;

/// The texts of rows being read.
#[derive(Default)]
pub struct Gathered<'a> {
    row: u32,
    values: [Gathering; FACETS],
    /// The parts of each block.
    parts: Vec<PartsRead>,
    numbers: NumbersRead,
    /// The number that what an organisation is called has here, by the organisation's row.
    organisations: Elsewhere,
    /// The number that a function has here, by its number among all.
    functions: Elsewhere,
    /// The name of the record at hand, for what its addresses tell besides.
    name: Vec<&'a str>,
    addresses: Vec<&'a str>,
    known: String,
    room: String,
}

/// Numbers of texts by numbers that they have elsewhere.
#[derive(Default)]
struct Elsewhere(Vec<u32>);

impl Elsewhere {
    /// Adds a text to a row's values; it is looked for only the first time.
    fn add(&mut self, values: &mut Gathering, row: u32, text: &str, elsewhere: u32) {
        let at = elsewhere as usize;
        if self.0.len() <= at {
            self.0.resize(at + 1, NONE);
        }
        match self.0.get_mut(at) {
            Some(number) if *number != NONE => values.add_known(row, *number),
            Some(number) => *number = values.add(row, text),
            None => {}
        }
    }
}

/// What one thread read, with the values in order.
pub struct Sorted {
    values: [gathering::SortedTexts; FACETS],
    parts: Vec<PartsRead>,
    numbers: NumbersRead,
}

/// What all rows have.
#[derive(Default)]
pub struct Joined {
    /// The values of each facet.
    pub values: [Values; FACETS],
    /// The words of them.
    pub words: Vocabulary,
    /// Parts of addresses.
    pub parts: Parts,
    /// Telephone numbers.
    pub numbers: Numbers,
}

/// What is to be done when all texts are in order.
enum Work<'j> {
    Words(usize),
    Parts(Vec<PartsRead>),
    Numbers(Vec<NumbersRead>),
    Place(Vec<gathering::SortedTexts>, &'j gathering::JoinedTexts),
}

/// What comes of it.
enum Done {
    Words(WordsFound),
    Parts(Parts),
    Numbers(Numbers),
    Placed(Placed),
}

impl<'a> Gathered<'a> {
    /// A block of rows begins, with that row: whole words of a set of rows.
    pub fn begin_block(&mut self, row: u32) {
        self.values.iter_mut().for_each(Gathering::begin_block);
        self.parts.push(PartsRead::new(row));
    }

    /// A row begins.
    pub fn begin(&mut self, row: u32) {
        self.row = row;
        self.name.clear();
        self.addresses.clear();
    }

    fn add(&mut self, facet: Facet, text: &'a str) {
        if let Some(values) = self.values.get_mut(facet.at()) {
            values.add(self.row, text);
        }
    }

    /// The row ends.
    pub fn end(&mut self) {
        let addresses = std::mem::take(&mut self.addresses);
        self.known.clear();
        for address in &addresses {
            let at = memchr(b'@', address.as_bytes()).unwrap_or(address.len());
            let local = address.get(..at).unwrap_or_default();
            if let Some(domain) = address.get(at + 1..).filter(|domain| !domain.is_empty()) {
                self.add(Facet::Domain, domain);
            }
            self.room.clear();
            fold_into(local, &mut self.room);
            if let Some(parts) = self.parts.last_mut() {
                parts.add(&self.room);
            }
            if !is_whole_name(&self.name, local) {
                self.add_words(local);
            }
        }
        self.addresses = addresses;
        if let Some(parts) = self.parts.last_mut() {
            parts.next_row();
        }
    }

    /// Adds the words of what stands before the @, folded in `room`, that do not follow from the name.
    fn add_words(&mut self, local: &'a str) {
        if self.known.is_empty() {
            for name in &self.name {
                fold_into(name, &mut self.known);
                self.known.push(' ');
            }
        }
        if is_whole_name(&[self.known.trim_end()], &self.room) {
            return;
        }
        let known = std::mem::take(&mut self.known);
        let names: Vec<&str> = words(&known).collect();
        for word in local.split(|c: char| !c.is_alphabetic()) {
            if word.len() > 2 && !tells(&names, word) {
                self.add(Facet::Mail, word);
            }
        }
        self.known = known;
    }

    /// The end of all rows that this thread reads.
    pub fn sorted(self) -> Sorted {
        Sorted {
            values: self.values.map(Gathering::sorted),
            parts: self.parts,
            numbers: self.numbers.sorted(),
        }
    }
}

impl Joined {
    /// What was read of so many rows, joined by so many threads.
    pub fn of(sorted: Vec<Sorted>, rows: u32, threads: usize) -> Joined {
        let (mut parts, mut numbers) = (Vec::new(), Vec::new());
        let mut facets: Vec<(Facet, Vec<gathering::SortedTexts>)> = Vec::new();
        facets.extend(Facet::ALL.into_iter().map(|facet| (facet, Vec::new())));
        for sorted in sorted {
            parts.extend(sorted.parts);
            numbers.push(sorted.numbers);
            let values = facets.iter_mut().zip(sorted.values);
            values.for_each(|((_, of), sorted)| of.push(sorted));
        }
        // The largest one is taken first.
        let size = |of: &[gathering::SortedTexts]| {
            of.iter().map(gathering::SortedTexts::len).sum::<usize>()
        };
        facets.sort_by_key(|(_, of)| std::cmp::Reverse(size(of)));
        let joined = share_out(threads, &facets, |(_, of)| {
            gathering::SortedTexts::joined(of)
        });
        let order: Vec<Facet> = facets.iter().map(|(facet, _)| *facet).collect();
        let texts = order.iter().copied().zip(joined.iter().map(|of| &of.texts));
        let mut texts: Vec<(Facet, &Texts)> = texts.collect();
        texts.sort_by_key(|(facet, _)| *facet);
        // Words need the texts alone: they are found beside all that is placed.
        let words = (0..threads).map(Work::Words);
        let contacts = [Work::Parts(parts), Work::Numbers(numbers)];
        let place = facets.into_iter().zip(&joined);
        let place = place.map(|((_, of), joined)| Work::Place(of, joined));
        let done = share_out(
            threads,
            words.chain(contacts).chain(place),
            |work| match work {
                Work::Words(share) => Done::Words(WordsFound::of(&texts, share, threads)),
                Work::Parts(parts) => Done::Parts(Parts::joined(parts)),
                Work::Numbers(numbers) => Done::Numbers(Numbers::joined(numbers)),
                Work::Place(of, joined) => {
                    Done::Placed(gathering::SortedTexts::placed(of, joined, rows))
                }
            },
        );
        let (mut all, mut found) = (Joined::default(), Vec::new());
        let ranges = vocabulary::ranges(&texts, threads);
        let mut facets = order.into_iter().zip(joined);
        for done in done {
            match done {
                Done::Words(words) => found.push(words),
                Done::Parts(parts) => all.parts = parts,
                Done::Numbers(numbers) => all.numbers = numbers,
                Done::Placed(placed) => {
                    if let Some((facet, joined)) = facets.next()
                        && let Some(slot) = all.values.get_mut(facet.at())
                    {
                        *slot = Values::new(joined.texts, placed);
                    }
                }
            }
        }
        let words = share_out(threads, ranges, |heads| Vocabulary::of(&found, heads));
        all.words = Vocabulary::joined(words);
        all
    }
}

impl<'a> Taker<'a> for Gathered<'a> {
    fn value(&mut self, facet: Facet, _: &'static Field, text: &'a str) {
        self.add(facet, text);
        if matches!(facet, Facet::Name | Facet::First) {
            self.name.push(text);
        }
    }

    fn function(&mut self, text: &'a str, number: u32) {
        let values = &mut self.values[Facet::Function.at()];
        self.functions.add(values, self.row, text, number);
    }

    fn organisation(&mut self, _: &'static Field, text: &'a str, row: u32) {
        let values = &mut self.values[Facet::Organisation.at()];
        self.organisations.add(values, self.row, text, row);
    }

    fn mail(&mut self, _: &'static Field, text: &'a str) {
        self.addresses.push(text);
    }

    fn phone(&mut self, _: &'static Field, text: &'a str) {
        self.room.clear();
        phone_digits_into(text, &mut self.room);
        for digits in self.room.split(' ') {
            self.numbers.add(self.row, digits);
        }
    }

    fn number(&mut self, _: &'static Field, text: &'a str) {
        self.room.clear();
        self.room.extend(text.chars().filter(char::is_ascii_digit));
        self.numbers.add(self.row, &self.room);
    }
}

/// Whether an address is all words of a name, with dots or blanks between, all plain letters: most are.
fn is_whole_name(names: &[&str], local: &str) -> bool {
    let mut letters = local.bytes();
    let is_gap = |byte: u8| matches!(byte, b' ' | b'-' | b'_');
    let mut is_same = |wanted: u8| {
        letters.next().is_some_and(|byte| {
            let is_letter = byte.is_ascii() && byte.eq_ignore_ascii_case(&wanted);
            is_letter || is_gap(wanted) && (byte == b'.' || is_gap(byte))
        })
    };
    let mut names = names.iter().enumerate();
    let all = names.all(|(at, name)| (at == 0 || is_same(b' ')) && name.bytes().all(&mut is_same));
    all && letters.next().is_none()
}

/// Whether a word of an address follows from the words of a name: one of them or several written as
/// one, alone or behind an initial.
fn tells(names: &[&str], word: &str) -> bool {
    joined(names, word) || word.get(1..).is_some_and(|rest| joined(names, rest))
}

/// Whether words that follow each other make the wanted one when written as one.
fn joined(names: &[&str], wanted: &str) -> bool {
    (0..names.len()).any(|from| {
        let mut rest = wanted;
        for word in names.get(from..).unwrap_or_default() {
            match rest.split_at_checked(word.len()) {
                Some((begin, after)) if begin.eq_ignore_ascii_case(word) => rest = after,
                _ => return false,
            }
            if rest.is_empty() {
                return true;
            }
        }
        false
    })
}
