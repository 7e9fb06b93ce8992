//! What can go wrong with a store, without a language: the Fluent text `store-<id>` says it; `Display` is for logs.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::holder::Holder;
use super::limits;
use super::passing::TRIES;
use super::sled_fault::SledFault;
use crate::model::{Denied, RecordRef};

/// The arguments of a text, by name.
pub type Arguments = Vec<(&'static str, String)>;

/// An operation of the file system that failed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}: {text}", path.display())]
pub struct Trouble {
    /// The file or folder.
    pub path: PathBuf,
    /// What kind of failure.
    pub kind: io::ErrorKind,
    /// The system's own words.
    pub text: String,
}

impl Trouble {
    /// For `map_err`: names the file that the failure is about.
    pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> Trouble + '_ {
        move |error| Trouble {
            path: path.to_path_buf(),
            kind: error.kind(),
            text: error.to_string(),
        }
    }

    /// A file that its name no longer leads to.
    pub(super) fn displaced(path: &Path) -> Trouble {
        Trouble::at(path)(rustix::io::Errno::STALE.into())
    }

    /// Whether the disk, or the user's part of it, is full.
    pub fn is_full(&self) -> bool {
        use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
        matches!(self.kind, StorageFull | QuotaExceeded | FileTooLarge)
    }

    fn arguments(&self) -> Arguments {
        vec![("path", shown(&self.path)), ("cause", self.text.clone())]
    }
}

/// A path as it is said.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Who holds a store.
fn held(path: &Path, holder: &Holder) -> Arguments {
    vec![
        ("path", shown(path)),
        ("name", holder.name.clone()),
        ("pid", holder.pid.to_string()),
        ("host", holder.host.clone()),
    ]
}

/// Bytes that are not what was written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Damage {
    /// A record whose checksum is wrong: its key in hexadecimal.
    #[error("record {0}: wrong checksum")]
    Record(String),
    /// The records taken together are not those of the head.
    #[error("the records are not those that the head of the store counts")]
    Digest,
    /// sled refused, or panicked.
    #[error("sled: {0}")]
    Sled(SledFault),
    /// A place of a file that can't be read as what it should be.
    #[error("{}: damaged at byte {offset}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// From where, in bytes.
        offset: u64,
    },
    /// The journal is no longer the one that was read.
    #[error("{}: another journal than the one that was read", .0.display())]
    Exchanged(PathBuf),
    /// Journal entries that are no longer there: the first and the last one.
    #[error("the journal lacks entries {0} to {1}")]
    Hole(u64, u64),
}

impl Damage {
    /// How often it is looked at again before it is believed: an error of the system in the words of sled says
    /// nothing of its files unless it lasts, and of one that sled met in reading it says that they are damaged.
    pub(super) fn may_pass(&self) -> u32 {
        match self {
            Damage::Sled(SledFault::Io(text)) if text.contains("(os error ") => TRIES,
            Damage::Sled(_) => 1,
            _ => 0,
        }
    }

    /// It as the cause of something else: the key of its text, then what that tells.
    pub(super) fn as_cause(&self) -> Arguments {
        let cause = std::iter::once(("cause", format!("store-{}", self.id())));
        cause.chain(self.arguments()).collect()
    }

    fn id(&self) -> &'static str {
        match self {
            Damage::Record(_) => "damaged-record",
            Damage::Digest => "damaged-digest",
            Damage::Sled(_) => "damaged-sled",
            Damage::File { .. } => "damaged-file",
            Damage::Exchanged(_) => "damaged-exchanged",
            Damage::Hole(..) => "damaged-hole",
        }
    }

    fn arguments(&self) -> Arguments {
        match self {
            Damage::Record(key) => vec![("record", key.clone())],
            Damage::Digest => Vec::new(),
            Damage::Sled(fault) => fault.arguments(),
            Damage::File { path, offset } => {
                vec![("path", shown(path)), ("offset", offset.to_string())]
            }
            Damage::Exchanged(path) => vec![("path", shown(path))],
            Damage::Hole(first, last) => {
                vec![("first", first.to_string()), ("last", last.to_string())]
            }
        }
    }
}

