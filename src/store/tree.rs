//! The sled folder: all records as they are now (`r`), where each of their changes stands in the wal
//! (`h`), and how far it has come (`m`). Everything in it can be made again.
//!
//! sled 0.34.7 panics on some damages, so that every call is made under a guard.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use sled::{Batch, Db, IVec};
use twox_hash::XxHash3_128;

use super::envelope::{self, Key};
use super::error::{Damage, ReadError, Trouble};
use super::folder;
use super::guard::{self, Guarded, awaited, caught};
use super::head::Head;
use super::passing::{APART, passes, patiently};
use super::payload::RawChange;
use super::position::Position;
use super::sled_fault::SledFault;
use super::source;
use super::there;
use super::untouched::Untouched;
use crate::model::Kind;

const HEAD: &[u8] = b"head";
/// What sled says of a folder that another sled has open.
const LOCKED: &str = "could not acquire lock";
/// How long to wait for a sled of this process to end.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many records go into one batch.
const BATCH: usize = 1_000;

/// Whether one who is given records wants more of them.
pub type Flow = Result<ControlFlow<()>, ReadError>;

/// How far sled has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// The entry, and the records as it left them.
    pub head: Head,
    /// Behind that entry in the wal.
    pub end: Position,
    /// How many changes there were since the last snapshot.
    pub changes: u64,
    /// And how many bytes of wal.
    pub bytes: u64,
}

impl Mark {
    /// How far it is after that entry, which lies between `start` and `end` in the wal.
    pub fn after(
        &self,
        sequence: u64,
        (start, end): (Position, Position),
        changes: &[RawChange],
    ) -> Mark {
        let mut mark = *self;
        for change in changes {
            if let Some(before) = change.envelope_before() {
                mark.head.take(&change.key, &before);
            }
            if let Some(after) = change.envelope_after(sequence) {
                mark.head.add(&change.key, &after);
            }
        }
        mark.head.sequence = sequence;
        mark.end = end;
        let bytes = end.offset.saturating_sub(start.offset);
        mark.changes = mark.changes.saturating_add(changes.len() as u64);
        mark.bytes = mark.bytes.saturating_add(bytes);
        mark
    }

    fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(68);
        bytes.extend_from_slice(&self.head.digest.to_le_bytes());
        for number in [
            self.head.sequence,
            self.head.records,
            self.end.segment,
            self.end.offset,
            self.changes,
            self.bytes,
        ] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        let sum = crc32c::crc32c(&bytes);
        bytes.extend_from_slice(&sum.to_le_bytes());
        bytes
    }

    fn read(bytes: &[u8]) -> Option<Mark> {
        let (body, sum) = bytes.split_last_chunk::<4>()?;
        let (digest, mut rest) = body.split_first_chunk::<16>()?;
        if crc32c::crc32c(body) != u32::from_le_bytes(*sum) {
            return None;
        }
        let mut number = || {
            let (number, after) = rest.split_first_chunk::<8>()?;
            rest = after;
            Some(u64::from_le_bytes(*number))
        };
        Some(Mark {
            head: Head {
                sequence: number()?,
                records: number()?,
                digest: u128::from_le_bytes(*digest),
            },
            end: Position {
                segment: number()?,
                offset: number()?,
            },
            changes: number()?,
            bytes: number()?,
        })
    }
}

/// An open sled folder; a clone has the same one open.
#[derive(Clone, Debug)]
pub struct Tree {
    path: PathBuf,
    open: Guarded<Trees>,
}

#[derive(Clone, Debug)]
struct Trees {
    db: Db,
    records: sled::Tree,
    history: sled::Tree,
    marks: sled::Tree,
}

fn guarded<T>(path: &Path, work: impl FnOnce() -> Result<T, sled::Error>) -> Result<T, ReadError> {
    let damage = match caught(work) {
        Ok(Ok(done)) => return Ok(done),
        Ok(Err(sled::Error::Io(error))) if passes(&error) => {
            return Err(Trouble::at(path)(error).into());
        }
        Ok(Err(error)) => SledFault::from(error),
        Err(words) => SledFault::Stuck(words),
    };
    // sled counts from 1970 and panics before it: that says nothing of its files.
    if SystemTime::now() < SystemTime::UNIX_EPOCH {
        let clock = std::io::Error::other("the clock of this machine stands before 1970");
        return Err(Trouble::at(path)(clock).into());
    }
    Err(Damage::Sled(damage).into())
}

/// Refuses a folder with something else in it than files and folders: sled would follow a link, and wait for who
/// writes into a pipe.
fn only_files(path: &Path) -> Result<(), ReadError> {
    for entry in there::within(path).map_err(Trouble::at(path))? {
        let within = entry.path();
        let found = patiently(|| fs::symlink_metadata(&within)).map_err(Trouble::at(&within))?;
        if found.is_dir() {
            only_files(&within)?;
        } else if let Err(error) = source::regular(&found) {
            tracing::warn!(%error, path = %within.display(), "no file of sled");
            return Err(Damage::Sled(SledFault::NoFile(within)).into());
        }
    }
    Ok(())
}

