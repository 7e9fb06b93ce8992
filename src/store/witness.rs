//! A second witness of the head, `head` in the store's folder: how far the journal had come when the witness was
//! last called, which is at opening, at rest, behind a new segment or snapshot, and at closing; never on the way
//! of a commit. It is a floor: a state below it lacks what was there, one above it is normal.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::Trouble;
use super::head::Head;
use super::naming::PutAside;
use super::notice::Notice;
use super::writer::Store;
use super::{folder, limits, naming, source, there};

/// The name of the file.
pub const NAME: &str = "head";

/// What stands in the file, as JSON.
#[derive(Serialize, Deserialize)]
struct Testimony {
    sequence: u64,
    records: u64,
    /// In hexadecimal.
    digest: String,
    /// The crc32c of the three, so that a damaged one is none.
    sum: u32,
}

impl Testimony {
    fn of(head: &Head) -> Testimony {
        let digest = format!("{:032x}", head.digest);
        let sum = crc32c::crc32c(format!("{} {} {digest}", head.sequence, head.records).as_bytes());
        Testimony {
            sequence: head.sequence,
            records: head.records,
            digest,
            sum,
        }
    }
}

/// Writes down how far the store at `dir` has come.
///
/// # Errors
/// It can't be written: nothing else depends on it.
fn bear(dir: &Path, head: &Head) -> Result<(), Trouble> {
    let json = serde_json::to_vec(&Testimony::of(head)).unwrap_or_default();
    // A file takes the place of anything but a folder.
    let found = there::named(&path(dir)).map_err(Trouble::at(&path(dir)))?;
    if found.is_some_and(|found| found.is_dir()) {
        naming::put_aside(&path(dir), &path(dir), PutAside::Replaced)
            .map_err(Trouble::at(&path(dir)))?;
    }
    folder::replace_bytes(dir, NAME, &json).map(|_| ())
}

/// Where it stands.
pub fn path(dir: &Path) -> PathBuf {
    dir.join(NAME)
}

/// How far the store at `dir` had come; `None` where no witness is whole.
pub fn hear(dir: &Path) -> Option<Head> {
    let bytes = source::read_small(&dir.join(NAME), limits::SMALL).ok()?;
    let said: Testimony = serde_json::from_slice(&bytes).ok()?;
    let head = Head {
        sequence: said.sequence,
        records: said.records,
        digest: u128::from_str_radix(&said.digest, 16).ok()?,
    };
    (Testimony::of(&head).sum == said.sum && head.sequence <= limits::LAST).then_some(head)
}

/// Whether a state lacks what the witness saw: fewer entries, or other records after as many.
pub fn is_below(found: &Head, witnessed: &Head) -> bool {
    found.sequence < witnessed.sequence && limits::can_follow(witnessed.sequence, found.sequence)
        || found.sequence == witnessed.sequence && !found.agrees(witnessed)
}

impl Store {
    /// What the witness says, if more was there once.
    pub(super) fn below(&self) -> Option<Notice> {
        let (found, witnessed) = (self.mark.head, self.witnessed?);
        is_below(&found, &witnessed).then_some(Notice::Below {
            found: found.sequence,
            records: found.records,
            witnessed: witnessed.sequence,
            there_were: witnessed.records,
        })
    }

    /// Whether the witness of the head does not know yet how far the store has come.
    pub fn witness_due(&self) -> bool {
        let head = self.mark.head;
        let known = |known: Head| known == head || is_below(&head, &known);
        !self.witnessed.is_some_and(known)
    }

    /// Writes down how far the store has come, unless it was farther once. Nothing depends on it: what can't be
    /// written is left for the next time.
    pub fn bear_witness(&mut self) {
        if !self.witness_due() || self.is_in_place().is_err() {
            return;
        }
        match bear(&self.dir, &self.mark.head) {
            Ok(()) => {
                self.witnessed = Some(self.mark.head);
                self.unwitnessed.over();
            }
            Err(error) if self.unwitnessed.begins(&error) => {
                tracing::warn!(%error, "the head has no second witness");
            }
            Err(_) => {}
        }
    }
}
