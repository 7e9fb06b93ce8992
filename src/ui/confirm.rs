//! A question before something that reaches far, with the keys that answer it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{after, below, foot, low, open, paragraph, put, row};
use super::status;
use crate::command::Command;
use crate::desk::Desk;
use crate::desk::layers::confirm::Confirm;
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
    // However many the details, the answers stay on the screen.
    let spare = usize::from(area.height).saturating_sub(question.len() + 5);
    let total = confirm.details.len();
    let read = confirm.details.iter().skip(confirm.offset).take(spare);
    let details: Vec<String> = read.flat_map(|line| paragraph(line, cells)).collect();
    // The box keeps its size while one reads on.
    let whole = confirm.details.iter().take(spare);
    let whole: usize = whole.map(|line| paragraph(line, cells).len()).sum();
    let shown = whole.min(spare);
    let rows = question.len() + 3 + if shown > 0 { shown + 1 } else { 0 };
    let area = low(area, rows);
    let nothing = confirm.then.is_none();
    let title = texts.get(if nothing {
        "confirm-read"
    } else {
        "confirm-title"
    });
    let inner = after(open(desk, buf, area, title, true), 1);
    if whole > shown || confirm.offset > 0 || total > spare {
        let place = format!(
            "{}/{}",
            texts.number(confirm.offset + 1),
            texts.number(total)
        );
        foot(desk, buf, area, &place);
    }
    for (at, line) in question.iter().enumerate() {
        put(buf, row(inner, at), line, style(Role::Text));
    }
    let mut body = below(inner, question.len() + 1);
    for line in details.iter().take(shown) {
        put(buf, row(body, 0), line, style(Role::Dim));
        body = below(body, 1);
    }
    let answers = row(inner, usize::from(inner.height).saturating_sub(1));
    let mut rest = answers;
    let no = (Command::Refuse, "confirm-no");
    let yes = (Command::Accept, "confirm-yes");
    let part = (Command::Accept, "confirm-rest");
    let all = (Command::AcceptAll, "confirm-all");
    let answers_shown = match (nothing, &confirm.all) {
        (true, _) => &[(Command::Refuse, "confirm-close")][..],
        (false, None) => &[yes, no],
        (false, Some(_)) => &[part, all, no],
    };
    for (command, word) in answers_shown.iter().copied() {
        let key = status::key_for(desk, command).unwrap_or_default();
        rest = after(put(buf, rest, &key, style(Role::HintKey)), 1);
        rest = after(put(buf, rest, texts.get(word), style(Role::HintText)), 4);
    }
    Some(answers.as_position())
}
