//! Boxes, rows and cells: the few ways in which anything gets onto the screen.

use std::ops::Range;

use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{Block, Clear, Widget};

use crate::catalog::QueryProblem;
use crate::desk::Desk;
use crate::desk::input::Input;
use crate::desk::layers::completing::Completing;
use crate::text;
use crate::theme::Role;

/// The sign before the row under the cursor.
pub const CURSOR: &str = "▌";
/// The sign of what is marked.
pub const MARKED: &str = "●";
/// The sign of what is shown though the list has it no more.
pub const HELD: &str = "◌";
/// The sign of what another has just changed.
pub const CHANGED: &str = "✎";
/// The sign of what lies in the trash.
pub const TRASHED: &str = "×";

/// Cells over which an eye still follows from what stands left to what stands right.
pub const READABLE: usize = 96;

/// Row `n` of an area; empty where the area has no such row.
pub fn row(area: Rect, n: usize) -> Rect {
    match u16::try_from(n) {
        Ok(n) if n < area.height => Rect {
            y: area.y + n,
            height: 1,
            ..area
        },
        _ => Rect {
            width: 0,
            height: 0,
            ..area
        },
    }
}

/// The area without its first `n` columns.
pub fn after(area: Rect, n: usize) -> Rect {
    let n = u16::try_from(n).unwrap_or(u16::MAX).min(area.width);
    Rect {
        x: area.x + n,
        width: area.width - n,
        ..area
    }
}

/// The first `n` columns of the area.
pub fn first(area: Rect, n: usize) -> Rect {
    Rect {
        width: u16::try_from(n).unwrap_or(u16::MAX).min(area.width),
        ..area
    }
}

/// The area without its first `n` rows.
pub fn below(area: Rect, n: usize) -> Rect {
    let n = u16::try_from(n).unwrap_or(u16::MAX).min(area.height);
    Rect {
        y: area.y + n,
        height: area.height - n,
        ..area
    }
}

/// The area without its last column, so that words at the end keep off the border.
pub fn inset(area: Rect) -> Rect {
    first(area, usize::from(area.width.saturating_sub(1)))
}

/// The first `n` rows of the area.
pub fn top(area: Rect, n: usize) -> Rect {
    Rect {
        height: u16::try_from(n).unwrap_or(u16::MAX).min(area.height),
        ..area
    }
}

/// The last `n` rows of the area.
pub fn bottom(area: Rect, n: usize) -> Rect {
    below(area, usize::from(area.height).saturating_sub(n))
}

