//! What looking through a store can find, without a language: the Fluent text `doctor-<id>` says it.

use std::path::PathBuf;

use super::error::{Arguments, shown};
use super::holder::Holder;
use super::source::Unread;
use crate::model::Denied;

/// Something that was put aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// The file or folder.
    pub path: PathBuf,
    /// How long it is.
    pub bytes: u64,
    /// What it holds.
    pub worth: Worth,
}

impl Aside {
    /// The identifier used in Fluent keys.
    pub fn id(&self) -> &'static str {
        match self.worth {
            Worth::Nothing => "aside-nothing",
            Worth::Entries(_) => "aside-entries",
            Worth::Another => "aside-another",
            Worth::Sled => "aside-sled",
            Worth::Unknown => "aside-unknown",
        }
    }

    /// The arguments of the text.
    pub fn arguments(&self) -> Arguments {
        let kilobytes = self.bytes.div_ceil(1_000).to_string();
        let mut arguments = vec![("path", shown(&self.path)), ("kilobytes", kilobytes)];
        if let Worth::Entries(count) = self.worth {
            arguments.push(("count", count.to_string()));
        }
        arguments
    }
}

/// What something that was put aside holds, beside the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Worth {
    /// Nothing that the journal has not.
    Nothing,
    /// So many entries that the journal has otherwise, or not at all.
    Entries(usize),
    /// Another journal.
    Another,
    /// A sled, which is looked through whenever entries are missing.
    Sled,
    /// It can't be told.
    Unknown,
}

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The marker of the store is damaged: opening makes it again.
    Marker(PathBuf),
    /// Something in a shared store that has not the group or the rights of one.
    Rights {
        /// The file or folder.
        path: PathBuf,
        /// Whose it is.
        owner: String,
    },
    /// A segment whose header is damaged: nothing is lost by that.
    Header(PathBuf),
    /// A file of the wal that begins where no journal can have come from the one before.
    Beyond(PathBuf),
    /// A part of a file that can't be read.
    Unread(Unread),
    /// Bytes of a segment that are no entry.
    NoEntry {
        /// The segment.
        path: PathBuf,
        /// From where, in bytes.
        offset: u64,
    },
    /// A packed segment that can't be unpacked.
    Packed {
        /// Its file.
        path: PathBuf,
        /// Where, in bytes.
        offset: u64,
    },
    /// The end of the last segment is no whole entry: nothing that was saved.
    Torn {
        /// The segment.
        path: PathBuf,
        /// How much, in bytes.
        bytes: u64,
    },
    /// An entry that is whole and can't be read.
    Entry {
        /// Its number.
        sequence: u64,
        /// Its segment.
        path: PathBuf,
        /// Where it begins, in bytes.
        offset: u64,
    },
    /// An entry that replaces what was not there.
    Unfitting {
        /// Its number.
        sequence: u64,
        /// The record.
        record: String,
    },
    /// An entry that was made without the right to it.
    Unentitled {
        /// Its number.
        sequence: u64,
        /// By whom.
        who: String,
        /// Why not.
        denied: Denied,
    },
    /// Entries that are not there: the first and the last one.
    Hole {
        /// The first one.
        first: u64,
        /// The last one.
        last: u64,
        /// Whether a snapshot holds what they did.
        kept: bool,
    },
    /// A snapshot that is not what was written.
    Snapshot(PathBuf),
    /// A snapshot that was never finished.
    Half(PathBuf),
    /// A record that the snapshot has otherwise than the journal.
    Differs(String),
    /// A record whose fields can't be read.
    Record(String),
    /// A record that refers to one that is not there.
    Reference {
        /// The record.
        record: String,
        /// Its field.
        field: String,
        /// What is not there.
        target: String,
    },
    /// A draft that can't be read.
    Draft(PathBuf),
    /// A draft of a newer program, or one that can't be reached.
    DraftKept(PathBuf),
    /// A text that an editor has left: the next opening of the desk offers it.
    Edited(PathBuf),
    /// sled was not looked at: a desk has it.
    SledHeld(Holder),
    /// sled was not looked at: there is no room for the copy that would be, or it can't be copied.
    SledUnlooked(String),
    /// There is no sled: opening makes it.
    SledMissing,
    /// sled can't be read.
    SledDamaged(Arguments),
    /// sled lacks that many entries: opening applies them.
    SledBehind(u64),
    /// sled has entries that the journal has not.
    Ahead {
        /// The first one.
        first: u64,
        /// The last one.
        last: u64,
    },
    /// A record that sled has otherwise than the journal, or has not.
    SledRecord(String),
    /// sled's index of the history is not that of the journal.
    SledHistory,
}

