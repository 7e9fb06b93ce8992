//! What is looked at around the records of a store: its marker, its rights, its drafts.

use std::path::Path;

use super::finding::Finding;
use super::marker::{self, Found};
use super::source::Unread;
use super::{drafts, editing, trust};

/// What is wrong with the marker. A store of an older program has none until it is written to.
pub fn marker(dir: &Path) -> Option<Finding> {
    let path = dir.join(marker::NAME);
    match marker::find(dir) {
        Found::Damaged => Some(Finding::Marker(path)),
        Found::Unread(trouble) => Some(Finding::Unread(Unread {
            path,
            offset: 0,
            bytes: 0,
            cause: trouble.text,
        })),
        _ => None,
    }
}

/// What of a shared store its group can't read and write, or others can.
pub fn rights(dir: &Path) -> impl Iterator<Item = Finding> {
    let amiss = trust::amiss(dir).into_iter();
    amiss.map(|(path, owner)| Finding::Rights { path, owner })
}

/// What is to be said of the drafts that lie in `home`.
pub fn drafts(home: &Path) -> Vec<Finding> {
    let (texts, left) = editing::waiting(home);
    let left = drafts::list(home).1.into_iter().chain(left);
    let said = left.map(|left| match left.is_damage() {
        true => Finding::Draft(left.path),
        false => Finding::DraftKept(left.path),
    });
    said.chain(texts.into_iter().map(Finding::Edited)).collect()
}
