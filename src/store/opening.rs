//! Opening: comparing sled with the wal, and putting right what differs. Truth is, record by record, the
//! highest valid revision that the wal, a snapshot or sled holds.
//!
//! What is met decides what is done, line by line; each line is a test of that name in `tests/store/opening.rs`.
//!
//! | met | done | told | test |
//! |---|---|---|---|
//! | sled as far as the wal | nothing | nothing | `equal_is_opened_as_it_is` |
//! | sled behind the wal | what it lacks is applied | how many entries | `sled_behind_is_brought_up_to_date` |
//! | sled older than the newest snapshot | made again | that it was | `sled_older_than_a_snapshot_is_made_again` |
//! | sled ahead of a shortened wal, and whole | its records are kept, a new segment and a snapshot begun behind the gap | the history lost | `sled_ahead_keeps_the_records_and_names_the_lost_history` |
//! | sled ahead, and not whole | made again, with what only it holds | both | `sled_ahead_and_damaged_gives_what_only_it_holds` |
//! | sled gone | made again | that it was | `sled_gone_is_made_again` |
//! | sled damaged, or it panics | made again, the old one kept as `sled.damaged-1` | that it was | `sled_damaged_is_made_again`, `sled_that_panics_is_made_again` |
//! | sled killed while it wrote a snapshot of its own | that one is taken away | nothing | `half_a_snapshot_of_sled_is_taken_away` |
//! | the tail of the wal torn | cut behind the last whole entry | how many bytes | `a_torn_tail_is_cut_at_the_last_whole_entry` |
//! | a hole in the wal, sled behind it | made again of all that is whole, before and behind it | the gap | `a_hole_in_the_wal_is_named_and_the_rest_kept` |
//! | a hole that a snapshot covers | made again of the snapshot and what follows | that only history is lost | `a_hole_under_a_snapshot_costs_history_only` |
//! | a batch without its last frame | passed over, as if it were not there | how many bytes | `a_batch_without_its_mark_is_not_there` |
//! | a segment of refused entries | passed over from where the next segment begins | nothing | `what_was_refused_does_not_come_back` |
//! | the newest snapshot half-written or damaged | the one before it, and the wal from there | nothing | `half_a_snapshot_leaves_the_one_before` |
//! | a part of a segment unreadable | read around, as if zeros stood there; nothing of it is cut off | the file and the bytes | `whatever_becomes_of_one_file_of_a_store_the_rest_is_used` in `unreadable.rs` |
//! | the end of the last segment unreadable | a segment begun behind it, past all numbers that it may hold | the file and the bytes | `an_end_that_cannot_be_read_is_not_cut` in `unreadable.rs` |
//! | what could not be read can be read again | taken in, with a snapshot for readers | that sled was made again | `an_end_that_cannot_be_read_is_not_cut` in `unreadable.rs` |
//! | a segment is no file, or can't be opened | as if nothing of it could be read | the file | `something_else_in_the_place_of_a_segment_is_named` in `healing.rs` |
//! | a hole that sled covers | a snapshot taken, so that readers need not the journal | that only history is lost | `a_hole_that_sled_covers_costs_readers_nothing` in `healing.rs` |
//! | entries missing, and a sled put aside before | looked through for them | what is still lost | `a_sled_put_aside_gives_what_is_lost` in `healing.rs` |
//! | entries missing, and a segment cut off or a store put aside before | looked through for them, if it is of the same journal | what is still lost | `what_was_put_aside_of_the_journal_gives_what_is_missing` in `healing.rs` |
//! | something else in sled, or in its place | as damaged | that it was | `something_else_in_the_place_of_sled_is_put_aside` in `healing.rs` |
//! | something else in the lock's place | put aside | the file | `no_link_leads_out_of_the_store` in `folders.rs` |
//! | fewer entries than the witness saw | nothing | both numbers | `below_the_witness_is_said` in `healing.rs` |
//! | the tail to be cut not blank | kept as `.cut-1` beside the segment | how many bytes | `what_is_cut_and_not_blank_is_kept` in `healing.rs` |
//! | displaced while open | nothing is written any more | at the next commit | `tests/store/identity.rs` |
//! | an error that passes (no room, no descriptors, no memory) | nothing | the reason; opening is refused | `tests/store/sources.rs` |
//! | written by a newer program | refused, or read only where that loses nothing | the format | `tests/store/growth.rs` |

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::thread;

