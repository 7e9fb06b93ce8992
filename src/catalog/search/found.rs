//! What a search finds.

use crate::model::RecordRef;

/// A row found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The record.
    pub record: RecordRef,
    /// How well it matches: greater is better, 0 if nothing was searched for.
    pub score: u32,
    /// Whether it has the words but for a typo, abbreviated, or as scattered letters.
    pub approximate: bool,
    /// Whether it is over, or has the words only by a function that is.
    pub past: bool,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The best ones, best first; those that have the words as they are typed before the others.
    pub hits: Vec<Hit>,
    /// How many have the words as they are typed.
    pub total: usize,
    /// How many more have them approximately. They are looked for when few have them as typed.
    pub approximate: usize,
}
