//! The list of a pane, drawn for the rows that show, and the line of its filter.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{
    CHANGED, CURSOR, HELD, MARKED, TRASHED, after, below, border_row, first, foot_in, open_pane,
    paragraph, put, put_completions, put_input, put_matched, put_right, row, start, underline,
};
use super::columns::{Fitted, GAP, columns_that_fit, left_out_mark};
use super::{sheet, status, tabs};
use crate::catalog::{Group, Query, highlight};
use crate::command::Command;
use crate::desk::layers::filter::Filter;
use crate::desk::layout::Layout;
use crate::desk::pane::{Column, List, ListLine, Pane};
use crate::desk::{Desk, Focus, Standing};
use crate::locale::Arg;
use crate::model::{Kind, RecordRef};
use crate::text;
use crate::theme::Role;

/// Cells before the columns: the sign of the cursor and that of a mark.
const SIGNS: usize = 2;
/// Draws the list, or *Today*; gives the first cell of the row under the cursor.
pub(super) fn draw(desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    let focused = desk.screen.focus == Focus::List;
    let pane = match desk.screen.shown()? {
        Pane::List(list) => list,
        Pane::Lines(lines) => {
            let (inner, _) = open_pane(desk, buf, area, &tabs::name(desk), focused);
            return sheet::draw_lines(desk, buf, inner, lines, focused);
        }
    };
    let (inner, foot) = open_pane(desk, buf, area, &title(desk, pane), focused);
    draw_foot(desk, pane, buf, foot);
    if pane.lines() == 0 {
        draw_empty(desk, pane, buf, inner);
        return Some(inner.as_position());
    }
    let columns = fitting(desk, pane, inner);
    draw_head(desk, pane, &columns, buf, row(inner, 0));
    let body = below(inner, 1);
    let height = usize::from(body.height);
    let from = start(pane.offset, pane.cursor, pane.lines(), height);
    for at in from..pane.lines().min(from + height) {
        match pane.line(at) {
            Some(ListLine::Row(number)) => {
                if let Some(record) = pane.row(number) {
                    let near = pane.is_near(number);
                    let line = row(body, at - from);
                    draw_row(desk, pane, &columns, (record, near), buf, line);
                }
            }
            Some(ListLine::Held(record)) => {
                let line = row(body, at - from);
                draw_row(desk, pane, &columns, (record, true), buf, line);
            }
            Some(ListLine::Head(number)) => {
                if let Some(group) = pane.groups.get(number) {
                    draw_group(desk, pane, &columns, group, buf, row(body, at - from));
                }
            }
            None => {}
        }
        if at == pane.cursor {
            let line = row(body, at - from);
            buf.set_style(line, desk.settings.theme.style(Role::RowSelected));
            put(
                buf,
                line,
                CURSOR,
                desk.settings.theme.style(Role::RowSelected),
            );
        }
    }
    Some(row(body, pane.cursor.saturating_sub(from)).as_position())
}

/// The columns of a pane for the inside of its box.
fn fitting<'a>(desk: &Desk, pane: &'a List, inner: Rect) -> Vec<Fitted<'a>> {
    let cells = usize::from(inner.width).saturating_sub(SIGNS);
    columns_that_fit(&pane.columns, &pane.kinds(), desk.lang(), cells)
}

/// The columns of the pane on the screen that have no room there.
pub(super) fn left_out<'a>(desk: &'a Desk, layout: &Layout) -> &'a [Column] {
    let Some(pane) = desk.screen.list() else {
        return &[];
    };
    let shown = fitting(desk, pane, layout.inside(layout.home())).len();
    pane.columns.get(shown..).unwrap_or_default()
}

fn title(desk: &Desk, pane: &List) -> String {
    let texts = &desk.settings.texts;
    let more = if desk.standing == Standing::Loading {
        "…"
    } else {
        ""
    };
    let mut parts = vec![
        tabs::name(desk),
        format!(
            "{}/{}{more}",
            pane.counts(texts.lang()),
            texts.number(pane.total)
        ),
    ];
    if let Some(view) = view_name(desk, pane) {
        parts.insert(1, view);
    }
    if !pane.marks.is_empty() {
        parts.push(texts.format("list-marked", &[("n", Arg::from(pane.marks.len()))]));
    }
    if pane.hidden > 0 {
        parts.push(texts.format("list-hidden", &[("n", Arg::from(pane.hidden))]));
    }
    if pane.is_sorting() {
        parts.push(texts.get("list-sorting").to_string());
    }
    if pane.is_too_large_to_group() {
        parts.push(texts.get("list-ungrouped").to_string());
    }
    if !pane.filter.text().is_empty() {
        parts.push(pane.filter.text().to_string());
    }
    parts.join(" ─ ")
}

