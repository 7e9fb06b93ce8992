//! A text in the user's editor: laid where the drafts lie before it, read back after it, however it has ended.

use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::desk::message::{Edited, ToEdit};
use crate::store::Trouble;
use crate::store::editing::Editing;
use crate::store::left::Left;

use super::keeper::DraftRequest;
use super::left::said;

/// How an editor has ended; what was not as usual about it, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// As one that saved or left.
    Well,
    /// With an error, or it was never there.
    Badly(String),
    /// By a signal.
    Killed(String),
    /// At once, without a change: it may have the text in a window of its own.
    AtOnce(String),
}

/// The text that an editor has, if one has.
#[derive(Debug, Default)]
pub struct Desktop(Mutex<Option<Editing>>);

impl Desktop {
    /// Lays a text for an editor, where the drafts lie. Nothing is done while there is one.
    ///
    /// # Errors
    /// It can't be written.
    pub fn lay(
        &self,
        home: Result<PathBuf, Trouble>,
        wanted: ToEdit,
    ) -> Result<Option<PathBuf>, Box<Edited>> {
        let mut place = self.place();
        if place.is_some() {
            return Ok(None);
        }
        let ToEdit { draft, field, text } = wanted;
        let id = draft.id;
        let laid = home.and_then(|home| Editing::begin(&home, draft, field, &text));
        let laid = laid.map_err(|error| {
            tracing::error!(%error, "a text can't be laid for the editor");
            let unread = Left::unwritten(error);
            Box::new(Edited {
                draft: id,
                field: field.to_string(),
                changed: None,
                unusual: None,
                unread: Some(said(&unread)),
            })
        })?;
        Ok(Some(place.insert(laid).path()))
    }

    /// Reads the text back. What can't be read, or may still be in a window, stays where it is.
    pub fn read(&self, ended: Ended) -> Option<Edited> {
        let mut place = self.place();
        let editing = place.as_mut()?;
        let killed = matches!(ended, Ended::Killed(_));
        let read = editing.read(killed);
        let edited = Edited {
            draft: editing.draft(),
            field: editing.field().to_string(),
            unread: read.as_ref().err().map(said),
            changed: read.ok().flatten(),
            unusual: match &ended {
                Ended::Well => None,
                Ended::Badly(words) | Ended::Killed(words) | Ended::AtOnce(words) => {
                    Some(words.clone())
                }
            },
        };
        if edited.unread.is_some() || matches!(ended, Ended::AtOnce(_)) {
            *place = None;
        }
        Some(edited)
    }

    /// Hands the file on, to go once the draft is kept.
    pub fn done(&self, drafts: &Sender<DraftRequest>) {
        if let Some(editing) = self.place().take() {
            // Without a thread to take it the file stays, and is offered at the next start.
            let _ = drafts.send(DraftRequest::Taken(editing));
        }
    }

    fn place(&self) -> MutexGuard<'_, Option<Editing>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
