//! How near two values are: a step between the same and another, by the sort of value.

use strsim::{jaro_winkler, osa_distance};

/// How two values agree, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Nearness {
    /// One of the two is blank: it says nothing.
    Blank,
    /// They are the same.
    Same,
    /// A slip of a finger apart.
    Slip,
    /// A few letters apart.
    Near,
    /// One is a part of the other, or half of their words are shared.
    Part,
    /// One word is shared.
    Touch,
    /// First name and family name stand in each other's place.
    Swapped,
    /// They are others.
    Other,
}

impl Nearness {
    /// The identifier used in Fluent keys and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Nearness::Blank => "blank",
            Nearness::Same => "same",
            Nearness::Slip => "slip",
            Nearness::Near => "near",
            Nearness::Part => "part",
            Nearness::Touch => "touch",
            Nearness::Swapped => "swapped",
            Nearness::Other => "other",
        }
    }
}

/// How many steps there are.
pub const STEPS: usize = 8;

/// From so near on, by Jaro and Winkler's measure, two names are written alike.
const ALIKE: f64 = 0.88;

/// Two names: of people, of towns.
pub fn of_names(one: &str, other: &str) -> Nearness {
    let (long, short) = lengths(one, other);
    if short == 1 {
        let same = one.chars().next() == other.chars().next();
        return if same {
            Nearness::Part
        } else {
            Nearness::Other
        };
    }
    // What is as much longer as that is neither a slip nor near.
    let edits = edits(one, other, 3);
    match edits {
        0 => Nearness::Same,
        1 => Nearness::Slip,
        2 if long >= 5 => Nearness::Near,
        3 if long >= 8 => Nearness::Part,
        _ if short >= 3 && (one.starts_with(other) || other.starts_with(one)) => Nearness::Part,
        _ if jaro_winkler(one, other) >= ALIKE => Nearness::Part,
        _ => Nearness::Other,
    }
}

/// Two codes: numbers of streets, of post, of telephones.
pub fn of_codes(one: &str, other: &str) -> Nearness {
    match edits(one, other, 2) {
        0 => Nearness::Same,
        1 => Nearness::Slip,
        2 => Nearness::Near,
        _ => Nearness::Other,
    }
}

/// Two addresses of mail.
pub fn of_mails(one: &str, other: &str) -> Nearness {
    let local = |mail: &str| mail.split('@').next().unwrap_or_default().to_string();
    match of_codes(one, other) {
        Nearness::Other if local(one) == local(other) => Nearness::Part,
        nearness => nearness,
    }
}

/// Two texts of several words: streets, names of bodies.
pub fn of_words(one: &str, other: &str) -> Nearness {
    let (long, _) = lengths(one, other);
    let far = (long / 5).max(2);
    match edits(one, other, far) {
        0 => return Nearness::Same,
        1 | 2 => return Nearness::Slip,
        edits if edits <= far => return Nearness::Near,
        _ => {}
    }
    let words = |text: &'_ str| text.split(' ').map(str::to_string).collect::<Vec<String>>();
    let (one, other) = (words(one), words(other));
    let alike = |word: &String, others: &[String]| {
        others
            .iter()
            .any(|other| word == other || (word.chars().count() > 4 && edits(word, other, 1) <= 1))
    };
    let shared = one
        .iter()
        .filter(|word| word.chars().count() > 2 && alike(word, &other))
        .count();
    match shared {
        0 => Nearness::Other,
        shared if shared * 2 >= one.len().max(other.len()) => Nearness::Part,
        _ => Nearness::Touch,
    }
}

fn lengths(one: &str, other: &str) -> (usize, usize) {
    let (one, other) = (one.chars().count(), other.chars().count());
    (one.max(other), one.min(other))
}

/// How many letters are to be changed, left out, put in or exchanged with the next one; more than `most` is `most + 1`.
fn edits(one: &str, other: &str, most: usize) -> usize {
    if one == other {
        return 0;
    }
    let (long, short) = lengths(one, other);
    if long - short > most {
        return most + 1;
    }
    let edits = match (one.is_ascii(), other.is_ascii(), one.len() <= 64) {
        (true, true, true) => edits_of_ascii(one.as_bytes(), other.as_bytes()),
        _ => osa_distance(one, other),
    };
    edits.min(most + 1)
}

/// The same for at most 64 ASCII letters, a word of bits for each of the other: Hyyrö's way (2003) of Myers' for
/// edits with exchanged neighbours.
fn edits_of_ascii(one: &[u8], other: &[u8]) -> usize {
    let mut places = [0u64; 128];
    for (at, letter) in one.iter().enumerate() {
        if let Some(place) = places.get_mut(usize::from(*letter)) {
            *place |= 1 << at;
        }
    }
    let (mut more, mut less, mut zero, mut before) = (u64::MAX, 0u64, 0u64, 0u64);
    let (last, mut edits) = (1u64 << (one.len().max(1) - 1), one.len());
    for letter in other {
        let here = places.get(usize::from(*letter)).copied().unwrap_or(0);
        let exchanged = ((!zero & here) << 1) & before;
        zero = ((here & more).wrapping_add(more) ^ more) | here | less | exchanged;
        let (up, down) = (less | !(zero | more), zero & more);
        edits += usize::from(up & last != 0);
        edits -= usize::from(down & last != 0);
        let up = (up << 1) | 1;
        more = (down << 1) | !(zero | up);
        less = up & zero;
        before = here;
    }
    match one.is_empty() {
        true => other.len(),
        false => edits,
    }
}
