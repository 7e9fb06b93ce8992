//! A field of several lines: wrapped, with its cursor and selection.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui_textarea::TextArea;

use super::boxes::{put, put_matched, put_right, row};
use crate::text;

/// A row of the wrapped text: which line, which bytes of it.
type Row = (usize, Range<usize>);

/// Draws the text in those rows, around its cursor if it has the keys; gives the place of the cursor.
pub(super) fn draw(
    area: &TextArea,
    focused: bool,
    buf: &mut Buffer,
    cells: Rect,
    styles: (Style, Style, Style),
) -> Option<Position> {
    let (plain, selected, dim) = styles;
    let (width, height) = (usize::from(cells.width), usize::from(cells.height));
    if width == 0 || height == 0 {
        return None;
    }
    // Wrapped as it is drawn: made safe. Places in a line are counted over there as well.
    let lines: Vec<String> = area
        .lines()
        .iter()
        .map(|line| text::safe(line).into_owned())
        .collect();
    let wrapped = lines.iter().enumerate();
    let rows: Vec<Row> = wrapped
        .flat_map(|(at, line)| text::wrap(line, width).into_iter().map(move |r| (at, r)))
        .collect();
    let place =
        |(line, column): (usize, usize)| (line, safe_offset(area.lines().get(line), column));
    let cursor = place((area.cursor().0, area.cursor().1));
    let cursor_row = rows
        .iter()
        .rposition(|(line, range)| (*line, range.start) <= cursor)
        .unwrap_or(0);
    let from = if focused {
        (cursor_row + 1).saturating_sub(height)
    } else {
        0
    };
    let selection = area
        .selection_range()
        .map(|(from, to)| (place(from), place(to)));
    for (at, (line, range)) in rows.iter().enumerate().skip(from).take(height) {
        let cells = row(cells, at - from);
        put(buf, cells, &" ".repeat(width), plain);
        let words = lines
            .get(*line)
            .and_then(|line| line.get(range.clone()))
            .unwrap_or_default();
        let inside = selection.and_then(|(from, to)| part(*line, range, from, to));
        put_matched(buf, cells, words, inside.as_slice(), (plain, selected));
    }
    if rows.len() > from + height {
        put_right(buf, row(cells, height - 1), "…", dim);
    }
    let (line, range) = rows.get(cursor_row)?;
    let before = lines
        .get(*line)?
        .get(range.start..cursor.1.max(range.start))
        .unwrap_or_default();
    let column = u16::try_from(text::width(before))
        .unwrap_or(u16::MAX)
        .min(cells.width - 1);
    let place = row(cells, cursor_row.checked_sub(from)?);
    focused.then(|| Position::new(place.x + column, place.y))
}

/// The offset in the safe line of a column counted in characters of the line as it is.
fn safe_offset(line: Option<&String>, column: usize) -> usize {
    let before: String = line.map_or_else(String::new, |line| line.chars().take(column).collect());
    text::safe(&before).len()
}

/// The part of a row that lies between two places, relative to the row.
fn part(
    line: usize,
    row: &Range<usize>,
    from: (usize, usize),
    to: (usize, usize),
) -> Option<Range<usize>> {
    let first = if line > from.0 {
        row.start
    } else {
        from.1.max(row.start)
    };
    let last = if line < to.0 {
        row.end
    } else {
        to.1.min(row.end)
    };
    let touched = line >= from.0 && line <= to.0 && first < last;
    touched.then(|| first - row.start..last - row.start)
}
