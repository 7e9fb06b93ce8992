//! What sled says against its own files, by what it means.

use std::path::PathBuf;

use thiserror::Error;

/// What it says; its own words, which are English, are for logs.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SledFault {
    /// The system refused: in its words.
    #[error("IO error: {0}")]
    Io(String),
    /// Bytes are not as sled wrote them.
    #[error("{0}")]
    Corrupt(String),
    /// It can't go on with what it found.
    #[error("{0}")]
    Stuck(String),
    /// Something else than a file lies in its folder.
    #[error("{}: no file", .0.display())]
    NoFile(PathBuf),
    /// It is being made again.
    #[error("being made again")]
    Renewed,
}

impl SledFault {
    /// The key of the text that says it, or the words of the system, and what it is about.
    pub(super) fn arguments(&self) -> Vec<(&'static str, String)> {
        let cause = |id: &str| ("cause", format!("store-sled-{id}"));
        match self {
            SledFault::Io(words) => vec![("cause", words.clone())],
            SledFault::Corrupt(_) => vec![cause("corrupt")],
            SledFault::Stuck(_) => vec![cause("stuck")],
            SledFault::NoFile(path) => {
                vec![cause("no-file"), ("path", path.display().to_string())]
            }
            SledFault::Renewed => vec![cause("renewed")],
        }
    }
}

impl From<sled::Error> for SledFault {
    fn from(error: sled::Error) -> SledFault {
        match error {
            sled::Error::Io(error) => SledFault::Io(error.to_string()),
            error @ sled::Error::Corruption { .. } => SledFault::Corrupt(error.to_string()),
            error => SledFault::Stuck(error.to_string()),
        }
    }
}
