//! Making sled again, from the newest whole snapshot, the wal, and what an old sled still holds. Truth is,
//! record by record, the highest valid revision of these.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use super::envelope::{self, Key};
use super::error::{Damage, ReadError, Trouble};
use super::journal::{self, Walked};
use super::limits;
use super::notice::{Notice, Why};
use super::opening::Restored;
use super::overlay::Overlay;
use super::payload::{self, RawChange};
use super::scrap::Scrap;
use super::segment::WholeEntry;
use super::settings::Settings;
use super::snapshot::{self, Snapshot};
use super::source::Unread;
use super::tree::{Flow, Mark, Tree};
use super::unseen::Unseen;
use super::{folder, harvest, opening, segment_file, sleds, witness};

/// What the wal says since `since`, up to entry `last`.
///
/// # Errors
/// `Damaged` if one of these entries is missing.
pub fn overlay(wal: &Path, since: u64, last: u64) -> Result<Overlay, ReadError> {
    let (overlay, missing, _) = gathered(wal, since, last, &|found| {
        journal::changes(wal, found).map(|(_, changes)| changes)
    })?;
    match missing.first() {
        Some((first, last)) => Err(Damage::Hole(*first, *last).into()),
        None => Ok(overlay),
    }
}

/// As `overlay`, past what is missing or can't be read: that is named.
///
/// # Errors
/// What passes.
pub fn overlay_around(
    wal: &Path,
    since: u64,
    last: u64,
) -> Result<(Overlay, Vec<Notice>), ReadError> {
    let (overlay, missing, unread) = gathered(wal, since, last, &|found| {
        let changes = journal::changes(wal, found);
        Ok(changes.map_or_else(|_| Vec::new(), |(_, changes)| changes))
    })?;
    let mut lost: Vec<Notice> = opening::unread(unread).collect();
    let hole = |(first, last): (u64, u64)| Notice::Hole {
        first,
        last,
        kept: false,
    };
    lost.extend(missing.into_iter().map(hole));
    Ok((overlay, lost))
}

/// What the wal lacks since `since` up to entry `last`, records aside, and what of it can't be read.
///
/// # Errors
/// What passes.
pub fn lacking(wal: &Path, since: u64, last: u64) -> Result<Vec<Notice>, ReadError> {
    let (_, missing, unread) = gathered(wal, since, last, &|_| Ok(Vec::new()))?;
    let hole = |(first, last): (u64, u64)| Notice::Hole {
        first,
        last,
        kept: true,
    };
    Ok(opening::unread(unread)
        .chain(missing.into_iter().map(hole))
        .collect())
}

/// What the wal says, which entries it lacks, and what of it can't be read.
type Gathered = (Overlay, Vec<(u64, u64)>, Vec<Unread>);
/// What an entry carries.
type Carried<'f> = Result<Vec<RawChange<'f>>, ReadError>;

