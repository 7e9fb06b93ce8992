//! Another store in the place of the one that was open: what belongs to that one's journal is let go of, what is typed
//! stays, and stands on what there is now.

use super::Desk;
use super::importing::Importing;
use super::layers::Layer;
use super::message::{Asked, Effect};
use crate::catalog::Catalog;
use crate::model::RecordRef;
use crate::store::drafts::NOWHERE;

/// The other store is open, its records are still to come: nothing goes on that was begun on the one before.
pub(super) fn begin(desk: &mut Desk) {
    desk.renewing = true;
    let jobs = desk.work.waiting.drain().map(|(job, _)| job);
    let planned = desk.layers.iter().filter_map(|layer| match layer {
        Layer::Planning(view) => Some(view.job),
        Layer::Import(preview) => preview.asked,
        _ => None,
    });
    let jobs: Vec<u64> = jobs.chain(planned).collect();
    desk.work
        .effects
        .extend(jobs.into_iter().map(Effect::Cancel));
    desk.work.own.clear();
    desk.work.copies = None;
    desk.import(|importing, _| Importing::stop(importing));
    desk.aside.clear();
    desk.screen.sheet.journal = None;
    // They name entries and revisions of the journal before.
    desk.layers.retain(|layer| {
        !matches!(
            layer,
            Layer::History(_)
                | Layer::Journal(_)
                | Layer::Entry(_)
                | Layer::Bulk(_)
                | Layer::Confirm(_)
                | Layer::Conflict(_)
                | Layer::Planning(_)
                | Layer::Import(_)
        )
    });
}

/// Drafts that stand on what is the same in both go on from there; the others are held against what there is.
pub(super) fn rebase(desk: &mut Desk, next: &Catalog) {
    for draft in &mut desk.drafts.kept {
        let record = draft.record.as_ref();
        let Some(record) = record.and_then(|text| text.parse::<RecordRef>().ok()) else {
            continue;
        };
        let (before, after) = (desk.catalog.get(record), next.get(record));
        draft.base = match (before, after) {
            (Some(before), Some(after))
                if before.revision == draft.base && before.fields() == after.fields() =>
            {
                after.revision
            }
            _ => NOWHERE,
        };
        desk.work.effects.push(Effect::SaveDraft(draft.clone()));
    }
}

/// The records of the other store are there.
pub(super) fn end(desk: &mut Desk) {
    desk.renewing = false;
    desk.save_drafts();
    let now = desk.now;
    let (layers, screen, cx) = desk.parts();
    screen.unmark(&|marked| cx.catalog.get(*marked).is_none());
    for layer in layers {
        if let Layer::Form(form) = layer {
            form.renew(&cx);
            if form.changed {
                cx.work.effects.push(Effect::SaveDraft(form.as_draft(now)));
            }
        }
    }
    // What was sent before this is refused: it was made of what is no more.
    desk.parts().2.ask_store(Asked::Renewed);
}
