//! Watching a store through inotify: whoever writes its journal, lets go of its lock, takes it away or puts another in
//! its place is noticed at once, and nothing else wakes an idle desk.
//!
//! What lies around a store is of no interest: folders above it are only watched for being moved or removed
//! themselves, unless the store is not there, and has to be waited for.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io::{self, PipeReader, PipeWriter};
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::inotify::{self, CreateFlags, ReadFlags, WatchFlags};
use rustix::io::Errno;

/// What may have happened to a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stirred {
    /// Its journal was written.
    Journal,
    /// Whoever held its lock may have let go of it, or it lies elsewhere, or something else in its place.
    Place,
    /// It is watched no more.
    Unwatched,
}

/// A watch. Dropping it ends it, and waits for its thread.
#[derive(Debug)]
pub struct Watch {
    end: Option<PipeWriter>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// Calls `stirred` on a thread of its own whenever something may have happened to the store at `dir`, which need
    /// not be there yet.
    ///
    /// # Errors
    /// There is no inotify, or no more of it.
    pub fn start(dir: &Path, stirred: impl Fn(Stirred) + Send + 'static) -> io::Result<Watch> {
        let (ended, end) = io::pipe()?;
        let mut watching = Watching::start(&std::path::absolute(dir)?)?;
        let work = move || {
            while watching.waits(&ended) {
                match watching.happened() {
                    Ok(happened) => happened.into_iter().for_each(&stirred),
                    Err(error) => {
                        tracing::warn!(%error, "the store is watched no more");
                        return stirred(Stirred::Unwatched);
                    }
                }
            }
        };
        let thread = thread::Builder::new().name("watch".into()).spawn(work)?;
        Ok(Watch {
            end: Some(end),
            thread: Some(thread),
        })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the watch ended by a panic");
        }
    }
}

/// Entries of a folder that come and go.
const NAMES: WatchFlags = WatchFlags::CREATE
    .union(WatchFlags::DELETE)
    .union(WatchFlags::MOVED_FROM)
    .union(WatchFlags::MOVED_TO);
/// What happens to a folder or link itself.
const SELF: WatchFlags = WatchFlags::MOVE_SELF
    .union(WatchFlags::DELETE_SELF)
    .union(WatchFlags::DONT_FOLLOW);

struct Watching {
    dir: PathBuf,
    events: OwnedFd,
    /// The watches of the store's folder, of its journal, and of the folder in which something is waited for: its name.
    store: Option<i32>,
    wal: Option<i32>,
    awaited: Option<(i32, OsString)>,
}

impl Watching {
    /// Watches the store as it lies there now.
    fn start(dir: &Path) -> io::Result<Watching> {
        let mut watching = Watching {
            dir: dir.to_path_buf(),
            events: inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?,
            store: None,
            wal: None,
            awaited: None,
        };
        // Each name on the way, and each folder that the way leads through behind links.
        let real = dir.canonicalize().ok();
        let ways: BTreeSet<&Path> = dir
            .ancestors()
            .chain(real.iter().flat_map(|real| real.ancestors()))
            .collect();
        for way in ways {
            watching.add(way, SELF)?;
        }
        watching.store = watching.add(dir, NAMES | WatchFlags::CLOSE_WRITE)?;
        watching.wal = watching.add(&dir.join("wal"), NAMES | SELF | WatchFlags::MODIFY)?;
        if watching.store.is_none() {
            watching.wait_for_it()?;
        }
        Ok(watching)
    }

    /// Waits for the first name on the way to the store that is not there.
    fn wait_for_it(&mut self) -> io::Result<()> {
        for above in self.dir.ancestors().skip(1) {
            let appears = WatchFlags::CREATE | WatchFlags::MOVED_TO;
            if let Some(folder) = self.add(above, appears)? {
                let rest = self.dir.strip_prefix(above).ok();
                let next = rest.and_then(|rest| rest.iter().next());
                self.awaited = next.map(|next| (folder, next.to_os_string()));
                break;
            }
        }
        Ok(())
    }

    /// Watches for more at that path; `None` where nothing is to be watched.
    fn add(&self, path: &Path, flags: WatchFlags) -> io::Result<Option<i32>> {
        // The same folder may have two names.
        match inotify::add_watch(&self.events, path, flags | WatchFlags::MASK_ADD) {
            Ok(watch) => Ok(Some(watch)),
            Err(Errno::NOENT | Errno::NOTDIR | Errno::ACCESS | Errno::LOOP) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Waits until something happens; false at the end.
    fn waits(&self, ended: &PipeReader) -> bool {
        loop {
            let mut fds = [
                PollFd::new(&self.events, PollFlags::IN),
                PollFd::new(ended, PollFlags::IN),
            ];
            match poll(&mut fds, None) {
                Ok(_) => return fds.iter().all(|fd| !fd.revents().contains(PollFlags::HUP)),
                Err(Errno::INTR) => {}
                Err(_) => return false,
            }
        }
    }

    /// Takes what happened. What lies elsewhere since is watched there first, so that nothing is missed in between.
    fn happened(&mut self) -> io::Result<Vec<Stirred>> {
        let mut buffer = [MaybeUninit::uninit(); 4096];
        let mut events = inotify::Reader::new(&self.events, &mut buffer);
        let (mut journal, mut place, mut moved) = (false, false, false);
        loop {
            let event = match events.next() {
                Ok(event) => event,
                Err(Errno::AGAIN) => break,
                Err(Errno::INTR) => continue,
                Err(error) => return Err(error.into()),
            };
            let watch = Some(event.wd());
            let name = event
                .file_name()
                .map(|name| OsStr::from_bytes(name.to_bytes()));
            match name {
                // The folder itself, or too much to be told.
                None => moved |= !event.events().contains(ReadFlags::CLOSE_WRITE),
                Some(name) if watch == self.wal => {
                    let name = name.as_bytes();
                    journal |= name.ends_with(b".wal") || name.ends_with(b".walz");
                }
                Some(name) if watch == self.store && name == "wal" => moved = true,
                Some(name) if watch == self.store => place |= name == "lock",
                Some(name) => {
                    let awaited = self.awaited.as_ref();
                    moved |= awaited.is_some_and(|(at, awaited)| {
                        Some(*at) == watch && awaited.as_os_str() == name
                    });
                }
            }
        }
        if moved {
            *self = Watching::start(&self.dir)?;
        }
        let stirred = [
            (place || moved).then_some(Stirred::Place),
            (journal && !moved).then_some(Stirred::Journal),
        ];
        Ok(stirred.into_iter().flatten().collect())
    }
}
