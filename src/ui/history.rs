//! The history of a record: who, when, what, before and after.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{CURSOR, after, first, foot, open, put, put_right, refusal, row};
use super::bulk;
use crate::desk::Desk;
use crate::desk::layers::history::{History, HistoryEntry};
use crate::locale::Arg;
use crate::text;
use crate::theme::Role;

/// Draws the entries; gives the first cell of the one under the cursor.
pub(super) fn draw(
    desk: &Desk,
    history: &History,
    buf: &mut Buffer,
    area: Rect,
) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    let texts = &desk.settings.texts;
    let inner = open(
        desk,
        buf,
        area,
        &texts.format("history-title", &[("title", Arg::from(&history.title))]),
        true,
    );
    let Some(entries) = &history.entries else {
        if let Some(why) = &history.unread {
            refusal(desk, buf, after(inner, 1), why);
            return Some(inner.as_position());
        }
        put(
            buf,
            after(row(inner, 0), 1),
            texts.get("history-loading"),
            style(Role::Dim),
        );
        return Some(inner.as_position());
    };
    if entries.is_empty() {
        put(
            buf,
            after(row(inner, 0), 1),
            texts.get("history-nothing"),
            style(Role::Dim),
        );
        return Some(inner.as_position());
    }
    let mut line = 0;
    let mut cursor = None;
    for (at, entry) in entries.iter().enumerate() {
        let mut next = |buf: &mut Buffer, draw: &dyn Fn(&mut Buffer, Rect)| {
            if let Some(shown) = usize::checked_sub(line, history.offset) {
                draw(buf, row(inner, shown));
            }
            line += 1;
            line.checked_sub(history.offset + 1)
        };
        let head = next(buf, &|buf, cells| {
            draw_head(desk, entry, buf, cells, at == history.cursor)
        });
        if at == history.cursor {
            cursor = head.map(|shown| row(inner, shown).as_position());
        }
        let label = entry
            .fields
            .iter()
            .map(|(label, ..)| text::width(label))
            .max()
            .unwrap_or(0);
        for (name, before, new) in &entry.fields {
            next(buf, &|buf, cells| {
                let cells = after(cells, 3);
                let label = label.min(usize::from(cells.width) / 3);
                put_right(buf, first(cells, label), name, style(Role::Label));
                bulk::change(desk, buf, after(cells, label + 2), before, Some(new));
            });
        }
    }
    foot(
        desk,
        buf,
        area,
        &format!(
            "{}/{}",
            desk.settings.texts.number(history.cursor + 1),
            desk.settings.texts.number(entries.len())
        ),
    );
    cursor.or(Some(inner.as_position()))
}

fn draw_head(desk: &Desk, entry: &HistoryEntry, buf: &mut Buffer, line: Rect, selected: bool) {
    let style = |role| desk.settings.theme.style(role);
    let rest = put(buf, after(line, 1), &entry.at, style(Role::Dim));
    let rest = put(
        buf,
        after(rest, 2),
        &entry.heading.who(),
        style(Role::Label),
    );
    let rest = put(buf, after(rest, 2), &entry.step, style(Role::Text));
    if entry.heading.step.count > 1 {
        let of = [("n", entry.heading.step.count.into())];
        let words = desk.settings.texts.format("history-of", &of);
        put(buf, after(rest, 2), &words, style(Role::Dim));
    }
    if selected {
        buf.set_style(line, style(Role::RowSelected));
        put(buf, line, CURSOR, style(Role::RowSelected));
    }
}
