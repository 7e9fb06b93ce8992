//! Folding: the form in which texts are compared. Blind to case, accents, ligatures, apostrophes,
//! hyphens, full-width forms and the way an accent is composed.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The folded form of a text.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Adds the folded form of a text.
pub fn fold_into(text: &str, folded: &mut String) {
    let mut rest = text;
    // Most texts are runs of letters and blanks that fold at once, much quicker than one by one.
    while !rest.is_empty() {
        let (run, after) = rest.split_at(run_by_case(rest.as_bytes()));
        let start = folded.len();
        folded.push_str(run);
        if let Some(run) = folded.get_mut(start..) {
            run.make_ascii_lowercase();
        }
        let mut others = after.chars();
        if let Some(c) = others.next() {
            fold_char(c, &mut |c| folded.push(c));
        }
        rest = others.as_str();
    }
}

/// How many bytes at the beginning fold by case; eight at a time as far as it goes.
fn run_by_case(bytes: &[u8]) -> usize {
    let (eights, _) = bytes.as_chunks::<8>();
    let all = |eight: &&[u8; 8]| {
        eight
            .iter()
            .fold(true, |all, byte| all & folds_by_case(*byte))
    };
    let whole = 8 * eights.iter().take_while(all).count();
    let rest = bytes.get(whole..).unwrap_or_default();
    whole + rest.iter().take_while(|byte| folds_by_case(**byte)).count()
}

/// Whether folding a byte of a text is no more than taking its small letter.
#[inline]
fn folds_by_case(byte: u8) -> bool {
    byte.is_ascii() && !matches!(byte, b'-' | b'_' | b'`')
}

/// The folded form, and for each of its characters the character of `text` that it came from.
pub fn fold_with_map(text: &str) -> (String, Vec<u32>) {
    let mut folded = String::with_capacity(text.len());
    let mut map = Vec::with_capacity(text.len());
    for (at, c) in (0u32..).zip(text.chars()) {
        fold_char(c, &mut |c| {
            folded.push(c);
            map.push(at);
        });
    }
    (folded, map)
}

fn fold_ascii(byte: u8) -> u8 {
    match byte {
        b'-' | b'_' => b' ',
        b'`' => b'\'',
        _ => byte.to_ascii_lowercase(),
    }
}

fn fold_char(c: char, out: &mut impl FnMut(char)) {
    if let Ok(byte @ 0..=127) = u8::try_from(c) {
        return out(char::from(fold_ascii(byte)));
    }
    if plain(c, out) || is_combining_mark(c) {
        return;
    }
    // What a decomposition gives may itself have a plainer form (Ǿ, ŉ, full-width hyphens).
    std::iter::once(c)
        .nfkd()
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .for_each(|c| {
            if let Ok(byte @ 0..=127) = u8::try_from(c) {
                out(char::from(fold_ascii(byte)));
            } else if !plain(c, out) {
                out(c);
            }
        });
}

/// Writes the plain form of a character that no decomposition gives, or that is so common in French
/// that decomposing it would take most of the time; whether it has one.
fn plain(c: char, out: &mut impl FnMut(char)) -> bool {
    let form = match c {
        'à' | 'â' | 'ä' | 'À' | 'Â' | 'Ä' => "a",
        'ç' | 'Ç' => "c",
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => "e",
        'î' | 'ï' | 'Î' | 'Ï' => "i",
        'ô' | 'ö' | 'Ô' | 'Ö' => "o",
        'ù' | 'û' | 'ü' | 'Ù' | 'Û' | 'Ü' => "u",
        '’' | '‘' | 'ʼ' | '´' | '′' => "'",
        '‐' | '‑' | '‒' | '–' | '—' | '\u{a0}' | '\u{202f}' | '\u{2009}' => " ",
        'œ' | 'Œ' => "oe",
        'æ' | 'Æ' => "ae",
        'ß' | 'ẞ' => "ss",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' => "d",
        'ı' => "i",
        _ => return false,
    };
    form.chars().for_each(out);
    true
}
