//! Whose turn it is to write, and who keeps sled: flocks, which end with their holder however it ends.
//!
//! | what is locked | by whom | how long |
//! |---|---|---|
//! | the folder `wal` | whoever appends | for one commit, or several that follow each other at once (`slice`) |
//! | the same, shared | whoever looks how far the journal is sure | for the look, if nobody has it |
//! | `lock` | whoever appends, before it: older programs know no other; taken away, it is made again | as long as `wal` |
//! | a byte of `lock` | whoever waits (`line`) | until it is had: so that nobody overtakes those who wait |
//! | the folder `snapshots` | who keeps sled up to date, packs and takes snapshots | as long as it has the store open |
//!
//! Older programs hold `lock` as long as they are open.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::error::{OpenError, Trouble};
use super::holder::Holder;
use super::line::Spot;
use super::naming::PutAside;
use super::room::Room;
use super::source::{self, Unread};
use super::{folder, line, naming, there};

/// Whether a folder has a lock in it, and no other file of that name: nobody's, or with a holder in it.
///
/// # Errors
/// It can't be read.
pub fn is_one(dir: &Path) -> io::Result<bool> {
    let path = dir.join("lock");
    if !there::is_file(&path)? {
        return Ok(false);
    }
    match source::read_small(&path, 1 << 12) {
        Err(error) if error.raw_os_error() == Some(Errno::FBIG.raw_os_error()) => Ok(false),
        read => Ok(read.map(|bytes| {
            bytes.starts_with(b"{\"name\":") || bytes.iter().all(|byte| *byte == 0)
        })?),
    }
}

/// Puts aside what stands in the lock's place and is no file: nobody can have locked that. Says what it was.
///
/// # Errors
/// It can't be renamed.
pub fn clear(dir: &Path) -> Result<Option<Unread>, OpenError> {
    let path = dir.join("lock");
    let found = there::named(&path).map_err(|error| OpenError::of(Trouble::at(&path)(error)))?;
    let Some(found) = found else {
        return Ok(None);
    };
    let Err(error) = source::regular(&found) else {
        return Ok(None);
    };
    naming::put_aside(&path, &path, PutAside::Replaced)
        .map_err(|error| OpenError::of(Trouble::at(&path)(error)))?;
    Ok(Some(Unread {
        path,
        offset: 0,
        bytes: 0,
        cause: error.to_string(),
    }))
}

/// An flock, held as long as this lives.
#[derive(Debug)]
struct Held {
    file: File,
}

impl Held {
    /// Locks an open file at once; `None` if somebody else has.
    fn try_lock(file: File, path: &Path) -> Result<Option<Held>, OpenError> {
        loop {
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => return Ok(Some(Held { file })),
                Err(Errno::WOULDBLOCK) => return Ok(None),
                Err(Errno::INTR) => {}
                Err(error) => return Err(OpenError::of(Trouble::at(path)(error.into()))),
            }
        }
    }

    /// Waits for it, however long.
    fn lock(file: File, path: &Path) -> Result<Held, OpenError> {
        Held::wait(&file, path).map(|()| Held { file })
    }

    fn wait(file: &File, path: &Path) -> Result<(), OpenError> {
        loop {
            match flock(file, FlockOperation::LockExclusive) {
                Ok(()) => return Ok(()),
                Err(Errno::INTR) => {}
                Err(error) => return Err(OpenError::of(Trouble::at(path)(error.into()))),
            }
        }
    }
}

impl Drop for Held {
    /// Let go at once: a child being forked at this moment (an editor) has the same lock until it
    /// becomes another program.
    fn drop(&mut self) {
        // Closing the file, which follows, would do it in the end.
        let _ = flock(&self.file, FlockOperation::Unlock);
    }
}

/// A way to lock a file of that name: at once or not at all, or however long it takes.
type Way<'w> = &'w dyn Fn(File, &Path) -> Result<Option<Held>, OpenError>;

