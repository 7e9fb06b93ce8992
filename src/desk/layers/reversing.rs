//! Entries of the journal taken back, wholly or in part, from wherever they are listed.

use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene};
use crate::desk::trashing::ASK_ABOVE;
use crate::model::reversal::Reversal;
use crate::model::{Heading, RecordRef, Verb};

/// Undoes the last own entry.
pub fn undo(cx: &mut Context) {
    if let Some(last) = cx.undo_stacks().0.last() {
        let reversal = reversal(*last, Verb::Undo, Vec::new(), cx);
        cx.reverse(reversal);
    }
}

/// Does again what was undone last.
pub fn redo(cx: &mut Context) {
    if let Some(last) = cx.undo_stacks().1.last() {
        let reversal = reversal(*last, Verb::Redo, Vec::new(), cx);
        cx.reverse(reversal);
    }
}

/// Asks before much, or what another did, is taken back.
pub fn take_back(heading: &Heading, only: Vec<RecordRef>, cx: &mut Context) {
    // The last step is undone as ever. To take back an older one, or a part, is a step of its own, so that
    // all steps can still be undone in turn.
    let (done, undone) = cx.undo_stacks();
    let verb = match Some(&heading.sequence) {
        last if only.is_empty() && last == done.last() => Verb::Undo,
        last if only.is_empty() && last == undone.last() => Verb::Redo,
        _ => Verb::Revert,
    };
    let count = match only.len() {
        0 => heading.step.count as usize,
        some => some,
    };
    let reversal = reversal(heading.sequence, verb, only, cx);
    if count <= ASK_ABOVE && heading.author == cx.settings.author {
        return cx.reverse(reversal);
    }
    let step = cx.words().heading(heading);
    let question = cx.format(
        "ask-undo-entry",
        &[("n", count.into()), ("step", step.into())],
    );
    let at = cx.texts().moment(heading.at);
    let details = vec![format!("{} · {at}", heading.author)];
    cx.question(question, details, Some(Ask::Reverse(reversal)));
}

/// An entry taken back: those records of it, or all.
pub fn reversal(sequence: u64, verb: Verb, only: Vec<RecordRef>, scene: &Scene) -> Reversal {
    let subject = match only.as_slice() {
        [one] => scene.catalog.short(*one).unwrap_or_default(),
        _ => String::new(),
    };
    Reversal {
        only,
        subject,
        ..Reversal::new(sequence, verb, &scene.settings.author, scene.now)
    }
}
