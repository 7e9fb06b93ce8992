//! The preview of an import: how many rows come to what, the rows, and the one under the cursor before and after.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

mod columns;

use super::boxes::{
    CHANGED, CURSOR, across, after, below, bottom, first, foot, inset, open, put, put_input,
    put_right, row, top,
};
use super::{bulk, planning, status};
use crate::desk::Desk;
use crate::desk::layers::import::told::{ShownRow, Told};
use crate::desk::layers::import::{Face, ImportView, Show};
use crate::locale;
use crate::text;
use crate::theme::Role;

/// Rows above the list: how the file is read, the counts, what is typed or told.
const HEAD: usize = 3;

/// Draws it; gives the place of the cursor.
pub(super) fn draw(
    desk: &Desk,
    preview: &ImportView,
    buf: &mut Buffer,
    area: Rect,
) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    let texts = &desk.settings.texts;
    let title = texts.format("import-title", &[("name", preview.source.name().into())]);
    let inner = open(desk, buf, area, &title, true);
    draw_read_as(desk, preview, buf, inset(after(row(inner, 0), 2)));
    draw_tabs(desk, preview, buf, inset(after(row(inner, 1), 1)));
    let typing = draw_line(desk, preview, buf, row(inner, 2));
    if preview.face == Face::Columns {
        let cursor = columns::draw(desk, preview, buf, below(inner, HEAD));
        let list = &preview.columns;
        draw_foot(desk, buf, area, list.cursor, list.shown.len());
        return typing.or(cursor).or(Some(inner.as_position()));
    }
    let body = below(inner, HEAD);
    let height = usize::from(body.height);
    let listed = preview.listed(height);
    let list = top(body, listed);
    let mut cursor = None;
    let shown = preview.list.shown.iter().enumerate();
    for (at, number) in shown.skip(preview.list.offset).take(listed) {
        let line = row(list, at - preview.list.offset);
        if let Some(shown) = preview.shown(*number, &desk.scene()) {
            draw_row(desk, &shown, buf, line);
        }
        if at == preview.list.cursor {
            let selected = style(Role::RowSelected);
            buf.set_style(line, selected);
            put(buf, line, CURSOR, selected);
            cursor = Some(line.as_position());
        }
    }
    if preview.list.shown.is_empty() {
        let line = after(row(list, 0), 2);
        put(buf, line, texts.get("chooser-nothing"), style(Role::Dim));
    }
    draw_told(
        desk,
        preview,
        buf,
        bottom(body, height.saturating_sub(listed)),
    );
    draw_foot(
        desk,
        buf,
        area,
        preview.list.cursor,
        preview.list.shown.len(),
    );
    typing.or(cursor).or(Some(inner.as_position()))
}

/// Which of the rows or columns that show the cursor is on.
fn draw_foot(desk: &Desk, buf: &mut Buffer, area: Rect, cursor: usize, all: usize) {
    let texts = &desk.settings.texts;
    let at = texts.number((cursor + 1).min(all));
    foot(desk, buf, area, &format!("{at}/{}", texts.number(all)));
}

/// How the file is read, each behind the key that changes it.
fn draw_read_as(desk: &Desk, preview: &ImportView, buf: &mut Buffer, line: Rect) {
    let style = |role| desk.settings.theme.style(role);
    let mut rest = line;
    for (command, words) in preview.read_as(&desk.scene()) {
        if let Some(key) = status::key_for(desk, command) {
            rest = after(put(buf, rest, &key, style(Role::HintKey)), 1);
        }
        rest = after(put(buf, rest, &words, style(Role::Text)), 2);
    }
}

/// How many rows come to what; those that show are named, the others too where there is room.
fn draw_tabs(desk: &Desk, preview: &ImportView, buf: &mut Buffer, line: Rect) {
    let style = |role| desk.settings.theme.style(role);
    let texts = &desk.settings.texts;
    let words = |show: Show, count: usize, named: bool| {
        let label = texts.get(&format!("import-show-{}", show.id())).to_string();
        let parts = [show.sign().to_string(), label, texts.number(count)];
        let parts = parts
            .into_iter()
            .enumerate()
            .filter(|(at, part)| !part.is_empty() && (*at != 1 || named));
        parts.map(|(_, part)| part).collect::<Vec<_>>().join(" ")
    };
    let wide = |named: bool| -> usize {
        let tabs = preview.tabs.iter();
        tabs.map(|(show, count)| {
            let named = named || *show == preview.show || *show == Show::All;
            text::width(&words(*show, *count, named)) + 3
        })
        .sum()
    };
    let all_named = wide(true) <= usize::from(line.width);
    let mut rest = line;
    for (show, count) in &preview.tabs {
        let is_shown = *show == preview.show;
        let words = words(*show, *count, all_named || is_shown || *show == Show::All);
        let (words, role) = match is_shown {
            true => (format!("[{words}]"), Role::BorderFocus),
            false => (format!(" {words} "), Role::Text),
        };
        rest = after(put(buf, rest, &words, style(role)), 1);
    }
}

