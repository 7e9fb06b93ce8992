//! A list to choose from: the palette, pickers, themes, columns, the copy menu.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{
    CURSOR, READABLE, after, below, count, first, inset, low, open, put, put_input, put_matched,
    put_right, row, start,
};
use super::list;
use crate::desk::Desk;
use crate::desk::ask::Ask;
use crate::desk::layers::chooser::{Chooser, Item, Shown};
use crate::desk::layers::columns::Columns;
use crate::desk::layers::palette::Palette;
use crate::desk::layout::Layout;
use crate::text;
use crate::theme::Role;

/// Draws the palette; gives the place of the cursor in its input.
pub(super) fn draw_palette(
    desk: &Desk,
    palette: &Palette,
    buf: &mut Buffer,
    area: Rect,
) -> Option<Position> {
    let detail = |item: &Item<Ask>| match item.detail.split_once(" · ") {
        // The id stands as keymap files have it; the keys behind it go by their names on the screen.
        Some((id, keys)) if matches!(item.what, Ask::Run(_)) => (
            format!("{id} · {}", desk.settings.texts.keys(keys)),
            Role::HintKey,
        ),
        None if matches!(item.what, Ask::Run(_)) => (item.detail.clone(), Role::HintKey),
        _ => as_it_is(item),
    };
    draw(desk, &palette.list, &detail, buf, area)
}

/// Draws the columns, those that have no room in the list named; gives the place of the cursor in its input.
pub(super) fn draw_columns(
    desk: &Desk,
    columns: &Columns,
    buf: &mut Buffer,
    layout: &Layout,
    area: Rect,
) -> Option<Position> {
    let left_out = list::left_out(desk, layout);
    let detail = |item: &Item<String>| {
        if left_out.iter().any(|column| column.key == item.what) {
            let words = desk.settings.texts.get("columns-left-out");
            return (format!("{} · {words}", item.detail), Role::StatusNote);
        }
        as_it_is(item)
    };
    draw(desk, &columns.list, &detail, buf, area)
}

/// The detail of an item, dim.
pub(super) fn as_it_is<T>(item: &Item<T>) -> (String, Role) {
    (item.detail.clone(), Role::Dim)
}

/// Draws a list, the details of its items as told; gives the place of the cursor in its input.
pub(super) fn draw<T>(
    desk: &Desk,
    chooser: &Chooser<T>,
    detail: &dyn Fn(&Item<T>) -> (String, Role),
    buf: &mut Buffer,
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
    for (at, shown) in chooser.shown.iter().enumerate().skip(from).take(height) {
        let line = row(body, at - from);
        if let Some(item) = chooser.items.get(shown.item) {
            draw_item(desk, item, shown, detail(item), buf, line);
        }
        if at == chooser.cursor {
            buf.set_style(line, style(Role::RowSelected));
            put(buf, line, CURSOR, style(Role::RowSelected));
        }
    }
    position
}

fn draw_item<T>(
    desk: &Desk,
    item: &Item<T>,
    shown: &Shown,
    (detail, role): (String, Role),
    buf: &mut Buffer,
    line: Rect,
) {
    let style = |role| desk.settings.theme.style(role);
    if item.on {
        put(buf, after(line, 1), "✓", style(Role::StatusOk));
    }
    let cells = first(inset(after(line, 3)), READABLE);
    let half = usize::from(cells.width) / 2;
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
