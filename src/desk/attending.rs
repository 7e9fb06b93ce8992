//! What the desk is at is told, and who else is here taken in.

use super::Desk;
use super::layers::Layer;
use super::layout::Focus;
use super::message::{At, Effect};
use super::presence::others;
use crate::model::RecordRef;
use crate::store::presence::{On, Present, Told};

/// Tells what the desk is at, where that is something else than was told.
pub(super) fn tell(desk: &mut Desk) {
    let at = at(desk);
    if at != desk.presence.told {
        desk.presence.told = at.clone();
        desk.emit(Effect::At(at));
    }
}

/// What the desk is at.
fn at(desk: &Desk) -> At {
    let forms = desk.layers.iter().filter_map(|layer| match layer {
        Layer::Form(form) => Some(form.record),
        _ => None,
    });
    let forms: Vec<Option<RecordRef>> = forms.collect();
    let watches = !forms.is_empty()
        || desk.screen.focus == Focus::Sheet && desk.screen.sheet.record.is_some()
        || matches!(desk.layers.last(), Some(Layer::Who(_)));
    let presence = &desk.presence;
    let before = presence.told.told.as_ref();
    let on = |had: Option<&On>, record| On {
        record,
        since: had.map_or(desk.now, |on| on.since),
    };
    let since = presence.since.filter(|_| desk.can_write());
    let told = since.map(|since| Told {
        user: desk.settings.author.name.clone(),
        since,
        from: String::new(),
        shown: shown(desk).map(|record| {
            let had = before.and_then(|told| told.shown.as_ref());
            on(had.filter(|on| on.record == record), record)
        }),
        edited: forms
            .into_iter()
            .flatten()
            .map(|record| {
                let mut had = before.into_iter().flat_map(|told| &told.edited);
                on(had.find(|on| on.record == record), record)
            })
            .collect(),
    });
    At { told, watches }
}

/// The record whose sheet is on the screen.
fn shown(desk: &Desk) -> Option<RecordRef> {
    let layout = desk.screen.layout(&desk.scene());
    let is_shown = !layout.sheet.is_empty();
    desk.screen.sheet.record.filter(|_| is_shown)
}

/// Takes in who is here; says whether that shows.
pub(super) fn taken(desk: &mut Desk, present: Vec<Present>) -> bool {
    if desk.presence.present == present {
        return false;
    }
    let before = std::mem::replace(&mut desk.presence.present, present);
    let edited = |present: &[Present], record| -> Vec<(String, i64)> {
        let others = others(present, record);
        others
            .map(|(of, since)| (format!("{} {}", of.told.user, of.name), since))
            .collect()
    };
    let (layers, screen, cx) = desk.parts();
    let sheet = screen.sheet.record;
    let mut shows = false;
    if sheet.is_some_and(|record| edited(&before, record) != edited(cx.present, record)) {
        screen.refresh_sheet(&cx);
        shows = true;
    }
    for layer in layers {
        match layer {
            Layer::Who(who) => {
                who.refresh(&cx);
                shows = true;
            }
            Layer::Form(_) => shows = true,
            _ => {}
        }
    }
    shows
}
