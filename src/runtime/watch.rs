//! Watching a store through inotify: whoever writes its journal, takes it away or puts another in its place is noticed
//! at once, and nothing else wakes an idle desk. Who comes and goes is watched on demand.
//!
//! What lies around a store is of no interest: folders above it are only watched for being moved or removed
//! themselves, unless the store is not there, and has to be waited for.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::inotify::{self, CreateFlags, ReadFlags, WatchFlags};
use rustix::io::Errno;

use crate::store::presence;

/// What may have happened to a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stirred {
    /// Its journal was written.
    Journal,
    /// It may lie elsewhere, or something else in its place.
    Place,
    /// Somebody may have come or gone, or be at something else; or who is here is watched from now on.
    Here,
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
        let (wishes, end) = io::pipe()?;
        let mut watching = Watching::start(&std::path::absolute(dir)?, false)?;
        let work = move || {
            loop {
                let happened = match watching.waits(&wishes) {
                    Ok(Heeded::End) => return,
                    Ok(heeded) => watching.happened(heeded == Heeded::Here),
                    Err(error) => Err(error),
                };
                match happened {
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

    /// By which it is told whether to watch who comes and goes. The watch lasts as long as this does.
    ///
    /// # Errors
    /// There are no more descriptors.
    pub fn wish(&self) -> io::Result<Wish> {
        let end = self.end.as_ref().ok_or(io::ErrorKind::BrokenPipe)?;
        end.try_clone().map(Wish)
    }
}

/// What is written to a watch: that it shall end, watch who comes and goes, or no more.
const END: u8 = 0;
const ATTEND: u8 = 1;
const IGNORE: u8 = 2;

/// Whether to watch who comes and goes.
#[derive(Debug)]
pub struct Wish(PipeWriter);

impl Wish {
    /// From now on, or no more; the answer to the first is `Stirred::Here`. False where nobody watches any more.
    pub fn tell(&mut self, watch: bool) -> bool {
        let wish = if watch { ATTEND } else { IGNORE };
        self.0.write_all(&[wish]).is_ok()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // Who wishes something of it may live on.
        if let Some(mut end) = self.end.take() {
            let _ = end.write_all(&[END]);
        }
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

/// What came of waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heeded {
    /// Something may have happened.
    Nothing,
    /// Who is here is watched from now on.
    Here,
    /// It shall end.
    End,
}

struct Watching {
    dir: PathBuf,
    events: OwnedFd,
    /// The watches of the store's folder, of its journal, and of the folder in which something is waited for: its name.
    store: Option<i32>,
    wal: Option<i32>,
    awaited: Option<(i32, OsString)>,
    /// Whether who comes and goes is watched too, and the watch of that folder while there is one.
    attends: bool,
    here: Option<i32>,
}

impl Watching {
    /// Watches the store as it lies there now, and who comes and goes, if one attends to that.
    fn start(dir: &Path, attends: bool) -> io::Result<Watching> {
        let mut watching = Watching {
            dir: dir.to_path_buf(),
            events: inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?,
            store: None,
            wal: None,
            awaited: None,
            attends,
            here: None,
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
        watching.store = watching.add(dir, NAMES)?;
        watching.wal = watching.add(&dir.join("wal"), NAMES | SELF | WatchFlags::MODIFY)?;
        if watching.store.is_none() {
            watching.wait_for_it()?;
        }
        watching.attend();
        Ok(watching)
    }

    /// Watches who comes and goes, or no more. Where it can't be watched it is looked at when it is shown anew.
    fn attend(&mut self) {
        if let Some(here) = self.here.take() {
            // It may have gone with its folder.
            let _ = inotify::remove_watch(&self.events, here);
        }
        if self.attends {
            let changes = NAMES | WatchFlags::MODIFY | WatchFlags::CLOSE_WRITE;
            let flags = changes | WatchFlags::DONT_FOLLOW | WatchFlags::ONLYDIR;
            let here = self.add(&self.dir.join(presence::NAME), flags);
            self.here = here.unwrap_or_else(|error| {
                tracing::warn!(%error, "who is here can't be watched");
                None
            });
        }
    }

    /// Takes in what is wished of it.
    fn heed(&mut self, mut wishes: &PipeReader) -> io::Result<Heeded> {
        let mut told = [0; 64];
        let count = wishes.read(&mut told)?;
        let told = told.get(..count).unwrap_or_default();
        if told.is_empty() || told.contains(&END) {
            return Ok(Heeded::End);
        }
        self.attends = told.last() == Some(&ATTEND);
        self.attend();
        Ok(if self.attends {
            Heeded::Here
        } else {
            Heeded::Nothing
        })
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

    /// Waits until something happens, or is wished.
    fn waits(&mut self, wishes: &PipeReader) -> io::Result<Heeded> {
        let mut fds = [
            PollFd::new(&self.events, PollFlags::IN),
            PollFd::new(wishes, PollFlags::IN),
        ];
        match poll(&mut fds, None) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let [_, wished] = fds.map(|fd| !fd.revents().is_empty());
        if wished {
            return self.heed(wishes);
        }
        Ok(Heeded::Nothing)
    }

    /// Takes what happened. What lies elsewhere since is watched there first, so that nothing is missed in between.
    fn happened(&mut self, mut here: bool) -> io::Result<Vec<Stirred>> {
        let mut buffer = [MaybeUninit::uninit(); 4096];
        let mut events = inotify::Reader::new(&self.events, &mut buffer);
        let (mut journal, mut moved, mut renewed) = (false, false, false);
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
                // A watch that has ended: what ended it was told before.
                None if event.events().contains(ReadFlags::IGNORED) => {}
                // The folder itself, or too much to be told.
                None => moved = true,
                Some(_) if watch == self.here => here = true,
                Some(name) if watch == self.wal => {
                    let name = name.as_bytes();
                    journal |= name.ends_with(b".wal") || name.ends_with(b".walz");
                }
                Some(name) if watch == self.store && name == "wal" => moved = true,
                Some(name) if watch == self.store && name == presence::NAME => {
                    renewed |= self.attends;
                }
                Some(name) => {
                    let awaited = self.awaited.as_ref();
                    moved |= awaited.is_some_and(|(at, awaited)| {
                        Some(*at) == watch && awaited.as_os_str() == name
                    });
                }
            }
        }
        if moved {
            *self = Watching::start(&self.dir, self.attends)?;
            here |= self.attends;
        } else if renewed {
            self.attend();
            here = true;
        }
        let stirred = [
            here.then_some(Stirred::Here),
            moved.then_some(Stirred::Place),
            (journal && !moved).then_some(Stirred::Journal),
        ];
        Ok(stirred.into_iter().flatten().collect())
    }
}
