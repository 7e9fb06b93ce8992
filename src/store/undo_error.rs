//! Why an entry was not taken back.

use thiserror::Error;

use super::error::{Arguments, CommitError, ReadError};
use crate::model::reversal::Conflict;

/// Why an entry was not taken back.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum UndoError {
    /// The journal has no such entry (or it did not change that record).
    #[error("no journal entry {0}")]
    NoEntry(u64),
    /// Records that are in the way: changed again since, gone, or pointing at what is gone.
    #[error("entry {entry}: in the way: {conflicts:?}")]
    Conflicts {
        /// The entry.
        entry: u64,
        /// Record by record.
        conflicts: Vec<Conflict>,
        /// Whether anything is still as the entry has left it.
        stands: bool,
    },
    /// Everything is as it was before the entry already.
    #[error("entry {0}: nothing to take back")]
    Nothing(u64),
    /// The inverse could not be saved.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The entry could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl UndoError {
    /// The identifier used in Fluent keys.
    pub fn id(&self) -> &'static str {
        match self {
            UndoError::NoEntry(_) => "no-entry",
            UndoError::Conflicts { .. } => "undo-conflicts",
            UndoError::Nothing(_) => "undo-nothing",
            UndoError::Commit(error) => error.id(),
            UndoError::Read(error) => error.id(),
        }
    }

    /// The arguments of the text.
    pub fn arguments(&self) -> Arguments {
        match self {
            UndoError::NoEntry(entry) | UndoError::Nothing(entry) => {
                vec![("entry", entry.to_string())]
            }
            UndoError::Conflicts {
                entry, conflicts, ..
            } => vec![
                ("entry", entry.to_string()),
                ("count", conflicts.len().to_string()),
            ],
            UndoError::Commit(error) => error.arguments(),
            UndoError::Read(error) => error.arguments(),
        }
    }
}
