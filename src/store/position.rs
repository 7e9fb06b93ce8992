//! Where something lies in the wal.

/// A place in the wal: the earlier, the less.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The first sequence of the segment, which names it.
    pub segment: u64,
    /// Bytes from its beginning.
    pub offset: u64,
}
