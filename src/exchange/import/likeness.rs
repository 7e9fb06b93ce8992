//! How near the names of two bodies are.

use std::collections::BTreeSet;

use crate::model::fold::fold;
use crate::model::text::COMPARED;

/// Words that say nothing of which body it is.
const SMALL: &[&str] = &[
    "and", "au", "aux", "de", "des", "du", "en", "et", "for", "la", "le", "les", "of", "par",
    "pour", "sur", "the",
];

/// Words that many bodies have in their names.
const COMMON: &[&str] = &[
    "academie",
    "agence",
    "centre",
    "college",
    "commune",
    "ecole",
    "ecoles",
    "etablissement",
    "faculte",
    "france",
    "haute",
    "hautes",
    "institut",
    "lycee",
    "mairie",
    "national",
    "nationale",
    "nationales",
    "nationaux",
    "office",
    "prive",
    "public",
    "publique",
    "regional",
    "regionale",
    "service",
    "superieur",
    "superieure",
    "superieures",
    "universitaire",
    "universite",
    "universites",
    "ville",
];

/// Words that make another body of it: its foundation is not the school.
const BESIDE: &[&str] = &[
    "alumni",
    "amicale",
    "anciens",
    "antenne",
    "association",
    "cfa",
    "club",
    "comite",
    "conservatoire",
    "editions",
    "federation",
    "filiale",
    "fondation",
    "groupe",
    "groupement",
    "laboratoire",
    "musee",
    "mutuelle",
    "presses",
    "sarl",
    "sas",
    "societe",
    "syndicat",
    "union",
];

/// The words by which a name is known: folded, without small ones, each once, in order of the alphabet.
pub fn words(name: &str) -> BTreeSet<String> {
    in_order(name).into_iter().collect()
}

fn in_order(name: &str) -> Vec<String> {
    // What stands before an apostrophe is an article or a preposition, or begins a name.
    let elided = |word: &str| match word.split_once('\'') {
        Some(("d" | "l" | "s" | "qu", rest)) => rest.to_string(),
        _ => word.to_string(),
    };
    let folded = fold(name);
    let words = folded.split(|c: char| !c.is_alphanumeric() && c != '\'');
    let words = words.map(elided).flat_map(|word| {
        let parts = word.split('\'').map(str::to_string);
        parts.collect::<Vec<String>>()
    });
    words
        .filter(|word| !word.is_empty() && !SMALL.contains(&word.as_str()))
        .collect()
}

/// The words of a name in one.
pub fn key(words: &BTreeSet<String>) -> String {
    words
        .iter()
        .map(String::as_str)
        .collect::<Vec<&str>>()
        .join(" ")
}

/// How two names stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Near {
    /// The same words, whatever their order.
    Same,
    /// One says all that the other says, and little more.
    Longer,
    /// One begins with all that the other says, and goes on.
    Much,
    /// No nearer than any two names.
    Far,
}

/// How near two names are.
pub fn near(one: &str, other: &str) -> Near {
    let (mine, theirs) = (words(one), words(other));
    if mine.is_empty() || theirs.is_empty() {
        return Near::Far;
    }
    if mine == theirs || spelled(&mine, &theirs) {
        return Near::Same;
    }
    if shortened(&mine, one, other) == theirs || shortened(&theirs, other, one) == mine {
        return Near::Same;
    }
    let (short, long) = match mine.len() < theirs.len() {
        true => (&mine, &theirs),
        false => (&theirs, &mine),
    };
    if !short.is_subset(long) {
        return Near::Far;
    }
    let tells = |words: &mut dyn Iterator<Item = &String>| {
        words
            .filter(|word| !COMMON.contains(&word.as_str()))
            .count()
    };
    if long
        .difference(short)
        .any(|word| BESIDE.contains(&word.as_str()))
    {
        return Near::Far;
    }
    let (told, more) = (tells(&mut short.iter()), tells(&mut long.difference(short)));
    match (told, more) {
        (2.., 0..=1) => Near::Longer,
        (1.., _) => Near::Much,
        _ => Near::Far,
    }
}

/// Whether the words are the same but for a letter in long ones.
fn spelled(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let mut differ = one.difference(other).zip(other.difference(one));
    let (Some((mine, theirs)), None) = (differ.next(), differ.next()) else {
        return false;
    };
    one.len() == other.len()
        && mine.len().min(theirs.len()) >= 6
        && mine.len().max(theirs.len()) <= COMPARED
        && mine.chars().next() == theirs.chars().next()
        && strsim::osa_distance(mine, theirs) <= 1
}

/// The words of a name, its first letters in place of those that stand for them: `institut national polytechnique` is
/// `inp` where the other name says so.
fn shortened(words: &BTreeSet<String>, name: &str, other: &str) -> BTreeSet<String> {
    let order = in_order(name);
    for letters in self::words(other).difference(words) {
        let count = letters.chars().count();
        if !(2..=6).contains(&count) {
            continue;
        }
        let begins = |run: &&[String]| {
            let firsts = run.iter().filter_map(|word| word.chars().next());
            firsts.eq(letters.chars())
        };
        if let Some(run) = order.windows(count).find(begins) {
            let mut short = words.clone();
            short.retain(|word| !run.contains(word));
            short.insert(letters.clone());
            return short;
        }
    }
    words.clone()
}
