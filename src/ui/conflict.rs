//! What two have changed: before, theirs, mine, field by field, with what is decided.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{CURSOR, after, below, foot, inset, open, paragraph, put, put_right, row};
use crate::desk::Desk;
use crate::desk::layers::conflict::{Both, Conflict, Differing, Side, Sign};
use crate::text;
use crate::theme::Role;

/// Cells before what stands under the name of a field.
const INDENT: usize = 2;

/// A row of the layer's body, of the parts of which it is made.
#[derive(Default)]
struct Part {
    /// What stands at its beginning, and how.
    label: (String, Option<Role>),
    /// What comes behind that.
    words: (String, Option<Role>),
    /// What stands at its end, where there is room.
    end: (String, Option<Role>),
    /// Whether the label is a field's name.
    is_head: bool,
}

/// Draws the layer; gives the first cell of the field under the cursor.
pub(super) fn draw(
    desk: &Desk,
    conflict: &Conflict,
    buf: &mut Buffer,
    area: Rect,
) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    let inner = open(desk, buf, area, &conflict.title, true);
    let cells = usize::from(inner.width).saturating_sub(2);
    let lead = paragraph(&conflict.lead, cells);
    let lead = lead.iter().take(usize::from(inner.height) / 2);
    let taken = lead.len() + 1;
    for (at, line) in lead.enumerate() {
        put(buf, after(row(inner, at), 1), line, style(Role::Text));
    }
    let body = below(inner, taken);
    let height = usize::from(body.height);
    let blocks: Vec<Vec<Part>> = conflict
        .rows
        .iter()
        .map(|at| block(desk, at, cells))
        .collect();
    let begins: usize = blocks.iter().take(conflict.cursor).map(Vec::len).sum();
    let long = blocks.get(conflict.cursor).map_or(0, Vec::len);
    let total: usize = blocks.iter().map(Vec::len).sum();
    // The field under the cursor shows whole where it fits; else from where one has scrolled to.
    let from = match long <= height {
        true => (begins + long).saturating_sub(height),
        false => begins + conflict.scrolled.min(long - height),
    };
    let mut cursor = None;
    let rows = blocks.iter().flatten().enumerate();
    for (at, shown) in rows.skip(from).take(height) {
        let line = row(body, at - from);
        put_row(desk, shown, buf, inset(after(line, 1)));
        if at == begins || at == from && begins < from {
            put(buf, line, CURSOR, style(Role::RowSelected));
            cursor = Some(line.as_position());
        }
    }
    if total > height {
        let place = format!("{}/{}", conflict.cursor + 1, conflict.rows.len());
        foot(desk, buf, area, &place);
    }
    cursor.or(Some(inner.as_position()))
}

fn put_row(desk: &Desk, shown: &Part, buf: &mut Buffer, line: Rect) {
    let style = |role: Option<Role>| desk.settings.theme.style(role.unwrap_or(Role::Text));
    let cells = match shown.is_head {
        true => line,
        false => after(line, INDENT),
    };
    let room = match shown.end.0.as_str() {
        "" => cells,
        end => put_right(buf, cells, &format!("  {end}"), style(shown.end.1)),
    };
    let rest = put(buf, room, &shown.label.0, style(shown.label.1));
    put(buf, rest, &shown.words.0, style(shown.words.1));
}

/// The rows of a field.
fn block(desk: &Desk, both: &Both, cells: usize) -> Vec<Part> {
    let texts = &desk.settings.texts;
    let (sign, decided, role) = match both.side {
        Some(Side::Mine) => ("✓", "conflict-mine", Role::StatusOk),
        Some(Side::Theirs) => ("✓", "conflict-theirs", Role::StatusOk),
        None => ("?", "conflict-open", Role::StatusWarn),
    };
    let mut rows = vec![Part {
        label: (
            both.field.label(texts.lang()).to_string(),
            Some(Role::Section),
        ),
        end: (format!("{sign} {}", texts.get(decided)), Some(role)),
        is_head: true,
        ..Part::default()
    }];
    let mark = |side| match both.side == Some(side) {
        true => "✓ ",
        false => "  ",
    };
    let names = ["conflict-before", "conflict-theirs", "conflict-mine"];
    let label = names.map(|key| text::width(texts.get(key)));
    let label = label.into_iter().max().unwrap_or(0);
    let sides = [
        (names[1], &both.theirs, Side::Theirs, both.by.as_str()),
        (names[2], &both.mine, Side::Mine, ""),
    ];
    // Where the record itself is gone, others may have left the field as it was.
    let says = |side: Side| side == Side::Mine || both.theirs != both.before;
    let named = |mark: &str, key: &str| format!("{mark}{:<label$}  ", texts.get(key));
    if let Some((theirs, mine)) = both.lines() {
        let sides = sides.into_iter().zip([theirs, mine]);
        for ((key, _, side, by), lines) in sides.filter(|((_, _, side, _), _)| says(*side)) {
            rows.push(Part {
                label: (
                    named(mark(side), key).trim_end().to_string(),
                    Some(Role::Label),
                ),
                end: (by.to_string(), Some(Role::Dim)),
                ..Part::default()
            });
            rows.extend(lines.iter().flat_map(|line| differing(line, cells)));
        }
    } else {
        let before = (names[0], &both.before, "  ", "", Role::Before);
        let sides = sides.into_iter().filter(|(_, _, side, _)| says(*side));
        let values = sides.map(|(key, value, side, by)| (key, value, mark(side), by, Role::After));
        for (key, value, mark, by, role) in [before].into_iter().chain(values) {
            rows.extend(value_rows(&named(mark, key), value, (by, role), cells));
        }
    }
    rows.push(Part::default());
    rows
}

/// A value behind its label, on as many rows as it needs.
fn value_rows(label: &str, value: &str, (by, role): (&str, Role), cells: usize) -> Vec<Part> {
    let indent = text::width(label);
    let end = text::width(by) + 2;
    let room = cells.saturating_sub(INDENT + indent + end).max(12);
    let value = if value.is_empty() { "∅" } else { value };
    let mut rows: Vec<Part> = paragraph(value, room)
        .into_iter()
        .map(|line| Part {
            label: (" ".repeat(indent), None),
            words: (line, Some(role)),
            ..Part::default()
        })
        .collect();
    if let Some(head) = rows.first_mut() {
        head.label = (label.to_string(), Some(Role::Label));
        head.end = (by.to_string(), Some(Role::Dim));
    }
    rows
}

/// A line of a text, with what has become of it, on as many rows as it needs.
fn differing((sign, line): &Differing, cells: usize) -> Vec<Part> {
    let (sign, role) = match sign {
        Sign::Same => ("  ", Role::Dim),
        Sign::Out => ("− ", Role::Before),
        Sign::In => ("+ ", Role::After),
        Sign::Gap => ("…", Role::Dim),
    };
    let room = cells.saturating_sub(2 * INDENT + 2).max(12);
    let mut lines = paragraph(line, room);
    if lines.is_empty() {
        lines.push(String::new());
    }
    let lines = lines.into_iter().enumerate();
    lines
        .map(|(at, line)| Part {
            label: (
                format!("  {}", if at == 0 { sign } else { "  " }),
                Some(role),
            ),
            words: (line, Some(role)),
            ..Part::default()
        })
        .collect()
}
