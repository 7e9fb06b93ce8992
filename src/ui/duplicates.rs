//! The panel of records that the one being added may be a duplicate of.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::boxes::{after, put, row};
use crate::desk::Desk;
use crate::locale::Arg;
use crate::model::RecordRef;
use crate::theme::Role;

/// How many of them are named.
const DUPLICATES: usize = 3;

/// How many rows the panel of likely duplicates takes.
pub(super) fn rows(duplicates: &[(RecordRef, String)]) -> usize {
    if duplicates.is_empty() {
        0
    } else {
        duplicates.len().min(DUPLICATES) + 1
    }
}

/// Draws the panel of likely duplicates.
pub(super) fn draw(desk: &Desk, duplicates: &[(RecordRef, String)], buf: &mut Buffer, area: Rect) {
    let style = |role| desk.settings.theme.style(role);
    if duplicates.is_empty() {
        return;
    }
    let words = desk
        .settings
        .texts
        .format("form-duplicates", &[("n", Arg::from(duplicates.len()))]);
    put(
        buf,
        row(area, 0),
        &format!("! {words}"),
        style(Role::StatusWarn),
    );
    for (at, (record, why)) in duplicates.iter().take(DUPLICATES).enumerate() {
        let line = after(row(area, at + 1), 2);
        let title = desk.catalog.title(*record).unwrap_or_default();
        let rest = put(buf, line, &title, style(Role::Link));
        put(buf, after(rest, 2), why, style(Role::Dim));
    }
}
