//! Forms whose record others have changed meanwhile: held against what the journal tells, merged where that goes by
//! itself, else laid before the user; and those that have made room, and are saved one after the other.

use ulid::Ulid;

use super::Desk;
use super::ask::Then;
use super::context::{Context, Waiting};
use super::layers::Layer;
use super::layers::conflict::Conflict;
use super::layers::form::Form;
use super::message::Asked;
use super::status::Tone;
use crate::model::{Change, Heading, RecordRef};
use crate::store::{Changed, CommitError};

/// What became of a form that was held against the journal.
enum Became {
    /// Others have changed what is typed as well.
    Conflict(Box<Conflict>),
    /// Nothing stands against it, or not any more.
    Apart,
    /// It is no further than before.
    Stuck,
}

/// A form's save was refused. What others have made of its record is asked of the journal; for all else it stays.
pub(super) fn refused(desk: &mut Desk, draft: Ulid, error: &CommitError) {
    let asked = on_form(desk, draft, |form, cx| {
        match form.record.filter(|_| form.is_overtaken(error)) {
            Some(record) => {
                cx.ask_waiting(Waiting::Compared(draft), Asked::History(record));
            }
            None => form.refused(error, cx),
        }
        form.saving
    });
    if asked != Some(true) {
        let words = desk.scene().words().uncommitted(error);
        desk.say(Tone::Error, words);
    }
    desk.aside.retain(|form| form.saving);
}

/// What was done to the record of a form was read, oldest entry first; nothing, where the journal can't be read.
pub(super) fn compared(desk: &mut Desk, draft: Ulid, entries: &[(Heading, Change)]) {
    let own = desk.work.own.clone();
    let became = on_form(desk, draft, |form, cx| {
        let before = form.base;
        let saves = std::mem::take(&mut form.saving);
        match form.compare(entries, &own, cx) {
            Some(conflict) => Became::Conflict(Box::new(conflict)),
            None if saves && form.base == before => Became::Stuck,
            None if saves => {
                form.save(cx);
                Became::Apart
            }
            None => Became::Apart,
        }
    });
    let is_aside = desk.aside.iter().any(|form| form.draft == draft);
    desk.aside.retain(|form| form.saving);
    let (layers, _, mut cx) = desk.parts();
    match became {
        Some(Became::Conflict(conflict)) if is_aside => {
            let told = [
                ("what", conflict.title.into()),
                ("lead", conflict.lead.into()),
            ];
            let words = cx.format("conflict-drafted", &told);
            cx.say(Tone::Warning, words);
        }
        Some(Became::Conflict(conflict)) => show(*conflict, layers, &cx),
        Some(Became::Stuck) => cx.say_word(Tone::Error, "store-conflict"),
        Some(Became::Apart) => {
            let open =
                |layer: &mut Layer| matches!(layer, Layer::Conflict(at) if at.draft == draft);
            if layers.extract_if(.., open).count() > 0 {
                cx.say_word(Tone::Note, "conflict-over");
            }
        }
        None => {}
    }
}

/// Lays a conflict over its form, or in the place of what was said of it before.
fn show(mut conflict: Conflict, layers: &mut Vec<Layer>, cx: &Context) {
    let draft = conflict.draft;
    let shown = layers.iter_mut().find_map(|layer| match layer {
        Layer::Conflict(old) if old.draft == draft => Some(old),
        _ => None,
    });
    if let Some(old) = shown {
        conflict.go_on_from(old);
        conflict.lead = format!("{} {}", cx.word("conflict-again"), conflict.lead);
        *old = conflict;
    } else if let Some(at) = layers
        .iter_mut()
        .position(|layer| form_of(layer, draft).is_some())
    {
        layers.insert(at + 1, conflict.into());
    }
}

/// The record of a conflict that is being decided moved again: what is different is asked for.
pub(super) fn moved(changed: &[Changed], layers: &[Layer], cx: &mut Context) {
    for layer in layers {
        let Layer::Conflict(open) = layer else {
            continue;
        };
        if changed.iter().any(|at| at.record() == open.record) {
            cx.ask_waiting(Waiting::Compared(open.draft), Asked::History(open.record));
        }
    }
}

/// Opens again what was left to type into the form.
pub(super) fn reopen(draft: Ulid, layers: &mut Vec<Layer>, cx: &Context) {
    let form = layers.iter_mut().find_map(|layer| form_of(layer, draft));
    if let Some(conflict) = form.and_then(|form| form.conflict.take()) {
        show(*conflict, layers, cx);
    }
}

/// The conflict on top is done with.
pub(super) fn settle(then: Then, layers: &mut Vec<Layer>, cx: &mut Context) {
    let is_conflict = |layer: &mut Layer| matches!(layer, Layer::Conflict(_));
    let Some(Layer::Conflict(conflict)) = layers.pop_if(is_conflict) else {
        return;
    };
    let draft = conflict.draft;
    let Some(form) = layers.iter_mut().find_map(|layer| form_of(layer, draft)) else {
        return;
    };
    match then {
        Then::Save => {
            form.decide(&conflict, cx);
            form.save(cx);
        }
        Then::Edit => form.go_on_typing(conflict, cx),
        Then::Keep => {
            form.left(cx);
            close(draft, layers);
        }
    }
}

/// Takes the form of that draft away.
pub(super) fn close(draft: Ulid, layers: &mut Vec<Layer>) {
    layers.retain(|layer| !matches!(layer, Layer::Form(form) if form.draft == draft));
}

/// While another desk keeps the turn, forms make room as if they were saved, with their drafts kept until they are.
pub(super) fn make_room(desk: &mut Desk) {
    if desk.work.awaited.is_none() {
        return;
    }
    let mut aside = std::mem::take(&mut desk.aside);
    let (layers, _, mut cx) = desk.parts();
    let saving = |layer: &mut Layer| matches!(layer, Layer::Form(form) if form.saving);
    for gone in layers.extract_if(.., saving) {
        if let Layer::Form(form) = gone {
            let draft = form.as_draft(cx.now);
            cx.keep_draft(draft);
            aside.push(form);
        }
    }
    desk.aside = aside;
}

/// What is typed for that record and is still being saved, the last of it.
pub(super) fn being_saved(aside: &[Form], record: Option<RecordRef>) -> Option<&Form> {
    let mut of_record = aside.iter().rev().filter(|form| form.record == record);
    of_record.next().filter(|_| record.is_some())
}

/// Has something done to the form of that draft, wherever it is.
fn on_form<T>(
    desk: &mut Desk,
    draft: Ulid,
    act: impl FnOnce(&mut Form, &mut Context) -> T,
) -> Option<T> {
    let mut aside = std::mem::take(&mut desk.aside);
    let (layers, _, mut cx) = desk.parts();
    let shown = layers.iter_mut().find_map(|layer| form_of(layer, draft));
    let form = shown.or_else(|| aside.iter_mut().find(|form| form.draft == draft));
    let done = form.map(|form| act(form, &mut cx));
    desk.aside = aside;
    done
}

/// The form of that draft, if the layer is it.
pub(super) fn form_of(layer: &mut Layer, draft: Ulid) -> Option<&mut Form> {
    match layer {
        Layer::Form(form) if form.draft == draft => Some(form),
        _ => None,
    }
}
