//! What can go wrong with the terminal. Fluent text `term-<id>` says it to the user.

/// A fault of the terminal, the clipboard or the editor. `Display` is for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TermError {
    /// Standard input or output (named) is not a terminal.
    #[error("{0} is not a terminal")]
    NotATerminal(&'static str),
    /// `TERM` (its value, empty if unset) names a terminal that can't place a cursor.
    #[error("TERM is '{0}': a terminal that can place the cursor is needed")]
    Dumb(String),
    /// A system call on the terminal failed while starting; the system's words.
    #[error("the terminal can't be used: {0}")]
    Io(String),
    /// A worker thread panicked: its name and what it said. The application has saved.
    #[error("internal error in {thread}: {text}")]
    Panicked {
        /// Name of the thread.
        thread: String,
        /// What the panic said, and where.
        text: String,
    },
    /// The text is too long for the terminal's clipboard: its length and the limit, in bytes.
    #[error("{length} bytes are too many for the clipboard of the terminal (at most {limit})")]
    CopyTooLong {
        /// Length of the text.
        length: usize,
        /// The longest text that is sent.
        limit: usize,
    },
    /// The terminal (the console of Linux) has no clipboard.
    #[error("this terminal has no clipboard")]
    NoClipboard,
    /// Neither `$VISUAL`, `$EDITOR`, vi nor nano is there.
    #[error("no editor found: set EDITOR")]
    NoEditor,
    /// The editor (command) could not be run; the system's words.
    #[error("the editor '{command}' can't be run: {cause}")]
    EditorStart {
        /// The command.
        command: String,
        /// Why.
        cause: String,
    },
    /// The editor ended with that code.
    #[error("the editor ended with an error ({0})")]
    EditorFailed(i32),
    /// The editor was ended by a signal.
    #[error("the editor was ended by a signal")]
    EditorKilled,
    /// The shell found no such editor (command).
    #[error("the editor '{0}' was not found")]
    EditorMissing(String),
    /// The editor (command) came back at once and has changed nothing: it does not wait for its window.
    #[error("the editor '{0}' came back at once: it needs an option such as --wait")]
    EditorAtOnce(String),
    /// An editor is already open.
    #[error("an editor is already open")]
    EditorBusy,
}

impl TermError {
    /// The identifier used in Fluent keys.
    pub fn id(&self) -> &'static str {
        match self {
            TermError::NotATerminal(_) => "not-a-terminal",
            TermError::Dumb(_) => "dumb",
            TermError::Io(_) => "io",
            TermError::Panicked { .. } => "panicked",
            TermError::CopyTooLong { .. } => "copy-too-long",
            TermError::NoClipboard => "no-clipboard",
            TermError::NoEditor => "no-editor",
            TermError::EditorStart { .. } => "editor-start",
            TermError::EditorFailed(_) => "editor-failed",
            TermError::EditorKilled => "editor-killed",
            TermError::EditorMissing(_) => "editor-missing",
            TermError::EditorAtOnce(_) => "editor-at-once",
            TermError::EditorBusy => "editor-busy",
        }
    }

    /// The arguments of the text, by name.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            TermError::NotATerminal(stream) => vec![("stream", (*stream).to_string())],
            TermError::Dumb(term) => vec![("term", term.clone())],
            TermError::Io(cause) => vec![("cause", cause.clone())],
            TermError::Panicked { thread, text } => {
                vec![("thread", thread.clone()), ("text", text.clone())]
            }
            TermError::CopyTooLong { length, limit } => {
                vec![("length", length.to_string()), ("limit", limit.to_string())]
            }
            TermError::EditorStart { command, cause } => {
                vec![("command", command.clone()), ("cause", cause.clone())]
            }
            TermError::EditorFailed(code) => vec![("code", code.to_string())],
            TermError::EditorAtOnce(command) | TermError::EditorMissing(command) => {
                vec![("command", command.clone())]
            }
            TermError::NoClipboard
            | TermError::NoEditor
            | TermError::EditorKilled
            | TermError::EditorBusy => Vec::new(),
        }
    }
}

impl From<std::io::Error> for TermError {
    fn from(error: std::io::Error) -> Self {
        TermError::Io(error.to_string())
    }
}
