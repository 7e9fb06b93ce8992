//! Records that are made one: their fields side by side, the one under the cursor whole, what becomes of links.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{
    CURSOR, across, after, below, bottom, first, foot, inset, open, paragraph, put, row, top,
};
use crate::desk::Desk;
use crate::desk::layers::merge::{Compared, Merge};
use crate::text;
use crate::theme::Role;

/// Cells of a field's name.
const LABEL: usize = 16;
/// Cells that a record needs at least to be shown beside others.
const LEAST: usize = 18;
/// The sign of a field in which they differ, and of one in which they do not.
const SIGNS: [&str; 2] = ["≠", "="];
/// Before the one that stays, and the value that does.
const STAYS: &str = "✓ ";

/// Draws it; gives the place of the cursor.
pub(super) fn draw(desk: &Desk, merge: &Merge, buf: &mut Buffer, area: Rect) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    let texts = &desk.settings.texts;
    let kind = merge
        .records
        .first()
        .map(|record| record.kind.name(texts.lang()));
    let told = [
        ("n", merge.records.len().into()),
        ("kind", kind.unwrap_or_default().into()),
    ];
    let inner = open(desk, buf, area, &texts.format("merge-title", &told), true);
    let stays = texts.get("merge-stays");
    let names: Vec<String> = merge
        .titles
        .iter()
        .enumerate()
        .map(|(at, title)| match at {
            0 => format!("{STAYS}{title} ({stays})"),
            _ => title.clone(),
        })
        .collect();
    draw_heads(desk, &names, buf, row(inner, 0));
    let body = below(inner, 1);
    let height = usize::from(body.height);
    let listed = merge.listed(height);
    let list = top(body, listed);
    let mut cursor = None;
    let rows = merge.rows.iter().enumerate();
    for (at, shown) in rows.skip(merge.offset).take(listed) {
        let line = row(list, at - merge.offset);
        draw_row(desk, shown, names.len(), buf, line);
        if at == merge.cursor {
            let selected = style(Role::RowSelected);
            buf.set_style(line, selected);
            put(buf, line, CURSOR, selected);
            cursor = Some(line.as_position());
        }
    }
    draw_told(
        desk,
        merge,
        buf,
        bottom(body, height.saturating_sub(listed)),
    );
    let all = merge.rows.len();
    let place = format!("{}/{all}", (merge.cursor + 1).min(all));
    foot(desk, buf, area, &place);
    cursor.or(Some(inner.as_position()))
}

/// How many records show side by side, and the cells of each.
fn split(records: usize, line: Rect) -> (usize, usize) {
    let room = usize::from(line.width).saturating_sub(LABEL + 5);
    let most = (room / LEAST).max(1);
    let shown = records.clamp(1, most);
    (shown, room / shown)
}

/// What the records are called, above their values; how many do not show.
pub(super) fn draw_heads(desk: &Desk, names: &[String], buf: &mut Buffer, line: Rect) {
    let style = desk.settings.theme.style(Role::Section);
    let (shown, cells) = split(names.len(), line);
    for (at, name) in names.iter().take(shown).enumerate() {
        let cell = first(after(line, LABEL + 5 + at * cells), cells.saturating_sub(1));
        put(buf, cell, name, style);
    }
    if shown < names.len() {
        let more = format!("+{}", names.len() - shown);
        put(buf, first(after(line, 2), LABEL), &more, style);
    }
}

/// A field of the records.
pub(super) fn draw_row(
    desk: &Desk,
    shown: &Compared,
    records: usize,
    buf: &mut Buffer,
    line: Rect,
) {
    let style = |role| desk.settings.theme.style(role);
    let [differs, alike] = SIGNS;
    let (sign, role) = match shown.differs {
        true => (differs, Role::StatusWarn),
        false => (alike, Role::Dim),
    };
    put(buf, first(after(line, 2), 1), sign, style(role));
    let label = shown.field.label(desk.settings.texts.lang());
    put(buf, first(after(line, 4), LABEL), label, style(Role::Label));
    let (count, cells) = split(records, line);
    let role = if shown.differs { Role::Text } else { Role::Dim };
    for (at, value) in shown.values.iter().take(count).enumerate() {
        let cell = first(after(line, LABEL + 5 + at * cells), cells.saturating_sub(1));
        let value = match (value.is_empty(), shown.taken == Some(at)) {
            (true, _) => "∅".to_string(),
            (false, true) => format!("{STAYS}{}", one_line(value)),
            (false, false) => one_line(value),
        };
        put(buf, cell, &value, style(role));
    }
}

fn one_line(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The field under the cursor whole, and what becomes of records and links.
fn draw_told(desk: &Desk, merge: &Merge, buf: &mut Buffer, area: Rect) {
    let style = |role| desk.settings.theme.style(role);
    let texts = &desk.settings.texts;
    across(desk, buf, row(area, 0));
    let links = bottom(area, merge.told.len());
    for (at, line) in merge.told.iter().enumerate() {
        put(
            buf,
            inset(after(row(links, at), 2)),
            line,
            style(Role::Text),
        );
    }
    let room = usize::from(area.height).saturating_sub(1 + merge.told.len());
    let body = top(below(area, 1), room);
    let Some(field) = merge.rows.get(merge.cursor) else {
        return;
    };
    let result = texts.get("merge-result");
    let names = merge.titles.iter().map(String::as_str).zip(&field.values);
    let lines: Vec<(&str, &String, Role)> = [(result, &field.result, Role::After)]
        .into_iter()
        .chain(names.map(|(name, value)| (name, value, Role::Text)))
        .collect();
    let label = lines.iter().map(|(name, ..)| text::width(name)).max();
    let label = label.unwrap_or(0).min(usize::from(area.width) / 3);
    let mut at = 0;
    for (name, value, role) in lines {
        let value = if value.is_empty() { "∅" } else { value };
        put(
            buf,
            first(after(row(body, at), 2), label),
            name,
            style(Role::Label),
        );
        let words = inset(after(body, label + 4));
        for part in paragraph(value, usize::from(words.width)) {
            put(buf, row(words, at), &part, style(role));
            at += 1;
        }
    }
}
