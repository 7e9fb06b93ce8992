//! The quick line with what it means so far, and the prompt for a line of text.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{after, below, first, low, open, put, put_input, put_right, row};
use super::duplicates;
use crate::desk::Desk;
use crate::desk::layers::prompt::Prompt;
use crate::desk::layers::quick::{Quick, QuickPreview};
use crate::text;
use crate::theme::Role;

/// Rows kept for the preview, so that the box stands still while one types.
const ROWS: usize = 8;

/// Draws the quick line; gives the place of the cursor in it.
pub(super) fn draw(desk: &Desk, quick: &Quick, buf: &mut Buffer, area: Rect) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    let alike = duplicates::rows(&quick.duplicates, &quick.objections);
    let problems = quick
        .preview
        .iter()
        .map(|line| usize::from(line.error.is_some()) + usize::from(line.warning.is_some()))
        .sum::<usize>();
    let area = low(area, 2 + (quick.preview.len() + problems).max(ROWS) + alike);
    let inner = open(desk, buf, area, &quick.title, true);
    let rest = put(buf, row(inner, 0), "› ", style(Role::Prompt));
    let position = put_input(buf, rest, &quick.input, style(Role::Field));
    if quick.preview.is_empty() {
        put(
            buf,
            after(row(inner, 2), 2),
            desk.settings.texts.get("quick-hint"),
            style(Role::Dim),
        );
    }
    let height = usize::from(inner.height).saturating_sub(alike);
    let used = draw_preview(
        desk,
        &quick.preview,
        buf,
        Rect {
            height: u16::try_from(height).unwrap_or(0),
            ..inner
        },
    );
    let panel = below(inner, used.max(height));
    duplicates::draw(desk, &quick.duplicates, &quick.objections, buf, panel);
    position
}

/// Draws what the line means, from row 2 on; gives the row after it.
fn draw_preview(desk: &Desk, preview: &[QuickPreview], buf: &mut Buffer, area: Rect) -> usize {
    let style = |role| desk.settings.theme.style(role);
    let widest = preview
        .iter()
        .map(|line| text::width(&text::safe(&line.label)))
        .max()
        .unwrap_or(0);
    let label = widest.min(usize::from(area.width) / 3);
    let mut at = 2;
    for line in preview {
        let cells = after(row(area, at), 2);
        put_right(buf, first(cells, label), &line.label, style(Role::Label));
        put(buf, after(cells, label + 2), &line.text, style(Role::Value));
        at += 1;
        for (mark, words, role) in [
            ("✗", &line.error, Role::StatusError),
            ("!", &line.warning, Role::StatusWarn),
        ] {
            if let Some(words) = words {
                let cells = after(row(area, at), label + 4);
                put(buf, cells, &format!("{mark} {words}"), style(role));
                at += 1;
            }
        }
    }
    at
}

/// Draws the prompt; gives the place of the cursor in it.
pub(super) fn draw_prompt(
    desk: &Desk,
    prompt: &Prompt,
    buf: &mut Buffer,
    area: Rect,
) -> Option<Position> {
    let inner = open(desk, buf, low(area, 1), &prompt.title, true);
    let rest = put(
        buf,
        row(inner, 0),
        "› ",
        desk.settings.theme.style(Role::Prompt),
    );
    put_input(
        buf,
        rest,
        &prompt.input,
        desk.settings.theme.style(Role::Field),
    )
}
