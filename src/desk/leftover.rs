//! What is left of a change of many, where others were quicker: the rest of it is saved, this comes back.

use std::collections::{BTreeSet, HashSet};

use super::Desk;
use super::context::{Again, Context};
use super::importing::Importing;
use super::jobs::changing::Done;
use super::layers::bulk::Bulk;
use super::screen::Screen;
use super::status::Tone;
use crate::model::RecordRef;
use crate::store::CommitError;

/// These of it were left out of what is saved.
pub(super) fn come_back(desk: &mut Desk, again: Again, left: &[RecordRef]) {
    if left.is_empty() {
        return;
    }
    match again {
        Again::Rows(done, all) => {
            let words = rows_come_back(desk, &all, left);
            let is_free = desk.layers.is_empty();
            if let Done::Set(field, value) = done
                && is_free
            {
                desk.open(|_, cx| Bulk::again(field, value, left.to_vec(), words, cx));
            }
        }
        Again::File(source, bundles) => {
            let left: BTreeSet<RecordRef> = left.iter().copied().collect();
            let touched = bundles.iter().filter(|bundle| bundle.touches(&left));
            let lines: BTreeSet<u64> = touched.map(|bundle| bundle.line).collect();
            let left: Vec<RecordRef> = left.into_iter().collect();
            let who = who(&left, &desk.parts().2);
            desk.import(|importing, cx| importing.left(source, lines, who, cx));
        }
        Again::Groups(bundles) => {
            let left: BTreeSet<RecordRef> = left.iter().copied().collect();
            let touched = bundles.iter().filter(|bundle| bundle.touches(&left));
            let count = touched.count();
            let left: Vec<RecordRef> = left.into_iter().collect();
            let (_, _, mut cx) = desk.parts();
            let told = [("n", count.into()), ("who", who(&left, &cx).into())];
            let words = cx.format("left-groups", &told);
            match cx.status.as_mut() {
                Some(status) => status.text = format!("{} · {words}", status.text),
                None => cx.say(Tone::Warning, words),
            }
        }
    }
}

/// Nothing of it could be saved: all of it comes back, if that is because others were quicker. Says whether it is.
pub(super) fn all_comes_back(desk: &mut Desk, again: Option<Again>, error: &CommitError) -> bool {
    let is_overtaken = matches!(
        error,
        CommitError::Conflict(_) | CommitError::Needed(_) | CommitError::Missing(_)
    );
    let Some(again) = again.filter(|_| is_overtaken) else {
        return false;
    };
    let all: Vec<RecordRef> = match &again {
        Again::Rows(_, all) => all.clone(),
        Again::File(_, bundles) | Again::Groups(bundles) => {
            bundles.iter().flat_map(|at| at.records.clone()).collect()
        }
    };
    *desk.parts().2.status = None;
    come_back(desk, again, &all);
    desk.import(Importing::go_on);
    true
}

/// Those rows stay marked, those that are done do not; says who was quicker.
fn rows_come_back(desk: &mut Desk, all: &[RecordRef], left: &[RecordRef]) -> String {
    let (_, screen, mut cx) = desk.parts();
    if all.len() > 1 {
        mark_alone(left, screen);
    }
    let told = [("n", left.len().into()), ("who", who(left, &cx).into())];
    let words = cx.format("left-rows", &told);
    match cx.status.as_mut() {
        Some(status) => status.text = format!("{} · {words}", status.text),
        None => cx.say(Tone::Warning, words.clone()),
    }
    words
}

fn mark_alone(left: &[RecordRef], screen: &mut Screen) {
    let alone: HashSet<RecordRef> = left.iter().copied().collect();
    screen.unmark(&|marked| !alone.contains(marked));
    if let Some(list) = screen.list_mut() {
        list.marks.extend(left.iter().copied());
    }
}

/// Who changed these last, as far as that is known.
fn who(records: &[RecordRef], cx: &Context) -> String {
    let found = records.iter().filter_map(|record| cx.catalog.get(*record));
    let revisions: HashSet<u64> = found.map(|record| record.revision).collect();
    let mut names: Vec<String> = Vec::new();
    for by in cx.journal.iter().rev() {
        if revisions.contains(&by.sequence) && !names.contains(&by.who()) {
            names.push(by.who());
        }
    }
    match names.is_empty() {
        true => cx.word("author-unknown"),
        false => names.join(", "),
    }
}
