//! What is read of rows that follow each other, on its way to a shelf.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::facet::{FACETS, Facet};
use super::gathering::Gathering;
use super::parts::{Parts, Sort};
use super::row::Reading;
use super::values::{NONE, Values};
use super::vocabulary::words;
use crate::catalog::threads::in_parallel;
use crate::model::Field;
use crate::model::fold::{fold_into, phone_digits};

/// The texts of rows being read.
#[derive(Default)]
pub struct Gathered<'a> {
    row: u32,
    values: [Gathering; FACETS],
    parts: Parts,
    /// The number that what an organisation is called has here, by the organisation's row.
    organisations: Numbers,
    /// The number that a function has here, by its number among all.
    functions: Numbers,
    /// The name of the record at hand, for what its addresses tell besides.
    name: Vec<&'a str>,
    addresses: Vec<&'a str>,
    known: String,
    room: String,
}

/// Numbers of texts by numbers that they have elsewhere.
#[derive(Default)]
struct Numbers(Vec<u32>);

impl Numbers {
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

/// What all rows have.
pub struct Joined {
    /// The values of each facet.
    pub values: [Values; FACETS],
    /// Parts of addresses and numbers.
    pub parts: Parts,
}

impl<'a> Gathered<'a> {
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
        self.known.clear();
        if !self.addresses.is_empty() {
            for name in &self.name {
                fold_into(name, &mut self.known);
                self.known.push(' ');
            }
        }
        let (addresses, known) = (
            std::mem::take(&mut self.addresses),
            std::mem::take(&mut self.known),
        );
        let mut names: Vec<&str> = Vec::new();
        for address in &addresses {
            let (local, domain) = address.split_once('@').unwrap_or((address, ""));
            if !domain.is_empty() {
                self.add(Facet::Domain, domain);
            }
            self.room.clear();
            fold_into(local, &mut self.room);
            self.parts.add(Sort::Mail, self.room.bytes());
            if is_whole_name(&known, &self.room) {
                continue;
            }
            if names.is_empty() {
                names.extend(words(&known));
            }
            for word in local.split(|c: char| !c.is_alphabetic()) {
                if word.len() > 2 && !tells(&names, word) {
                    self.add(Facet::Mail, word);
                }
            }
        }
        (self.addresses, self.known) = (addresses, known);
        self.parts.next_row();
    }

    /// What was gathered of so many rows, part by part in order of row, on so many threads.
    pub fn joined(parts: Vec<Gathered<'a>>, rows: u32, threads: usize) -> Joined {
        let mut texts = Vec::new();
        let mut work: Vec<(Facet, Vec<Gathering>)> = Vec::new();
        work.extend(Facet::ALL.into_iter().map(|facet| (facet, Vec::new())));
        for part in parts {
            texts.push(part.parts);
            let values = work.iter_mut().zip(part.values);
            values.for_each(|((_, of), gathering)| of.push(gathering));
        }
        // The largest one is taken first; the parts of texts are about as much.
        let size = |of: &[Gathering]| of.iter().map(Gathering::len).sum::<usize>();
        work.sort_by_key(|(_, of)| size(of));
        let (work, texts) = (Mutex::new(work), Mutex::new(Some(texts)));
        let done = in_parallel(threads, || {
            let (mut made, mut parts): (Vec<(Facet, Values)>, _) = (Vec::new(), None);
            loop {
                let next = locked(&work).pop();
                let Some((facet, of)) = next else { break };
                made.push((facet, Gathering::joined(of, rows)));
                let texts = locked(&texts).take();
                parts = texts.map(Parts::joined).or(parts);
            }
            (made, parts)
        });
        let mut joined = Joined {
            values: Default::default(),
            parts: Parts::default(),
        };
        for (made, parts) in done {
            for (facet, values) in made {
                if let Some(slot) = joined.values.get_mut(facet.at()) {
                    *slot = values;
                }
            }
            joined.parts = parts.unwrap_or(joined.parts);
        }
        joined
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'a> Reading<'a> for Gathered<'a> {
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
        self.parts.add(Sort::Number, phone_digits(text).bytes());
    }
}

/// Whether an address is all words of a name, with dots or blanks between: most are.
fn is_whole_name(names: &str, local: &str) -> bool {
    let (names, local) = (names.as_bytes(), local.as_bytes());
    let is_same = |(one, other): (&u8, &u8)| one == other || *one == b' ' && *other == b'.';
    names.len() == local.len() + 1 && names.iter().zip(local).all(is_same)
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
