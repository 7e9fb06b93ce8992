//! The help: every command with its keys, group by group.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{
    READABLE, after, below, first, foot, inset, open, put, put_input, put_right, row,
};
use crate::desk::Desk;
use crate::desk::layers::help::{Help, HelpRow};
use crate::text;
use crate::theme::Role;

/// Cells for the keys at most.
const KEYS: usize = 22;

/// Draws the help; gives the place of the cursor in its input.
pub(super) fn draw(desk: &Desk, help: &Help, buf: &mut Buffer, area: Rect) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    let inner = open(desk, buf, area, desk.settings.texts.get("help-title"), true);
    let rest = put(buf, row(inner, 0), "› ", style(Role::Prompt));
    let position = put_input(buf, rest, &help.input, style(Role::Field));
    let body = below(inner, 2);
    let height = usize::from(body.height);
    let from = help.offset.min(help.rows.len().saturating_sub(1));
    if help.rows.is_empty() {
        put(
            buf,
            after(row(body, 0), 2),
            desk.settings.texts.get("chooser-nothing"),
            style(Role::Dim),
        );
    }
    for (at, shown) in help.rows.iter().skip(from).take(height).enumerate() {
        let line = first(inset(after(row(body, at), 1)), READABLE);
        draw_row(desk, shown, buf, line);
    }
    if help.rows.len() > height {
        let last = (from + height).min(help.rows.len());
        foot(
            desk,
            buf,
            area,
            &format!("{}–{last}/{}", from + 1, help.rows.len()),
        );
    }
    position
}

fn draw_row(desk: &Desk, shown: &HelpRow, buf: &mut Buffer, line: Rect) {
    let style = |role| desk.settings.theme.style(role);
    match shown {
        HelpRow::Group(name) => {
            put(buf, line, name, style(Role::Section));
        }
        HelpRow::Command {
            keys,
            text: words,
            id,
            disabled,
        } => {
            let role = if disabled.is_some() {
                Role::Dim
            } else {
                Role::HintText
            };
            put(
                buf,
                first(line, KEYS),
                &desk.settings.texts.keys(keys),
                style(Role::HintKey),
            );
            let mut rest = after(line, KEYS + 1);
            // The id is for those who write keymaps: it shows where there is room beside the words.
            if usize::from(rest.width) > text::width(words) + id.len() + 2 {
                rest = put_right(buf, rest, id, style(Role::Dim));
            }
            let rest = put(buf, rest, words, style(role));
            if let Some(reason) = disabled {
                put(buf, rest, &format!(" — {reason}"), style(Role::Dim));
            }
        }
    }
}
