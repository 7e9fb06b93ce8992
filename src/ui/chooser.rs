//! A list to choose from: the palette, pickers, themes, columns, the copy menu.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{
    CURSOR, READABLE, after, below, count, first, inset, low, open, put, put_input, put_matched,
    put_right, row, start,
};
use super::{list, text};
use crate::desk::Desk;
use crate::desk::layers::chooser::{Chooser, Choosing, Item, Purpose, Shown};
use crate::desk::layout::Layout;
use crate::desk::pane::Column;
use crate::theme::Role;

/// Draws the list; gives the place of the cursor in its input.
pub(super) fn draw(
    desk: &Desk,
    chooser: &Chooser,
    buf: &mut Buffer,
    layout: &Layout,
    area: Rect,
) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    // As tall as all items need, so that narrowing does not move the box under the eye.
    let area = low(area, chooser.items.len().max(1) + 2);
    let inner = open(desk, buf, area, &chooser.title, true);
    let rest = put(buf, row(inner, 0), "› ", style(Role::Prompt));
    let position = put_input(buf, rest, &chooser.input, style(Role::Field));
    count(
        desk,
        buf,
        row(inner, 1),
        &format!(
            "{}/{}",
            desk.settings.texts.number(chooser.shown.len()),
            desk.settings.texts.number(chooser.items.len())
        ),
    );
    let body = below(inner, 2);
    let height = usize::from(body.height);
    if chooser.shown.is_empty() {
        put(
            buf,
            after(row(body, 0), 2),
            desk.settings.texts.get("chooser-nothing"),
            style(Role::Dim),
        );
    }
    let from = start(chooser.offset, chooser.cursor, chooser.shown.len(), height);
    let left_out = match chooser.purpose {
        Purpose::Columns => list::left_out(desk, layout),
        _ => &[],
    };
    for (at, shown) in chooser.shown.iter().enumerate().skip(from).take(height) {
        let line = row(body, at - from);
        if let Some(item) = chooser.items.get(shown.item) {
            let hidden = |column: &Column| item.choosing == Choosing::Text(column.key.clone());
            let hidden = left_out.iter().any(hidden);
            draw_item(desk, (item, hidden), shown, chooser.purpose, buf, line);
        }
        if at == chooser.cursor {
            buf.set_style(line, style(Role::RowSelected));
            put(buf, line, CURSOR, style(Role::RowSelected));
        }
    }
    position
}

fn draw_item(
    desk: &Desk,
    (item, hidden): (&Item, bool),
    shown: &Shown,
    purpose: Purpose,
    buf: &mut Buffer,
    line: Rect,
) {
    let style = |role| desk.settings.theme.style(role);
    if item.on {
        put(buf, after(line, 1), "✓", style(Role::StatusOk));
    }
    let cells = first(inset(after(line, 3)), READABLE);
    let half = usize::from(cells.width) / 2;
    let (detail, role) = match purpose {
        // The id stands as keymap files have it; the keys behind it go by their names on the screen.
        Purpose::Palette if matches!(item.choosing, Choosing::Command(_)) => {
            match item.detail.split_once(" · ") {
                Some((id, keys)) => (
                    format!("{id} · {}", desk.settings.texts.keys(keys)),
                    Role::HintKey,
                ),
                None => (item.detail.clone(), Role::HintKey),
            }
        }
        _ if hidden => {
            let words = desk.settings.texts.get("columns-left-out");
            (format!("{} · {words}", item.detail), Role::StatusNote)
        }
        _ => (item.detail.clone(), Role::Dim),
    };
    // The label is what is chosen by: the detail gives way first, but never below half the line.
    let label = text::width(&text::safe(&item.label));
    let room = usize::from(cells.width)
        .saturating_sub(label + 2)
        .max(half.min(text::width(&text::safe(&detail))));
    let detail = text::fit(&detail, room);
    put_right(buf, cells, &detail, style(role));
    let cells = first(
        cells,
        usize::from(cells.width).saturating_sub(text::width(&detail) + 1),
    );
    match &item.disabled {
        Some(reason) => {
            let rest = put(buf, cells, &item.label, style(Role::Dim));
            put(buf, rest, &format!(" — {reason}"), style(Role::Dim));
        }
        None => {
            let plain = style(Role::Text);
            // The ranges are of the label as it is; made safe, it may have moved.
            let matched = if text::safe(&item.label) == item.label {
                shown.matched.as_slice()
            } else {
                &[]
            };
            put_matched(
                buf,
                cells,
                &item.label,
                matched,
                (plain, plain.patch(style(Role::Match))),
            );
        }
    }
}
