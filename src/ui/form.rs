//! The form: a field a line, what is wrong with it below it, completions under the one being typed.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::boxes::{
    CURSOR, after, below, border_row, bottom, first, inset, open, paragraph, put, put_input,
    put_right, row, start, top,
};
use super::{duplicates, note, status};
use crate::command::Command;
use crate::desk::Desk;
use crate::desk::layers::form::{Entry, Form, FormField};
use crate::desk::presence::edited_by;
use crate::locale::Arg;
use crate::model::FieldType;
use crate::text;
use crate::theme::Role;

/// How many completions show at once.
const OFFERS: usize = 6;
/// Cells before the label: the sign of the focus; and between label and value: the mark of a required field.
const SIGN: usize = 2;
const MARK: usize = 3;

/// Draws the form; gives the place of the cursor in its focused field.
pub(super) fn draw(desk: &Desk, form: &Form, buf: &mut Buffer, area: Rect) -> Option<Position> {
    let lang = desk.settings.texts.lang();
    let inner = open(desk, buf, area, &form.title, true);
    // On the border, so that no field moves when somebody comes or goes.
    if let Some(record) = form.record {
        let edited = edited_by(&desk.scene(), record).join(" · ");
        let room = usize::from(area.width.saturating_sub(6));
        let edited = text::fit(&edited, room);
        if !edited.is_empty() {
            let style = desk.settings.theme.style(Role::StatusWarn);
            put(
                buf,
                after(border_row(area), 1),
                &format!(" ! {edited} "),
                style,
            );
        }
    }
    let words = footer(desk, form, usize::from(inner.width));
    let alike = duplicates::rows(&form.duplicates, &form.objections);
    let foot = words.len() + alike;
    for (at, (line, role)) in words.iter().enumerate() {
        put(
            buf,
            row(bottom(inner, words.len()), at),
            line,
            desk.settings.theme.style(*role),
        );
    }
    let panel = top(bottom(inner, foot), alike);
    duplicates::draw(desk, &form.duplicates, &form.objections, buf, panel);
    let body = top(inner, usize::from(inner.height).saturating_sub(foot));
    let widest = form
        .fields
        .iter()
        .map(|field| text::width(field.field.label(lang)))
        .max()
        .unwrap_or(0);
    let label = widest.min(usize::from(body.width) * 2 / 5);
    let mut at = 0;
    let mut focus = None;
    for (number, field) in form
        .fields
        .iter()
        .enumerate()
        .skip(first_shown(form, usize::from(body.height)))
    {
        let cells = below(body, at);
        if cells.is_empty() {
            break;
        }
        let position = draw_field(desk, field, number == form.focus, label, buf, cells);
        at += rows(field);
        if number == form.focus {
            focus = Some((position, at));
        }
    }
    let (position, under) = focus?;
    draw_offers(
        desk,
        form,
        buf,
        inner,
        body.y + u16::try_from(under).unwrap_or(0),
        SIGN + label + MARK,
    );
    position
}

/// The rows of a field with what is wrong with it.
fn rows(field: &FormField) -> usize {
    Form::rows(field) + usize::from(field.error.is_some()) + usize::from(field.warning.is_some())
}

/// The first field to draw, so that the focused one shows whole.
fn first_shown(form: &Form, height: usize) -> usize {
    let last = form.offset.min(form.focus);
    let fits = |from: &usize| {
        form.fields
            .iter()
            .take(form.focus + 1)
            .skip(*from)
            .map(rows)
            .sum::<usize>()
            <= height
    };
    (last..form.focus).find(fits).unwrap_or(form.focus)
}

