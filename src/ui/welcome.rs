//! The welcome of the first start: what this is, and the keys to begin with.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{after, open, paragraph, put, row};
use super::status;
use crate::command::Command;
use crate::desk::Desk;
use crate::text;
use crate::theme::Role;

/// Ways to begin: the command and the words for it.
const FIRST: [(Command, &str); 3] = [
    (Command::ReportImport, "welcome-report"),
    (Command::ImportOpen, "welcome-import"),
    (Command::Leave, "welcome-empty"),
];
/// The widest that a text is still easy to read.
const WIDTH: u16 = 76;

/// Draws the welcome in the middle of the list; gives its first cell.
pub(super) fn draw(desk: &Desk, buf: &mut Buffer, list: Rect) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    let texts = &desk.settings.texts;
    let width = list.width.saturating_sub(2).min(WIDTH);
    let lines = paragraph(
        texts.get("welcome-text"),
        usize::from(width).saturating_sub(4),
    );
    let possible = FIRST
        .iter()
        .filter(|(command, _)| desk.unmet(*command).is_none());
    let keys: Vec<(String, &str)> = possible
        .filter_map(|(command, words)| Some((status::key_for(desk, *command)?, *words)))
        .collect();
    let height = u16::try_from(lines.len() + keys.len() + 3)
        .unwrap_or(u16::MAX)
        .min(list.height);
    let area = Rect::new(
        list.x + (list.width - width) / 2,
        list.y + (list.height - height) / 2,
        width,
        height,
    );
    let inner = after(open(desk, buf, area, texts.get("welcome-title"), true), 1);
    for (at, line) in lines.iter().enumerate() {
        put(buf, row(inner, at), line, style(Role::Text));
    }
    let widest = keys
        .iter()
        .map(|(key, _)| text::width(key))
        .max()
        .unwrap_or(0);
    for (at, (key, words)) in keys.iter().enumerate() {
        let line = row(inner, lines.len() + 1 + at);
        put(buf, line, key, style(Role::HintKey));
        put(
            buf,
            after(line, widest + 2),
            texts.get(words),
            style(Role::HintText),
        );
    }
    Some(inner.as_position())
}
