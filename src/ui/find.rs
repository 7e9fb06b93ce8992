//! Find: what is typed, the records that match, and the sheet of the one under the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{
    CURSOR, TRASHED, across, after, below, count, first, open, put, put_completions, put_input,
    put_matched, row, start, top, underline,
};
use super::list::trouble;
use super::sheet;
use crate::catalog::highlight;
use crate::desk::layers::find::Find;
use crate::desk::layout::Layout;
use crate::desk::{Desk, Standing};
use crate::locale::Arg;
use crate::text;
use crate::theme::Role;

/// From this inner height on there is room for a preview below them.
const BENEATH: u16 = 16;
/// Cells of the kind's badge.
const BADGE: usize = 13;

/// Draws the layer; gives the place of the cursor in its input. Where list and sheet stand side by side
/// the hits lie over the list, and the preview is a sheet over the sheet.
pub(super) fn draw(
    desk: &Desk,
    find: &Find,
    buf: &mut Buffer,
    layout: &Layout,
    area: Rect,
) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    let title = desk.settings.texts.get("find-title");
    let hits = if layout.is_beside() {
        let preview = open(desk, buf, layout.sheet, &find.preview_title, false);
        sheet::draw_preview(desk, buf, preview, &find.preview);
        first(area, usize::from(layout.list.width))
    } else {
        area
    };
    let inner = open(desk, buf, hits, title, true);
    let rest = put(buf, row(inner, 0), "› ", style(Role::Prompt));
    let position = put_input(buf, rest, &find.input, style(Role::Field));
    underline(
        buf,
        rest,
        &find.input,
        &find.query.problems,
        style(Role::FieldError),
    );
    let counted = counted(desk, find);
    let words = trouble(desk, &find.query, find.input.text());
    let words = words.map_or_else(|| counted.clone(), |words| format!("! {words}"));
    count(desk, buf, row(inner, 1), &words);
    let room = usize::from(inner.width).saturating_sub(text::width(&counted) + 4);
    put_completions(desk, &find.completing, buf, first(row(inner, 1), room));
    let mut body = below(inner, 2);
    if !layout.is_beside() && inner.height >= BENEATH {
        let high = usize::from(body.height) / 2;
        across(desk, buf, row(body, high));
        sheet::draw_preview(desk, buf, below(body, high + 1), &find.preview);
        body = top(body, high);
    }
    let answered = find.answered == find.input.text() && !find.input.text().trim().is_empty();
    if find.hits.is_empty() && answered {
        // What is not loaded yet was not looked through.
        let words = match desk.standing {
            Standing::Loading => "find-nothing-yet",
            _ => "find-nothing",
        };
        let words = desk.settings.texts.get(words);
        put(buf, after(row(body, 0), 2), words, style(Role::Dim));
    }
    draw_hits(desk, find, buf, body);
    position
}

/// How many there are, in words.
fn counted(desk: &Desk, find: &Find) -> String {
    let texts = &desk.settings.texts;
    let counted = texts.format("find-total", &[("n", Arg::from(find.total))]);
    let more = if desk.standing == Standing::Loading {
        "…"
    } else {
        ""
    };
    let counted = format!("{counted}{more}");
    match find.approximate {
        0 => counted,
        more => texts.format(
            "find-approximate",
            &[("total", Arg::from(counted)), ("n", Arg::from(more))],
        ),
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
            style(Role::Text),
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
                true => desk.scene().words().past_hit(hit.record, terms),
                false => String::new(),
            };
            let besides = match (short.is_empty(), past.is_empty()) {
                (false, false) => format!("{short} · {past}"),
                _ => short + &past,
            };
            put(buf, after(rest, 2), &besides, plain);
        }
        if at == find.cursor {
            buf.set_style(line, style(Role::RowSelected));
            put(buf, line, CURSOR, style(Role::RowSelected));
        }
    }
}
