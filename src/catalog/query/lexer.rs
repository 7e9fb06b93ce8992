//! Pieces: what stands between spaces and brackets, quotes taken into account.

use std::ops::Range;

use super::names::plain;

/// A piece of a query.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Where it stands, in characters, its sign included.
    pub at: Range<usize>,
    /// Whether it begins with `-` or `!`.
    pub negated: bool,
    /// What it is.
    pub what: What,
}

/// What a piece is.
#[derive(Clone, Debug)]
pub enum What {
    /// `(`, or `path.(`: what stands inside is asked of what the path leads to.
    Open(Option<String>),
    /// `)`
    Close,
    /// A word; quoted ones keep their spaces.
    Word(String, bool),
    /// `name:values`, `name>value` or `name=value`.
    Condition(Condition),
    /// `past:` and what stands behind it.
    Past(Option<Box<Piece>>),
}

/// Names of what is over.
pub const PAST: [&str; 3] = ["past", "passe", "passes"];

/// A value as it is written.
#[derive(Clone, Debug)]
pub struct Written {
    /// The text, without quotes.
    pub text: String,
    /// Whether it stood in quotes.
    pub quoted: bool,
    /// Whether it is the whole value that is meant: it stands behind a `=`, or another one before it does.
    pub exact: bool,
}

/// A condition as it is written.
#[derive(Clone, Debug)]
pub struct Condition {
    /// What stands before the colon or the comparison.
    pub name: String,
    /// The values between commas.
    pub values: Vec<Written>,
    /// The whole, where it turns out to be a word: it has a comparison and no colon.
    pub word: Option<String>,
}

/// The pieces of a text. A quote that is not closed ends with the text.
pub fn pieces(text: &str) -> Vec<Piece> {
    let letters: Vec<char> = text.chars().collect();
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        if letter.is_whitespace() || letter.is_control() {
            at += 1;
            continue;
        }
        let piece = piece(&letters, at, true);
        at = piece.at.end;
        pieces.push(piece);
    }
    pieces
}

/// The piece that begins at `start`, which is no blank; behind `past:` another is a name like others.
fn piece(letters: &[char], start: usize, first: bool) -> Piece {
    let letter = |at: usize| letters.get(at).copied();
    let negated = matches!(letter(start), Some('-' | '!'));
    let begin = start + usize::from(negated);
    let whole = |end: usize, what: What| Piece {
        at: start..end,
        negated,
        what,
    };
    match letter(begin) {
        Some('(') => return whole(begin + 1, What::Open(None)),
        Some(')') if !negated => return whole(begin + 1, What::Close),
        _ => {}
    }
    let name_end = (begin..letters.len())
        .find(|at| !letter(*at).is_some_and(in_name))
        .unwrap_or(letters.len());
    let name: String = letters
        .get(begin..name_end)
        .unwrap_or_default()
        .iter()
        .collect();
    let named = name.chars().next().is_some_and(char::is_alphabetic);
    match letter(name_end) {
        Some(':') if first && PAST.contains(&plain(&name).as_str()) => {
            let from = name_end + 1;
            let inner = letter(from)
                .filter(|c| *c != ')' && !c.is_whitespace() && !c.is_control())
                .map(|_| Box::new(piece(letters, from, false)));
            let end = inner.as_ref().map_or(from, |inner| inner.at.end);
            whole(end, What::Past(inner))
        }
        Some('(') if named && name.ends_with('.') => {
            let path = name.trim_end_matches('.').to_string();
            whole(name_end + 1, What::Open(Some(path)))
        }
        // A link to an address or a number is what stands behind its scheme.
        Some(':') if matches!(name.as_str(), "mailto" | "tel") => {
            let mut scan = Scan::new(letters, name_end + 1);
            scan.read(&[]);
            whole(scan.at, What::Word(scan.text, scan.quoted))
        }
        // A web address is a word, not a condition on a field `https`.
        Some(':')
            if named
                && !matches!(
                    (letter(name_end + 1), letter(name_end + 2)),
                    (Some('/'), Some('/'))
                ) =>
        {
            let (values, end) = values(letters, name_end + 1);
            whole(
                end,
                What::Condition(Condition {
                    name,
                    values,
                    word: None,
                }),
            )
        }
        Some('<' | '>' | '≤' | '≥' | '=') if named => {
            let (values, end) = values(letters, name_end);
            let word = letters.get(begin..end).unwrap_or_default().iter().collect();
            whole(
                end,
                What::Condition(Condition {
                    name,
                    values,
                    word: Some(word),
                }),
            )
        }
        _ => {
            let mut scan = Scan::new(letters, begin);
            scan.read(&[]);
            whole(
                scan.at.max(begin + 1).max(start + 1),
                What::Word(scan.text, scan.quoted),
            )
        }
    }
}

/// What a field's name, or a path of them, is made of.
fn in_name(c: char) -> bool {
    c.is_alphanumeric() || "_-'’.".contains(c)
}

fn values(letters: &[char], from: usize) -> (Vec<Written>, usize) {
    let (mut values, mut exact) = (Vec::new(), false);
    let mut at = from;
    loop {
        if letters.get(at) == Some(&'=') {
            (exact, at) = (true, at + 1);
        }
        let mut scan = Scan::new(letters, at);
        scan.read(&[',']);
        at = scan.at;
        values.push(Written {
            text: scan.text,
            quoted: scan.quoted,
            exact,
        });
        match letters.get(at) {
            Some(',') => at += 1,
            _ => return (values, at),
        }
    }
}

/// Reads text up to a blank, a closing bracket or one of the ends, but not inside quotes.
struct Scan<'l> {
    letters: &'l [char],
    at: usize,
    text: String,
    quoted: bool,
}

impl<'l> Scan<'l> {
    fn new(letters: &'l [char], at: usize) -> Scan<'l> {
        Scan {
            letters,
            at,
            text: String::new(),
            quoted: false,
        }
    }

    fn read(&mut self, ends: &[char]) {
        // The sign that opened a quotation that is still open.
        let mut open: Option<char> = None;
        // A word may have brackets of its own: "f(x)".
        let mut inside = 0;
        while let Some(letter) = self.letters.get(self.at).copied() {
            match letter {
                _ if open.is_some_and(|open| closes(open, letter)) => open = None,
                _ if open.is_some() => self.text.push(letter),
                '"' | '«' | '“' | '„' => (open, self.quoted) = (Some(letter), true),
                '»' | '”' => {}
                ')' if inside == 0 => return,
                _ if letter.is_whitespace() || ends.contains(&letter) => return,
                _ => {
                    inside += i32::from(letter == '(') - i32::from(letter == ')');
                    self.text.push(letter);
                }
            }
            self.at += 1;
        }
    }
}

/// Whether a sign closes the quotation that the other opened: another kind of quotes may stand inside.
fn closes(open: char, sign: char) -> bool {
    match open {
        '"' => sign == '"',
        '«' => sign == '»',
        _ => matches!(sign, '”' | '»' | '"'),
    }
}
