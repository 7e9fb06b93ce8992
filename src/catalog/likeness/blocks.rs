//! Which pairs are looked at: records that share enough to be the same, by blocks of equal keys.

use std::hash::{BuildHasher, Hash, Hasher};

use super::told::{Told, TwinSort};
use crate::catalog::threads::share_out;

/// In a block of more records the key says nothing; those that are the same share another one.
const MOST: usize = 50;
/// Up to so many records each is held against each.
const FEW: u32 = 600;

/// A part of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeyPart {
    /// A value of that column.
    Value(TwinSort),
    /// How it sounds.
    Sound(TwinSort),
    /// Its first word.
    Word(TwinSort),
    /// An address without its domain.
    Local,
    /// First and family name, whichever comes first.
    Names,
}

use KeyPart::{Local, Names, Sound, Value, Word};
use TwinSort::{
    At, Body, Family, First, Identifier, Mail, Number, Phone, PostalCode, Sigle, Street, Town,
};

/// Keys: who shares all parts of one is looked at.
const KEYS: &[&[KeyPart]] = &[
    &[Names],
    &[Sound(First), Sound(Family)],
    &[Value(Mail)],
    &[Value(Phone)],
    &[Value(Identifier)],
    &[Value(Sigle)],
    &[Value(Body)],
    &[Word(Body), Value(Town)],
    &[Value(Family), Value(At)],
    &[Value(First), Value(At)],
    &[Sound(First), Sound(Family), Value(At)],
    &[Local, Value(Family)],
    &[Value(Family), Value(PostalCode)],
    &[Value(First), Value(PostalCode)],
    &[Value(Family), Value(Town)],
    &[Value(First), Value(Town)],
    &[Value(Street)],
    &[Value(Number), Value(PostalCode)],
    &[Value(Number), Value(Town)],
    &[Value(Number), Word(Street)],
    &[Sound(Family), Value(Number)],
    &[Sound(First), Value(Number)],
    &[Word(Street), Value(PostalCode)],
    &[Sound(Family), Word(Street)],
    &[Sound(First), Word(Street)],
];

/// A pair of rows, by their places among those that are told, the smaller one first.
pub type Pair = (u32, u32);

/// The pairs that share a key, in order, each once.
pub fn pairs(told: &Told, threads: usize) -> Vec<Pair> {
    let rows = u32::try_from(told.rows.len()).unwrap_or(u32::MAX);
    if rows <= FEW {
        let later = |one| (one + 1..rows).map(move |other| (one, other));
        return (0..rows).flat_map(later).collect();
    }
    let told_of = |key: &&&[KeyPart]| key.iter().all(|part| part.is_told(told));
    let keys: Vec<&&[KeyPart]> = KEYS.iter().filter(told_of).collect();
    let found = share_out(threads, keys, |key| pairs_by(told, rows, key));
    let mut pairs: Vec<Pair> = found.into_iter().flatten().collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn pairs_by(told: &Told, rows: u32, key: &[KeyPart]) -> Vec<Pair> {
    let mut keyed: Vec<(u64, u32)> = Vec::with_capacity(rows as usize);
    let (mut hashes, mut longer) = (Vec::new(), Vec::new());
    for row in 0..rows {
        hashes.clear();
        hashes.push(0u64);
        for part in key {
            longer.clear();
            part.each(told, row, &mut |text| {
                longer.extend(hashes.iter().map(|hash| joined(*hash, text)));
            });
            std::mem::swap(&mut hashes, &mut longer);
        }
        hashes.dedup();
        keyed.extend(hashes.iter().map(|hash| (*hash, row)));
    }
    keyed.sort_unstable();
    let mut pairs = Vec::new();
    for block in keyed.chunk_by(|one, other| one.0 == other.0) {
        if block.len() > MOST {
            continue;
        }
        for (at, (_, one)) in block.iter().enumerate() {
            let later = block.get(at + 1..).unwrap_or_default();
            let others = later.iter().filter(|(_, other)| other != one);
            pairs.extend(others.map(|(_, other)| (*one, *other)));
        }
    }
    pairs
}

fn joined(hash: u64, text: &str) -> u64 {
    let mut hasher = foldhash::fast::FixedState::default().build_hasher();
    hash.hash(&mut hasher);
    text.hash(&mut hasher);
    hasher.finish()
}

impl KeyPart {
    fn is_told(self, told: &Told) -> bool {
        let is = |sort| told.column(sort).is_some();
        match self {
            Value(sort) | Sound(sort) | Word(sort) => is(sort),
            Local => is(Mail),
            Names => is(First) && is(Family),
        }
    }

    /// Gives each text that a row has for it.
    fn each(self, told: &Told, row: u32, each: &mut dyn FnMut(&str)) {
        let texts = |sort| {
            let column = told.column(sort);
            column.into_iter().flat_map(move |column| column.texts(row))
        };
        match self {
            Value(sort) => texts(sort).for_each(each),
            Sound(sort) => texts(sort).for_each(|text| each(&sound(text))),
            Word(sort) => texts(sort)
                .filter_map(|text| text.split(' ').next())
                .for_each(each),
            Local => texts(Mail)
                .filter_map(|mail| mail.split('@').next())
                .for_each(each),
            Names => {
                for first in texts(First) {
                    for family in texts(Family) {
                        let (one, other) = (first.min(family), first.max(family));
                        each(&format!("{one} {other}"));
                    }
                }
            }
        }
    }
}

/// Letters of a key by sound.
const SOUNDS: usize = 4;

/// How a name begins to sound: consonants that are taken for each other alike, vowels left out but for a first one.
/// Coarse on purpose: it only brings together what is then compared.
pub fn sound(name: &str) -> String {
    let mut sound = String::new();
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    for (at, letter) in letters.enumerate() {
        let letter = match letter {
            'c' | 'k' | 'q' => 'k',
            'z' | 's' => 's',
            'f' | 'v' | 'p' => 'f',
            'd' | 't' => 't',
            'm' | 'n' => 'n',
            'j' | 'g' => 'g',
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'w' if at == 0 => 'a',
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'w' => continue,
            letter => letter,
        };
        if !sound.ends_with(letter) {
            sound.push(letter);
        }
        if sound.chars().count() == SOUNDS {
            break;
        }
    }
    sound
}

/// The pairs of people whose names sound alike, whatever else they share.
pub fn pairs_by_sound(told: &Told) -> Vec<Pair> {
    let rows = u32::try_from(told.rows.len()).unwrap_or(u32::MAX);
    pairs_by(told, rows, &[Sound(First), Sound(Family)])
}
