//! The columns of an import: what each is called and holds, what it goes to, and why.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::desk::Desk;
use crate::desk::layers::import::ImportView;
use crate::desk::layers::import::columns::ShownColumn;
use crate::text;
use crate::theme::Role;
use crate::ui::boxes::{
    CURSOR, across, after, below, bottom, first, inset, paragraph, put, put_right, row, top,
};

/// Draws them; gives the place of the cursor.
pub(super) fn draw(
    desk: &Desk,
    preview: &ImportView,
    buf: &mut Buffer,
    body: Rect,
) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    let height = usize::from(body.height);
    let listed = preview.listed(height);
    let list = top(body, listed);
    let columns = &preview.columns;
    let mut cursor = None;
    let shown = columns.shown.iter().enumerate();
    for (at, number) in shown.skip(columns.offset).take(listed) {
        let line = row(list, at - columns.offset);
        if let Some(column) = preview.shown_column(*number, &desk.scene()) {
            draw_column(desk, &column, buf, line);
        }
        if at == columns.cursor {
            let selected = style(Role::RowSelected);
            buf.set_style(line, selected);
            put(buf, line, CURSOR, selected);
            cursor = Some(line.as_position());
        }
    }
    if columns.shown.is_empty() {
        let line = after(row(list, 0), 2);
        let words = desk.settings.texts.get("chooser-nothing");
        put(buf, line, words, style(Role::Dim));
    }
    draw_told(
        desk,
        preview,
        buf,
        bottom(body, height.saturating_sub(listed)),
    );
    cursor
}

fn draw_column(desk: &Desk, column: &ShownColumn, buf: &mut Buffer, line: Rect) {
    let style = |role| desk.settings.theme.style(role);
    let number = first(after(line, 1), 4);
    put_right(buf, number, &column.number.to_string(), style(Role::Dim));
    let noted = if column.is_noted { "!" } else { " " };
    put(
        buf,
        first(after(line, 6), 1),
        noted,
        style(Role::StatusWarn),
    );
    let line = inset(after(line, 8));
    let width = usize::from(line.width);
    let header = first(line, width * 3 / 10);
    put(buf, header, &column.header, style(Role::Text));
    let rest = after(line, usize::from(header.width) + 2);
    let samples = first(rest, width * 3 / 10);
    put(buf, samples, &column.samples, style(Role::Dim));
    let rest = after(rest, usize::from(samples.width) + 1);
    let (sign, role) = match column.is_read {
        true => ("→ ", Role::Label),
        false => ("– ", Role::Dim),
    };
    let rest = put(buf, rest, sign, style(role));
    let role = match column.is_read {
        true => Role::Text,
        false => Role::Dim,
    };
    put(buf, rest, &column.goes, style(role));
}

/// What is told of the column under the cursor.
fn draw_told(desk: &Desk, preview: &ImportView, buf: &mut Buffer, area: Rect) {
    let style = |role| desk.settings.theme.style(role);
    across(desk, buf, row(area, 0));
    let body = inset(after(below(area, 1), 1));
    let told = preview.told_of_column(&desk.scene());
    let labels = told.iter().map(|(label, _)| text::width(label));
    let label = labels.max().unwrap_or(0);
    let mut at = 0;
    for (name, words) in &told {
        let words_of = after(body, label + 2);
        for (nth, part) in paragraph(words, usize::from(words_of.width))
            .iter()
            .enumerate()
        {
            if nth == 0 {
                put_right(buf, first(row(body, at), label), name, style(Role::Label));
            }
            let role = match name.is_empty() {
                true => Role::StatusWarn,
                false => Role::Text,
            };
            put(buf, row(words_of, at), part, style(role));
            at += 1;
        }
    }
}
