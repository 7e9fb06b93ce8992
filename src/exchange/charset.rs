//! Letters from bytes: in which encoding a text is, decided on the words that come out.

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_8859_15, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::remark::RemarkKind;

/// The upper half of code page 850, in which MS-DOS and its heirs write French.
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// How many words are weighed.
const WEIGHED: usize = 20_000;

/// An encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// One of those of the web.
    Web(&'static Encoding),
    /// Code page 850.
    Dos,
}

/// Those of one byte a letter, the likeliest first.
const BYTEWISE: [Charset; 4] = [
    Charset::Web(WINDOWS_1252),
    Charset::Web(ISO_8859_15),
    Charset::Web(MACINTOSH),
    Charset::Dos,
];

/// A text, and how it was read.
#[derive(Debug)]
pub struct Decoded<'a> {
    /// The text, without its mark.
    pub text: Cow<'a, str>,
    /// Its encoding.
    pub said: RemarkKind,
    /// The bytes that are none of that encoding: where in the text something was read for them, and what.
    pub damaged: Vec<(usize, u8, char)>,
}

impl Charset {
    /// The names of those that a person may choose, as they are written.
    pub const NAMES: [&str; 6] = [
        "utf-8",
        "windows-1252",
        "iso-8859-15",
        "macroman",
        "cp850",
        "utf-16",
    ];

    /// The encoding of that name.
    pub fn named(name: &str) -> Option<Charset> {
        let name = name.trim().to_ascii_lowercase().replace(['_', ' '], "-");
        let web = match name.as_str() {
            "cp850" | "850" | "ibm850" | "dos" => return Some(Charset::Dos),
            "mac" | "macroman" | "mac-roman" => MACINTOSH,
            "ansi" | "cp1252" | "1252" => WINDOWS_1252,
            "latin9" | "latin-9" | "iso8859-15" => ISO_8859_15,
            other => Encoding::for_label(other.as_bytes())?,
        };
        Some(Charset::Web(web))
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Charset::Dos => "cp850",
            Charset::Web(web) if web == WINDOWS_1252 => "Windows-1252",
            Charset::Web(web) if web == MACINTOSH => "Mac Roman",
            Charset::Web(web) => web.name(),
        }
    }

    /// The text of these bytes.
    pub fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Charset::Web(web) => web.decode_without_bom_handling(bytes).0,
            Charset::Dos => {
                let upper: Vec<char> = CP850.chars().collect();
                let letter = |byte: &u8| match byte {
                    0..0x80 => char::from(*byte),
                    _ => upper
                        .get(usize::from(byte - 0x80))
                        .copied()
                        .unwrap_or('\u{fffd}'),
                };
                Cow::Owned(bytes.iter().map(letter).collect())
            }
        }
    }
}

/// The text of these bytes, in the encoding that is asked for or else found out.
pub fn decoded(bytes: &[u8], asked: Option<Charset>) -> Decoded<'_> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes)
        && asked.is_none_or(|asked| asked == Charset::Web(encoding))
    {
        let bytes = bytes.get(mark..).unwrap_or_default();
        return match encoding == UTF_8 {
            true => unicode(bytes),
            false => whole(Charset::Web(encoding), bytes, Vec::new()),
        };
    }
    match asked.or_else(|| wide(bytes)) {
        Some(Charset::Web(web)) if web == UTF_8 => return unicode(bytes),
        Some(charset) => return whole(charset, bytes, Vec::new()),
        None => {}
    }
    let read = unicode(bytes);
    if read.damaged.is_empty() {
        return twice(&read.text).unwrap_or(read);
    }
    // A text that is UTF-8 but for a byte here and there is UTF-8.
    let letters = read.text.chars().filter(|c| !c.is_ascii()).count();
    if letters >= 4 * read.damaged.len() {
        return read;
    }
    let words = words(bytes);
    let weight = |charset: &Charset| {
        words
            .iter()
            .map(|word| weight(&charset.decode(word)))
            .sum::<i64>()
    };
    // Of two that weigh the same the first is meant: `max_by_key` would take the last.
    let best = BYTEWISE.into_iter().rev().max_by_key(weight);
    let best = best.unwrap_or(Charset::Web(WINDOWS_1252));
    let shown = shown(words.iter().map(|word| best.decode(word)));
    whole(best, bytes, shown)
}

fn whole(charset: Charset, bytes: &[u8], words: Vec<String>) -> Decoded<'_> {
    Decoded {
        text: charset.decode(bytes),
        said: RemarkKind::Encoding(charset.name(), words),
        damaged: Vec::new(),
    }
}