fn draw_foot(desk: &Desk, pane: &List, buf: &mut Buffer, line: Rect) {
    let texts = &desk.settings.texts;
    let style = |role| desk.settings.theme.style(role);
    if let Some(words) = trouble(desk, &pane.query, pane.filter.text()) {
        put(buf, line, &format!(" ! {words} "), style(Role::StatusWarn));
    } else if desk.standing == Standing::Loading {
        put(
            buf,
            line,
            &format!(" {} ", texts.get("list-partial")),
            style(Role::Dim),
        );
    } else if pane.held.is_some() {
        let words = format!(" {HELD} {} ", texts.get("list-held"));
        put(buf, line, &words, style(Role::StatusNote));
    }
    if pane.held.is_some() {
        foot_in(desk, buf, line, &format!("–/{}", pane.lines() - 1));
    } else if !pane.rows.is_empty() {
        foot_in(
            desk,
            buf,
            line,
            &format!(
                "{}/{}",
                texts.number(pane.cursor + 1),
                texts.number(pane.lines())
            ),
        );
    }
}

fn draw_empty(desk: &Desk, pane: &List, buf: &mut Buffer, area: Rect) {
    let texts = &desk.settings.texts;
    let key = |command| status::key_for(desk, command).unwrap_or_default();
    let (words, role) = match &desk.standing {
        Standing::Unopened(reason) => (reason.clone(), Role::StatusError),
        Standing::Loading => (texts.get("list-loading").to_string(), Role::Dim),
        Standing::Ready if pane.is_sifting() => {
            let (done, of) = pane.sifting_far().unwrap_or_default();
            let percent = (done * 100).checked_div(of).unwrap_or(0);
            let key = key(Command::Leave);
            let told = [("n", Arg::from(percent)), ("key", Arg::from(&key))];
            (texts.format("list-sifting", &told), Role::Dim)
        }
        Standing::Ready if pane.total > 0 => (
            texts.format("list-no-match", &[("key", Arg::from(&key(Command::Leave)))]),
            Role::Dim,
        ),
        Standing::Ready
            if desk.unmet(Command::RecordAdd).is_none() && !key(Command::RecordAdd).is_empty() =>
        {
            (
                texts.format(
                    "list-empty",
                    &[("key", Arg::from(&key(Command::RecordAdd)))],
                ),
                Role::Dim,
            )
        }
        Standing::Ready => (texts.get("list-nothing").to_string(), Role::Dim),
    };
    let area = after(below(area, 1), SIGNS);
    for (at, line) in paragraph(&words, usize::from(area.width))
        .iter()
        .enumerate()
    {
        put(buf, row(area, at), line, desk.settings.theme.style(role));
    }
}

fn draw_head(desk: &Desk, pane: &List, columns: &[Fitted], buf: &mut Buffer, line: Rect) {
    let lang = desk.settings.texts.lang();
    let style = desk.settings.theme.style(Role::Header);
    let kinds = pane.kinds();
    buf.set_style(line, style);
    let mut rest = after(line, SIGNS);
    for fitted in columns {
        let label = fitted.column.label(&kinds, lang);
        let mut parts = pane.order.iter();
        let part = parts.position(|o| o.key == fitted.column.key && !pane.is_ranked());
        let words = match part.and_then(|at| Some((at, pane.order.get(at)?))) {
            Some((at, order)) => {
                // Which part of the order it is, where there are several.
                let number = if pane.order.len() > 1 {
                    (at + 1).to_string()
                } else {
                    String::new()
                };
                let mark = format!("{}{number}", if order.reverse { "▼" } else { "▲" });
                let room = fitted.width.saturating_sub(text::width(&mark));
                format!("{}{mark}", text::fit(&label, room))
            }
            None => label,
        };
        let cell = first(rest, fitted.width);
        if fitted.numeric {
            put_right(buf, cell, &words, style)
        } else {
            put(buf, cell, &words, style)
        };
        rest = after(rest, fitted.width + GAP);
    }
    let mark = left_out_mark(pane.columns.len() - columns.len());
    put_right(buf, line, &mark, desk.settings.theme.style(Role::Dim));
}