/// Why a store can't be opened.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum OpenError {
    /// The folder that should hold it is not there.
    #[error("{}: the folder above it does not exist", .0.display())]
    NoParent(PathBuf),
    /// There is nothing there, and a reader makes nothing.
    #[error("{}: no store here", .0.display())]
    Absent(PathBuf),
    /// It is a file.
    #[error("{}: not a folder", .0.display())]
    NotAFolder(PathBuf),
    /// There is one where one should be made.
    #[error("{}: a store is there already", .0.display())]
    Exists(PathBuf),
    /// A folder with other things in it.
    #[error("{}: a folder that holds something else than a store", .0.display())]
    NotAStore(PathBuf),
    /// Others than its owner may write to the folder: what they put there can't be trusted.
    #[error("{}: writable by others", .0.display())]
    WritableByOthers(PathBuf),
    /// Made again it would be as it is: what is damaged of it can't be had.
    #[error("{}: nothing more can be repaired", .0.display())]
    NoGain(PathBuf),
    /// It, or something in it, is another's.
    #[error("{}: belongs to {owner}", path.display())]
    Foreign {
        /// The folder or file.
        path: PathBuf,
        /// What its owner is called, or their number.
        owner: String,
    },
    /// Another desk has it open, and it lies on a network's file system called so, on which several are not held safe.
    #[error("{}: on {}, and open in another desk", .0.display(), .1)]
    Network(PathBuf, String),
    /// Its folder is shared with a group that this account is not in, which is called so.
    #[error("{}: shared with the group {}", .0.display(), .1)]
    NoMember(PathBuf, String),
    /// Something of a member in a shared store that the others can't read and write.
    #[error("{}: {owner}'s, and closed to the group {group}", path.display())]
    ClosedToGroup {
        /// The folder or file.
        path: PathBuf,
        /// Whose it is.
        owner: String,
        /// What the group is called, or its number.
        group: String,
    },
    /// It was to be shared with the group that is called so, and its folder is not as that of a shared one.
    #[error("{}: not as one that is shared with the group {}", .0.display(), .1)]
    HalfShared(PathBuf, String),
    /// Its files may not be read or written by this user.
    #[error("{}: not permitted", .0.display())]
    NotPermitted(PathBuf),
    /// Another program writes to it.
    #[error("{}: held by {holder}", path.display())]
    Held {
        /// The store.
        path: PathBuf,
        /// By whom.
        holder: Holder,
    },
    /// A newer program wrote it.
    #[error("{}: format {found}, this program knows {known}", path.display())]
    NewerFormat {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format known.
        known: u32,
    },
    /// Too damaged to be put right.
    #[error("{}: {damage}", path.display())]
    Damaged {
        /// The store.
        path: PathBuf,
        /// What is wrong.
        damage: Damage,
    },
    /// The file system refused.
    #[error(transparent)]
    Io(#[from] Trouble),
}

