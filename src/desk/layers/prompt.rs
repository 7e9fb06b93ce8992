//! Asking for one line of text.

use crate::desk::input::Input;
use crate::model::Collection;

/// What the line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The path of a file to import as that collection.
    ImportPath(Collection),
}

/// The question.
#[derive(Debug)]
pub struct Prompt {
    /// What is asked, in words.
    pub title: String,
    /// What is typed.
    pub input: Input,
    /// What it is for.
    pub wanted: Wanted,
}
