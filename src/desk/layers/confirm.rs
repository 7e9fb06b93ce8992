//! Asking before something is done that reaches far. The answer is No unless said otherwise.

use ulid::Ulid;

use crate::desk::message::Reversal;
use crate::model::{Commit, RecordRef};

/// What is done on Yes.
#[derive(Debug)]
pub enum Asked {
    /// Delete these records, though live ones point to them.
    Delete(Vec<RecordRef>),
    /// Empty the trash.
    EmptyTrash,
    /// Take an entry back.
    Reverse(Reversal),
    /// Undo over later edits.
    Force(Reversal),
    /// Commit an import.
    Import(Box<Commit>),
    /// Throw a draft away.
    Discard(Ulid),
    /// Quit, though drafts can't be kept.
    Quit,
}

/// The question.
#[derive(Debug)]
pub struct Confirm {
    /// The question, in words.
    pub question: String,
    /// What bears on it, a line each.
    pub details: Vec<String>,
    /// What is done on Yes.
    pub asked: Asked,
}
