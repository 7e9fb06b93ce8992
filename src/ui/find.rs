//! Find: what is typed, the records that match, and the sheet of the one under the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{
    CURSOR, TRASHED, after, below, first, open, put, put_completions, put_input, put_matched,
    put_right, row, start, top, underline,
};
use super::list::trouble;
use super::{sheet, text};
use crate::catalog::highlight;
use crate::desk::layers::find::Find;
use crate::desk::{Desk, Standing};
use crate::locale::Arg;
use crate::theme::Role;

/// From this inner width on the preview stands beside the hits.
const BESIDE: u16 = 90;
/// From this inner height on there is room for a preview below them.
const BENEATH: u16 = 16;
/// Cells of the kind's badge.
const BADGE: usize = 13;

/// Draws the layer; gives the place of the cursor in its input.
pub(super) fn draw(desk: &Desk, find: &Find, buf: &mut Buffer, area: Rect) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    let inner = open(desk, buf, area, desk.settings.texts.get("find-title"), true);
    let rest = put(buf, row(inner, 0), "› ", style(Role::Prompt));
    let position = put_input(buf, rest, &find.input, style(Role::FieldFocus));
    underline(
        buf,
        rest,
        &find.input,
        &find.query.problems,
        style(Role::FieldError),
    );
    let counted = desk
        .settings
        .texts
        .format("find-total", &[("n", Arg::from(find.total))]);
    // What is not loaded yet was not looked through.
    let loading = desk.standing == Standing::Loading;
    let counted = format!("{counted}{}", if loading { "…" } else { "" });
    let counted = match find.approximate {
        0 => counted,
        more => desk.settings.texts.format(
            "find-approximate",
            &[("total", Arg::from(counted)), ("n", Arg::from(more))],
        ),
    };
    match trouble(desk, &find.query, find.input.text()) {
        Some(words) => rule(desk, buf, row(inner, 1), &format!("! {words}")),
        None => rule(desk, buf, row(inner, 1), &counted),
    }
    let room = usize::from(inner.width).saturating_sub(text::width(&counted) + 4);
    put_completions(desk, buf, first(row(inner, 1), room));
    let body = below(inner, 2);
    let (hits, preview) = if inner.width >= BESIDE {
        let left = usize::from(body.width) * 55 / 100;
        let line = after(body, left);
        for at in 0..usize::from(body.height) {
            put(buf, row(line, at), "│", style(Role::Border));
        }
        (first(body, left), after(line, 1))
    } else if inner.height >= BENEATH {
        let high = usize::from(body.height) / 2;
        rule(desk, buf, row(body, high), "");
        (top(body, high), below(body, high + 1))
    } else {
        (body, Rect::default())
    };
    if find.hits.is_empty()
        && !find.input.text().trim().is_empty()
        && find.answered == find.input.text()
    {
        put(
            buf,
            after(row(hits, 0), 2),
            desk.settings.texts.get(if loading {
                "find-nothing-yet"
            } else {
                "find-nothing"
            }),
            style(Role::Dim),
        );
    }
    draw_hits(desk, find, buf, hits);
    sheet::draw_preview(desk, buf, preview, &find.preview);
    position
}

/// A thin line across, with words at its end.
pub(super) fn rule(desk: &Desk, buf: &mut Buffer, line: Rect, words: &str) {
    let style = |role| desk.settings.theme.style(role);
    put(
        buf,
        line,
        &"─".repeat(usize::from(line.width)),
        style(Role::Border),
    );
    if !words.is_empty() {
        put_right(buf, line, &format!(" {words} "), style(Role::Dim));
    }
}

fn draw_hits(desk: &Desk, find: &Find, buf: &mut Buffer, area: Rect) {
    let style = |role| desk.settings.theme.style(role);
    let terms = &find.query.terms;
    let height = usize::from(area.height);
    let from = start(find.offset, find.cursor, find.hits.len(), height);
    for (at, hit) in find.hits.iter().enumerate().skip(from).take(height) {
        let line = row(area, at - from);
        let cells = after(line, 1);
        put(
            buf,
            first(cells, BADGE),
            hit.record.kind.name(desk.settings.texts.lang()),
            style(Role::Badge),
        );
        if let Some(record) = desk.catalog.get(hit.record) {
            let title = desk.catalog.title_of(record);
            let title = text::fit(&title, usize::from(cells.width).saturating_sub(BADGE + 1));
            let matched = highlight(&title, terms, hit.approximate);
            let plain = style(match record.trashed {
                true => Role::Trashed,
                false if hit.past => Role::Dim,
                false => Role::Text,
            });
            let styles = (plain, plain.patch(style(Role::Match)));
            let sign = if record.trashed { TRASHED } else { "" };
            put(buf, after(cells, BADGE), sign, plain);
            let rest = put_matched(buf, after(cells, BADGE + 1), &title, &matched, styles);
            let short = desk.catalog.short_of(record);
            let short = if short == title { String::new() } else { short };
            let past = match hit.past {
                true => desk.past_hit_words(hit.record, terms),
                false => String::new(),
            };
            let besides = match (short.is_empty(), past.is_empty()) {
                (false, false) => format!("{short} · {past}"),
                _ => short + &past,
            };
            put(buf, after(rest, 2), &besides, style(Role::Dim));
        }
        if at == find.cursor {
            buf.set_style(line, style(Role::RowSelected));
            put(buf, line, CURSOR, style(Role::RowSelected));
        }
    }
}
