//! People's names as they are printed: "Gilles ROUSSEL", "Valérie Le Strat", "Marie Hélène Borie".

use crate::model::fold::fold;

/// A printed name in its two parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The first name, several words for a double one.
    pub first: String,
    /// The family name with its particles.
    pub family: String,
    /// Whether the cut is a guess.
    pub unsure: bool,
}

/// First words that often open a first name of two words.
const DOUBLE: &[(&str, &[&str])] = &[
    (
        "marie",
        &[
            "helene",
            "claude",
            "christine",
            "france",
            "laure",
            "pierre",
            "therese",
            "jose",
            "odile",
            "paule",
            "anne",
            "noelle",
            "ange",
            "line",
            "claire",
            "louise",
            "agnes",
            "josephe",
            "cecile",
        ],
    ),
    (
        "jean",
        &[
            "marc",
            "pierre",
            "paul",
            "luc",
            "louis",
            "claude",
            "michel",
            "francois",
            "jacques",
            "philippe",
            "yves",
            "baptiste",
            "christophe",
            "charles",
            "marie",
            "noel",
            "rene",
            "bernard",
        ],
    ),
    (
        "anne",
        &[
            "marie",
            "sophie",
            "laure",
            "claire",
            "lise",
            "gaelle",
            "cecile",
            "charlotte",
            "france",
        ],
    ),
    (
        "pierre",
        &[
            "yves", "louis", "alain", "emmanuel", "jean", "marie", "henri", "olivier",
        ],
    ),
];

/// Cuts a printed name. Words all in capitals are the family name; else it begins after the first
/// name, which has two words if they are known to go together.
pub fn split(printed: &str) -> Name {
    let words: Vec<&str> = printed.split_whitespace().collect();
    let capitals = |word: &&str| {
        word.chars().filter(|c| c.is_alphabetic()).count() > 1
            && !word.chars().any(char::is_lowercase)
    };
    let from_capitals = words.iter().position(capitals).filter(|at| *at > 0);
    if let Some(at) = from_capitals {
        let (first, family) = words.split_at(at);
        return Name {
            first: first.join(" "),
            family: family
                .iter()
                .map(|word| title_case(word))
                .collect::<Vec<_>>()
                .join(" "),
            unsure: !family.iter().all(capitals),
        };
    }
    let [head, rest @ ..] = words.as_slice() else {
        return Name {
            first: String::new(),
            family: String::new(),
            unsure: true,
        };
    };
    let doubled = rest.len() > 1
        && rest.first().is_some_and(|second| {
            DOUBLE.iter().any(|(first, seconds)| {
                fold(head) == *first && seconds.contains(&fold(second).as_str())
            })
        });
    let (first, family) = words.split_at(if words.len() == 1 {
        0
    } else {
        1 + usize::from(doubled)
    });
    let particled = family.first().is_some_and(|word| is_particle(word));
    Name {
        first: first.join(" "),
        family: family.join(" "),
        unsure: first.is_empty() || (family.len() > 1 && !particled),
    }
}

fn is_particle(word: &str) -> bool {
    matches!(
        fold(word).as_str(),
        "le" | "la"
            | "les"
            | "de"
            | "du"
            | "des"
            | "d'"
            | "van"
            | "von"
            | "den"
            | "der"
            | "el"
            | "al"
            | "ben"
            | "di"
            | "da"
            | "dos"
            | "saint"
    )
}

/// "CAILLE-VUARIER" as "Caille-Vuarier", "D'ARTAGNAN" as "D'Artagnan".
pub fn title_case(word: &str) -> String {
    let mut opens = true;
    word.chars()
        .flat_map(|c| {
            let upper = opens;
            opens = matches!(c, '-' | '\'' | '’' | ' ' | '‑');
            let cased: Vec<char> = if upper {
                c.to_uppercase().collect()
            } else {
                c.to_lowercase().collect()
            };
            cased
        })
        .collect()
}
