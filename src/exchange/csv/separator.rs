//! By which sign the cells of a text are cut, decided by many lines together.

use super::cutting::{Cutter, Record};
use crate::exchange::head::{is_heading, most_headings, width};

/// Signs that stand between cells.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// What stands in no text: it cuts a table of one column.
const NONE: u8 = 0x1f;

/// As much of a file is looked at, in bytes and in lines.
const HEAD: (usize, usize) = (1 << 16, 200);

/// The sign that cuts a text, as a first line `sep=;` says it for Excel; and whether there is that line.
pub fn separator(text: &str) -> (u8, bool) {
    if let Some(said) = said(text) {
        return (said, true);
    }
    let lines = SEPARATORS.map(|sign| (sign, lines(text, sign)));
    // One column whose header is one: no sign in its cells cuts them.
    let is_one = |(_, lines): &(u8, Vec<Vec<String>>)| match lines.first().map(Vec::as_slice) {
        Some([only]) => is_heading(only),
        _ => false,
    };
    if lines.iter().all(is_one) {
        return (NONE, false);
    }
    let best = lines
        .iter()
        .map(|(sign, lines)| {
            let known = most_headings(lines);
            let (width, count) = width(lines);
            let share = if width < 2 {
                0
            } else {
                count * 1_000 / lines.len().max(1)
            };
            (known.max(1), share, width, *sign)
        })
        .rev()
        .max_by_key(|(known, share, width, _)| (*known, *share, *width));
    match best {
        Some((_, share, _, sign)) if share > 0 => (sign, false),
        _ => (NONE, false),
    }
}

/// The separator that a first line names.
fn said(text: &str) -> Option<u8> {
    let line = text.lines().next()?.trim_matches('"');
    let said = line
        .get(..4)
        .filter(|said| said.eq_ignore_ascii_case("sep="))?;
    match line.get(said.len()..)?.trim_end_matches('"').as_bytes() {
        [sign] if SEPARATORS.contains(sign) => Some(*sign),
        _ => None,
    }
}

/// The first lines that are not blank, cut by that sign.
pub fn lines(text: &str, sign: u8) -> Vec<Vec<String>> {
    let mut cutter = Cutter::new(text, sign);
    let (mut record, mut lines) = (Record::default(), Vec::new());
    while lines.len() < HEAD.1 && record.start < HEAD.0 && cutter.next(&mut record) {
        if !record.is_blank(text) {
            lines.push(
                record
                    .texts(text)
                    .take(1_000)
                    .map(|cell| cell.trim().to_string())
                    .collect(),
            );
        }
    }
    lines
}
