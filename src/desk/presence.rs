//! Who is here: what others may know of this desk, and what it knows of them.

use super::context::Scene;
use super::message::At;
use crate::model::RecordRef;
use crate::store::presence::Present;

/// Who is here.
#[derive(Debug, Default)]
pub struct Presence {
    /// The desks that have the store open, this one among them, as far as was looked.
    pub present: Vec<Present>,
    /// Since when this desk has it open, in milliseconds since 1970, UTC.
    pub(super) since: Option<i64>,
    /// What was told of this desk.
    pub(super) told: At,
}

impl Presence {
    /// The store was opened, or another one is in its place: all is told anew.
    pub fn opened(&mut self, now: i64) {
        self.since.get_or_insert(now);
        self.told = At::default();
    }
}

/// The others that have a record open in a form, and since when.
pub(super) fn others(
    present: &[Present],
    record: RecordRef,
) -> impl Iterator<Item = (&Present, i64)> {
    let others = present.iter().filter(|present| !present.own);
    others.filter_map(move |present| Some((present, present.edits(record)?)))
}

/// Who else has that record open in a form, in words, a line each.
pub fn edited_by(scene: &Scene, record: RecordRef) -> Vec<String> {
    others(scene.present, record)
        .map(|(present, since)| {
            let told = [
                ("who", scene.words().present(present).into()),
                ("at", scene.words().since(since, scene.now).into()),
            ];
            scene.format("here-edited", &told)
        })
        .collect()
}
