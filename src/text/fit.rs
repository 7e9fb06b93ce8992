//! Text in cells: cut by whole graphemes, in the cells that terminals give it, which count by character.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use super::safe::safe;

/// How many cells the text takes when it is drawn.
pub fn width(text: &str) -> usize {
    text.chars().filter_map(UnicodeWidthChar::width).sum()
}

/// The letters of the text, each with the marks on it and the cells that it takes; marks on nothing are
/// left out. A grapheme of several letters is several here: a terminal that does not know it as one keeps
/// its letters in cells of their own.
pub fn letters(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut bases = rest
            .char_indices()
            .filter_map(|(at, c)| Some((at, c.width().filter(|width| *width > 0)?)));
        let (start, cells) = bases.next()?;
        let end = bases.next().map_or(rest.len(), |(at, _)| at);
        let (head, tail) = rest.split_at_checked(end)?;
        rest = tail;
        Some((head.get(start..)?, cells))
    })
}

/// The text, safe and in at most that many cells; `…` stands for what does not fit.
pub fn fit(text: &str, cells: usize) -> Cow<'_, str> {
    let text = safe(text);
    if width(&text) <= cells {
        return text;
    }
    match cells.checked_sub(1) {
        Some(room) => Cow::Owned(format!("{}…", cut(&text, room))),
        None => Cow::Borrowed(""),
    }
}

/// The longest beginning that takes at most that many cells.
pub fn cut(text: &str, cells: usize) -> &str {
    let end = boundaries(text)
        .take_while(|(_, column)| *column <= cells)
        .last()
        .map_or(0, |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

/// The byte offsets between graphemes with the column that each has, the end included.
fn boundaries(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let after = text
        .grapheme_indices(true)
        .scan(0, |column, (at, grapheme)| {
            *column += width(grapheme);
            Some((at + grapheme.len(), *column))
        });
    std::iter::once((0, 0)).chain(after)
}

/// The part of a line of input that shows in that many cells, and the column of the cursor in it.
/// It moves by half its width, so that typing at the end of a long line redraws a cell, not all.
pub fn window(before: &str, after: &str, cells: usize) -> (String, usize) {
    let (before, after) = (safe(before), safe(after));
    let column = width(&before);
    if column < cells {
        return (format!("{before}{after}"), column);
    }
    let step = (cells / 2).max(1);
    let hidden = (column + 1).saturating_sub(cells).div_ceil(step) * step;
    // One more goes for the mark that something stands before.
    let start = boundaries(&before).find(|(_, column)| *column > hidden);
    let (start, hidden) = start.unwrap_or((before.len(), column));
    let shown = before.get(start..).unwrap_or_default();
    (
        format!("…{shown}{after}"),
        (1 + column - hidden).min(cells.saturating_sub(1)),
    )
}

/// The byte ranges of the rows that a paragraph takes in that many cells, broken after spaces where
/// there are any; the spaces that end a row may stand beyond it. A text of no length is one row. No more
/// than a row is looked at for a row: the time is that of the length.
pub fn wrap(text: &str, cells: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let mut start = 0;
    while let Some(rest) = text.get(start..) {
        let head = cut(rest, cells.max(1));
        if head.len() == rest.len() {
            break;
        }
        let over = rest.get(head.len()..).unwrap_or_default();
        let spaces = over.len() - over.trim_start_matches(' ').len();
        let space = match spaces {
            0 => head.rfind(' ').map(|at| at + 1),
            _ => Some(head.len() + spaces),
        };
        let first = || rest.graphemes(true).next().map_or(1, str::len);
        let end = start + space.unwrap_or_else(|| head.len().max(first()));
        rows.push(start..end);
        start = end;
    }
    rows.push(start..text.len());
    rows
}