/// What narrows the list, else what is told of the file; gives the place of the cursor while it is typed into.
fn draw_line(desk: &Desk, preview: &ImportView, buf: &mut Buffer, line: Rect) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    let texts = &desk.settings.texts;
    let list = match preview.face {
        Face::Rows => &preview.list,
        Face::Columns => &preview.columns,
    };
    if list.typing || !list.input.text().is_empty() {
        let rest = put(buf, line, "› ", style(Role::Prompt));
        let position = put_input(buf, rest, &list.input, style(Role::FieldFocus));
        return position.filter(|_| list.typing);
    }
    let line = inset(after(line, 1));
    if preview.asked.is_some() {
        let words = match preview.far {
            Some(_) => planning::words(texts, &preview.source.name(), preview.far),
            None => texts.get("import-looking").to_string(),
        };
        put(buf, line, &words, style(Role::Dim));
    } else if let Some(why) = preview.refused_whole(&desk.scene()) {
        put(buf, line, &format!("✗ {why}"), style(Role::StatusError));
    } else if let Some(told) = &preview.told {
        put(buf, line, &format!("! {told}"), style(Role::StatusWarn));
    } else {
        // What stands above is not said again.
        let said = preview.plan.said.iter();
        let said = said.filter(|remark| !remark.kind.is_of_whole());
        let said = said.map(|remark| locale::remark_words(texts, remark));
        let words = said.collect::<Vec<_>>().join(" · ");
        put(buf, line, &words, style(Role::Dim));
    }
    None
}

fn draw_row(desk: &Desk, shown: &ShownRow, buf: &mut Buffer, line: Rect) {
    let style = |role| desk.settings.theme.style(role);
    let number = first(after(line, 1), 7);
    put_right(buf, number, &shown.line.to_string(), style(Role::Dim));
    let mark = match shown.is_changed {
        true => CHANGED,
        false => " ",
    };
    put(buf, first(after(line, 8), 1), mark, style(Role::StatusWarn));
    put(
        buf,
        first(after(line, 9), 1),
        shown.sign,
        style(Role::Label),
    );
    let noted = if shown.is_noted { "!" } else { " " };
    put(
        buf,
        first(after(line, 10), 1),
        noted,
        style(Role::StatusWarn),
    );
    let line = inset(after(line, 12));
    let title = first(line, usize::from(line.width) * 2 / 5);
    put(buf, title, &shown.title, style(Role::Text));
    let rest = after(line, usize::from(title.width) + 2);
    put(buf, rest, &shown.note, style(Role::Dim));
}

/// What the row under the cursor comes to.
fn draw_told(desk: &Desk, preview: &ImportView, buf: &mut Buffer, area: Rect) {
    let style = |role| desk.settings.theme.style(role);
    let texts = &desk.settings.texts;
    across(desk, buf, row(area, 0));
    let body = inset(below(area, 1));
    let told = preview.told(&desk.scene());
    let height = usize::from(body.height);
    let is_candidate = |line: &Told| matches!(line, Told::Candidate(..));
    let candidates = told.iter().filter(|line| is_candidate(line)).count();
    let before = told.iter().position(is_candidate).unwrap_or(0);
    // The line that is picked shows.
    let most = told.len().saturating_sub(height);
    let from = match candidates {
        0 => preview.picked.min(most),
        _ => (before + preview.picked + 1).saturating_sub(height),
    };
    let labels = told.iter().filter_map(|line| match line {
        Told::Field(label, ..) => Some(text::width(label)),
        _ => None,
    });
    let label = labels.max().unwrap_or(0).min(usize::from(body.width) / 3);
    for (at, line) in told.iter().enumerate().skip(from).take(height) {
        let cells = after(row(body, at - from), 1);
        match line {
            Told::Note(sign, words) => {
                let role = match *sign {
                    "✗" => Role::StatusError,
                    _ => Role::StatusWarn,
                };
                put(buf, cells, &format!("{sign} {words}"), style(role));
            }
            Told::Candidate(words, is_taken) => {
                let mark = match (*is_taken, at == before + preview.picked) {
                    (true, _) => "✓ ",
                    (false, true) => "▸ ",
                    (false, false) => "  ",
                };
                let rest = put(buf, cells, mark, style(Role::Prompt));
                put(buf, rest, words, style(Role::Text));
            }
            Told::Record(words, made) => {
                let sign = if *made { "+ " } else { "~ " };
                let rest = put(buf, cells, sign, style(Role::Label));
                put(buf, rest, words, style(Role::Label));
            }
            Told::Field(name, old, new) => {
                let cells = after(cells, 2);
                put_right(buf, first(cells, label), name, style(Role::Label));
                bulk::change(desk, buf, after(cells, label + 2), old, Some(new));
            }
        }
    }
    let left = told.len().saturating_sub(from + height);
    if left > 0 && height > 0 {
        let last = row(body, height - 1);
        let words = texts.format("import-more", &[("n", (left + 1).into())]);
        put(
            buf,
            after(last, 1),
            &" ".repeat(usize::from(last.width)),
            style(Role::Text),
        );
        put(buf, after(last, 1), &words, style(Role::Dim));
    }
}
