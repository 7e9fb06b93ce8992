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
    /// Nothing: the details are there to be read.
    Nothing,
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
    /// The first detail on the screen.
    pub offset: usize,
}

impl Confirm {
    /// A question, its details from the first one on.
    pub fn new(question: String, details: Vec<String>, asked: Asked) -> Confirm {
        Confirm {
            question,
            details,
            asked,
            offset: 0,
        }
    }

    /// Moves through the details; the last one stays on the screen.
    pub fn step(&mut self, by: isize) {
        let last = self.details.len().saturating_sub(1);
        self.offset = self.offset.saturating_add_signed(by).min(last);
    }
}