fn gathered(
    wal: &Path,
    since: u64,
    last: u64,
    changes: &dyn for<'f> Fn(&'f WholeEntry) -> Carried<'f>,
) -> Result<Gathered, ReadError> {
    let (mut overlay, mut reached) = (Overlay::new(), since);
    if since >= last {
        return Ok((overlay, Vec::new(), Vec::new()));
    }
    let walked = journal::walk(wal, since, None, &mut |found| {
        if found.sequence > last {
            return Ok(ControlFlow::Break(()));
        }
        reached = found.sequence;
        for change in changes(found)? {
            let envelope = change.envelope_after(found.sequence);
            overlay.insert(change.key, (found.sequence, envelope));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let mut missing = walked.holes;
    missing.retain(|hole| hole.0 <= last);
    missing.extend((reached < last).then_some((reached + 1, last)));
    Ok((overlay, missing, walked.unread))
}

/// Gives all records of the snapshot with what lies over them to `each`, in order of key.
pub fn merged(
    snapshot: Option<&Snapshot>,
    overlay: Overlay,
    each: &mut dyn FnMut(Key, Vec<u8>) -> Flow,
) -> Result<(), ReadError> {
    let mut over = overlay.into_iter().peekable();
    let mut done = false;
    if let Some(snapshot) = snapshot {
        snapshot.read(&mut |key, envelope| {
            while let Some((above, (_, newer))) = over.next_if(|(above, _)| *above < key) {
                if let Some(newer) = newer
                    && each(above, newer)?.is_break()
                {
                    done = true;
                    return Ok(ControlFlow::Break(()));
                }
            }
            let envelope = match over.next_if(|(above, _)| *above == key) {
                Some((_, (_, newer))) => newer,
                None => Some(envelope),
            };
            if let Some(envelope) = envelope
                && each(key, envelope)?.is_break()
            {
                done = true;
                return Ok(ControlFlow::Break(()));
            }
            Ok(ControlFlow::Continue(()))
        })?;
    }
    for (key, (_, envelope)) in over {
        if done {
            break;
        }
        if let Some(envelope) = envelope {
            done = each(key, envelope)?.is_break();
        }
    }
    Ok(())
}

/// Makes sled again from the newest whole snapshot and the wal, and from what the old one, or one that was put
/// aside before, holds of entries that neither has. The old one is put aside once the new one lasts, and kept
/// unless the new one is known to hold as much.
pub fn rebuild(
    dir: &Path,
    settings: &Settings,
    old: Option<Tree>,
    why: Why,
) -> Result<Restored, ReadError> {
    let (wal, sled) = (dir.join("wal"), dir.join("sled"));
    let snapshot = snapshot::newest(&dir.join("snapshots"))?;
    let since = snapshot.as_ref().map_or(0, |s| s.head.sequence);
    // Only ever half made: a whole one has another name.
    let fresh = dir.join("sled.new");
    folder::remove_folder(&fresh)?;
    // Dropped behind the tree, whose files it takes away.
    let scrap = Scrap::at(fresh.clone());
    let tree = Tree::open(&fresh, settings.cache_bytes)?;
    let (mut overlay, mut mark) = (Overlay::new(), Mark::default());
    let mut unseen = Unseen::by(snapshot.as_ref());
    let walked = journal::walk(&wal, 0, None, &mut |found| {
        let (_, changes) = journal::changes(&wal, found)?;
        tree.note(found.sequence, found.start, &changes)?;
        if found.sequence > since {
            mark.changes += changes.len() as u64;
            mark.bytes += found.end.offset.saturating_sub(found.start.offset);
            for change in &changes {
                overlay.insert(
                    change.key,
                    (found.sequence, change.envelope_after(found.sequence)),
                );
            }
        } else {
            unseen.take(found.sequence, &changes);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    for (key, lacking) in unseen.lacking() {
        overlay.entry(key).or_insert(lacking);
    }
    // A damaged snapshot still tells that its number was given away, and so does a segment that was begun.
    let named = snapshot::newest_sequence(&dir.join("snapshots"))?;
    let begun = segment_file::list(&wal)?
        .last()
        .map_or(0, |first| first.saturating_sub(1));
    let mut sequence = walked.sequence.max(named).max(begun);
    let mut lost = Lost {
        walked: &walked,
        since,
        overlay: &mut overlay,
        highest: 0,
    };
    let held_no_more = match &old {
        Some(old) => lost.harvest(old)?,
        None => false,
    };
    drop(old);
    if lost.is_any(dir) {
        sleds::harvest(dir, settings, &mut lost)?;
        let missing = harvest::missing(dir, &walked);
        for (sequence, payload) in harvest::harvest(dir, &missing) {
            if let Some((_, changes)) = payload::changes(&payload) {
                lost.take(sequence, &changes);
            }
        }
    }
    sequence = sequence.max(lost.highest);
    let mut batch = Vec::new();
    merged(snapshot.as_ref(), overlay, &mut |key, envelope| {
        mark.head.add(&key, &envelope);
        batch.push((key, envelope));
        if batch.len() == settings.batch {
            tree.put(&batch)?;
            batch.clear();
        }
        Ok(ControlFlow::Continue(()))
    })?;
    tree.put(&batch)?;
    mark.head.sequence = sequence;
    // A segment may have been begun behind all that is there.
    let end = opening::open_end(&walked)
        .filter(|end| sequence == walked.sequence || end.segment == sequence + 1);
    mark.end = end.unwrap_or_default();
    tree.set_mark(&mark)?;
    tree.flush()?;
    drop(tree);
    folder::sync_whole(&fresh)?;
    let was = sleds::put(dir)?;
    if let Err(error) = fs::rename(&fresh, &sled) {
        // The old one is in its place again, or is the first that is asked for what is lost.
        let _ = was.map(|was| fs::rename(was, &sled));
        return Err(Trouble::at(&fresh)(error).into());
    }
    scrap.keep();
    folder::sync_folder(dir)?;
    match was {
        Some(was) if held_no_more => folder::remove_folder(&was)?,
        Some(_) => sleds::bound(dir)?,
        None => {}
    }
    let mut notices: Vec<Notice> = opening::unread(walked.unread.clone()).collect();
    notices.extend(holes(&walked, since));
    notices.push(Notice::Rebuilt {
        why,
        records: mark.head.records,
    });
    Ok(Restored {
        tree: Tree::open(&sled, settings.cache_bytes)?,
        mark,
        end,
        hidden: walked.hidden,
        notices,
    })
}

/// What is lost of the journal, and what is found of it elsewhere.
pub struct Lost<'l> {
    walked: &'l Walked,
    since: u64,
    overlay: &'l mut Overlay,
    /// The highest revision found.
    highest: u64,
}

impl Lost<'_> {
    /// Whether entries are missing that no snapshot covers, or may be, for all that the witness saw.
    fn is_any(&self, dir: &Path) -> bool {
        let behind = |(_, last): &(u64, u64)| *last > self.since;
        let reached = self.walked.sequence.max(self.since);
        self.walked.holes.iter().any(behind)
            || self.walked.hidden > 0
            || witness::hear(dir).is_none_or(|head| head.sequence > reached)
    }

    fn has(&self, revision: u64) -> bool {
        let within = |(first, last): &(u64, u64)| (*first..=*last).contains(&revision);
        revision > self.since
            && limits::can_follow(revision, self.since.max(self.walked.sequence))
            && (revision > self.walked.sequence || self.walked.holes.iter().any(within))
    }

    /// Takes an entry that was found elsewhere.
    fn take(&mut self, sequence: u64, changes: &[RawChange]) {
        if !self.has(sequence) {
            return;
        }
        self.highest = self.highest.max(sequence);
        for change in changes {
            let known = self.overlay.get(&change.key);
            if known.is_none_or(|(known, _)| *known < sequence) {
                let after = change.envelope_after(sequence);
                self.overlay.insert(change.key, (sequence, after));
            }
        }
    }

    /// Takes from a sled that is not to be trusted as a whole the records whose entries are lost elsewhere. Returns
    /// whether all of it could be read: then it holds no more than is taken.
    pub fn harvest(&mut self, old: &Tree) -> Result<bool, ReadError> {
        let mut whole = true;
        let scanned = old.scan(&mut |key, envelope| {
            match envelope::open(&key, envelope) {
                Ok((revision, _)) if self.has(revision) => {
                    self.highest = self.highest.max(revision);
                    let known = self.overlay.get(&key);
                    if known.is_none_or(|(known, _)| *known < revision) {
                        self.overlay
                            .insert(key, (revision, Some(envelope.to_vec())));
                    }
                }
                Ok(_) => {}
                Err(_) => whole = false,
            }
            Ok(ControlFlow::Continue(()))
        });
        match scanned {
            Ok(()) => Ok(whole),
            // What a damaged sled can't give is not to be had.
            Err(ReadError::Damaged(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

fn holes(walked: &Walked, kept_to: u64) -> Vec<Notice> {
    let notice = |(first, last): &(u64, u64)| Notice::Hole {
        first: *first,
        last: *last,
        kept: *last <= kept_to,
    };
    walked.holes.iter().map(notice).collect()
}
