//! Names as they are met in France: the most frequent ones as they are, the others built from
//! syllables, particles and hyphens. A name follows from its rank, so that none need be kept.

use std::sync::LazyLock;

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
/// The most frequent family names, the first one most.
static COMMON: Lines = Lines::new(|| lines(include_str!("data/family-names.txt")));
/// First names.
static FIRST: Lines = Lines::new(|| lines(include_str!("data/first-names.txt")));
/// Towns with a university or a school.
static CITIES: Lines = Lines::new(|| lines(include_str!("data/towns.txt")));

type Lines = LazyLock<Vec<&'static str>>;

fn lines(text: &'static str) -> Vec<&'static str> {
    text.lines().collect()
}

/// How many first names there are.
const FIRST_NAMES: u64 = 2_000;
/// How many family names there are; a million people bear some 190,000 of them.
const FAMILY_NAMES: u64 = 320_000;
/// The exponent of the frequencies of names, as in a large register.
const EXPONENT: f64 = 0.88;

/// A first name and its rank, 0 the most frequent: the list first, then double ones.
pub fn first(rng: &mut Rng, seed: u64) -> String {
    let rank = ranked(rng, FIRST_NAMES, 6.0);
    let mut own = of_rank(seed, rank, 0x6669_7273);
    let single = FIRST.len() as u64;
    if rank < single {
        // Which names are frequent is the seed's.
        let at = (rank * 37 + seed % single) % single;
        return FIRST.get(at as usize).copied().unwrap_or_default().into();
    }
    let (one, two) = (pick(&mut own, &FIRST), pick(&mut own, &FIRST));
    match one == two {
        true => format!("{one}-Marie"),
        false => format!("{one}-{two}"),
    }
}

/// A family name; the commonest is borne by 4 people in 1,000.
pub fn family(rng: &mut Rng, seed: u64) -> String {
    let rank = ranked(rng, FAMILY_NAMES, 14.0);
    match COMMON.get(rank as usize) {
        Some(name) => (*name).to_string(),
        None => built(&mut of_rank(seed, rank, 0x6e61_6d65), rank),
    }
}

/// A town of a text, if it names one, else one by chance.
pub fn city(rng: &mut Rng, of: &str) -> &'static str {
    let there = CITIES.iter().find(|city| of.contains(**city));
    there.copied().unwrap_or_else(|| pick(rng, &CITIES))
}

/// A rank from 0, drawn after Zipf and Mandelbrot: the frequency of a rank is 1 / (rank + shift) to
/// the power of the exponent.
fn ranked(rng: &mut Rng, count: u64, shift: f64) -> u64 {
    let power = 1.0 - EXPONENT;
    let (low, high) = (shift.powf(power), (count as f64 + shift).powf(power));
    let drawn = (low + rng.f64() * (high - low)).powf(power.recip()) - shift;
    (drawn as u64).min(count - 1)
}

/// The chances of a rank, the same each time.
fn of_rank(seed: u64, rank: u64, of: u64) -> Rng {
    Rng::with_seed(seed ^ of ^ rank.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

fn built(rng: &mut Rng, rank: u64) -> String {
    let plain = |rng: &mut Rng| {
        let (a, b, c) = (pick(rng, OPENINGS), pick(rng, MIDDLES), pick(rng, ENDINGS));
        // Rare names are longer ones.
        let more = if rank > 10_000 {
            pick(rng, MIDDLES)
        } else {
            ""
        };
        format!("{a}{b}{more}{c}")
    };
    let name = plain(rng);
    match rng.u8(..100) {
        0..6 => format!("{}{name}", pick(rng, PARTICLES)),
        6..11 => format!("{name}-{}", plain(rng)),
        _ => name,
    }
}

/// One of a list, each as likely.
pub fn pick(rng: &mut Rng, from: &[&'static str]) -> &'static str {
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
