//! A question before something that reaches far, with the keys that answer it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{after, below, low, open, paragraph, put, row};
use super::status;
use crate::desk::Desk;
use crate::desk::command::Command;
use crate::desk::layers::confirm::Confirm;
use crate::locale::Arg;
use crate::theme::Role;

/// Draws the question; gives the place of its answers.
pub(super) fn draw(
    desk: &Desk,
    confirm: &Confirm,
    buf: &mut Buffer,
    area: Rect,
) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    let texts = &desk.settings.texts;
    let cells = usize::from(area.width).saturating_sub(4);
    let question = paragraph(&confirm.question, cells);
    let details: Vec<String> = confirm
        .details
        .iter()
        .flat_map(|line| paragraph(line, cells))
        .collect();
    // However many the details, the answers stay on the screen.
    let spare = usize::from(area.height).saturating_sub(question.len() + 6);
    let shown = details.len().min(spare);
    let left_out = details.len() - shown;
    let rows =
        question.len() + 3 + if shown > 0 { shown + 1 } else { 0 } + usize::from(left_out > 0);
    let inner = after(
        open(desk, buf, low(area, rows), texts.get("confirm-title"), true),
        1,
    );
    for (at, line) in question.iter().enumerate() {
        put(buf, row(inner, at), line, style(Role::Text));
    }
    let mut body = below(inner, question.len() + 1);
    for line in details.iter().take(shown) {
        put(buf, row(body, 0), line, style(Role::Dim));
        body = below(body, 1);
    }
    if left_out > 0 {
        put(
            buf,
            row(body, 0),
            &texts.format("confirm-more", &[("n", Arg::from(left_out))]),
            style(Role::Dim),
        );
    }
    let answers = row(inner, usize::from(inner.height).saturating_sub(1));
    let mut rest = answers;
    for (command, word) in [
        (Command::Accept, "confirm-yes"),
        (Command::Refuse, "confirm-no"),
    ] {
        let key = status::key_for(desk, command).unwrap_or_default();
        rest = after(put(buf, rest, &key, style(Role::HintKey)), 1);
        rest = after(put(buf, rest, texts.get(word), style(Role::HintText)), 4);
    }
    Some(answers.as_position())
}