/// Writes a text at the start of a row, cut to it; gives what is left of the row.
pub fn put(buf: &mut Buffer, row: Rect, words: &str, style: Style) -> Rect {
    let row = row.intersection(buf.area);
    if row.is_empty() {
        return row;
    }
    let mut rest = row;
    for (letter, cells) in text::letters(&text::fit(words, usize::from(row.width))) {
        let next = after(rest, cells);
        for x in rest.x..next.x {
            if let Some(cell) = buf.cell_mut((x, row.y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
        // Letters and marks that the buffer takes to be wider together stand without their marks.
        let whole = usize::from(letter.cell_width()) == cells;
        let base = letter.chars().next().map_or(0, char::len_utf8);
        let letter = letter.get(..base).filter(|_| !whole).unwrap_or(letter);
        if let Some(cell) = buf.cell_mut(rest) {
            cell.set_symbol(letter);
        }
        rest = next;
    }
    rest
}

/// Says on the first rows of an area why nothing stands there.
pub fn refusal(desk: &Desk, buf: &mut Buffer, area: Rect, why: &str) {
    let style = desk.settings.theme.style(Role::StatusError);
    let lines = paragraph(why, usize::from(inset(area).width));
    for (at, line) in lines.iter().enumerate() {
        put(buf, row(area, at), line, style);
    }
}

/// Has written again, in rows with letters of two cells, what stands behind another style, though it may be the
/// same: where such a letter is half covered, terminals give its other half the style of what covers it.
pub fn renew_behind_wide(buf: &mut Buffer) {
    let width = usize::from(buf.area.width);
    let style_of = |cell: &Cell| (cell.fg, cell.bg, cell.modifier);
    let is_wide = |cell: &Cell| cell.symbol().len() > 1 && cell.symbol().cell_width() == 2;
    for row in buf.content.chunks_exact_mut(width.max(1)) {
        if !row.iter().any(is_wide) {
            continue;
        }
        let mut before = None;
        let mut hidden = false;
        for cell in row {
            let (style, wide) = (style_of(cell), is_wide(cell));
            let blank = !hidden && cell.symbol() == " ";
            if blank && before.is_some_and(|before| before != style) {
                cell.set_diff_option(CellDiffOption::AlwaysUpdate);
            }
            // What a letter hides has no style of its own.
            if !hidden {
                before = Some(style);
            }
            hidden = wide && !hidden;
        }
    }
}

/// Writes a text at the end of a row, cut to it; gives what is left of the row before it.
pub fn put_right(buf: &mut Buffer, row: Rect, words: &str, style: Style) -> Rect {
    let words = text::fit(words, usize::from(row.width));
    let room = usize::from(row.width) - text::width(&words).min(usize::from(row.width));
    put(buf, after(row, room), &words, style);
    first(row, room)
}

/// Writes a text with those byte ranges in another style; gives what is left of the row.
pub fn put_matched(
    buf: &mut Buffer,
    row: Rect,
    words: &str,
    matched: &[Range<usize>],
    styles: (Style, Style),
) -> Rect {
    let mut rest = row;
    let mut at = 0;
    // Two pieces may not be cut one by one: the first would end in `…` and the second go on.
    let words = if text::width(words) > usize::from(row.width) {
        text::cut(words, usize::from(row.width))
    } else {
        words
    };
    for range in matched {
        let (start, end) = (range.start.max(at), range.end.min(words.len()));
        if let (Some(before), Some(inside)) = (words.get(at..start), words.get(start..end)) {
            rest = put(buf, rest, before, styles.0);
            rest = put(buf, rest, inside, styles.1);
            at = end;
        }
    }
    put(buf, rest, words.get(at..).unwrap_or_default(), styles.0)
}

/// Writes a line of input so that its cursor shows; gives the place of the cursor.
pub fn put_input(buf: &mut Buffer, row: Rect, input: &Input, style: Style) -> Option<Position> {
    let row = row.intersection(buf.area);
    if row.is_empty() {
        return None;
    }
    let before = input.before();
    let rest = input.text().get(before.len()..).unwrap_or_default();
    let (shown, column) = text::window(before, rest, usize::from(row.width));
    put(buf, row, &" ".repeat(usize::from(row.width)), style);
    put(buf, row, &shown, style);
    Some(Position::new(
        row.x + u16::try_from(column).unwrap_or(0).min(row.width - 1),
        row.y,
    ))
}

/// Underlines what of an input is not understood; not where the input is wider than its row.
pub fn underline(
    buf: &mut Buffer,
    row: Rect,
    input: &Input,
    problems: &[QueryProblem],
    style: Style,
) {
    if problems.is_empty() || text::width(&text::safe(input.text())) >= usize::from(row.width) {
        return;
    }
    // Where a theme underlines all that is typed, only what is wrong stays so.
    let plain = Style::new().remove_modifier(Modifier::UNDERLINED);
    buf.set_style(row, plain);
    let width = |chars: usize| {
        let shown: String = input.text().chars().take(chars).collect();
        text::width(&text::safe(&shown))
    };
    for problem in problems {
        let (from, to) = (width(problem.at.start), width(problem.at.end));
        let words = first(after(row, from), to.saturating_sub(from));
        buf.set_style(words, style.add_modifier(Modifier::UNDERLINED));
    }
}

/// Writes what is offered for a query, side by side, the one taken marked; gives what is left of the
/// row.
pub fn put_completions(desk: &Desk, completing: &Completing, buf: &mut Buffer, row: Rect) -> Rect {
    let style = |role| desk.settings.theme.style(role);
    let mut rest = row;
    for (at, offer) in completing.completions.offers.iter().enumerate() {
        let fits = |words: &str| text::width(&text::safe(words)) + 2 <= usize::from(rest.width);
        if !fits(&offer.text) {
            break;
        }
        // The count before all else: the first of what has room.
        let count = offer.count.map(|count| desk.settings.texts.number(count));
        let details = count.iter().chain(Some(&offer.detail));
        let mut detail = String::new();
        for part in details.filter(|part| !part.is_empty()) {
            if fits(&format!("{} {detail} {part}", offer.text)) {
                let gap = if detail.is_empty() { "" } else { " " };
                detail = format!("{detail}{gap}{part}");
            }
        }
        let detail = Some(detail).filter(|detail| !detail.is_empty());
        let taken = completing.taken == Some(at);
        let mark = if taken { "›" } else { " " };
        rest = put(buf, rest, mark, style(Role::Prompt));
        let shown = format!("{} ", offer.text);
        rest = put(
            buf,
            rest,
            &shown,
            style(if taken { Role::Match } else { Role::Text }),
        );
        if let Some(detail) = detail {
            rest = put(buf, rest, &format!("{detail} "), style(Role::Dim));
        }
    }
    rest
}

/// Draws an empty box with its title over whatever is there; gives its inside.
pub fn open(desk: &Desk, buf: &mut Buffer, area: Rect, title: &str, focused: bool) -> Rect {
    let area = area.intersection(buf.area);
    let style = |role| desk.settings.theme.style(role);
    for y in area.top()..area.bottom() {
        // A wide letter just before the box would reach into it, and hide its border.
        let before = (area.x > 0).then(|| buf.cell_mut((area.x - 1, y)));
        if let Some(cell) = before.flatten().filter(|cell| cell.cell_width() > 1) {
            cell.set_symbol(" ");
        }
    }
    Clear.render(area, buf);
    buf.set_style(area, style(Role::Text));
    let block = Block::bordered().border_style(style(Role::Border));
    let inner = block.inner(area);
    block.render(area, buf);
    if !title.is_empty() && area.width > 4 {
        // The keyboard shows in the title alone: a whole frame would cost a slow link too much.
        let role = if focused {
            Role::BorderFocus
        } else {
            Role::Title
        };
        put(
            buf,
            first(after(row(area, 0), 1), usize::from(area.width) - 2),
            &format!(" {title} "),
            style(role),
        );
    }
    inner
}

/// Draws an empty pane with its title: a box, or the title alone where panes have no frames. Gives its
/// inside, and the line that is left for what is said of it: the bottom border, or what the title leaves.
pub fn open_pane(
    desk: &Desk,
    buf: &mut Buffer,
    area: Rect,
    title: &str,
    focused: bool,
) -> (Rect, Rect) {
    let layout = desk.screen.layout(&desk.scene());
    if layout.framed {
        return (open(desk, buf, area, title, focused), border_row(area));
    }
    Clear.render(area.intersection(buf.area), buf);
    buf.set_style(area, desk.settings.theme.style(Role::Text));
    let role = if focused {
        Role::BorderFocus
    } else {
        Role::Title
    };
    let style = desk.settings.theme.style(role);
    let line = put(buf, after(row(area, 0), 1), title, style);
    (layout.inside(area), after(line, 1))
}

/// Writes at the right end of the bottom border of a box.
pub fn foot(desk: &Desk, buf: &mut Buffer, area: Rect, words: &str) {
    foot_in(desk, buf, border_row(area), words);
}

/// Writes at the right end of the line in which something is said of a pane.
pub fn foot_in(desk: &Desk, buf: &mut Buffer, line: Rect, words: &str) {
    if !words.is_empty() {
        let style = desk.settings.theme.style(Role::Dim);
        put_right(buf, line, &format!(" {words} "), style);
    }
}

/// Draws a thin line across.
pub fn across(desk: &Desk, buf: &mut Buffer, line: Rect) {
    let words = "─".repeat(usize::from(line.width));
    put(buf, line, &words, desk.settings.theme.style(Role::Border));
}

/// Writes how many there are, or what is wrong, under a line of input.
pub fn count(desk: &Desk, buf: &mut Buffer, line: Rect, words: &str) {
    let style = desk.settings.theme.style(Role::Dim);
    put_right(buf, inset(line), words, style);
}

/// The bottom border of a box between its corners.
pub fn border_row(area: Rect) -> Rect {
    let line = bottom(area, 1);
    first(after(line, 1), usize::from(area.width.saturating_sub(2)))
}

/// The part of a layer's area that so many rows of content need.
pub fn low(area: Rect, rows: usize) -> Rect {
    top(area, rows + 2)
}

/// The first of `length` lines to draw so that `cursor` shows in `height` rows, from `offset` if that does.
pub fn start(offset: usize, cursor: usize, length: usize, height: usize) -> usize {
    let least = (cursor + 1).saturating_sub(height.max(1));
    offset
        .clamp(least, cursor.max(least))
        .min(length.saturating_sub(1))
}

/// The words of a paragraph, row by row, for that width.
pub fn paragraph(words: &str, cells: usize) -> Vec<String> {
    let lines = words.lines().map(text::safe);
    lines
        .flat_map(|line| {
            text::wrap(&line, cells)
                .into_iter()
                .map(move |at| line[at].trim_end().to_string())
                .collect::<Vec<_>>()
        })
        .collect()
}
