//! Which links count: those that are, or those that were.

/// Whether the last records that link on a route count though they are over, or because of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Times {
    /// Those that are not over.
    #[default]
    Now,
    /// All of them.
    Ever,
    /// Those that are over.
    Past,
}

impl Times {
    /// Whether a record that links counts.
    pub fn take(self, is_over: bool) -> bool {
        match self {
            Times::Now => !is_over,
            Times::Ever => true,
            Times::Past => is_over,
        }
    }
}
