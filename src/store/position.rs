//! Where something lies in the wal.

/// A place in the wal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The first sequence of the segment, which names it.
    pub segment: u64,
    /// Bytes from its beginning.
    pub offset: u64,
}
