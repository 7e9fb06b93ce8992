//! The sizes of a store.

/// Sizes, so that tests can make them small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// A segment of the wal that is that long, in bytes, is followed by a new one.
    pub segment_bytes: u64,
    /// sled's cache, in bytes.
    pub cache_bytes: u64,
    /// How many records go into sled at a time when it is made again.
    pub batch: usize,
    /// A snapshot is taken if there were more changes since the last one (and more than one for each hundred
    /// records, up to 20,000) …
    pub snapshot_changes: u64,
    /// … or more bytes of wal (and more than four for each record).
    pub snapshot_bytes: u64,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            segment_bytes: 16 << 20,
            cache_bytes: 32 << 20,
            batch: 2_000,
            snapshot_changes: 2_000,
            snapshot_bytes: 4 << 20,
        }
    }
}
