//! The drafts' thread, which never waits for a long commit.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::mpsc::Receiver;

use ulid::Ulid;

use crate::desk::message::{Msg, Refused};
use crate::runtime::{Post, edited};
use crate::store::ReadError;
use crate::store::drafts::{self, Draft};
use crate::store::editing::{self, Editing};

/// A request about drafts.
pub enum DraftRequest {
    /// Keep it.
    Save(Draft),
    /// It is done with.
    Drop(Ulid),
    /// The draft has the text of an editor: its file goes, if the draft is kept.
    Taken(Editing),
}

/// The drafts that are kept, with what editors have left, and what lies among them and can't be offered.
pub(super) fn kept(folder: &Path) -> (Vec<Draft>, Vec<Refused>) {
    let (drafts, left) = editing::gather(folder);
    for left in &left {
        tracing::warn!(path = %left.path.display(), why = ?left.why, "left among the drafts");
    }
    (drafts, left.iter().map(edited::said).collect())
}

/// The drafts' thread.
pub fn keep_drafts(folder: &Path, requests: &Receiver<DraftRequest>, post: &Post) {
    let mut unkept = BTreeSet::new();
    while let Ok(mut request) = requests.recv() {
        match &mut request {
            DraftRequest::Save(draft) => match drafts::save(folder, draft).map_err(ReadError::from)
            {
                Ok(()) if unkept.remove(&draft.id) => post(Msg::DraftKept(draft.id)),
                Ok(()) => {}
                Err(error) => {
                    tracing::error!(%error, "a draft can't be kept");
                    unkept.insert(draft.id);
                    let why = Refused {
                        id: error.id(),
                        arguments: error.arguments(),
                    };
                    post(Msg::DraftUnkept(draft.id, why));
                }
            },
            DraftRequest::Taken(editing) if unkept.contains(&editing.draft()) => {}
            DraftRequest::Taken(editing) => {
                if let Err(error) = editing.taken() {
                    tracing::error!(%error, "the file of an editor can't be removed");
                }
            }
            DraftRequest::Drop(id) => {
                if let Err(error) = drafts::remove(folder, *id) {
                    tracing::error!(%error, "a draft can't be removed");
                }
            }
        }
    }
}
