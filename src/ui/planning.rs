//! How far the planning of an import is, and the way out of it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{after, low, open, put, row};
use super::status;
use crate::command::Command;
use crate::desk::Desk;
use crate::desk::jobs::HowFar;
use crate::desk::layers::planning::PlanView;
use crate::locale::Texts;
use crate::theme::Role;

/// The rows of the box: the line, a blank one, the way out, the border.
const ROWS: usize = 5;
/// Bytes are told in kibibytes.
const KIB: usize = 1 << 10;

/// How far the planning of what is called so has come.
pub(super) fn words(texts: &Texts, name: &str, far: Option<HowFar>) -> String {
    let name = ("name", name.into());
    let counted = |key, n: usize, of: usize| {
        texts.format(key, &[name.clone(), ("n", n.into()), ("of", of.into())])
    };
    match far {
        Some(HowFar::Looked(done, of)) => counted("planning-progress", done, of),
        Some(HowFar::Read(read, 0)) => counted("planning-read-on", read / KIB, 0),
        Some(HowFar::Read(read, of)) => counted("planning-read", read / KIB, of / KIB),
        Some(HowFar::Cut(cut, of)) => counted("planning-cut", cut / KIB, of / KIB),
        None => texts.format("planning-reading", &[name]),
    }
}

/// Draws it; it has no place for the cursor.
pub(super) fn draw(desk: &Desk, view: &PlanView, buf: &mut Buffer, area: Rect) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    let texts = &desk.settings.texts;
    let area = low(area, ROWS);
    let inner = after(open(desk, buf, area, texts.get("planning-title"), true), 1);
    let line = words(texts, &view.name, view.far);
    put(buf, row(inner, 0), &line, style(Role::Text));
    let last = row(inner, usize::from(inner.height).saturating_sub(1));
    let key = status::key_for(desk, Command::Leave).unwrap_or_default();
    let rest = after(put(buf, last, &key, style(Role::HintKey)), 1);
    put(
        buf,
        rest,
        texts.get("planning-cancel"),
        style(Role::HintText),
    );
    None
}
