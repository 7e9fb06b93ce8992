//! What lies over a snapshot.

use std::collections::BTreeMap;

use super::envelope::Key;

/// What the wal says of records since a snapshot: the entry, and the envelope unless it was removed.
pub type Overlay = BTreeMap<Key, (u64, Option<Vec<u8>>)>;
