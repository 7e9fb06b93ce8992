//! Names that sound French, built from syllables; the most frequent come first.

use std::collections::HashSet;

use fastrand::Rng;

use crate::model::fold::fold;

const OPENINGS: &[&str] = &[
    "Ba", "Beau", "Ber", "Bou", "Bri", "Car", "Cha", "Che", "Cor", "Cou", "Da", "Del", "Des", "Du",
    "Fa", "Fau", "Fer", "Fon", "Gar", "Gau", "Gi", "Gra", "Gui", "Ha", "Hé", "Jac", "Jou", "La",
    "Lé", "Lo", "Ma", "Mar", "Mi", "Mo", "Mou", "Na", "Noi", "Pa", "Per", "Pi", "Pré", "Ra", "Re",
    "Ri", "Rou", "Sa", "Ser", "Tes", "Thé", "Tour", "Va", "Ver", "Vil",
];
const MIDDLES: &[&str] = &[
    "", "", "", "", "ba", "bel", "che", "cha", "de", "do", "fe", "ga", "li", "lo", "ma", "mi",
    "na", "no", "que", "ra", "ri", "ro", "sa", "ta", "ti", "ve", "vi",
];
const ENDINGS: &[&str] = &[
    "bert", "bois", "champ", "chaud", "dier", "don", "dot", "fort", "gnon", "lard", "let", "lier",
    "lin", "llet", "mont", "nard", "net", "nier", "not", "quet", "rand", "reau", "ret", "rier",
    "rot", "sson", "tel", "thier", "tin", "ton", "val", "vier", "ville", "zé", "gnac", "guy",
];
const PARTICLES: &[&str] = &["de ", "Le ", "La ", "d’", "du ", "de La "];
const FIRST: &[&str] = &[
    "Adèle",
    "Adrien",
    "Agnès",
    "Alain",
    "Alexandre",
    "Alice",
    "Aline",
    "Amélie",
    "André",
    "Anne",
    "Antoine",
    "Arnaud",
    "Aurélie",
    "Béatrice",
    "Benoît",
    "Bernard",
    "Bérénice",
    "Bruno",
    "Camille",
    "Carole",
    "Catherine",
    "Cécile",
    "Céline",
    "Chantal",
    "Charles",
    "Chloé",
    "Christelle",
    "Christian",
    "Christophe",
    "Claire",
    "Claude",
    "Clément",
    "Corinne",
    "Cyril",
    "Damien",
    "Daniel",
    "David",
    "Delphine",
    "Denis",
    "Didier",
    "Dominique",
    "Édith",
    "Éléonore",
    "Élise",
    "Éloïse",
    "Emmanuel",
    "Éric",
    "Estelle",
    "Étienne",
    "Fabienne",
    "Fatima",
    "Florence",
    "François",
    "Françoise",
    "Frédéric",
    "Gaëlle",
    "Gérard",
    "Gilles",
    "Grégoire",
    "Guillaume",
    "Hélène",
    "Henri",
    "Hervé",
    "Hugues",
    "Inès",
    "Isabelle",
    "Jacques",
    "Jean",
    "Jérôme",
    "Joël",
    "Julie",
    "Karim",
    "Laëtitia",
    "Laurent",
    "Léa",
    "Loïc",
    "Louis",
    "Luc",
    "Lucie",
    "Maëlle",
    "Marc",
    "Marie",
    "Martine",
    "Mathieu",
    "Maud",
    "Michel",
    "Mohamed",
    "Monique",
    "Myriam",
    "Nadia",
    "Nathalie",
    "Nicolas",
    "Noémie",
    "Olivier",
    "Pascal",
    "Patricia",
    "Paul",
    "Philippe",
    "Pierre",
    "Rachid",
    "Raphaël",
    "Régis",
    "Rémi",
    "Sabine",
    "Samuel",
    "Sandrine",
    "Sébastien",
    "Solène",
    "Sophie",
    "Stéphane",
    "Sylvie",
    "Théo",
    "Thierry",
    "Thomas",
    "Valérie",
    "Véronique",
    "Vincent",
    "Virginie",
    "Xavier",
    "Yann",
    "Yasmine",
    "Yves",
    "Zoé",
];
const FIRST_NAMES: usize = 2_000;
const FAMILY_NAMES: usize = 40_000;

/// The names in use, each kind in order of frequency.
pub struct Names {
    /// First names; the base list, then double ones.
    pub first: Vec<String>,
    /// Family names.
    pub family: Vec<String>,
}

impl Names {
    /// The names of a seed.
    pub fn new(seed: u64) -> Names {
        let mut rng = Rng::with_seed(seed ^ 0x6e61_6d65);
        let mut first: Vec<String> = FIRST.iter().map(|name| (*name).to_string()).collect();
        rng.shuffle(&mut first);
        fill(&mut first, FIRST_NAMES, || {
            let (one, two) = (pick(&mut rng, FIRST), pick(&mut rng, FIRST));
            if one == two {
                format!("{one}-Marie")
            } else {
                format!("{one}-{two}")
            }
        });
        let mut family = Vec::new();
        fill(&mut family, FAMILY_NAMES, || family_name(&mut rng));
        Names { first, family }
    }
}

/// Fills a list with different names.
fn fill(names: &mut Vec<String>, count: usize, mut make: impl FnMut() -> String) {
    let mut seen: HashSet<String> = names.iter().cloned().collect();
    while names.len() < count {
        let name = make();
        if seen.insert(name.clone()) {
            names.push(name);
        }
    }
}

fn family_name(rng: &mut Rng) -> String {
    let plain = |rng: &mut Rng| {
        let (a, b, c) = (pick(rng, OPENINGS), pick(rng, MIDDLES), pick(rng, ENDINGS));
        format!("{a}{b}{c}")
    };
    let name = plain(rng);
    match rng.u8(..100) {
        0..6 => format!("{}{name}", pick(rng, PARTICLES)),
        6..11 => format!("{name}-{}", plain(rng)),
        _ => name,
    }
}

fn pick(rng: &mut Rng, from: &'static [&'static str]) -> &'static str {
    from.get(rng.usize(..from.len().max(1)))
        .copied()
        .unwrap_or_default()
}

/// A name as it stands in an address: `marie-helene`, `le-strat`.
pub fn slug(name: &str) -> String {
    let folded: String = fold(name)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let words: Vec<&str> = folded.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// The domain of an organisation's addresses. Under `.example`, which no one can own (RFC 2606).
pub fn domain(name: &str) -> String {
    let slug: String = slug(name).chars().take(24).collect();
    format!("{}.example", slug.trim_end_matches('-'))
}
