//! Who is here: a line each, and what is known of the one under the cursor at the foot.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{after, border_row, low, put, put_right, row};
use super::chooser;
use crate::desk::Desk;
use crate::desk::layers::who::Who;
use crate::text;
use crate::theme::Role;

/// Draws them; gives the place of the cursor in the line that narrows them.
pub(super) fn draw(desk: &Desk, who: &Who, buf: &mut Buffer, area: Rect) -> Option<Position> {
    let position = chooser::draw(desk, &who.list, &chooser::as_it_is, buf, area);
    let area = low(area, who.list.items.len().max(1) + 2);
    let style = |role| desk.settings.theme.style(role);
    if who.list.items.is_empty() {
        let line = after(row(area, 3), 3);
        let inside = text::fit(desk.settings.texts.get("who-nobody"), 60).into_owned();
        put(buf, line, &inside, style(Role::Dim));
    }
    if let Some(process) = process(desk, who) {
        put_right(
            buf,
            border_row(area),
            &format!(" {process} "),
            style(Role::Dim),
        );
    }
    position
}

/// The process of the one under the cursor, and the record that they are on, as a command line names it.
fn process(desk: &Desk, who: &Who) -> Option<String> {
    let under = &who.list.selected()?.what;
    let mut present = desk.presence.present.iter();
    let present = present.find(|present| present.name == under.name)?;
    let told = [("pid", present.pid.to_string().into())];
    let process = desk.settings.texts.format("who-process", &told);
    Some(match under.record {
        Some(record) => format!("{record} · {process}"),
        None => process,
    })
}
