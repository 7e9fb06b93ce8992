//! Saving a view: its name, its key, whose it is.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{after, first, low, open, put, put_input, put_right, row};
use crate::desk::Desk;
use crate::desk::layers::view::{SaveView, ViewLine};
use crate::locale::Arg;
use crate::text;
use crate::theme::Role;

/// Draws the questions; gives the place of the cursor.
pub(super) fn draw(desk: &Desk, save: &SaveView, buf: &mut Buffer, area: Rect) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    let texts = &desk.settings.texts;
    let inner = open(desk, buf, low(area, 4), texts.get("view-title"), true);
    let labels = ["view-ask-name", "view-ask-key", "view-ask-shared"].map(|key| texts.get(key));
    let widest = labels.iter().map(|label| text::width(label)).max();
    let label = widest.unwrap_or(0).min(usize::from(inner.width) / 2);
    let mut cursor = None;
    for (at, asked) in [ViewLine::Name, ViewLine::Key, ViewLine::Shared]
        .into_iter()
        .enumerate()
    {
        let line = row(inner, at);
        let focused = save.focus == asked;
        if focused {
            put(buf, line, "›", style(Role::Prompt));
        }
        let cells = after(line, 2);
        let words = labels.get(at).copied().unwrap_or_default();
        put_right(buf, first(cells, label), words, style(Role::Label));
        let cells = after(cells, label + 2);
        let role = if focused {
            Role::FieldFocus
        } else {
            Role::Field
        };
        let place = match asked {
            ViewLine::Name => put_input(buf, cells, &save.name, style(role)),
            ViewLine::Key => put_input(buf, cells, &save.key, style(role)),
            ViewLine::Shared => {
                let word = if save.shared { "view-yes" } else { "view-no" };
                put(buf, cells, texts.get(word), style(role));
                Some(cells.as_position())
            }
        };
        cursor = if focused { place } else { cursor };
    }
    if let Some(name) = &save.replaces {
        let words = texts.format("view-replaces", &[("name", Arg::from(name))]);
        put(
            buf,
            after(row(inner, 3), 2),
            &words,
            style(Role::StatusWarn),
        );
    }
    cursor
}
