//! Entries of the journal taken back, wholly or in part, from wherever they are listed.

use crate::desk::ask::{ASK_ABOVE, Ask};
use crate::desk::context::{Context, Scene};
use crate::model::change::undo_stacks_of;
use crate::model::reversal::Reversal;
use crate::model::{Heading, RecordRef, Verb};

/// Undoes the last step of this desk; once there is none, asked once, older ones of the same account.
pub fn undo(cx: &mut Context) {
    let own = own_stacks(cx).0.pop();
    back(own, cx.undo_stacks().0.pop(), Verb::Undo, cx);
}

/// Does again what was undone last, here or, asked once, earlier by the same account.
pub fn redo(cx: &mut Context) {
    let own = own_stacks(cx).1.pop();
    back(own, cx.undo_stacks().1.pop(), Verb::Redo, cx);
}

fn own_stacks(cx: &Context) -> (Vec<u64>, Vec<u64>) {
    let is_own = |heading: &Heading| cx.work.own.contains(&heading.sequence);
    undo_stacks_of(cx.journal.iter(), is_own)
}

fn back(own: Option<u64>, older: Option<u64>, verb: Verb, cx: &mut Context) {
    let Some(sequence) = own.or(older) else {
        return;
    };
    let reversal = reversal(sequence, verb, Vec::new(), cx);
    let heading = cx.journal.iter().find(|at| at.sequence == sequence);
    match heading.filter(|_| own.is_none() && !goes_back_already(cx)) {
        Some(heading) => question(&heading.clone(), reversal, cx),
        None => cx.reverse(reversal),
    }
}

/// Whether this desk has taken back a step already that it did not make.
fn goes_back_already(cx: &Context) -> bool {
    let own = &cx.work.own;
    let mut headings = cx.journal.iter();
    headings.any(|heading| {
        let back = heading.undoes.filter(|undone| !own.contains(undone));
        back.is_some() && own.contains(&heading.sequence)
    })
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
    if count <= ASK_ABOVE && heading.is_by(&cx.settings.author) {
        return cx.reverse(reversal);
    }
    question(heading, reversal, cx);
}

fn question(heading: &Heading, reversal: Reversal, cx: &mut Context) {
    let count = match reversal.only.len() {
        0 => heading.step.count as usize,
        some => some,
    };
    let step = cx.words().heading(heading);
    let question = cx.format(
        "ask-undo-entry",
        &[("n", count.into()), ("step", step.into())],
    );
    let at = cx.texts().moment(heading.at);
    let details = vec![format!("{} · {at}", heading.who())];
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
