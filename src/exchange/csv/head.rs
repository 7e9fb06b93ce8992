//! The head of a table: by which sign its cells are cut, and which of its lines is the header line, decided by many
//! lines together.

use super::cutting::{Cutter, Record};
use crate::model::called::{self, plain};
use crate::model::{Kind, Natural, identifiers};

/// Signs that stand between cells.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// What stands in no text: it cuts a table of one column.
const NONE: u8 = 0x1f;

/// As much of a file is looked at, in bytes and in lines.
const HEAD: (usize, usize) = (1 << 16, 200);

/// So many lines may stand above the header line.
const ABOVE: usize = 30;

/// Which line of a table is its header line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// The one of that place among those that are not blank, from 0.
    At(usize),
    /// None: what begins there are rows.
    Missing,
}

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
            let known = lines
                .iter()
                .take(ABOVE)
                .map(|line| headings(line))
                .max()
                .unwrap_or(0);
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

/// How many cells most lines have, of those that have several, and how many lines that are.
fn width(lines: &[Vec<String>]) -> (usize, usize) {
    let mut widths: Vec<usize> = lines
        .iter()
        .map(Vec::len)
        .filter(|width| *width > 1)
        .collect();
    widths.sort_unstable();
    let runs = widths.chunk_by(|one, other| one == other);
    let runs = runs.filter_map(|run| Some((*run.first()?, run.len())));
    runs.max_by_key(|(width, count)| (*count, *width))
        .unwrap_or((1, lines.len()))
}

/// Which of the first lines is the header line.
pub fn head(lines: &[Vec<String>]) -> Head {
    let (width, _) = width(lines);
    let filled = |line: &[String]| line.iter().filter(|cell| !cell.is_empty()).count();
    let needed = if width < 2 {
        1
    } else {
        width.div_ceil(2).max(2)
    };
    let head = lines.iter().take(ABOVE);
    let is_wide = |line: &Vec<String>| filled(line) >= needed || headings(line) == filled(line);
    let Some(first) = head.clone().position(is_wide) else {
        return Head::At(0);
    };
    let known = |line: &Vec<String>| headings(line) >= 2 && headings(line) * 2 >= filled(line);
    let Some(line) = lines.get(first) else {
        return Head::At(first);
    };
    let (mails, figures) = (
        line.iter().any(|cell| is_mail(cell)),
        line.iter().any(|cell| is_figure(cell)),
    );
    let is_data = match headings(line) {
        0 => mails || figures,
        1 => mails,
        _ => false,
    };
    match head.skip(first).position(known) {
        _ if !is_data => Head::At(first),
        Some(further) => Head::At(first + further),
        None => Head::Missing,
    }
}

/// How many cells of a line are what some field is called.
fn headings(line: &[String]) -> usize {
    line.iter().filter(|cell| is_heading(cell)).count()
}

/// Whether a field of any kind is called so.
pub fn is_heading(cell: &str) -> bool {
    let ends = |c: char| matches!(c, '*' | ':' | '.') || c.is_whitespace();
    let name = cell.trim_end_matches(ends);
    if name.is_empty() || name.len() > 60 {
        return false;
    }
    let is_called = |kind: &Kind| {
        let at = match kind.definition().known {
            Natural::Reached { at, .. } => at.0.field(at.2),
            _ => None,
        };
        let computed = kind.computed().iter().map(|computed| &computed.field);
        called::field(kind.fields().iter(), name).is_some()
            || called::field(computed.chain(at).collect::<Vec<_>>().into_iter(), name).is_some()
    };
    matches!(plain(name).as_str(), "id" | "kind") || Kind::ALL.iter().any(is_called)
}

fn is_mail(cell: &str) -> bool {
    identifiers::is_email(cell)
}

/// A number of six digits or more, a day: no header is one.
fn is_figure(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    digits >= 6 && cell.chars().all(|c| !c.is_alphabetic())
}
