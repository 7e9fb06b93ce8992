//! What opening a store has to say, without a language: the Fluent text `store-<id>` says it.

use std::path::PathBuf;

use super::error::{Arguments, Damage, shown};
use super::source::Unread;
use super::succession::Succession;

/// Why the sled folder was made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It was not there.
    Missing,
    /// It was older than the newest snapshot.
    Behind,
    /// It was ahead of the journal, and not whole.
    Ahead,
    /// It could not be read.
    Damaged(Damage),
    /// A part of the journal that could not be read can be read again.
    Seen,
    /// It was asked for.
    Asked,
}

/// What was found, and put right, while opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Entries of the journal that sled lacked were applied.
    Replayed {
        /// How many.
        entries: u64,
    },
    /// sled was made again from a snapshot and the journal.
    Rebuilt {
        /// Why.
        why: Why,
        /// How many records there are.
        records: u64,
    },
    /// The end of the journal was cut off at the last whole entry.
    TornTail {
        /// How much was cut off.
        bytes: u64,
    },
    /// A part of a file can't be read: it counts as damaged, and all else is used.
    Unread(Unread),
    /// It lies on a network's file system, on which several desks are not held safe.
    Network {
        /// The store.
        path: PathBuf,
        /// What the file system is called.
        kind: String,
    },
    /// What is in the store's place goes on from it, and so does who had it open.
    Continued,
    /// Another store, or another state of it, is in the place of the one that was read, and is shown since.
    Exchanged,
    /// The store in the place of the one that was open was put there by somebody, and is gone on with.
    Replaced(Succession),
    /// The store is not as far as it was once: fewer entries or other records than its witness saw.
    Below {
        /// The last entry that there is.
        found: u64,
        /// How many records there are.
        records: u64,
        /// The last entry that there was.
        witnessed: u64,
        /// How many records there were.
        there_were: u64,
    },
    /// A file of the wal that begins where no journal can have come from the one before: left alone.
    Beyond(PathBuf),
    /// The journal lacks entries: their history is lost. Their records are not, where `kept`.
    Hole {
        /// The first one.
        first: u64,
        /// The last one.
        last: u64,
        /// Whether sled or a snapshot still holds what they did.
        kept: bool,
    },
}

impl Notice {
    /// The identifier used in Fluent keys.
    pub fn id(&self) -> &'static str {
        match self {
            Notice::Replayed { .. } => "replayed",
            Notice::Rebuilt { why, .. } => match why {
                Why::Missing => "rebuilt-missing",
                Why::Behind => "rebuilt-behind",
                Why::Ahead => "rebuilt-ahead",
                Why::Damaged(_) => "rebuilt-damaged",
                Why::Seen => "rebuilt-seen",
                Why::Asked => "rebuilt-asked",
            },
            Notice::TornTail { .. } => "torn-tail",
            Notice::Unread(unread) => unread.id(),
            Notice::Network { .. } => "network",
            Notice::Continued => "continued",
            Notice::Exchanged => "exchanged",
            Notice::Replaced(_) => "replaced",
            Notice::Below { .. } => "below",
            Notice::Beyond(_) => "beyond",
            Notice::Hole { kept: true, .. } => "hole-kept",
            Notice::Hole { kept: false, .. } => "hole",
        }
    }

    /// Whether nothing holds any more of what was known of the store before.
    pub fn is_another_store(&self) -> bool {
        matches!(self, Notice::Exchanged | Notice::Replaced(_))
    }

    /// The arguments of the text.
    pub fn arguments(&self) -> Arguments {
        match self {
            Notice::Replayed { entries } => vec![("count", entries.to_string())],
            Notice::Rebuilt { records, .. } => vec![("count", records.to_string())],
            Notice::TornTail { bytes } => vec![("bytes", bytes.to_string())],
            Notice::Beyond(path) => vec![("path", shown(path))],
            Notice::Network { path, kind } => vec![("path", shown(path)), ("kind", kind.clone())],
            Notice::Continued | Notice::Exchanged => Vec::new(),
            Notice::Unread(unread) => unread.arguments(),
            Notice::Replaced(by) => vec![
                ("who", by.who()),
                ("at", by.at.to_string()),
                ("count", by.records.to_string()),
            ],
            Notice::Below {
                found,
                records,
                witnessed,
                there_were,
            } => vec![
                ("found", found.to_string()),
                ("records", records.to_string()),
                ("witnessed", witnessed.to_string()),
                ("were", there_were.to_string()),
            ],
            Notice::Hole { first, last, .. } => {
                vec![("first", first.to_string()), ("last", last.to_string())]
            }
        }
    }
}
