//! Making sled again, from the newest whole snapshot, the wal, and what an old sled still holds. Truth is,
//! record by record, the highest valid revision of these.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use super::envelope::{self, Key};
use super::error::{Damage, ReadError, Trouble};
use super::folder::remove_folder;
use super::journal::{self, Walked};
use super::limits;
use super::notice::{Notice, Why};
use super::opening::Restored;
use super::settings::Settings;
use super::snapshot::{self, Snapshot};
use super::tree::{Flow, Mark, Tree};

/// What the wal says of records since a snapshot: the entry, and the envelope unless it was removed.
pub type Overlay = BTreeMap<Key, (u64, Option<Vec<u8>>)>;

/// What the wal says since `since`, up to entry `last`.
///
/// # Errors
/// `Damaged` if one of these entries is missing.
pub fn overlay(wal: &Path, since: u64, last: u64) -> Result<Overlay, ReadError> {
    let (mut overlay, mut reached) = (Overlay::new(), since);
    if since >= last {
        return Ok(overlay);
    }
    let walked = journal::walk(wal, since, None, &mut |found| {
        if found.sequence > last {
            return Ok(ControlFlow::Break(()));
        }
        reached = found.sequence;
        for change in journal::changes(wal, found)?.1 {
            let envelope = change.envelope_after(found.sequence);
            overlay.insert(change.key, (found.sequence, envelope));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let missing = (reached < last).then_some((reached + 1, last));
    let hole = walked.holes.iter().copied().find(|hole| hole.0 <= last);
    match hole.or(missing) {
        Some((first, last)) => Err(Damage::Hole(first, last).into()),
        None => Ok(overlay),
    }
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

/// Makes sled again from the newest whole snapshot and the wal, and from what the old one holds of
/// entries that neither has.
pub fn rebuild(
    dir: &Path,
    settings: &Settings,
    old: Option<Tree>,
    why: Why,
) -> Result<Restored, ReadError> {
    let (wal, sled) = (dir.join("wal"), dir.join("sled"));
    let snapshot = snapshot::newest(&dir.join("snapshots"))?;
    let since = snapshot.as_ref().map_or(0, |s| s.head.sequence);
    let fresh = dir.join("sled.new");
    remove_folder(&fresh)?;
    let tree = Tree::open(&fresh, settings.cache_bytes)?;
    let (mut overlay, mut mark) = (Overlay::new(), Mark::default());
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
        }
        Ok(ControlFlow::Continue(()))
    })?;
    // A damaged snapshot still tells that its number was given away.
    let named = snapshot::newest_sequence(&dir.join("snapshots"))?;
    let mut sequence = walked.sequence.max(named);
    if let Some(old) = old {
        sequence = sequence.max(harvest(&old, &walked, since, &mut overlay)?);
    }
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
    let end = walked.end.filter(|_| sequence == walked.sequence);
    mark.end = end.unwrap_or_default();
    tree.set_mark(&mark)?;
    tree.flush()?;
    drop(tree);
    if sled.is_dir() {
        let damaged = dir.join("sled.damaged");
        remove_folder(&damaged)?;
        fs::rename(&sled, &damaged).map_err(Trouble::at(&sled))?;
    }
    fs::rename(&fresh, &sled).map_err(Trouble::at(&fresh))?;
    let mut notices = holes(&walked, since);
    notices.push(Notice::Rebuilt {
        why,
        records: mark.head.records,
    });
    Ok(Restored {
        tree: Tree::open(&sled, settings.cache_bytes)?,
        mark,
        end,
        notices,
    })
}

/// Takes from a sled that is not to be trusted as a whole the records whose entries are lost
/// elsewhere. Returns the highest revision taken.
fn harvest(
    old: &Tree,
    walked: &Walked,
    since: u64,
    overlay: &mut Overlay,
) -> Result<u64, ReadError> {
    let lost = |revision: u64| {
        revision > since
            && limits::can_follow(revision, since.max(walked.sequence))
            && (revision > walked.sequence
                || walked
                    .holes
                    .iter()
                    .any(|(first, last)| (*first..=*last).contains(&revision)))
    };
    let mut highest = 0;
    let scanned = old.scan(&mut |key, envelope| {
        if let Ok((revision, _)) = envelope::open(&key, envelope)
            && lost(revision)
        {
            highest = highest.max(revision);
            if overlay.get(&key).is_none_or(|(known, _)| *known < revision) {
                overlay.insert(key, (revision, Some(envelope.to_vec())));
            }
        }
        Ok(ControlFlow::Continue(()))
    });
    match scanned {
        // What a damaged sled can't give is not to be had.
        Ok(()) | Err(ReadError::Damaged(Damage::Sled(_) | Damage::Digest)) => Ok(highest),
        Err(error) => Err(error),
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