impl OpenError {
    /// The identifier used in Fluent keys.
    pub fn id(&self) -> &'static str {
        match self {
            OpenError::NoParent(_) => "no-parent",
            OpenError::Absent(_) => "absent",
            OpenError::NotAFolder(_) => "not-a-folder",
            OpenError::NotAStore(_) => "not-a-store",
            OpenError::Exists(_) => "exists",
            OpenError::WritableByOthers(_) => "writable-by-others",
            OpenError::NoGain(_) => "no-gain",
            OpenError::Foreign { .. } => "foreign",
            OpenError::Network(..) => "one-desk",
            OpenError::NoMember(..) => "no-member",
            OpenError::ClosedToGroup { .. } => "closed-to-group",
            OpenError::HalfShared(..) => "half-shared",
            OpenError::NotPermitted(_) => "not-permitted",
            OpenError::Held { .. } => "held",
            OpenError::NewerFormat { .. } => "newer-format",
            OpenError::Damaged { .. } => "damaged",
            OpenError::Io(trouble) if trouble.is_full() => "disk-full",
            OpenError::Io(_) => "io",
        }
    }

    /// The arguments of the text.
    pub fn arguments(&self) -> Arguments {
        match self {
            OpenError::NoParent(path)
            | OpenError::Absent(path)
            | OpenError::NotAFolder(path)
            | OpenError::NotAStore(path)
            | OpenError::Exists(path)
            | OpenError::WritableByOthers(path)
            | OpenError::NoGain(path)
            | OpenError::NotPermitted(path) => vec![("path", shown(path))],
            OpenError::Foreign { path, owner } => {
                vec![("path", shown(path)), ("owner", owner.clone())]
            }
            OpenError::Network(path, kind) => {
                vec![("path", shown(path)), ("kind", kind.clone())]
            }
            OpenError::NoMember(path, group) | OpenError::HalfShared(path, group) => {
                vec![("path", shown(path)), ("group", group.clone())]
            }
            OpenError::ClosedToGroup { path, owner, group } => vec![
                ("path", shown(path)),
                ("owner", owner.clone()),
                ("group", group.clone()),
            ],
            OpenError::Held { path, holder } => held(path, holder),
            OpenError::NewerFormat { path, found, known } => vec![
                ("path", shown(path)),
                ("found", found.to_string()),
                ("known", known.to_string()),
            ],
            OpenError::Damaged { path, damage } => {
                [vec![("path", shown(path))], damage.as_cause()].concat()
            }
            OpenError::Io(trouble) => trouble.arguments(),
        }
    }

    /// A read that failed while opening the store at `path`.
    pub fn reading(path: &Path) -> impl FnOnce(ReadError) -> OpenError + '_ {
        move |error| match error {
            // sled is open elsewhere, though the lock is free: it was taken away under its holder.
            ReadError::Io(trouble) if trouble.kind == io::ErrorKind::WouldBlock => {
                OpenError::Held {
                    path: path.to_path_buf(),
                    holder: Holder::default(),
                }
            }
            ReadError::Io(trouble) => OpenError::of(trouble),
            ReadError::NewerFormat { path, found, known } => {
                OpenError::NewerFormat { path, found, known }
            }
            ReadError::Damaged(damage) => OpenError::Damaged {
                path: path.to_path_buf(),
                damage,
            },
        }
    }

    /// Tells a missing permission from other troubles.
    pub(super) fn of(trouble: Trouble) -> OpenError {
        use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
        match trouble.kind {
            PermissionDenied | ReadOnlyFilesystem => OpenError::NotPermitted(trouble.path),
            _ => OpenError::Io(trouble),
        }
    }
}

/// Why something could not be read, or a snapshot not be written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReadError {
    /// The file system refused.
    #[error(transparent)]
    Io(#[from] Trouble),
    /// What is there is damaged.
    #[error(transparent)]
    Damaged(#[from] Damage),
    /// A newer program wrote it.
    #[error("{}: format {found}, this program knows {known}", path.display())]
    NewerFormat {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format known.
        known: u32,
    },
}

impl ReadError {
    /// The identifier used in Fluent keys.
    pub fn id(&self) -> &'static str {
        match self {
            ReadError::Io(trouble) if trouble.is_full() => "full",
            ReadError::Io(_) => "io",
            ReadError::Damaged(damage) => damage.id(),
            ReadError::NewerFormat { .. } => "newer-format",
        }
    }

    /// The arguments of the text.
    pub fn arguments(&self) -> Arguments {
        match self {
            ReadError::Io(trouble) => trouble.arguments(),
            ReadError::Damaged(damage) => damage.arguments(),
            ReadError::NewerFormat { path, found, known } => vec![
                ("path", shown(path)),
                ("found", found.to_string()),
                ("known", known.to_string()),
            ],
        }
    }
}

/// What a commit goes beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The length of that record.
    Record(RecordRef),
    /// That of an entry.
    Entry,
    /// The highest number of an entry.
    Number,
}