/// UTF-8; for a byte that is none of it what Windows-1252 has, if that is a letter.
fn unicode(bytes: &[u8]) -> Decoded<'_> {
    let said = RemarkKind::Encoding(UTF_8.name(), Vec::new());
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded {
            text: Cow::Borrowed(text),
            said,
            damaged: Vec::new(),
        };
    }
    let (mut text, mut damaged) = (String::with_capacity(bytes.len() + 16), Vec::new());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let bytes = [*byte];
            let letter = WINDOWS_1252.decode_without_bom_handling(&bytes).0;
            let letter = letter
                .chars()
                .next()
                .filter(|c| c.is_alphabetic() || "’€°«»".contains(*c));
            let letter = letter.unwrap_or('\u{fffd}');
            damaged.push((text.len(), *byte, letter));
            text.push(letter);
        }
    }
    Decoded {
        text: Cow::Owned(text),
        said,
        damaged,
    }
}

/// UTF-16 without its mark: nearly every second byte is zero.
fn wide(bytes: &[u8]) -> Option<Charset> {
    let head = bytes.get(..1024).unwrap_or(bytes);
    let zeros = |from: usize| {
        head.iter()
            .skip(from)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    let is_mostly =
        |many: usize, few: usize| half >= 2 && many * 10 >= half * 7 && few * 10 <= half;
    if is_mostly(odd, even) {
        Some(Charset::Web(UTF_16LE))
    } else if is_mostly(even, odd) {
        Some(Charset::Web(UTF_16BE))
    } else {
        None
    }
}

/// Whether bytes are UTF-16 text, with a mark or without.
pub fn is_wide(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || wide(bytes).is_some()
}

/// A text that was UTF-8, was taken for Windows-1252 and made UTF-8 again: `ZoÃ©`.
fn twice(text: &str) -> Option<Decoded<'static>> {
    let signs = text.matches(['Ã', 'â']).count();
    let right = text
        .chars()
        .filter(|c| "éèêëàçîïôœùûÉÈÀÇ".contains(*c))
        .count();
    if signs < 2 || right > 0 {
        return None;
    }
    let (bytes, _, failed) = WINDOWS_1252.encode(text);
    let text = String::from_utf8(bytes.into_owned())
        .ok()
        .filter(|_| !failed)?;
    let words = shown(text.split(|c: char| !c.is_alphabetic()).map(Cow::Borrowed));
    Some(Decoded {
        said: RemarkKind::Encoding("UTF-8 × 2", words),
        text: Cow::Owned(text),
        damaged: Vec::new(),
    })
}

/// The words that have a byte beyond ASCII.
fn words(bytes: &[u8]) -> Vec<&[u8]> {
    let words = bytes.split(|byte| !byte.is_ascii_alphabetic() && byte.is_ascii());
    let words = words.filter(|word| !word.is_ascii());
    words.take(WEIGHED).collect()
}

/// A few of the words that come out.
fn shown<'a>(words: impl Iterator<Item = Cow<'a, str>>) -> Vec<String> {
    let mut shown: Vec<String> = Vec::new();
    for word in words.filter(|word| !word.is_ascii() && (3..20).contains(&word.chars().count())) {
        if !shown.iter().any(|there| *there == word) {
            shown.push(word.into_owned());
        }
        if shown.len() == 3 {
            break;
        }
    }
    shown
}

/// How much a word is one of a French name or text: letters that French has, capitals where they stand.
fn weight(word: &str) -> i64 {
    let letters: Vec<char> = word.chars().collect();
    let one = |(at, c): (usize, &char)| {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let is_within =
            before.is_some_and(|c| c.is_alphabetic()) && after.is_some_and(|c| c.is_alphabetic());
        match *c {
            c if c.is_ascii() => 0,
            '\u{80}'..='\u{9f}' | '\u{fffd}' => -100,
            '\u{2500}'..='\u{259f}' => -20,
            c if c.is_uppercase() && before.is_some_and(|c| c.is_lowercase()) => -12,
            c if c.is_lowercase()
                && before.is_some_and(|c| c.is_uppercase())
                && after.is_some_and(|c| c.is_uppercase()) =>
            {
                -6
            }
            'é' => 12,
            'è' | 'à' | 'ç' | 'ê' | 'É' => 8,
            'ô' | 'î' | 'û' | 'ù' | 'â' | 'ë' | 'ï' | 'ö' | 'ü' | 'œ' => 5,
            'È' | 'À' | 'Ç' | 'Ê' | 'Ô' | 'Î' | 'Ë' | 'Ï' | 'Œ' => 4,
            '’' if is_within => 4,
            'ª' | 'º' | 'ƒ' | 'ı' => -4,
            c if c.is_alphabetic() => 1,
            '\u{a0}' | '«' | '»' | '°' | '€' | '–' | '—' | '’' if !is_within => 1,
            _ if is_within => -10,
            _ => -4,
        }
    };
    letters.iter().enumerate().map(one).sum()
}