fn draw_field(
    desk: &Desk,
    field: &FormField,
    focused: bool,
    label: usize,
    buf: &mut Buffer,
    area: Rect,
) -> Option<Position> {
    let style = |role| desk.settings.theme.style(role);
    let line = row(area, 0);
    if focused {
        put(buf, line, "›", style(Role::Prompt));
    }
    put_right(
        buf,
        first(after(line, SIGN), label),
        field.field.label(desk.settings.texts.lang()),
        style(Role::Label),
    );
    if field.field.required {
        put(buf, after(line, SIGN + label + 1), "*", style(Role::Label));
    }
    let cells = inset(after(area, SIGN + label + MARK));
    let look = style(match (focused, field.error.is_some()) {
        (true, _) => Role::FieldFocus,
        (false, true) => Role::FieldError,
        (false, false) => Role::Field,
    });
    let position = match &field.entry {
        Entry::Note(note) => {
            let styles = (look, style(Role::RowSelected), style(Role::Dim));
            note::draw(note, focused, buf, top(cells, Form::rows(field)), styles)
        }
        Entry::Line(input) if focused => {
            let position = put_input(buf, row(cells, 0), input, look);
            if input.text().is_empty() {
                put(
                    buf,
                    row(cells, 0),
                    &placeholder(desk, field),
                    style(Role::Dim),
                );
            }
            position
        }
        Entry::Line(input) => {
            put(buf, row(cells, 0), input.text(), look);
            None
        }
    };
    let mut at = Form::rows(field);
    for (sign, words, role) in [
        ("✗", &field.error, Role::StatusError),
        ("!", &field.warning, Role::StatusWarn),
    ] {
        if let Some(words) = words {
            put(buf, row(cells, at), &format!("{sign} {words}"), style(role));
            at += 1;
        }
    }
    position
}

/// What an empty field takes, in words.
fn placeholder(desk: &Desk, field: &FormField) -> String {
    let texts = &desk.settings.texts;
    match field.field.kind {
        FieldType::Date => texts.get("blank-date").to_string(),
        FieldType::Boolean => texts.get("blank-boolean").to_string(),
        FieldType::Choice(_) | FieldType::Reference(_) => status::key_for(desk, Command::FieldPick)
            .map(|key| texts.format("blank-pick", &[("key", Arg::from(&key))]))
            .unwrap_or_default(),
        _ if field.field.many => texts.get("blank-many").to_string(),
        _ => String::new(),
    }
}

/// The completions: under the focused field, or above it where there is more room.
fn draw_offers(desk: &Desk, form: &Form, buf: &mut Buffer, inner: Rect, under: u16, left: usize) {
    if form.offers.is_empty() {
        return;
    }
    let style = |role| desk.settings.theme.style(role);
    let wanted = form.offers.len().min(OFFERS) + 2;
    let rows_below = usize::from(inner.bottom().saturating_sub(under));
    let own = form.focused().map_or(1, rows);
    let above = usize::from(under - inner.y.min(under)).saturating_sub(own);
    let room = if rows_below >= wanted || rows_below >= above {
        top(
            Rect {
                y: under,
                height: u16::try_from(rows_below).unwrap_or(0),
                ..inner
            },
            wanted,
        )
    } else {
        bottom(top(inner, above), wanted)
    };
    let cells = open(desk, buf, after(room, left.saturating_sub(2)), "", false);
    let height = usize::from(cells.height);
    let from = start(0, form.offer.unwrap_or(0), form.offers.len(), height);
    for (at, offer) in form.offers.iter().enumerate().skip(from).take(height) {
        let line = row(cells, at - from);
        let words = format!(
            "{}{}",
            if offer.makes.is_some() { "+ " } else { "" },
            offer.text
        );
        let rest = put(buf, after(line, 1), &words, style(Role::Text));
        put_right(buf, inset(after(rest, 1)), &offer.detail, style(Role::Dim));
        if form.offer == Some(at) {
            buf.set_style(line, style(Role::RowSelected));
            put(buf, line, CURSOR, style(Role::RowSelected));
        }
    }
}

/// What stands against saving, or how the draft stands.
fn footer(desk: &Desk, form: &Form, cells: usize) -> Vec<(String, Role)> {
    let texts = &desk.settings.texts;
    if let Some(refusal) = &form.refusal {
        let lines = paragraph(&format!("✗ {refusal}"), cells);
        return lines
            .into_iter()
            .take(3)
            .map(|line| (line, Role::StatusError))
            .collect();
    }
    // An empty row otherwise, so that the fields don't move when the first letter is typed.
    let words = match (form.saving, form.changed) {
        (true, _) => texts.get("form-saving"),
        (false, true) if desk.drafts.unkept.contains(&form.draft) => texts.get("form-draft-unkept"),
        (false, true) => texts.get("form-draft"),
        (false, false) => "",
    };
    vec![(words.to_string(), Role::Dim)]
}