use super::error::{Damage, OpenError, ReadError, Trouble};
use super::journal::{self, Walked};
use super::limits;
use super::notice::{Notice, Why};
use super::passing::{APART, passes};
use super::position::Position;
use super::rebuilding::rebuild;
use super::segment_file;
use super::settings::Settings;
use super::snapshot;
use super::source::Unread;
use super::tree::{Mark, Tree};
use super::unseen;
use super::{aside, folder, marker, mending, owner, scrap, site, there, trust};

/// sled, as far as the wal, and where the wal goes on (`None`: in a new segment).
#[derive(Debug)]
pub struct Restored {
    pub tree: Tree,
    pub mark: Mark,
    pub end: Option<Position>,
    /// How many numbers behind the last entry are not to be given: those that entries may have which can't be read.
    pub hidden: u64,
    pub notices: Vec<Notice>,
}

/// Marks a store, under its lock, and makes its folders, and makes them last before the first entry is written. What
/// a killed program left is taken away, and what root left of its own is the owner's. `sled/` is left to sled, whose
/// absence tells something.
pub fn furnish(dir: &Path) -> Result<(), OpenError> {
    owner::give_back(dir).map_err(|error| OpenError::of(Trouble::at(dir)(error)))?;
    match site::is_store(dir)? {
        true => marker::renew(dir),
        false => marker::found(dir).map_err(OpenError::of)?,
    }
    mending::mend(dir).map_err(OpenError::of)?;
    // In a shared store drafts would lie open to others.
    let drafts = (!trust::is_shared(dir)).then_some("drafts");
    for room in ["wal", "snapshots"].into_iter().chain(drafts) {
        folder::room(&dir.join(room)).map_err(OpenError::of)?;
    }
    sweep(dir);
    let segments = segment_file::list(&dir.join("wal")).map_err(OpenError::of)?;
    if segments.is_empty() {
        folder::sync_folder(dir).map_err(OpenError::of)?;
        // The store's own name lies in the folder above, which this user need not be allowed to read.
        if let Some(above) = dir.canonicalize().ok().as_deref().and_then(Path::parent) {
            let _ = folder::sync_folder(above);
        }
    }
    Ok(())
}

/// Takes away what a killed program left half-written, also under the names that older ones gave it.
fn sweep(dir: &Path) {
    let rooms = ["wal", "snapshots", "drafts"].map(|room| dir.join(room));
    let [wal, snapshots, _] = &rooms;
    let old = [(wal, ".walz.part"), (snapshots, ".snapshot.part")];
    for (room, ending) in old {
        for name in folder::names(room, ending).unwrap_or_default() {
            // What can't be taken away is in nobody's way.
            let _ = fs::remove_file(room.join(name));
        }
    }
    // Those that are half made have these names, and the store is locked.
    for half in ["sled.new", "sled.examined"] {
        let _ = scrap::take_away(&dir.join(half));
    }
    aside::sweep(dir);
    // Stores that were being made to take its place.
    aside::sweep(folder::above(dir));
    rooms.iter().for_each(|room| aside::sweep(room));
}

/// Refuses a store that a newer program has written to, if this one would drop something in writing.
///
/// # Errors
/// `NewerFormat`, also where it can be read.
pub fn only_known(dir: &Path) -> Result<(), ReadError> {
    marker::only_known(dir, true)?;
    segment_file::only_known(&dir.join("wal"))?;
    snapshot::only_known(&dir.join("snapshots"))
}

/// Opens sled and brings it as far as the wal, or makes it again where it lastingly can't be read or written.
pub fn restore(dir: &Path, settings: &Settings) -> Result<Restored, ReadError> {
    let mut tries = 0;
    loop {
        match compare(dir, settings) {
            Err(ReadError::Damaged(damage)) if tries < damage.may_pass() => {
                tries += 1;
                thread::sleep(APART);
            }
            // It may have opened, and what it holds is not to be read or written.
            Err(ReadError::Damaged(damage)) => {
                return rebuild(dir, settings, None, Why::Damaged(damage));
            }
            restored => return restored,
        }
    }
}

