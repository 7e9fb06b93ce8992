//! What every subcommand is given, and how it may end.

use std::path::PathBuf;

use crate::locale::Texts;
use crate::model::Author;
use crate::runtime::surroundings::Surroundings;

/// Why a command line ends without doing what was asked.
#[derive(Debug)]
pub enum Failure {
    /// Refused, with the reason: exit code 1.
    Refused(String),
    /// Used wrongly: exit code 2.
    Usage(String),
    /// The store can't be opened: exit code 3.
    Store(String),
}

impl Failure {
    pub(super) fn code(&self) -> u8 {
        match self {
            Failure::Refused(_) => 1,
            Failure::Usage(_) => 2,
            Failure::Store(_) => 3,
        }
    }

    pub(super) fn reason(&self) -> &str {
        match self {
            Failure::Refused(reason) | Failure::Usage(reason) | Failure::Store(reason) => reason,
        }
    }
}

/// What every subcommand needs.
pub struct Context {
    pub(super) surroundings: Surroundings,
    pub(super) texts: Texts,
    pub(super) author: Author,
    pub(super) store: Option<PathBuf>,
    pub(super) demo: bool,
    pub(super) json: bool,
}