/// Does something while nobody has the turn; `None` if somebody has it. `journal` is the folder `wal` as it was opened
/// for this alone.
///
/// # Errors
/// It can't be told.
pub fn while_nobody_writes<T>(journal: &File, look: impl FnOnce() -> T) -> io::Result<Option<T>> {
    loop {
        match flock(journal, FlockOperation::NonBlockingLockShared) {
            Ok(()) => break,
            Err(Errno::WOULDBLOCK) => return Ok(None),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let seen = look();
    flock(journal, FlockOperation::Unlock)?;
    Ok(Some(seen))
}

/// How many turns this process has had.
static TURNS: AtomicU64 = AtomicU64::new(0);

/// The turn to write, which ends when this is dropped.
#[derive(Debug)]
pub struct Turn {
    /// The journal's folder, once there is one: let go of first, for whoever comes next takes it last.
    _journal: Option<Held>,
    held: Held,
    path: PathBuf,
    number: u64,
    /// Room behind the last entry, for those that follow in this turn.
    room: Arc<Room>,
}

impl Turn {
    /// How long a turn is waited for before whoever has it is named.
    pub const PATIENCE: Duration = Duration::from_secs(2);

    /// Takes the turn, or says who has had it for too long.
    ///
    /// # Errors
    /// `Held`; or there can be no lock.
    pub fn take(dir: &Path) -> Result<Turn, OpenError> {
        if let Some(turn) = Turn::try_take(dir)? {
            return Ok(turn);
        }
        let (send, taken) = mpsc::sync_channel(1);
        Turn::wait(dir, move |turn| {
            // Nobody waits for it any more: it is dropped.
            let _ = send.send(turn);
        })?;
        match taken.recv_timeout(Turn::PATIENCE) {
            Ok(turn) => turn,
            Err(_) => Err(Turn::held(dir)),
        }
    }

    /// Takes the turn if nobody has it, or waits for it.
    ///
    /// # Errors
    /// There can be no lock.
    pub fn try_take(dir: &Path) -> Result<Option<Turn>, OpenError> {
        let lock = |file: File, path: &Path| match line::is_empty(&file) {
            true => Held::try_lock(file, path),
            false => Ok(None),
        };
        Turn::had(dir, &lock, &Held::try_lock)
    }

    /// The turn, by those ways to lock `lock` and then the journal's folder; `None` where it can't be had.
    fn had(dir: &Path, first: Way<'_>, then: Way<'_>) -> Result<Option<Turn>, OpenError> {
        let (path, wal) = (dir.join("lock"), dir.join("wal"));
        loop {
            let Some(held) = first(open(&path)?, &path)? else {
                return Ok(None);
            };
            // Of a store that is being made there may be no journal yet.
            let journal = match source::folder(&wal) {
                Err(_) => None,
                Ok(file) => match then(file, &wal)? {
                    Some(held) => Some(held),
                    None => return Ok(None),
                },
            };
            let turn = Turn::of(held, journal, path.clone());
            // What was locked may have been taken away meanwhile: that is no lock.
            if turn.is_in_place().map_err(OpenError::of)? {
                return Ok(Some(turn));
            }
        }
    }

    /// Waits for the turn on a thread of its own, however long, and hands it over.
    ///
    /// # Errors
    /// There can be no thread.
    pub fn wait(
        dir: &Path,
        then: impl FnOnce(Result<Turn, OpenError>) + Send + 'static,
    ) -> Result<(), OpenError> {
        let dir = dir.to_path_buf();
        aside(&dir.clone(), move || then(Turn::waited(&dir, &|| ())))
    }

    /// Waits for the turn, however long. Calls `next` where only whoever has it comes before.
    ///
    /// # Errors
    /// There can be no lock.
    pub(super) fn waited(dir: &Path, next: &dyn Fn()) -> Result<Turn, OpenError> {
        let wait = |file: File, path: &Path| Held::lock(file, path).map(Some);
        let in_line = |file: File, path: &Path| {
            let spot = Spot::last(&file);
            spot.wait();
            next();
            let waits = Held::wait(&file, path);
            drop(spot);
            waits.map(|()| Some(Held { file }))
        };
        let turn = Turn::had(dir, &in_line, &wait)?;
        turn.ok_or_else(|| Turn::held(dir))
    }

    fn of(held: Held, journal: Option<Held>, path: PathBuf) -> Turn {
        Turn {
            held,
            _journal: journal,
            path,
            number: TURNS.fetch_add(1, Ordering::Relaxed) + 1,
            room: Arc::default(),
        }
    }

    /// Which of this process it is, from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The room of this turn.
    pub(super) fn room(&self) -> &Arc<Room> {
        &self.room
    }

    /// Who has it now.
    pub fn held(dir: &Path) -> OpenError {
        OpenError::Held {
            path: dir.to_path_buf(),
            holder: Holder::of(&dir.join("lock")),
        }
    }

    /// Whether the lock's name still leads to what is locked. Where not, another program may have a turn of that name.
    ///
    /// # Errors
    /// It can't be told.
    pub fn is_in_place(&self) -> Result<bool, Trouble> {
        let leads = folder::leads_to(&self.path, &self.held.file);
        Ok(leads.map_err(Trouble::at(&self.path))?.is_some())
    }

    /// Its file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Turn {
    /// The journal ends with its last entry before anybody else has the turn.
    fn drop(&mut self) {
        self.room.give_back();
    }
}

/// A store in which nobody writes and nobody keeps sled, as long as this lives.
#[derive(Debug)]
pub struct Alone {
    _keeping: Option<Keeping>,
    _turn: Option<Turn>,
}

impl Alone {
    /// Keeps everybody else out, without writing anything; nobody has to be kept out where there is nothing to lock.
    ///
    /// # Errors
    /// `Held`, or it can't be looked at.
    pub fn look(dir: &Path) -> Result<Alone, OpenError> {
        let _keeping = match Keeping::take(dir) {
            Err(OpenError::Io(trouble)) if trouble.kind == ErrorKind::NotFound => None,
            taken => Some(taken?),
        };
        let path = dir.join("lock");
        let _turn = match source::open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            opened => {
                let file = opened.map_err(|error| OpenError::of(Trouble::at(&path)(error)))?;
                let held = Held::try_lock(file, &path)?;
                let held = held.ok_or_else(|| Turn::held(dir))?;
                Some(Turn::of(held, None, path))
            }
        };
        Ok(Alone { _keeping, _turn })
    }

    /// As `look`, and makes the lock where there is none.
    ///
    /// # Errors
    /// As `look`.
    pub fn take(dir: &Path) -> Result<Alone, OpenError> {
        open(&dir.join("lock"))?;
        Alone::look(dir)
    }
}

/// Opens the lock, and makes it where it is not there.
fn open(path: &Path) -> Result<File, OpenError> {
    match source::open(path) {
        Ok(file) => Ok(file),
        Err(_) => folder::readable_file(path).map_err(OpenError::of),
    }
}

/// The keeping of sled, packing and snapshots, held as long as this lives.
#[derive(Debug)]
pub struct Keeping {
    held: Held,
    path: PathBuf,
}

impl Keeping {
    /// Takes it, if nobody has it.
    ///
    /// # Errors
    /// `Held`, by whom; or the folder can't be opened.
    pub fn take(dir: &Path) -> Result<Keeping, OpenError> {
        let path = dir.join("snapshots");
        let folder =
            source::folder(&path).map_err(|error| OpenError::of(Trouble::at(&path)(error)))?;
        match Held::try_lock(folder, &path)? {
            Some(held) => Ok(Keeping { held, path }),
            None => Err(OpenError::Held {
                path: dir.to_path_buf(),
                holder: Holder::of(&path),
            }),
        }
    }

    /// Waits until nobody else keeps sled, on a thread of its own, however long, and hands it over there.
    ///
    /// # Errors
    /// There can be no thread.
    pub fn wait(dir: &Path, then: impl FnOnce(Keeping) + Send + 'static) -> Result<(), OpenError> {
        let path = dir.join("snapshots");
        aside(dir, move || {
            let waited = source::folder(&path)
                .map_err(|error| OpenError::of(Trouble::at(&path)(error)))
                .and_then(|folder| Held::lock(folder, &path));
            match waited {
                Ok(held) => then(Keeping { held, path }),
                Err(error) => tracing::warn!(%error, "sled can't be taken over"),
            }
        })
    }

    /// Whether the folder still is what its name leads to.
    ///
    /// # Errors
    /// It can't be told.
    pub fn is_in_place(&self) -> Result<bool, Trouble> {
        let leads = folder::leads_to(&self.path, &self.held.file);
        Ok(leads.map_err(Trouble::at(&self.path))?.is_some())
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Does that on a thread of its own.
///
/// # Errors
/// There can be none.
pub fn aside(dir: &Path, work: impl FnOnce() + Send + 'static) -> Result<(), OpenError> {
    let thread = thread::Builder::new().name("turn".into());
    let begun = thread.spawn(work).map(|_| ());
    begun.map_err(|error| OpenError::of(Trouble::at(dir)(error)))
}
