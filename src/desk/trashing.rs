//! Into the trash, out of it, and the trash emptied.

use std::collections::{BTreeMap, HashSet};

use crate::model::{Edit, Kind, RecordRef, Verb};

use super::ask::Ask;
use super::context::{Context, Scene, Waiting};
use super::jobs::changing::Done;
use super::layout::Focus;
use super::screen::Screen;
use super::status::Tone;
use super::step;

/// Deleting more than so many records at once asks first.
pub const ASK_ABOVE: usize = 10;
/// How many records a question names.
const NAMED: usize = 10;

/// Moves what is meant to the trash. Asks before where live records point to it, where it is much,
/// and where some of it does not show.
pub fn delete(screen: &mut Screen, cx: &mut Context) {
    let live = |record: &RecordRef| cx.catalog.get(*record).is_some_and(|at| !at.trashed);
    let records: Vec<RecordRef> = screen.meant(cx).into_iter().filter(live).collect();
    let details = against_deleting(&records, screen, cx);
    if details.is_empty() && records.len() <= ASK_ABOVE {
        return set_trashed(&records, true, screen, cx);
    }
    let question = match records.as_slice() {
        [only] => {
            let title = cx.catalog.title(*only).unwrap_or_default();
            cx.format("ask-delete-one", &[("title", title.as_str().into())])
        }
        _ => cx.format("ask-delete", &[("n", records.len().into())]),
    };
    cx.question(question, details, Some(Ask::Trash(records, true)));
}

/// What speaks against it, a line each: how many live records of which kinds point there, and what
/// of it does not show. Of many records those that are pointed to are named.
fn against_deleting(records: &[RecordRef], screen: &Screen, scene: &Scene) -> Vec<String> {
    let mut details = Vec::new();
    let links = pointing_words(records, scene);
    if !links.is_empty() {
        details.push(scene.format("delete-needed", &[("links", links.as_str().into())]));
        if records.len() > 1 {
            let needed = records.iter().filter_map(|record| {
                let links = pointing_words(&[*record], scene);
                let title = scene.catalog.title(*record)?;
                let named = [
                    ("title", title.as_str().into()),
                    ("links", links.as_str().into()),
                ];
                (!links.is_empty()).then(|| scene.format("delete-needed-one", &named))
            });
            details.extend(needed.take(NAMED));
        }
    }
    let hidden: HashSet<RecordRef> = match (screen.focus, screen.list()) {
        (Focus::List, Some(pane)) if pane.hidden > 0 => pane.hidden_marks(scene.catalog).collect(),
        _ => HashSet::new(),
    };
    let hidden: Vec<&RecordRef> = records.iter().filter(|at| hidden.contains(at)).collect();
    if !hidden.is_empty() {
        details.push(scene.format("delete-hidden", &[("n", hidden.len().into())]));
        let names = hidden
            .into_iter()
            .filter_map(|record| scene.catalog.title(*record));
        details.extend(names.take(NAMED));
    }
    details
}

/// The live records that point to these, counted by kind: "3 inscriptions, 2 échanges".
fn pointing_words(records: &[RecordRef], scene: &Scene) -> String {
    let lang = scene.lang();
    let counts = pointing_to(records, scene).into_iter();
    let words = counts.map(|(kind, count)| {
        let name = match count {
            1 => kind.name(lang),
            _ => kind.plural(lang),
        };
        format!("{count} {}", name.to_lowercase())
    });
    words.collect::<Vec<_>>().join(", ")
}

/// How many live records point to these, by kind; those among them do not count.
fn pointing_to(records: &[RecordRef], scene: &Scene) -> BTreeMap<Kind, usize> {
    let among: HashSet<RecordRef> = records.iter().copied().collect();
    let links = records
        .iter()
        .flat_map(|record| scene.catalog.links_to(*record));
    let pointing: HashSet<RecordRef> = links
        .map(|link| link.from)
        .filter(|from| !among.contains(from))
        .collect();
    let mut counts = BTreeMap::new();
    for from in pointing {
        *counts.entry(from.kind).or_default() += 1;
    }
    counts
}

/// Takes what is meant out of the trash.
pub fn restore(screen: &mut Screen, cx: &mut Context) {
    let records = screen.meant(cx);
    set_trashed(&records, false, screen, cx);
}

/// Puts records into the trash, or takes them out; marks on them are done with.
pub fn set_trashed(records: &[RecordRef], trashed: bool, screen: &mut Screen, cx: &mut Context) {
    let done: HashSet<RecordRef> = records.iter().copied().collect();
    screen.unmark(&|marked| done.contains(marked));
    cx.change(records.to_vec(), Done::Trashed(trashed));
}

/// Asks whether the trash shall be emptied.
pub fn ask_to_empty(cx: &mut Context) {
    let (gone, kept) = cx.catalog.purgeable();
    let mut details = Vec::new();
    if !kept.is_empty() {
        details.push(cx.format("trash-needed", &[("n", kept.len().into())]));
        let titles = kept.iter().filter_map(|record| cx.catalog.title(*record));
        details.extend(titles.take(NAMED));
    }
    if gone.is_empty() {
        return cx.say(Tone::Warning, details.join(" — "));
    }
    let question = cx.format("ask-empty-trash", &[("n", gone.len().into())]);
    cx.question(question, details, Some(Ask::EmptyTrash));
}

/// Removes from the trash what nothing that stays points at.
pub fn empty(cx: &mut Context) {
    let (gone, _) = cx.catalog.purgeable();
    let edits: Vec<Edit> = gone
        .into_iter()
        .filter_map(|record| cx.catalog.get(record))
        .map(|record| Edit {
            record: record.reference(),
            base: record.revision,
            after: None,
        })
        .collect();
    if edits.is_empty() {
        return;
    }
    let records: Vec<RecordRef> = edits.iter().map(|edit| edit.record).collect();
    let step = step::of_many(cx.catalog, Verb::Purge, &records, Vec::new());
    cx.commit(step, edits, Waiting::Change);
}
