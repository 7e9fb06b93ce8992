//! Cells that no spreadsheet runs, and what they were before.

use std::borrow::Cow;

use crate::text::is_unseen;

/// What a spreadsheet may pass over on its way to a formula: apostrophes, blanks, and what is not seen.
fn is_lead(c: char) -> bool {
    c == '\'' || c.is_whitespace() || c.is_control() || is_unseen(c)
}

/// A text without what a spreadsheet may pass over before it: of most there is nothing.
fn body(text: &str) -> &str {
    match text.as_bytes().first() {
        Some(first) if first.is_ascii_alphanumeric() => text,
        _ => text.trim_start_matches(is_lead),
    }
}

/// Whether a spreadsheet may take that part of a cell for a formula once what it passes over is gone; `begins`:
/// the part is the beginning of the cell. A number or a telephone number with a sign is none: it stays as it is,
/// for those who count with it; and neither is a dash or a plus behind a blank in the midst of a text.
/// Source of the characters: OWASP, "CSV Injection"; the small and full-width ones are read as the others where
/// East Asian text is written.
fn is_formula(part: &str, begins: bool) -> bool {
    let body = body(part);
    let leads = part.strip_suffix(body).unwrap_or_default();
    if begins && leads.contains(['\t', '\r', '\n']) {
        return true;
    }
    let mut characters = body.chars();
    match characters.next() {
        Some('+' | '-') if begins || !leads.contains(char::is_whitespace) => {
            characters.any(|c| !(c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '.' | ',')))
        }
        Some(first) => "=@＝＋－＠﹦﹢﹣﹫".contains(first),
        None => false,
    }
}

/// The parts of a cell between what may be taken for the end of one, and those ends; with each whether it is
/// the beginning of the cell. A table with commas may be opened as one with semicolons or pasted as one with
/// tabs, and then what stands behind such a sign is a cell.
fn parts(cell: &str) -> impl Iterator<Item = (&str, bool)> {
    let leads = cell.len() - body(cell).len();
    let ends = cell.match_indices([',', ';', '\t']);
    let ends = ends.filter(move |(at, _)| *at >= leads);
    let mut start = 0;
    ends.chain([(cell.len(), "")]).flat_map(move |(at, end)| {
        let (part, begins) = (cell.get(start..at).unwrap_or_default(), start == 0);
        start = at + end.len();
        [(part, begins), (end, false)]
    })
}

/// A cell that no spreadsheet runs: an apostrophe before what it might take for a formula.
pub fn neutral(cell: &str) -> Cow<'_, str> {
    if !parts(cell).any(|(part, begins)| is_formula(part, begins)) {
        return Cow::Borrowed(cell);
    }
    let marked = parts(cell).flat_map(|(part, begins)| match is_formula(part, begins) {
        true => ["'", part],
        false => ["", part],
    });
    Cow::Owned(marked.collect())
}

/// The cell as it was before [`neutral`]: the apostrophe is taken off where it would have put one.
pub fn restored(cell: &str) -> Cow<'_, str> {
    let was = |(part, begins)| match str::strip_prefix(part, '\'') {
        Some(rest) if is_formula(rest, begins) => rest,
        _ => part,
    };
    if parts(cell).all(|part| was(part) == part.0) {
        return Cow::Borrowed(cell);
    }
    Cow::Owned(parts(cell).map(was).collect())
}

/// The text of a cell that a spreadsheet was told to take for one: `="0612345678"`.
pub(super) fn told(cell: &str) -> &str {
    let inner = cell.trim().strip_prefix("=\"");
    let inner = inner.and_then(|rest| rest.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).unwrap_or(cell)
}

/// Whether a spreadsheet would take a text for a number or a day, and not show it as it is: digits behind a zero or a
/// plus, more of them than it keeps, `1E5`, `1.10`, `11/12`.
fn is_eaten(cell: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let bare = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    if digits(bare) {
        return cell.starts_with('+') || bare.len() > 11 || bare.len() > 1 && bare.starts_with('0');
    }
    let parts: Vec<&str> = bare.split(['.', ',', '/', '-', 'e', 'E', ':']).collect();
    (2..=3).contains(&parts.len())
        && parts
            .iter()
            .all(|part| digits(part.strip_prefix('+').unwrap_or(part)))
}

/// A text that a spreadsheet is told to take for one, where it would not by itself: `="0612345678"`.
pub(super) fn kept(cell: &str) -> Option<String> {
    is_eaten(cell).then(|| format!("=\"{cell}\""))
}
