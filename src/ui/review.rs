//! Who is there twice: the groups, and the one under the cursor side by side.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{
    CURSOR, across, after, below, bottom, first, foot, inset, open, put, put_input, put_right, row,
    top,
};
use super::merge::{draw_heads, draw_row};
use crate::catalog::Band;
use crate::desk::Desk;
use crate::desk::jobs::HowFar;
use crate::desk::jobs::twins::Likely;
use crate::desk::layers::merge::compared;
use crate::desk::layers::review::{Review, titles};
use crate::locale;
use crate::model::number::grouped;
use crate::text;
use crate::theme::Role;

/// Draws it; gives the place of the cursor.
pub(super) fn draw(desk: &Desk, review: &Review, buf: &mut Buffer, area: Rect) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    let texts = &desk.settings.texts;
    let kind = review.kind.plural(texts.lang());
    let title = texts.format("review-title", &[("kind", kind.into())]);
    let inner = open(desk, buf, area, &title, true);
    draw_tabs(desk, review, buf, inset(after(row(inner, 0), 1)));
    let typing = draw_line(desk, review, buf, row(inner, 1));
    let body = below(inner, 2);
    let height = usize::from(body.height);
    let listed = review.listed(height);
    let list = top(body, listed);
    let mut cursor = None;
    let shown = review.list.shown.iter().enumerate();
    for (at, number) in shown.skip(review.list.offset).take(listed) {
        let line = row(list, at - review.list.offset);
        if let Some(group) = review.groups.get(*number) {
            draw_group(desk, group, buf, line);
        }
        if at == review.list.cursor {
            let selected = style(Role::RowSelected);
            buf.set_style(line, selected);
            put(buf, line, CURSOR, selected);
            cursor = Some(line.as_position());
        }
    }
    if review.list.shown.is_empty() && review.asked.is_none() {
        let words = match review.groups.is_empty() {
            true => "review-nothing",
            false => "chooser-nothing",
        };
        put(
            buf,
            after(row(list, 0), 2),
            texts.get(words),
            style(Role::Dim),
        );
    }
    draw_told(
        desk,
        review,
        buf,
        bottom(body, height.saturating_sub(listed)),
    );
    let all = review.list.shown.len();
    let at = texts.number((review.list.cursor + 1).min(all));
    foot(desk, buf, area, &format!("{at}/{}", texts.number(all)));
    typing.or(cursor).or(Some(inner.as_position()))
}

/// What can be shown, with how many there are.
fn draw_tabs(desk: &Desk, review: &Review, buf: &mut Buffer, line: Rect) {
    let texts = &desk.settings.texts;
    let [same, ask] = review.counts;
    let tabs = [
        (None, "review-all", same + ask),
        (Some(Band::Same), "review-same", same),
        (Some(Band::Ask), "review-ask", ask),
    ];
    let mut rest = line;
    for (band, key, count) in tabs {
        let words = format!("{} {}", texts.get(key), texts.number(count));
        let words = match band {
            Some(band) => format!("{} {words}", sign(band).0),
            None => words,
        };
        let (words, role) = match band == review.show {
            true => (format!("[{words}]"), Role::BorderFocus),
            false => (format!(" {words} "), Role::Text),
        };
        rest = after(put(buf, rest, &words, desk.settings.theme.style(role)), 1);
    }
}

/// What narrows the list, else how far it is; gives the place of the cursor while it is typed into.
fn draw_line(desk: &Desk, review: &Review, buf: &mut Buffer, line: Rect) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    let texts = &desk.settings.texts;
    let list = &review.list;
    if list.typing || !list.input.text().is_empty() {
        let rest = put(buf, line, "› ", style(Role::Prompt));
        let position = put_input(buf, rest, &list.input, style(Role::FieldFocus));
        return position.filter(|_| list.typing);
    }
    let words = match (review.asked, review.far) {
        (Some(_), Some(HowFar::Looked(at, of))) => texts.format(
            "review-looking",
            &[("n", (at + 1).into()), ("of", of.into())],
        ),
        (Some(_), _) => texts.get("import-looking").to_string(),
        (None, _) => {
            let count = texts.number(review.compared);
            let told = [("n", review.compared.into()), ("count", count.into())];
            texts.format("review-compared", &told)
        }
    };
    put(buf, inset(after(line, 2)), &words, style(Role::Dim));
    None
}

fn sign(band: Band) -> (&'static str, Role) {
    match band {
        Band::Same => ("=", Role::StatusOk),
        Band::Ask => ("?", Role::StatusWarn),
    }
}

fn draw_group(desk: &Desk, group: &Likely, buf: &mut Buffer, line: Rect) {
    let style = |role| desk.settings.theme.style(role);
    let texts = &desk.settings.texts;
    let (sign, role) = sign(group.band);
    put(buf, first(after(line, 2), 1), sign, style(role));
    let line = inset(after(line, 4));
    // It is never quite sure: 99.9 %, not 100 %.
    let chance = (group.chance * 1000.0).floor().min(999.0) / 10.0;
    let chance = grouped(&format!("{chance:.1}"), texts.lang());
    let band = format!("twins-{}", group.band.id());
    let told = [("band", texts.get(&band).into()), ("chance", chance.into())];
    let rest = put_right(
        buf,
        line,
        &format!("  {}", texts.format("review-score", &told)),
        style(Role::Dim),
    );
    let titles = titles(&group.records, &desk.catalog);
    put(buf, rest, &titles, style(Role::Text));
}

/// The group under the cursor: what speaks for it, and its records side by side.
fn draw_told(desk: &Desk, review: &Review, buf: &mut Buffer, area: Rect) {
    let style = |role| desk.settings.theme.style(role);
    let texts = &desk.settings.texts;
    across(desk, buf, row(area, 0));
    let body = below(area, 1);
    let Some(group) = review.selected() else {
        return;
    };
    let mut rest = inset(after(row(body, 0), 2));
    for evidence in &group.evidence {
        let (sign, role) = match evidence.bits > 0.0 {
            true => ("+", Role::StatusOk),
            false => ("−", Role::StatusWarn),
        };
        let words = locale::evidence_words(texts, evidence);
        // Whole pieces or none.
        if text::width(&words) + 4 > usize::from(rest.width) {
            break;
        }
        rest = after(put(buf, rest, sign, style(role)), 1);
        rest = after(put(buf, rest, &words, style(Role::Text)), 2);
    }
    let scene = desk.scene();
    let records = review.records(&desk.catalog);
    let names: Vec<String> = records
        .iter()
        .map(|record| desk.catalog.title(*record).unwrap_or_default())
        .collect();
    draw_heads(desk, &names, buf, row(body, 1));
    let rows = compared(&records, None, &Default::default(), &scene);
    for (at, shown) in rows
        .iter()
        .take(usize::from(body.height).saturating_sub(2))
        .enumerate()
    {
        draw_row(desk, shown, names.len(), buf, row(body, at + 2));
    }
}