fn compare(dir: &Path, settings: &Settings) -> Result<Restored, ReadError> {
    let (wal, sled) = (dir.join("wal"), dir.join("sled"));
    let newest = snapshot::newest_sequence(&dir.join("snapshots"))?;
    let is_folder = match there::named(&sled) {
        Ok(found) => found.is_some_and(|found| found.is_dir()),
        // Nothing is made again because of what passes.
        Err(error) if passes(&error) => return Err(Trouble::at(&sled)(error).into()),
        Err(_) => false,
    };
    if !is_folder && (newest > 0 || !segment_file::list(&wal)?.is_empty()) {
        return rebuild(dir, settings, None, Why::Missing);
    }
    let tree = Tree::open(&sled, settings.cache_bytes)?;
    let mark = tree.mark()?;
    if unseen::is_seen(&wal)? {
        let mut restored = rebuild(dir, settings, Some(tree), Why::Seen)?;
        // Numbers that were passed over are no history that was lost.
        let is_passed = |told: &Notice| matches!(told, Notice::Hole { kept: true, .. });
        restored.notices.retain(|told| !is_passed(told));
        return Ok(restored);
    }
    let last = segment_file::list(&wal)?.pop().unwrap_or_default();
    if !limits::can_follow(mark.head.sequence, newest.max(last)) {
        // Gone on from, it would take whatever was saved for done before.
        return rebuild(dir, settings, None, Why::Damaged(Damage::Digest));
    }
    if mark.head.sequence < newest {
        return rebuild(dir, settings, Some(tree), Why::Behind);
    }
    let reached = mark.head.sequence == 0
        || segment_file::length(&wal, mark.end.segment)? >= mark.end.offset.max(1);
    match reached || journal::end(&wal)?.sequence >= mark.head.sequence {
        true => {
            let from = (reached && mark.head.sequence > 0).then_some(mark.end);
            replay(dir, settings, tree, mark, from)
        }
        false => ahead(dir, settings, tree, mark),
    }
}

/// Applies what sled lacks. Entries behind a hole don't fit on what sled holds: it is made again.
fn replay(
    dir: &Path,
    settings: &Settings,
    tree: Tree,
    mut mark: Mark,
    from: Option<Position>,
) -> Result<Restored, ReadError> {
    let wal = &dir.join("wal");
    let mut entries = 0;
    let walked = journal::walk(wal, mark.head.sequence, from, &mut |found| {
        let (_, changes) = journal::changes(wal, found)?;
        mark = mark.after(found.sequence, (found.start, found.end), &changes);
        tree.apply(&mark, found.start, &changes)?;
        entries += 1;
        Ok(ControlFlow::Continue(()))
    })?;
    if !walked.holes.is_empty() {
        return rebuild(dir, settings, Some(tree), Why::Behind);
    }
    let mut notices = Vec::new();
    if entries > 0 {
        notices.push(Notice::Replayed { entries });
    }
    notices.extend(unread(walked.unread.clone()));
    Ok(Restored {
        tree,
        mark,
        end: open_end(&walked),
        hidden: walked.hidden,
        notices,
    })
}

/// Where the wal goes on: behind what can't be read in a new segment, for nothing is cut off that was not read.
pub fn open_end(walked: &Walked) -> Option<Position> {
    walked.end.filter(|_| walked.hidden == 0)
}

/// Names what can't be read.
pub fn unread(places: Vec<Unread>) -> impl Iterator<Item = Notice> {
    places.into_iter().map(Notice::Unread)
}

/// sled has entries that the wal has not: if it is whole it holds the truth.
fn ahead(dir: &Path, settings: &Settings, tree: Tree, mark: Mark) -> Result<Restored, ReadError> {
    if !tree.count().is_ok_and(|counted| counted.agrees(&mark.head)) {
        return rebuild(dir, settings, Some(tree), Why::Ahead);
    }
    let end = journal::end(&dir.join("wal"))?;
    let mut notices: Vec<Notice> = unread(end.unread).collect();
    notices.push(Notice::Hole {
        first: end.sequence + 1,
        last: mark.head.sequence,
        kept: true,
    });
    Ok(Restored {
        tree,
        mark,
        end: None,
        hidden: end.hidden,
        notices,
    })
}
