//! What the loop hears besides input.

/// What concerns the loop before any input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// The terminal is gone, by signal or by its own word.
    Lost,
    /// A signal asks to end: the exit code, 128 + its number.
    End(i32),
    /// A signal asks to stop, as Ctrl-Z in the terminal of a parent.
    Stop,
    /// The process runs again after a stop.
    Continued,
    /// The window has another size, or has lost what it showed.
    Resized,
    /// The terminal has taken everything that was sent.
    Taken,
    /// A thread other than the loop's has panicked.
    Panicked { thread: String, text: String },
}
