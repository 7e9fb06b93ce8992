//! The journal, and an entry of it opened: only the rows that show are drawn and worded.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{
    CURSOR, across, after, below, bottom, first, foot, open, put, put_input, put_right, refusal,
    row, top,
};
use super::bulk;
use crate::desk::Desk;
use crate::desk::entry::EntryRow;
use crate::desk::layers::entry::EntryView;
use crate::desk::layers::journal::{Journal, JournalRow, Stand};
use crate::desk::layers::narrowed::Narrowed;
use crate::locale::{Arg, number};
use crate::text;
use crate::theme::Role;

/// Draws the journal; gives the place of the cursor.
pub(super) fn draw(
    desk: &Desk,
    journal: &Journal,
    buf: &mut Buffer,
    area: Rect,
) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    let texts = &desk.settings.texts;
    let inner = open(desk, buf, area, texts.get("journal-title"), true);
    let typing = draw_input(desk, &journal.list, buf, inner);
    let body = below(inner, 2);
    if let Some(why) = journal
        .unread
        .as_ref()
        .filter(|_| journal.list.shown.is_empty())
    {
        refusal(desk, buf, after(body, 2), why);
        return typing.or(Some(inner.as_position()));
    }
    if journal.list.shown.is_empty() {
        let words = match (journal.reading, journal.rows.is_empty()) {
            (true, _) => "history-loading",
            (false, true) => "history-nothing",
            (false, false) => "journal-nothing",
        };
        let line = after(row(body, 0), 2);
        put(buf, line, texts.get(words), style(Role::Dim));
        return typing.or(Some(inner.as_position()));
    }
    let rows = journal.list.shown.iter().enumerate();
    let mut cursor = None;
    for (at, shown) in rows.skip(journal.list.offset).take(body.height.into()) {
        let line = row(body, at - journal.list.offset);
        if let Some(entry) = journal.rows.get(*shown) {
            draw_head(desk, journal, entry, buf, line);
        }
        if at == journal.list.cursor {
            select(desk, buf, line);
            cursor = Some(line.as_position());
        }
    }
    let more = match (&journal.unread, journal.more) {
        (Some(_), _) => " ✗",
        (None, true) => "…",
        (None, false) => "",
    };
    let words = format!(
        "{}/{}{more}",
        count(desk, journal.list.cursor + 1),
        count(desk, journal.list.shown.len())
    );
    foot(desk, buf, area, &words);
    typing.or(cursor).or(Some(inner.as_position()))
}

fn draw_head(desk: &Desk, journal: &Journal, entry: &JournalRow, buf: &mut Buffer, line: Rect) {
    let style = |role| desk.settings.theme.style(role);
    let texts = &desk.settings.texts;
    let (head, heading) = (&entry.head, &entry.head.heading);
    let line = after(line, 1);
    let rest = put(buf, line, &head.at, style(Role::Dim));
    let author = first(after(rest, 2), (usize::from(line.width) / 6).max(8));
    put(buf, author, &heading.who(), style(Role::Label));
    let rest = after(rest, usize::from(author.width) + 3);
    let stand = match journal.stand(heading) {
        Stand::Done => String::new(),
        Stand::Partly(n) => texts.format("journal-partly", &[("n", n.into())]),
        Stand::Undone => texts.get("journal-undone").to_string(),
    };
    let records = count(desk, heading.step.count as usize);
    let end = match stand.as_str() {
        "" => records,
        stand => format!("{stand} · {records}"),
    };
    let role = if stand.is_empty() {
        Role::Text
    } else {
        Role::Dim
    };
    let room = usize::from(rest.width).saturating_sub(text::width(&end) + 2);
    put(buf, first(rest, room), &head.words, style(role));
    put_right(buf, line, &format!("{end} "), style(Role::Dim));
}

