//! Into the trash, out of it, and the trash emptied.

use super::ask::{ASK_ABOVE, Ask};
use super::context::{Context, MANY, Scene};
use super::jobs::Cue;
use super::jobs::changing::Done;
use super::jobs::chosen::Chosen;
use super::jobs::weighing::{Emptied, Weighed, Weighing, in_words};
use super::layers::Layer;
use super::layout::Focus;
use super::message::{Job, JobId};
use super::screen::Screen;
use super::status::Tone;

/// Moves what is meant to the trash. Asks before where live records point to it, where it is much,
/// and where some of it does not show.
pub fn delete(screen: &mut Screen, cx: &mut Context) {
    let chosen = screen.chosen(cx);
    let listed = match (screen.focus, screen.list()) {
        (Focus::List, Some(pane)) if pane.hidden > 0 => Some(pane.listing()),
        _ => None,
    };
    let weighing = Weighing {
        catalog: cx.catalog.clone(),
        chosen,
        listed,
    };
    if weighing.chosen.len() > MANY {
        let question = cx.format("ask-delete", &[("n", weighing.chosen.len().into())]);
        return cx.weigh(question, Job::Weigh(Box::new(weighing)));
    }
    let Some(weighed) = Cue::here(|cue| weighing.weighed(cue)) else {
        return;
    };
    let is_little = weighed.chosen.len() <= ASK_ABOVE && !weighed.speaks_against();
    match is_little {
        true => set_trashed(&weighed.chosen, true, screen, cx),
        false => ask_to_delete(weighed, cx),
    }
}

/// Asks whether records shall be moved to the trash, with what stands against it.
pub fn ask_to_delete(weighed: Weighed, cx: &mut Context) {
    let details = against_deleting(&weighed, cx);
    let chosen = weighed.chosen;
    let question = match chosen.only() {
        Some(only) => {
            let title = cx.catalog.title(only).unwrap_or_default();
            cx.format("ask-delete-one", &[("title", title.as_str().into())])
        }
        None => cx.format("ask-delete", &[("n", chosen.len().into())]),
    };
    cx.question(question, details, Some(Ask::Trash(chosen, true)));
}

/// What speaks against it, a line each: how many live records of which kinds point there, and what
/// of it does not show. Of many records those that are pointed to are named.
fn against_deleting(weighed: &Weighed, scene: &Scene) -> Vec<String> {
    let mut details = Vec::new();
    if !weighed.pointing.is_empty() {
        let links = in_words(&weighed.pointing, scene.lang());
        details.push(scene.format("delete-needed", &[("links", links.as_str().into())]));
        if weighed.chosen.len() > 1 {
            let needed = weighed.needed.iter().filter_map(|(record, pointing)| {
                let links = in_words(pointing, scene.lang());
                let title = scene.catalog.title(*record)?;
                let named = [
                    ("title", title.as_str().into()),
                    ("links", links.as_str().into()),
                ];
                Some(scene.format("delete-needed-one", &named))
            });
            details.extend(needed);
        }
    }
    let (hidden, named) = &weighed.hidden;
    if *hidden > 0 {
        details.push(scene.format("delete-hidden", &[("n", (*hidden).into())]));
        let names = named.iter();
        details.extend(names.filter_map(|record| scene.catalog.title(*record)));
    }
    details
}

/// Takes what is meant out of the trash.
pub fn restore(screen: &mut Screen, cx: &mut Context) {
    let chosen = screen.chosen(cx);
    set_trashed(&chosen, false, screen, cx);
}

/// Puts records into the trash, or takes them out; marks on them are done with.
pub fn set_trashed(chosen: &Chosen, trashed: bool, screen: &mut Screen, cx: &mut Context) {
    screen.unmark_chosen(chosen);
    cx.change(chosen.clone(), Done::Trashed(trashed));
}

/// Asks whether the trash shall be emptied.
pub fn ask_to_empty(cx: &mut Context) {
    if cx.catalog.trash_count() > MANY {
        let catalog = Box::new(cx.catalog.clone());
        let question = cx.format("ask-empty-trash", &[("n", cx.catalog.trash_count().into())]);
        return cx.weigh(question, Job::WeighTrash(catalog));
    }
    let emptied = Emptied::of(cx.catalog);
    ask_by(&emptied, cx);
}

/// Asks it, by what it comes to.
pub fn ask_by(emptied: &Emptied, cx: &mut Context) {
    let mut details = Vec::new();
    let (kept, named) = &emptied.kept;
    if *kept > 0 {
        details.push(cx.format("trash-needed", &[("n", (*kept).into())]));
        let titles = named.iter();
        details.extend(titles.filter_map(|record| cx.catalog.title(*record)));
    }
    if emptied.gone == 0 {
        return cx.say(Tone::Warning, details.join(" — "));
    }
    let question = cx.format("ask-empty-trash", &[("n", emptied.gone.into())]);
    cx.question(question, details, Some(Ask::EmptyTrash));
}

/// Removes from the trash what nothing that stays points at.
pub fn empty(cx: &mut Context) {
    cx.change(Vec::new(), Done::Purged);
}

/// Takes the question away that waits for that job, to be asked with what bears on it; says whether it is there. Who went
/// on to something else is asked nothing.
pub fn take_awaiting(job: JobId, layers: &mut Vec<Layer>) -> bool {
    let awaits = |layer: &Layer| matches!(layer, Layer::Confirm(at) if at.awaits == Some(job));
    let before = layers.len();
    layers.retain(|layer| !awaits(layer));
    layers.len() < before
}
