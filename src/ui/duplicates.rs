//! The panel of records that the one being added may be a duplicate of.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::boxes::{after, below, put, row};
use crate::desk::Desk;
use crate::locale::Arg;
use crate::model::RecordRef;
use crate::theme::Role;

/// How many of them are named.
const DUPLICATES: usize = 3;

/// How many rows the panel of what stands against a record takes.
pub(super) fn rows(duplicates: &[(RecordRef, String)], objections: &[String]) -> usize {
    let alike = match duplicates.len().min(DUPLICATES) {
        0 => 0,
        named => named + 1,
    };
    alike + objections.len()
}

/// Draws the panel of what stands against a record: objections, then likely duplicates.
pub(super) fn draw(
    desk: &Desk,
    duplicates: &[(RecordRef, String)],
    objections: &[String],
    buf: &mut Buffer,
    area: Rect,
) {
    let style = |role| desk.settings.theme.style(role);
    for (at, words) in objections.iter().enumerate() {
        let words = format!("! {words}");
        put(buf, row(area, at), &words, style(Role::StatusWarn));
    }
    let area = below(area, objections.len());
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