fn draw_row(
    desk: &Desk,
    pane: &List,
    columns: &[Fitted],
    (record, near): (RecordRef, bool),
    buf: &mut Buffer,
    line: Rect,
) {
    let style = |role| desk.settings.theme.style(role);
    let Some(record) = desk.catalog.get(record) else {
        return;
    };
    let marked = pane.marks.contains(&record.reference());
    let over = desk.scene().words().past(record.reference());
    let is_past = over.is_some() || pane.past.contains(&record.reference());
    // Told in the column that names the record, where no other says it.
    let said = record.kind.definition().over;
    let said = said.and_then(|over| record.kind.field(over.field()));
    let is_said = columns
        .iter()
        .any(|of| said.is_some_and(|field| field.key == of.column.key));
    let mut over = over.filter(|words| !words.is_empty() && !is_said);
    let base = match (marked, record.trashed) {
        (true, _) => style(Role::RowMarked),
        (_, true) => style(Role::Trashed),
        _ if near || is_past => style(Role::Dim),
        _ => style(Role::Text),
    };
    let sign = if marked {
        MARKED
    } else if pane.held == Some(record.reference()) {
        HELD
    } else if record.trashed {
        TRASHED
    } else {
        ""
    };
    let changed = desk.recent.who(record.reference());
    match changed.filter(|_| sign.is_empty()) {
        Some(_) => put(buf, after(line, 1), CHANGED, style(Role::Others)),
        None => put(buf, after(line, 1), sign, base),
    };
    let mut rest = after(line, SIGNS);
    for fitted in columns {
        let words = match pane.is_untold(&fitted.column.key) {
            true => "…".to_string(),
            false => desk
                .catalog
                .cell(record, &fitted.column.key, desk.settings.texts.lang()),
        };
        let words = match over.take_if(|_| names(record.kind, &fitted.column.key)) {
            Some(over) => {
                let over = dated(&over, fitted.width);
                let room = fitted.width.saturating_sub(text::width(&over));
                format!("{}{over}", text::fit(&words, room).trim_end())
            }
            None => words,
        };
        let words = text::fit(&words, fitted.width);
        let cell = first(rest, fitted.width);
        if fitted.numeric {
            put_right(buf, cell, &words, base);
        } else {
            let matched = highlight(&words, &pane.query.terms, near);
            put_matched(
                buf,
                cell,
                &words,
                &matched,
                (base, base.patch(style(Role::Match))),
            );
        }
        rest = after(rest, fitted.width + GAP);
    }
    if let Some(who) = changed {
        draw_who(desk, who, sign.is_empty(), buf, line);
    }
}

/// Says at the end of a row who has just changed it: where nothing stands there, or where the row has another sign.
fn draw_who(desk: &Desk, who: &str, signed: bool, buf: &mut Buffer, line: Rect) {
    let words = format!(" {CHANGED} {who} ");
    let width = text::width(&text::safe(&words));
    let end = after(line, usize::from(line.width).saturating_sub(width));
    let is_blank = |x: u16| {
        buf.cell((x, line.y))
            .is_none_or(|cell| cell.symbol() == " ")
    };
    if width <= usize::from(line.width) / 2 && (!signed || (end.left()..end.right()).all(is_blank))
    {
        put(buf, end, &words, desk.settings.theme.style(Role::Others));
    }
}

/// Until when a record was, behind its name in a column of that width: the day alone where more would
/// leave nothing of the name.
fn dated(over: &str, width: usize) -> String {
    let whole = format!(" · {over}");
    let day = over.rsplit(' ').next().unwrap_or_default();
    match day.starts_with(|c: char| c.is_ascii_digit()) {
        true if text::width(&whole) + NAMED > width => format!(" →{day}"),
        _ => whole,
    }
}