fn closed() -> sled::Error {
    sled::Error::Unsupported("closed".to_string())
}

impl Tree {
    /// Opens the folder, or makes it. A snapshot that sled was writing when it was killed would keep
    /// it from ever opening again (sled#1527): it is taken away first.
    pub fn open(path: &Path, cache_bytes: u64) -> Result<Tree, ReadError> {
        folder::room(path)?;
        for name in folder::names(path, ".generating")? {
            let half = path.join(name);
            fs::remove_file(&half).map_err(Trouble::at(&half))?;
        }
        only_files(path)?;
        let untouched = Untouched::read(path)?;
        let log = path.join("db");
        let opened = || {
            let config = sled::Config::new()
                .path(path)
                .cache_capacity(cache_bytes)
                .flush_every_ms(None);
            // Guarded at once: what follows may panic.
            let db = Guarded::writing(config.open()?, &log);
            let trees = |db: &Db| {
                Ok(Trees {
                    records: db.open_tree("r")?,
                    history: db.open_tree("h")?,
                    marks: db.open_tree("m")?,
                    db: db.clone(),
                })
            };
            let open = db.get().map_or_else(|| Err(closed()), trees)?;
            let open = Guarded::writing(open, &log);
            // What it can't read is met now, while all can be put back.
            open.get()
                .map_or_else(|| Err(closed()), |open| open.marks.get(HEAD))?;
            Ok(Tree {
                path: path.to_path_buf(),
                open,
            })
        };
        let (begin, mut tries) = (Instant::now(), 0);
        let tree = loop {
            match guarded(path, opened) {
                // A thread of a sled just closed still ends, and has the file for some microseconds more; or
                // another process has it open, whose store this was. That is no damage.
                Err(ReadError::Damaged(Damage::Sled(SledFault::Io(text))))
                    if text.contains(LOCKED) =>
                {
                    if begin.elapsed() >= PATIENCE {
                        let locked = std::io::ErrorKind::WouldBlock;
                        return Err(Trouble::at(path)(locked.into()).into());
                    }
                    thread::sleep(Duration::from_millis(1));
                }
                Err(ReadError::Damaged(damage)) if tries < damage.may_pass() => {
                    tries += 1;
                    thread::sleep(APART);
                    untouched.put_back()?;
                }
                opened => break opened?,
            }
        };
        folder::close_files(path)?;
        Ok(tree)
    }

    fn guarded<T>(
        &self,
        work: impl FnOnce(&Trees) -> Result<T, sled::Error>,
    ) -> Result<T, ReadError> {
        guarded(&self.path, || self.open.get().map_or(Err(closed()), work))
    }

    /// The next of what an iterator of it gives.
    fn next(&self, found: &mut Guarded<sled::Iter>) -> Result<Option<(IVec, IVec)>, ReadError> {
        guarded(&self.path, || {
            let found = found.get_mut();
            found.and_then(Iterator::next).transpose()
        })
    }

    /// How far it has come; nothing if it is new.
    pub fn mark(&self) -> Result<Mark, ReadError> {
        match self.guarded(|open| open.marks.get(HEAD))? {
            None => Ok(Mark::default()),
            Some(bytes) => Ok(Mark::read(&bytes).ok_or(Damage::Digest)?),
        }
    }

    /// Says how far it has come.
    pub fn set_mark(&self, mark: &Mark) -> Result<(), ReadError> {
        self.guarded(|open| open.marks.insert(HEAD, mark.write()))
            .map(|_| ())
    }

    /// The envelope of that record.
    pub fn get(&self, key: &Key) -> Result<Option<IVec>, ReadError> {
        self.guarded(|open| open.records.get(key.0))
    }

    /// Applies an entry, and the mark that it leads to (`Mark::after`). The mark is written last, and
    /// the digest follows from the entry alone, so that an entry can be applied twice.
    pub fn apply(
        &self,
        mark: &Mark,
        start: Position,
        changes: &[RawChange],
    ) -> Result<(), ReadError> {
        self.apply_all(mark, [(mark.head.sequence, start, changes)])
    }

