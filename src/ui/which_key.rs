//! Where a pending chord leads: its next keys, above the status line.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::boxes::{after, bottom, first, open, put, row};
use crate::desk::Desk;
use crate::desk::layout::Layout;
use crate::keymap::chord;
use crate::text;
use crate::theme::Role;

/// Cells of a key with its help.
const CELL: usize = 38;

/// Draws the box while there is a chord to show.
pub(super) fn draw(desk: &Desk, buf: &mut Buffer, layout: &Layout) {
    let Some(rows) = desk.which_key.as_ref().filter(|rows| !rows.is_empty()) else {
        return;
    };
    let style = |role| desk.settings.theme.style(role);
    let width = layout.status.width;
    let across = (usize::from(width.saturating_sub(2)) / CELL).clamp(1, rows.len());
    let high = rows.len().div_ceil(across);
    let room = Rect::new(layout.status.x, 0, width, layout.status.y);
    let area = first(bottom(room, high + 2), across * CELL + 2);
    let inner = open(
        desk,
        buf,
        area,
        &desk.settings.texts.keys(&chord(&desk.pending)),
        true,
    );
    let names: Vec<String> = rows
        .iter()
        .map(|(key, _)| desk.settings.texts.keys(key))
        .collect();
    let widest = names
        .iter()
        .map(|name| text::width(name))
        .max()
        .unwrap_or(0);
    for (at, (name, (_, words))) in names.iter().zip(rows).enumerate() {
        let cell = first(
            after(row(inner, at % high), (at / high) * CELL + 1),
            CELL - 2,
        );
        put(buf, first(cell, widest), name, style(Role::HintKey));
        put(buf, after(cell, widest + 2), words, style(Role::HintText));
    }
}
