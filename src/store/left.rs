//! What lies among the drafts and can't be offered as one, without a language: the Fluent text `left-<id>` says it.
//! It is named, and left where it is.

use std::path::{Path, PathBuf};

use super::error::{Arguments, Damage, ReadError, Trouble, shown};
use super::there;

/// Something left among the drafts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The file or folder.
    pub path: PathBuf,
    /// What is the matter with it.
    pub why: Unoffered,
}

/// Unoffered something is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unoffered {
    /// It can't be read, or is not what was written.
    Unread(ReadError),
    /// It can't be written.
    Unwritten(Trouble),
    /// A draft under the name of another.
    Misnamed,
    /// A text from an editor that is no UTF-8, from that byte on.
    NotText(usize),
    /// A text from an editor that was taken over; the editor's own file beside it has what it had not saved.
    Unsaved,
}

impl Left {
    /// What can't be read.
    pub(super) fn unread(path: &Path, error: ReadError) -> Left {
        Left {
            path: path.to_path_buf(),
            why: Unoffered::Unread(error),
        }
    }

    /// What could not be laid there.
    pub fn unwritten(trouble: Trouble) -> Left {
        Left {
            path: trouble.path.clone(),
            why: Unoffered::Unwritten(trouble),
        }
    }

    /// Whether it is damaged, or not what should lie there.
    pub fn is_damage(&self) -> bool {
        // What cannot be reached now is no damage of it; nor is the folder of all drafts put aside for that.
        match &self.why {
            Unoffered::Unread(ReadError::NewerFormat { .. })
            | Unoffered::Unsaved
            | Unoffered::Unwritten(_) => false,
            Unoffered::Unread(ReadError::Io(_)) if self.path.ends_with("drafts") => {
                there::reached(&self.path).is_ok_and(|found| found.is_some_and(|it| !it.is_dir()))
            }
            _ => true,
        }
    }

    /// The identifier used in Fluent keys.
    pub fn id(&self) -> &'static str {
        match &self.why {
            Unoffered::Unread(ReadError::Damaged(_)) => "damaged",
            Unoffered::Unread(ReadError::NewerFormat { .. }) => "newer",
            Unoffered::Unread(ReadError::Io(_)) => "unread",
            Unoffered::Unwritten(_) => "unwritten",
            Unoffered::Misnamed => "misnamed",
            Unoffered::NotText(_) => "not-text",
            Unoffered::Unsaved => "unsaved",
        }
    }

    /// The arguments of the text.
    pub fn arguments(&self) -> Arguments {
        let mut arguments = vec![("path", shown(&self.path))];
        match &self.why {
            Unoffered::Unread(ReadError::Io(trouble)) | Unoffered::Unwritten(trouble) => {
                arguments.push(("cause", trouble.text.clone()))
            }
            Unoffered::NotText(offset) => arguments.push(("offset", offset.to_string())),
            Unoffered::Unread(ReadError::Damaged(Damage::File { offset, .. })) => {
                arguments.push(("offset", offset.to_string()));
            }
            _ => {}
        }
        arguments
    }
}