/// Whether a column names the records of a kind.
fn names(kind: Kind, key: &str) -> bool {
    let definition = kind.definition();
    let first = definition
        .title
        .first()
        .and_then(|number| kind.field(*number));
    key == "title" || first.is_some_and(|field| field.key == key)
}

/// Cells that a name needs to be known by.
const NAMED: usize = 16;

/// Cells that are kept for the counts of a pane.
const COUNT: usize = 16;

/// Draws the head of a group: its value and count, and its sums under their columns.
fn draw_group(
    desk: &Desk,
    pane: &List,
    columns: &[Fitted],
    group: &Group,
    buf: &mut Buffer,
    line: Rect,
) {
    let texts = &desk.settings.texts;
    let style = desk.settings.theme.style(Role::Section);
    let sign = if pane.folded.contains(&group.label) {
        "▸"
    } else {
        "▾"
    };
    let label = match group.label.as_str() {
        "" => texts.get("group-empty"),
        label => label,
    };
    let words = format!("{sign} {label}  {}", texts.number(group.count));
    let summed = &pane.group_sums;
    let mut cells = after(line, SIGNS);
    // The label runs on to the first sum.
    let mut room = usize::from(cells.width);
    let mut used = 0;
    let mut sums = Vec::new();
    for fitted in columns {
        let sum = summed.iter().position(|key| *key == fitted.column.key);
        if let Some(Some(sum)) = sum.and_then(|at| group.sums.get(at)) {
            let cell = first(after(line, SIGNS + used), fitted.width);
            if text::width(sum) <= fitted.width {
                room = room.min(used.saturating_sub(1));
                sums.push((cell, sum.clone()));
            }
        }
        used += fitted.width + GAP;
    }
    cells = first(cells, room);
    put(buf, cells, &text::fit(&words, room), style);
    for (cell, sum) in sums {
        put_right(buf, cell, &sum, style);
    }
}

/// The view that was opened, marked if the list shows something else since.
fn view_name(desk: &Desk, pane: &List) -> Option<String> {
    let (record, _) = pane.view.as_ref()?;
    let record = desk.catalog.get(*record).filter(|view| !view.trashed)?;
    let name = desk.catalog.title_of(record);
    let mark = if pane.is_changed() { " *" } else { "" };
    Some(format!("{name}{mark}"))
}

/// The line of the filter, in the bottom border, or over the title where there is none, so that no row is hidden.
pub(super) fn draw_filter(
    desk: &Desk,
    filter: &Filter,
    buf: &mut Buffer,
    layout: &Layout,
) -> Option<Position> {
    let pane = desk.screen.list()?;
    let area = layout.home();
    let line = match layout.framed {
        true => border_row(area),
        false => row(area, 0),
    };
    let style = |role| desk.settings.theme.style(role);
    let rest = put(buf, line, "/", style(Role::Prompt));
    let position = put_input(buf, rest, &pane.filter, style(Role::FieldFocus));
    underline(
        buf,
        rest,
        &pane.filter,
        &pane.query.problems,
        style(Role::FieldError),
    );
    let rest = after(rest, text::width(&text::safe(pane.filter.text())) + 2);
    // What may stand where it is typed says more than that it is not whole yet.
    let offered = !filter.completing.completions.offers.is_empty();
    let trouble = trouble(desk, &pane.query, pane.filter.text());
    if let Some(words) = trouble.filter(|_| !offered) {
        put(buf, rest, &format!("! {words}"), style(Role::StatusWarn));
    } else {
        let texts = &desk.settings.texts;
        let total = texts.number(pane.total);
        let counted = format!(" {}/{total} ", pane.counts(texts.lang()));
        let room = usize::from(rest.width).saturating_sub(COUNT.max(text::width(&counted)));
        put_completions(desk, &filter.completing, buf, first(rest, room));
        put_right(buf, rest, &counted, style(Role::Dim));
    }
    position
}

/// What of a query is not understood, in words.
pub(super) fn trouble(desk: &Desk, query: &Query, typed: &str) -> Option<String> {
    let problem = query.problems.first()?;
    let word: String = typed
        .chars()
        .skip(problem.at.start)
        .take(problem.at.len())
        .collect();
    Some(crate::locale::problem_words(
        &desk.settings.texts,
        problem,
        &word,
    ))
}