/// Draws an entry: its records, and what it did to the one under the cursor; gives the place of the cursor.
pub(super) fn draw_entry(
    desk: &Desk,
    view: &EntryView,
    buf: &mut Buffer,
    area: Rect,
) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    let texts = &desk.settings.texts;
    let head = &view.head;
    let title = format!("{} · {} · {}", head.words, head.heading.who(), head.at);
    let inner = open(desk, buf, area, &title, true);
    let typing = draw_input(desk, &view.list, buf, inner);
    let body = below(inner, 2);
    let Some(rows) = &view.rows else {
        if let Some(why) = &view.unread {
            refusal(desk, buf, after(body, 2), why);
            return Some(inner.as_position());
        }
        let line = after(row(body, 0), 2);
        put(buf, line, texts.get("history-loading"), style(Role::Dim));
        return Some(inner.as_position());
    };
    let height = usize::from(body.height);
    let listed = EntryView::listed(height);
    let (list, told) = (top(body, listed), bottom(body, height - listed));
    let mut cursor = None;
    let shown = view.list.shown.iter().enumerate();
    for (at, number) in shown.skip(view.list.offset).take(listed) {
        let line = row(list, at - view.list.offset);
        if let Some(entry) = rows.get(*number) {
            let marked = view.marks.contains(&entry.change.record);
            draw_record(desk, entry, marked, buf, line);
        }
        if at == view.list.cursor {
            select(desk, buf, line);
            cursor = Some(line.as_position());
        }
    }
    if view.list.shown.is_empty() {
        let line = after(row(list, 0), 2);
        put(buf, line, texts.get("chooser-nothing"), style(Role::Dim));
    }
    if let Some(entry) = view.selected() {
        draw_change(desk, entry, buf, told);
    }
    let mut words = format!(
        "{}/{}",
        count(desk, (view.list.cursor + 1).min(view.list.shown.len())),
        count(desk, view.list.shown.len())
    );
    if !view.marks.is_empty() {
        let marked = texts.format("entry-marked", &[("n", view.marks.len().into())]);
        words = format!("{marked} · {words}");
    }
    foot(desk, buf, area, &words);
    typing.or(cursor).or(Some(inner.as_position()))
}

fn draw_record(desk: &Desk, entry: &EntryRow, marked: bool, buf: &mut Buffer, line: Rect) {
    let style = |role| desk.settings.theme.style(role);
    if marked {
        buf.set_style(line, style(Role::RowMarked));
        put(buf, after(line, 1), "●", style(Role::RowMarked));
    }
    let line = after(line, 3);
    let title = first(line, usize::from(line.width) / 2);
    put(buf, title, &entry.title, style(Role::Text));
    let rest = after(line, usize::from(title.width) + 2);
    let kind = entry.change.record.kind.name(desk.lang());
    let rest = put(buf, rest, kind, style(Role::Dim));
    let done = desk.scene().words().change(&entry.change);
    put(buf, after(rest, 2), &done, style(Role::Label));
}

/// What was done to one record, field by field.
fn draw_change(desk: &Desk, entry: &EntryRow, buf: &mut Buffer, area: Rect) {
    let style = |role| desk.settings.theme.style(role);
    across(desk, buf, row(area, 0));
    let body = below(area, 1);
    let fields = desk.scene().words().changed_fields(&entry.change);
    let height = usize::from(body.height);
    let whole = fields.len() <= height;
    let shown = if whole {
        fields.len()
    } else {
        height.saturating_sub(1)
    };
    let label = fields.iter().map(|(label, ..)| text::width(label)).max();
    let label = label.unwrap_or(0).min(usize::from(body.width) / 3);
    for (at, (name, before, new)) in fields.iter().take(shown).enumerate() {
        let cells = after(row(body, at), 3);
        put_right(buf, first(cells, label), name, style(Role::Label));
        bulk::change(desk, buf, after(cells, label + 2), before, Some(new));
    }
    if !whole && height > 0 {
        let arguments = [("n", Arg::from(fields.len() - shown))];
        let words = desk.settings.texts.format("journal-more", &arguments);
        put(buf, after(row(body, shown), 3), &words, style(Role::Dim));
    }
}

/// The line that narrows the list; gives the place of the cursor in it while it has the keys.
fn draw_input(desk: &Desk, list: &Narrowed, buf: &mut Buffer, inner: Rect) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    if !list.typing && list.input.text().is_empty() {
        return None;
    }
    let rest = put(buf, row(inner, 0), "› ", style(Role::Prompt));
    let position = put_input(buf, rest, &list.input, style(Role::FieldFocus));
    position.filter(|_| list.typing)
}

fn select(desk: &Desk, buf: &mut Buffer, line: Rect) {
    let style = desk.settings.theme.style(Role::RowSelected);
    buf.set_style(line, style);
    put(buf, line, CURSOR, style);
}

fn count(desk: &Desk, records: usize) -> String {
    number(desk.lang(), i64::try_from(records).unwrap_or(i64::MAX))
}
