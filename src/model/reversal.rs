//! Taking a journal entry back: what is asked, and what can be in the way.

use super::author::Author;
use super::change::{Content, Heading, Verb};
use super::field::FieldNo;
use super::value::RecordRef;

/// What to take back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reversal {
    /// The entry.
    pub sequence: u64,
    /// `Undo`, `Redo` (the entry is then the undo) or `Revert`. To undo an undo is to redo.
    pub verb: Verb,
    /// Who.
    pub author: Author,
    /// When: milliseconds since 1970, UTC.
    pub at: i64,
    /// Only these records of the entry; all if none is named.
    pub only: Vec<RecordRef>,
    /// What those records are called, where they are but a part of the entry's; empty for several.
    pub subject: String,
    /// Whether later edits of the same fields give way.
    pub force: bool,
    /// Whether what was changed since stays as it is, and only the rest is taken back.
    pub rest: bool,
}

impl Reversal {
    /// All of an entry, where nothing is in the way.
    pub fn new(sequence: u64, verb: Verb, author: &Author, at: i64) -> Reversal {
        Reversal {
            sequence,
            verb,
            author: author.clone(),
            at,
            only: Vec::new(),
            subject: String::new(),
            force: false,
            rest: false,
        }
    }
}

/// A record that is in the way of an undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Which one.
    pub record: RecordRef,
    /// The fields that are; none where it is the record as a whole.
    pub fields: Vec<FieldNo>,
    /// What is the matter.
    pub obstacle: Obstacle,
    /// What it holds, or last held as far as the entry knows: what it is called follows from that.
    pub content: Content,
    /// Who changed that since, and when; `None` if the journal does not tell.
    pub since: Option<Heading>,
}

/// Why a record is in the way of an undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The fields were changed again.
    Changed,
    /// It was moved to the trash.
    Trashed,
    /// It was taken from the trash.
    Restored,
    /// It was removed for good.
    Removed,
    /// It was made anew.
    Made,
    /// A record that it would point at again is gone for good; what that one held, if the journal tells.
    Missing(RecordRef, Option<Content>),
}

impl Obstacle {
    /// The identifier used in Fluent keys.
    pub fn id(&self) -> &'static str {
        match self {
            Obstacle::Changed => "changed",
            Obstacle::Trashed => "trashed",
            Obstacle::Restored => "restored",
            Obstacle::Removed => "removed",
            Obstacle::Made => "made",
            Obstacle::Missing(..) => "missing",
        }
    }
}
