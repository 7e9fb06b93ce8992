//! The bulk edit: one field, its new value, and every marked row before and after.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{after, below, count, first, foot, inset, open, put, put_input, row};
use crate::desk::Desk;
use crate::desk::jobs::changing::Row;
use crate::desk::layers::bulk::Bulk;
use crate::locale::Arg;
use crate::text;
use crate::theme::Role;

/// Draws the layer; gives the place of the cursor in its input.
pub(super) fn draw(desk: &Desk, bulk: &Bulk, buf: &mut Buffer, area: Rect) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    let texts = &desk.settings.texts;
    let inner = open(desk, buf, area, &bulk.title, true);
    let label = format!("{} › ", bulk.field.label(texts.lang()));
    let rest = put(buf, row(inner, 0), &label, style(Role::Prompt));
    let position = put_input(buf, rest, &bulk.input, style(Role::Field));
    let counted = texts.format(
        "bulk-changes",
        &[
            ("n", Arg::from(bulk.changing)),
            ("total", Arg::from(bulk.rows.len())),
        ],
    );
    let counted = match bulk.asked {
        Some(_) => texts.get("bulk-looking").to_string(),
        None => counted,
    };
    count(desk, buf, row(inner, 1), &counted);
    let mut body = below(inner, 2);
    for (mark, words, role) in [
        ("✗", &bulk.error, Role::StatusError),
        ("!", &bulk.told, Role::StatusWarn),
        ("!", &bulk.warning, Role::StatusWarn),
    ] {
        if let Some(words) = words {
            put(buf, row(body, 0), &format!("{mark} {words}"), style(role));
            body = below(body, 1);
        }
    }
    let height = usize::from(body.height);
    let from = bulk.offset.min(bulk.rows.len().saturating_sub(height));
    for (at, shown) in bulk.rows.iter().enumerate().skip(from).take(height) {
        draw_row(desk, shown, buf, inset(after(row(body, at - from), 1)));
    }
    if bulk.rows.len() > height {
        let last = (from + height).min(bulk.rows.len());
        foot(
            desk,
            buf,
            area,
            &format!(
                "{}–{}/{}",
                texts.number(from + 1),
                texts.number(last),
                texts.number(bulk.rows.len())
            ),
        );
    }
    position
}

fn draw_row(desk: &Desk, shown: &Row, buf: &mut Buffer, line: Rect) {
    let style = |role| desk.settings.theme.style(role);
    let third = usize::from(line.width) * 2 / 5;
    put(buf, first(line, third), &shown.title, style(Role::Text));
    change(
        desk,
        buf,
        after(line, third + 2),
        &shown.before,
        shown.after.as_deref(),
    );
}

/// Writes a value before and after; without an after it stays as it is.
pub(super) fn change(
    desk: &Desk,
    buf: &mut Buffer,
    line: Rect,
    before: &str,
    after_it: Option<&str>,
) {
    let style = |role| desk.settings.theme.style(role);
    let empty = |words: &str| {
        if words.is_empty() {
            "∅".to_string()
        } else {
            words.to_string()
        }
    };
    let Some(new) = after_it else {
        put(buf, line, &empty(before), style(Role::Dim));
        return;
    };
    // Neither side may push the other off the line.
    let half = usize::from(line.width).saturating_sub(3) / 2;
    let spare = half.saturating_sub(text::width(&text::safe(&empty(new))));
    let rest = put(
        buf,
        first(line, half + spare),
        &empty(before),
        style(Role::Before),
    );
    let used =
        usize::from(line.width.min(first(line, half + spare).width) - rest.width.min(line.width));
    let rest = put(buf, after(line, used), " → ", style(Role::Dim));
    put(buf, rest, &empty(new), style(Role::After));
}
