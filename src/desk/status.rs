//! What the status line says, and how the store stands.

/// How the store stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is being opened and loaded.
    Loading,
    /// All is loaded.
    Ready,
    /// It can't be opened: the reason, in words.
    Unopened(String),
}

/// How a status is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Done: shown behind `✓`.
    Done,
    /// Something to know.
    Note,
    /// Something to mind.
    Warning,
    /// Something went wrong.
    Error,
}

/// What the status line says, until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// How it is meant.
    pub tone: Tone,
    /// The words.
    pub text: String,
}
