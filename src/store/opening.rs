//! Opening: comparing sled with the wal, and putting right what differs. Truth is, record by record,
//! the highest valid revision that the wal, a snapshot or sled holds.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use super::envelope::{self, Key};
use super::error::{Damage, Notice, OpenError, ReadError, Trouble, Why};
use super::folder;
use super::journal::{self, Walked};
use super::segment::{self, Position};
use super::snapshot::{self, Snapshot};
use super::tree::{Flow, Mark, Tree};
use super::writer::Settings;

const ROOMS: [&str; 4] = ["wal", "snapshots", "drafts", "sled"];

/// sled, as far as the wal, and where the wal goes on (`None`: in a new segment).
pub struct Restored {
    pub tree: Tree,
    pub mark: Mark,
    pub end: Option<Position>,
    pub notices: Vec<Notice>,
}

/// Finds or makes the folder of a store. `sled/` is left to sled, whose absence tells something.
pub fn prepare(dir: &Path) -> Result<(), OpenError> {
    if dir.exists() && !dir.is_dir() {
        return Err(OpenError::NotAFolder(dir.to_path_buf()));
    }
    let above = dir.parent().filter(|above| !above.as_os_str().is_empty());
    if above.is_some_and(|above| !above.is_dir()) {
        return Err(OpenError::NoParent(dir.to_path_buf()));
    }
    if dir.is_dir() {
        match contents(dir)? {
            Contents::Nothing => {}
            Contents::Else => return Err(OpenError::NotAStore(dir.to_path_buf())),
            Contents::Store => folder::only_owner_writes(dir)?,
        }
    }
    folder::private_folder(dir).map_err(OpenError::of)
}

/// Makes the folders of a store, under its lock.
pub fn furnish(dir: &Path) -> Result<(), OpenError> {
    let rooms = ROOMS.iter().take(3).map(|room| dir.join(room));
    let complete = rooms.clone().all(|room| room.is_dir());
    for room in rooms {
        folder::room(&room).map_err(OpenError::of)?;
    }
    if !complete {
        folder::sync_folder(dir).map_err(OpenError::of)?;
    }
    Ok(())
}

/// What an existing folder has in it.
enum Contents {
    Nothing,
    Store,
    /// It must not be made 0700.
    Else,
}

fn contents(dir: &Path) -> Result<Contents, OpenError> {
    let mut entries = fs::read_dir(dir).map_err(|error| OpenError::of(Trouble::at(dir)(error)))?;
    let is_store =
        || dir.join("lock").is_file() || ROOMS.iter().any(|room| dir.join(room).is_dir());
    Ok(match entries.next() {
        None => Contents::Nothing,
        Some(_) if is_store() => Contents::Store,
        Some(_) => Contents::Else,
    })
}

/// Opens sled and brings it as far as the wal, or makes it again.
pub fn restore(dir: &Path, settings: &Settings) -> Result<Restored, ReadError> {
    let (wal, sled) = (dir.join("wal"), dir.join("sled"));
    let newest = snapshot::newest_sequence(&dir.join("snapshots"))?;
    if !sled.is_dir() && (newest > 0 || !segment::list(&wal)?.is_empty()) {
        return rebuild(dir, settings, None, Why::Missing);
    }
    let opened = Tree::open(&sled, settings.cache_bytes)
        .and_then(|tree| tree.mark().map(|mark| (tree, mark)));
    let (tree, mark) = match opened {
        Ok(opened) => opened,
        Err(ReadError::Damaged(damage)) => {
            return rebuild(dir, settings, None, Why::Damaged(damage));
        }
        Err(error) => return Err(error),
    };
    if mark.head.sequence < newest {
        return rebuild(dir, settings, Some(tree), Why::Behind);
    }
    let known = segment::path(&wal, mark.end.segment);
    let reached = mark.head.sequence == 0
        || known
            .metadata()
            .is_ok_and(|file| file.len() >= mark.end.offset);
    if reached || journal::end(&wal)?.0 >= mark.head.sequence {
        let from = (reached && mark.head.sequence > 0).then_some(mark.end);
        return replay(dir, settings, tree, mark, from);
    }
    ahead(dir, settings, tree, mark)
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
    Ok(Restored {
        tree,
        mark,
        end: walked.end,
        notices,
    })
}

fn holes(walked: &Walked, kept_to: u64) -> Vec<Notice> {
    let notice = |(first, last): &(u64, u64)| Notice::Hole {
        first: *first,
        last: *last,
        kept: *last <= kept_to,
    };
    walked.holes.iter().map(notice).collect()
}

/// sled has entries that the wal has not: if it is whole it holds the truth.
fn ahead(dir: &Path, settings: &Settings, tree: Tree, mark: Mark) -> Result<Restored, ReadError> {
    if !tree.count().is_ok_and(|counted| counted.agrees(&mark.head)) {
        return rebuild(dir, settings, Some(tree), Why::Ahead);
    }
    let (last, _) = journal::end(&dir.join("wal"))?;
    Ok(Restored {
        notices: vec![Notice::Hole {
            first: last + 1,
            last: mark.head.sequence,
            kept: true,
        }],
        tree,
        mark,
        end: None,
    })
}

/// What the wal says of records since a snapshot: the entry, and the envelope unless it was removed.
pub type Overlay = BTreeMap<Key, (u64, Option<Vec<u8>>)>;

/// What the wal says since `since`, up to entry `last`.
///
/// # Errors
/// `Damaged` if one of these entries is missing.
pub fn overlay(wal: &Path, since: u64, last: u64) -> Result<Overlay, ReadError> {
    let (mut overlay, mut reached) = (Overlay::new(), since);
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
            mark.bytes += found.end.offset - found.start.offset;
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

/// Removes a folder with all that is in it; one that is not there is removed already.
pub fn remove_folder(path: &Path) -> Result<(), Trouble> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        removed => removed.map_err(Trouble::at(path)),
    }
}