/// Why a commit was refused: nothing of it was saved.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CommitError {
    /// These records are no longer what the commit replaces or relies on.
    #[error("changed meanwhile: {0:?}")]
    Conflict(Vec<RecordRef>),
    /// It would remove these for good, and others point at them.
    #[error("others point at what would be removed: {0:?}")]
    Needed(Vec<RecordRef>),
    /// It would point at these, which are not there.
    #[error("not there to be pointed at: {0:?}")]
    Missing(Vec<RecordRef>),
    /// A record stands in it twice.
    #[error("{0} stands twice in one commit")]
    Repeated(RecordRef),
    /// It changes nothing.
    #[error("a commit without an edit")]
    Empty,
    /// Who asks for it has not the right to it.
    #[error("not permitted: {0:?}")]
    Denied(Denied),
    /// The journal could not be written.
    #[error(transparent)]
    Refused(#[from] Trouble),
    /// The journal may have it: it could neither be made to last nor be cut off again. Reading it shows.
    #[error("{0}, and not taken back")]
    Unsure(Trouble),
    /// A file of the store is no longer the one that was opened, or not as it was left: the store was taken away,
    /// exchanged, restored or written by another program.
    #[error("{}: no longer the file that was opened", .0.display())]
    Displaced(PathBuf),
    /// Somebody has had the turn to write for too long: who.
    #[error("{holder} has been writing for too long")]
    Held {
        /// The store.
        path: PathBuf,
        /// By whom.
        holder: Holder,
    },
    /// It is more than would be read again.
    #[error("beyond what a store holds: {0:?}")]
    Beyond(Limit),
    /// What the records hold now could not be read.
    #[error(transparent)]
    Unreadable(#[from] ReadError),
}

impl CommitError {
    /// The identifier used in Fluent keys.
    pub fn id(&self) -> &'static str {
        match self {
            CommitError::Conflict(_) => "conflict",
            CommitError::Needed(_) => "needed",
            CommitError::Missing(_) => "missing",
            CommitError::Repeated(_) => "repeated",
            CommitError::Empty => "empty",
            CommitError::Denied(denied) => denied.id(),
            CommitError::Refused(trouble) | CommitError::Unreadable(ReadError::Io(trouble))
                if trouble.is_full() =>
            {
                "disk-full"
            }
            CommitError::Refused(_) => "refused",
            CommitError::Unsure(_) => "unsure",
            CommitError::Displaced(_) => "displaced",
            CommitError::Held { .. } => "held",
            CommitError::Beyond(Limit::Record(_)) => "beyond-record",
            CommitError::Beyond(Limit::Entry) => "beyond-entry",
            CommitError::Beyond(Limit::Number) => "beyond-number",
            CommitError::Unreadable(error) => error.id(),
        }
    }

    /// The arguments of the text.
    pub fn arguments(&self) -> Arguments {
        match self {
            CommitError::Conflict(records)
            | CommitError::Needed(records)
            | CommitError::Missing(records) => vec![
                ("count", records.len().to_string()),
                (
                    "record",
                    records
                        .first()
                        .map_or_else(String::new, ToString::to_string),
                ),
            ],
            CommitError::Repeated(record) => vec![("record", record.to_string())],
            CommitError::Empty => Vec::new(),
            CommitError::Denied(denied) => denied.arguments(),
            CommitError::Refused(trouble) | CommitError::Unsure(trouble) => trouble.arguments(),
            CommitError::Displaced(path) => vec![("path", shown(path))],
            CommitError::Held { path, holder } => held(path, holder),
            CommitError::Beyond(Limit::Record(record)) => vec![
                ("record", record.to_string()),
                ("most", (limits::RECORD >> 20).to_string()),
            ],
            CommitError::Beyond(Limit::Entry) => {
                vec![("most", (limits::ENTRY >> 20).to_string())]
            }
            CommitError::Beyond(Limit::Number) => vec![("last", limits::LAST.to_string())],
            CommitError::Unreadable(error) => error.arguments(),
        }
    }
}

impl From<OpenError> for CommitError {
    /// The turn to write could not be had.
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Held { path, holder } => CommitError::Held { path, holder },
            OpenError::Io(trouble) => CommitError::Refused(trouble),
            other => {
                let told = std::io::Error::other(other.to_string());
                CommitError::Refused(Trouble::at(Path::new("lock"))(told))
            }
        }
    }
}
