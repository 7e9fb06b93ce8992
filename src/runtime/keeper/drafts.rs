//! The drafts' thread, which never waits for a long commit.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::mpsc::Receiver;

use ulid::Ulid;

use crate::desk::message::{Msg, Refused};
use crate::runtime::Post;
use crate::store::ReadError;
use crate::store::drafts::{self, Draft};

/// A request about drafts.
pub enum DraftRequest {
    /// Keep it.
    Save(Draft),
    /// It is done with.
    Drop(Ulid),
}

/// The drafts that are kept; those that can't be read are logged.
pub(super) fn kept(folder: &Path) -> Vec<Draft> {
    match drafts::list(folder) {
        Ok((drafts, damaged)) => {
            for path in damaged {
                tracing::warn!(path = %path.display(), "a draft can't be read");
            }
            drafts
        }
        Err(error) => {
            tracing::warn!(%error, "the drafts can't be read");
            Vec::new()
        }
    }
}

/// The drafts' thread.
pub fn keep_drafts(folder: &Path, requests: &Receiver<DraftRequest>, post: &Post) {
    let mut unkept = BTreeSet::new();
    while let Ok(request) = requests.recv() {
        match &request {
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
            DraftRequest::Drop(id) => {
                if let Err(error) = drafts::remove(folder, *id) {
                    tracing::error!(%error, "a draft can't be removed");
                }
            }
        }
    }
}