impl Finding {
    /// Whether something is damaged; the rest is said, and needs nothing done.
    pub fn is_damage(&self) -> bool {
        !matches!(
            self,
            Finding::Torn { .. }
                | Finding::Marker(_)
                | Finding::Unentitled { .. }
                | Finding::Half(_)
                | Finding::Hole { kept: true, .. }
                | Finding::Edited(_)
                | Finding::DraftKept(_)
                | Finding::SledHeld(_)
                | Finding::SledUnlooked(_)
                | Finding::SledMissing
                | Finding::SledBehind(_)
        )
    }

    /// Whether making the store again puts it right: not what a person has to decide, nor what can be put aside.
    pub fn is_repairable(&self) -> bool {
        self.is_damage()
            && !matches!(
                self,
                Finding::Reference { .. } | Finding::Draft(_) | Finding::Rights { .. }
            )
    }

    /// The identifier used in Fluent keys.
    pub fn id(&self) -> &'static str {
        match self {
            Finding::Marker(_) => "marker",
            Finding::Rights { .. } => "rights",
            Finding::Header(_) => "header",
            Finding::Beyond(_) => "beyond",
            Finding::Unread(unread) => unread.id(),
            Finding::NoEntry { .. } => "no-entry",
            Finding::Packed { .. } => "packed",
            Finding::Torn { .. } => "torn",
            Finding::Entry { .. } => "entry",
            Finding::Unfitting { .. } => "unfitting",
            Finding::Unentitled { .. } => "unentitled",
            Finding::Hole { kept: true, .. } => "hole-kept",
            Finding::Hole { kept: false, .. } => "hole",
            Finding::Snapshot(_) => "snapshot",
            Finding::Half(_) => "half",
            Finding::Differs(_) => "differs",
            Finding::Record(_) => "record",
            Finding::Reference { .. } => "reference",
            Finding::Draft(_) => "draft",
            Finding::Edited(_) => "edited",
            Finding::DraftKept(_) => "draft-kept",
            Finding::SledHeld(_) => "sled-held",
            Finding::SledUnlooked(_) => "sled-unlooked",
            Finding::SledMissing => "sled-missing",
            Finding::SledDamaged(_) => "sled-damaged",
            Finding::SledBehind(_) => "sled-behind",
            Finding::Ahead { .. } => "ahead",
            Finding::SledRecord(_) => "sled-record",
            Finding::SledHistory => "sled-history",
        }
    }

    /// The arguments of the text.
    pub fn arguments(&self) -> Arguments {
        match self {
            Finding::Marker(path)
            | Finding::Header(path)
            | Finding::Beyond(path)
            | Finding::Snapshot(path)
            | Finding::Half(path)
            | Finding::Draft(path)
            | Finding::DraftKept(path)
            | Finding::Edited(path) => vec![("path", shown(path))],
            Finding::Rights { path, owner } => {
                vec![("path", shown(path)), ("owner", owner.clone())]
            }
            Finding::Unread(unread) => unread.arguments(),
            Finding::NoEntry { path, offset } | Finding::Packed { path, offset } => {
                vec![("path", shown(path)), ("offset", offset.to_string())]
            }
            Finding::Torn { path, bytes } => {
                vec![("path", shown(path)), ("bytes", bytes.to_string())]
            }
            Finding::Entry {
                sequence,
                path,
                offset,
            } => vec![
                ("entry", sequence.to_string()),
                ("path", shown(path)),
                ("offset", offset.to_string()),
            ],
            Finding::Unfitting { sequence, record } => {
                vec![("entry", sequence.to_string()), ("record", record.clone())]
            }
            Finding::Unentitled {
                sequence,
                who,
                denied,
            } => {
                let cause = format!("doctor-{}", denied.id());
                let mut arguments = vec![
                    ("entry", sequence.to_string()),
                    ("name", who.clone()),
                    ("cause", cause),
                ];
                arguments.extend(denied.arguments());
                arguments
            }
            Finding::Hole { first, last, .. } | Finding::Ahead { first, last } => {
                vec![("first", first.to_string()), ("last", last.to_string())]
            }
            Finding::Differs(record) | Finding::Record(record) | Finding::SledRecord(record) => {
                vec![("record", record.clone())]
            }
            Finding::Reference {
                record,
                field,
                target,
            } => vec![
                ("record", record.clone()),
                ("field", field.clone()),
                ("target", target.clone()),
            ],
            Finding::SledHeld(holder) => vec![
                ("name", holder.name.clone()),
                ("pid", holder.pid.to_string()),
                ("host", holder.host.clone()),
            ],
            Finding::SledDamaged(cause) => cause.clone(),
            Finding::SledUnlooked(cause) => vec![("cause", cause.clone())],
            Finding::SledBehind(entries) => vec![("count", entries.to_string())],
            Finding::SledMissing | Finding::SledHistory => Vec::new(),
        }
    }
}
