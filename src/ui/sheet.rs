//! The sheet of a record, and the lines that it and *Today* are made of.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::boxes::{CHANGED, CURSOR, HELD, after, first, foot_in, open_pane, put, put_right, row};
use crate::desk::lines::{self, Line, LineKind, Lines, TRASHED, Target};
use crate::desk::{Desk, Focus};
use crate::locale::Arg;
use crate::text;
use crate::theme::Role;

/// The sign before a row that is marked.
const MARKED_BEFORE: &str = "● ";

/// Draws the sheet; gives the first cell of the line under the cursor.
pub(super) fn draw(desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    let focused = desk.screen.focus == Focus::Sheet;
    let record = desk.screen.sheet.record;
    let title = match record.and_then(|record| desk.recent.who(record)) {
        Some(who) => format!("{} ─ {CHANGED} {who}", desk.screen.sheet.title),
        None => desk.screen.sheet.title.clone(),
    };
    let (inner, line) = open_pane(desk, buf, area, &title, focused);
    let trail = match desk.screen.sheet.trail.len() {
        0 => String::new(),
        trail => format!("← {trail}"),
    };
    foot_in(desk, buf, line, &trail);
    if focused {
        draw_meant(desk, buf, line, text::width(&trail) + 2);
    }
    draw_lines(desk, buf, inner, &desk.screen.sheet.content, focused)
}

/// Says in that line what the keys act on, where that is not the sheet's own record, and how many
/// rows are marked.
fn draw_meant(desk: &Desk, buf: &mut Buffer, border: Rect, taken: usize) {
    let room = usize::from(border.width).saturating_sub(taken + 2);
    let marked = match desk.screen.sheet.marks.len() {
        0 => None,
        marks => {
            let arguments = [("n", Arg::from(marks))];
            Some(desk.settings.texts.format("list-marked", &arguments))
        }
    };
    let words: Vec<String> = marked
        .into_iter()
        .chain(desk.screen.meaning_words(&desk.scene()))
        .collect();
    if !words.is_empty() {
        let words = words.join(" ─ ");
        let style = desk.settings.theme.style(Role::Title);
        put(
            buf,
            border,
            &format!(" {} ", text::cut(&words, room)),
            style,
        );
    }
}

/// Draws lines with their cursor, where they have the keys; gives the first cell of the line under it.
pub(super) fn draw_lines(
    desk: &Desk,
    buf: &mut Buffer,
    area: Rect,
    shown: &Lines,
    focused: bool,
) -> Option<Position> {
    let height = usize::from(area.height);
    // Lines that lead nowhere are scrolled through without a cursor: the offset is the desk's word.
    let from = shown.offset.min(shown.lines.len().saturating_sub(1));
    draw_plain(
        desk,
        buf,
        area,
        shown.lines.get(from..).unwrap_or_default(),
        columns(&shown.lines, area),
    );
    let at = shown.cursor.checked_sub(from).filter(|at| *at < height);
    if let (Some(at), true) = (
        at,
        focused && shown.selected().is_some_and(|line| line.target.is_some()),
    ) {
        let line = row(area, at);
        let style = desk.settings.theme.style(Role::RowSelected);
        buf.set_style(line, style);
        put(buf, line, if shown.held { HELD } else { CURSOR }, style);
    }
    Some(row(area, at.unwrap_or(0)).as_position())
}

/// Draws lines without a cursor, as in a preview.
pub(super) fn draw_preview(desk: &Desk, buf: &mut Buffer, area: Rect, lines: &[Line]) {
    draw_plain(desk, buf, area, lines, columns(lines, area));
}

fn draw_plain(desk: &Desk, buf: &mut Buffer, area: Rect, lines: &[Line], columns: Columns) {
    for (at, line) in lines.iter().take(usize::from(area.height)).enumerate() {
        draw_line(desk, buf, row(area, at), line, columns);
    }
}

/// Cells of the labels of fields, and of the times and counts before items and events.
type Columns = (usize, usize);

fn columns(lines: &[Line], area: Rect) -> Columns {
    lines::columns(lines, usize::from(area.width))
}

fn draw_line(desk: &Desk, buf: &mut Buffer, area: Rect, line: &Line, columns: Columns) {
    let style = |role| desk.settings.theme.style(role);
    let value = value_style(desk, line);
    let marked = line
        .record()
        .is_some_and(|at| desk.screen.sheet.marks.contains(&at));
    let sign = match (marked, line.trashed) {
        (true, _) => MARKED_BEFORE,
        (_, true) => TRASHED,
        _ => "",
    };
    let area = after(area, 1);
    let (label, indent) = (columns.0, if columns.0 > 0 { columns.0 + 2 } else { 0 });
    match line.kind {
        LineKind::Field => {
            put_right(buf, first(area, label), &line.label, style(Role::Label));
            let rest = put(buf, after(area, indent), sign, value);
            put(buf, rest, &line.text, value);
        }
        LineKind::More => {
            let rest = put(buf, after(area, indent), sign, value);
            put(buf, rest, &line.text, value);
        }
        LineKind::Section(opened) => {
            let mark = if opened { "▾ " } else { "▸ " };
            let rest = put(
                buf,
                area,
                &format!("{mark}{}", line.label),
                style(Role::Section),
            );
            put(buf, after(rest, 2), &line.text, style(Role::Dim));
        }
        LineKind::Item | LineKind::Event => {
            put_right(buf, first(area, columns.1), &line.label, style(Role::Dim));
            let gap = if columns.1 > 0 { columns.1 + 2 } else { 2 };
            let rest = put(buf, after(area, gap), sign, value);
            put(buf, rest, &line.text, value);
        }
        LineKind::Heading => {
            let look = style(match (line.trashed, line.past) {
                (true, _) => Role::Trashed,
                (_, true) => Role::Dim,
                _ => Role::Section,
            });
            let rest = put(buf, area, sign, look);
            let rest = put(buf, rest, &line.label, look);
            put(
                buf,
                after(rest, usize::from(!line.label.is_empty())),
                &line.text,
                look,
            );
        }
        LineKind::Blank => {}
    }
}

fn value_style(desk: &Desk, line: &Line) -> Style {
    let role = match (&line.target, line.trashed) {
        (_, true) => Role::Trashed,
        _ if line.past => Role::Dim,
        (Some(Target::Section(..)) | None, _) if line.kind == LineKind::Field => Role::Value,
        (Some(Target::Record(_) | Target::Draft(_) | Target::Pane(_)), _) => Role::Link,
        _ => Role::Text,
    };
    desk.settings.theme.style(role)
}