    /// As `apply`, of several entries that follow each other, each with its number and where it begins: that takes a
    /// fraction of the time.
    pub fn apply_all<'e, 'c: 'e>(
        &self,
        mark: &Mark,
        entries: impl IntoIterator<Item = (u64, Position, &'e [RawChange<'c>])>,
    ) -> Result<(), ReadError> {
        let each = |(sequence, start, changes): (_, _, &'e [RawChange<'c>])| {
            changes.iter().map(move |change| (sequence, start, change))
        };
        let mut changes = entries.into_iter().flat_map(each).peekable();
        while changes.peek().is_some() {
            let (mut records, mut history) = (Batch::default(), Batch::default());
            for (sequence, start, change) in changes.by_ref().take(BATCH) {
                match change.envelope_after(sequence) {
                    Some(after) => records.insert(&change.key.0, after),
                    None => records.remove(&change.key.0),
                }
                let (key, place) = place_of(change, sequence, start);
                history.insert(key, place);
            }
            self.guarded(|open| {
                open.records.apply_batch(records)?;
                open.history.apply_batch(history)
            })?;
        }
        self.set_mark(mark)
    }

    /// Puts envelopes as they are, in making the folder again.
    pub fn put(&self, envelopes: &[(Key, Vec<u8>)]) -> Result<(), ReadError> {
        for chunk in envelopes.chunks(BATCH) {
            let mut records = Batch::default();
            for (key, envelope) in chunk {
                records.insert(&key.0, envelope.as_slice());
            }
            self.guarded(|open| open.records.apply_batch(records))?;
        }
        Ok(())
    }

    /// Notes where changes stand, in making the folder again.
    pub fn note(
        &self,
        sequence: u64,
        start: Position,
        changes: &[RawChange],
    ) -> Result<(), ReadError> {
        for chunk in changes.chunks(BATCH) {
            let mut history = Batch::default();
            for change in chunk {
                let (key, place) = place_of(change, sequence, start);
                history.insert(key, place);
            }
            self.guarded(|open| open.history.apply_batch(history))?;
        }
        Ok(())
    }

    /// Gives every record to `each`, in order of key.
    pub fn scan(&self, each: &mut dyn FnMut(Key, &[u8]) -> Flow) -> Result<(), ReadError> {
        self.give(|open| open.records.iter(), each)
    }

    /// Gives every record of a kind to `each`, in order of key.
    pub fn scan_kind(
        &self,
        kind: Kind,
        each: &mut dyn FnMut(Key, &[u8]) -> Flow,
    ) -> Result<(), ReadError> {
        self.give(|open| open.records.scan_prefix([kind.code()]), each)
    }

    fn give(
        &self,
        records: impl FnOnce(&Trees) -> sled::Iter,
        each: &mut dyn FnMut(Key, &[u8]) -> Flow,
    ) -> Result<(), ReadError> {
        let mut records = self.guarded(|open| Ok(Guarded::new(records(open))))?;
        while let Some((key, envelope)) = self.next(&mut records)? {
            let Some(key) = Key::read(&key) else {
                return Err(Damage::Digest.into());
            };
            if each(key, &envelope)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Where the changes of a record stand, oldest first: the entry's place, and the byte of its
    /// payload.
    pub fn history(&self, key: &Key) -> Result<Vec<(Position, u64)>, ReadError> {
        let mut places = Vec::new();
        let found = |open: &Trees| Ok(Guarded::new(open.history.scan_prefix(key.0)));
        let mut found = self.guarded(found)?;
        while let Some((_, place)) = self.next(&mut found)? {
            let mut numbers = place
                .chunks_exact(8)
                .map(|bytes| bytes.try_into().map_or(0, u64::from_le_bytes));
            let (Some(segment), Some(offset), Some(at)) =
                (numbers.next(), numbers.next(), numbers.next())
            else {
                return Err(key.damaged());
            };
            places.push((Position { segment, offset }, at));
        }
        Ok(places)
    }

    /// The sum of the digests of the history's whole index.
    pub fn digest_of_history(&self) -> Result<u128, ReadError> {
        let mut places = self.guarded(|open| Ok(Guarded::new(open.history.iter())))?;
        let mut sum = 0_u128;
        while let Some((key, place)) = self.next(&mut places)? {
            sum = sum.wrapping_add(digest_of_place(&key, &place));
        }
        Ok(sum)
    }

    /// Counts and sums up all records.
    pub fn count(&self) -> Result<Head, ReadError> {
        let mut head = Head::default();
        self.scan(&mut |key, envelope| {
            envelope::open(&key, envelope)?;
            head.add(&key, envelope);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(head)
    }

    /// Hands everything to the system.
    pub fn flush(&self) -> Result<(), ReadError> {
        let db = self.guarded(|open| Ok(open.db.clone()))?;
        let flushed = awaited((&self.path.join("db"), guard::PATIENCE), move || {
            let flushed = db.flush();
            drop(db);
            flushed
        });
        match flushed {
            Ok(flushed) => guarded(&self.path, || flushed).map(|_| ()),
            Err(words) => {
                self.open.stands_still();
                Err(Damage::Sled(SledFault::Stuck(words)).into())
            }
        }
    }
}

/// The part of an entry of the history's index in the sum of all of them.
pub fn digest_of_place(key: &[u8], place: &[u8]) -> u128 {
    XxHash3_128::oneshot(&[key, place].concat())
}

/// The entry of the history's index for a change: its key and what stands there.
pub fn place_of(change: &RawChange, sequence: u64, start: Position) -> (Vec<u8>, Vec<u8>) {
    let key = [change.key.0.as_slice(), &sequence.to_be_bytes()].concat();
    let numbers = [start.segment, start.offset, change.at];
    (key, numbers.iter().flat_map(|n| n.to_le_bytes()).collect())
}
