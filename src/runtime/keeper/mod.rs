//! The store's thread: opens, loads, then commits, undoes and reads the journal, one request after
//! another, as long as the store is in its place. The drafts' thread beside it never waits for a long commit.

mod away;
mod checkpoints;
mod drafts;
mod histories;
mod looks;
mod reading;
mod requests;
mod telling;
mod turns;
mod writing;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use crate::catalog::{Catalog, Loaded};
use crate::desk::message::{Answer, Asked, JobId, Msg, OPENING, Opened, Refused, Sought};
use crate::model::Here;
use crate::store::{CommitError, Head, Notice, OpenError, ReadError, Reader, Store};

use super::place::Place;
use super::post::Post;
pub use drafts::{DraftRequest, keep_drafts};
use histories::Histories;
pub use requests::{Asker, Requests};

/// How many headings the desk keeps for undo and *Today*.
const HEADINGS: usize = 2_000;
/// How often the desk hears how far loading is, in milliseconds.
const TELL_MS: u64 = 50;

/// A request to the store.
pub struct Request {
    /// Under which number it is answered.
    pub id: JobId,
    /// What is asked.
    pub asked: Asked,
}

/// The store's thread.
pub struct Keeper {
    place: Place,
    here: Here,
    welcome: bool,
    post: Post,
    hurried: Arc<AtomicBool>,
    /// The account's folder for what programs remember.
    state: Option<PathBuf>,
    /// Whether another store is open than the one that the desk still shows: what it wants changed is not of this one.
    renewing: AtomicBool,
    histories: Histories,
}

impl Keeper {
    /// A keeper of the store at that place; `welcome` if the welcome was never shown. Where it is `hurried`
    /// it ends without a last snapshot; drafts of a shared store lie in the account's `state` folder.
    pub fn new(
        place: Place,
        here: Here,
        welcome: bool,
        post: Post,
        hurried: Arc<AtomicBool>,
        state: Option<PathBuf>,
    ) -> Keeper {
        Keeper {
            histories: Histories::new(post.clone()),
            place,
            here,
            welcome,
            post,
            hurried,
            state,
            renewing: AtomicBool::new(false),
        }
    }

    /// Tells the desk what the store is that is open now.
    fn tell_open(&self, opened: Opened) {
        if opened.notices.iter().any(Notice::is_another_store) {
            self.renewing.store(true, Ordering::SeqCst);
        }
        (self.post)(Msg::Opened(opened));
    }

    /// Opens and loads the store, then serves requests until there are no more.
    pub fn run(self, mut requests: Requests) {
        let _farewell = Farewell(self.post.clone());
        let mut state = self.begin();
        (self.post)(Msg::Answer(OPENING, Answer::Began));
        loop {
            state = match state {
                State::Writing(writing) => self.write(*writing, &mut requests),
                State::Reading(reading) => self.read_along(*reading, &mut requests),
                State::Away(left) => self.stand_by(left, &mut requests),
                State::Over => return,
            }
        }
    }

    fn begin(&self) -> State {
        let folder = self.place.folder().to_path_buf();
        let started = Instant::now();
        let told = |what: &str| {
            tracing::info!(milliseconds = started.elapsed().as_millis(), "{what}");
        };
        // Snapshot and wal are read faster than sled opens, and need no lock. One after the other: reading
        // takes all processors, and what it gives is waited for, while the first edit is far off.
        let read = self.read(&folder);
        told("read snapshot and journal");
        let opened = Store::open(&folder);
        told("opened the store");
        match opened {
            Ok((store, notices)) => {
                let opened = Opened {
                    notices,
                    ..Opened::default()
                };
                self.take_over(store, opened, read)
            }
            Err(error) => {
                // Another desk keeps sled; or somebody has had the turn for as long as one waits.
                let joined = match &read {
                    Some(read) if self.can_join(&error) => self.join(read),
                    _ => Err(error),
                };
                let error = match joined {
                    Ok(store) => {
                        told("joined the store");
                        let none = || Catalog::new(self.here.clone());
                        let catalog = read.filter(|read| read.head.records == 0).map(|_| none());
                        return self.joined(store, Opened::default(), catalog);
                    }
                    Err(error) => error,
                };
                // What must not be written can be read all the same.
                let readable = matches!(
                    error,
                    OpenError::Held { .. }
                        | OpenError::Network(..)
                        | OpenError::NotPermitted(_)
                        | OpenError::NewerFormat { .. }
                        | OpenError::Damaged { .. }
                        | OpenError::Io(_)
                );
                match read.filter(|_| readable) {
                    Some(read) => {
                        let none =
                            (read.head.records == 0).then(|| Catalog::new(self.here.clone()));
                        self.begin_reading(read.reader, none, error, Vec::new())
                    }
                    None => {
                        (self.post)(Msg::Unopened(said(&error)));
                        State::Over
                    }
                }
            }
        }
    }

    /// Reads the store without its lock, past what is damaged; `None` if there is none or it can't be read now.
    fn read(&self, folder: &Path) -> Option<Read> {
        let reader = Reader::open(folder).ok()?;
        let read = match Catalog::read(self.here.clone(), &reader, &self.teller()) {
            Err(ReadError::Damaged(_)) => {
                Catalog::read_around(self.here.clone(), &reader, &self.teller())
            }
            read => read,
        };
        let (catalog, head) = read.ok()?;
        // Opening for writing can take much longer: until then they can be looked at. Of a store that
        // is just being made there is nothing to say yet.
        if !catalog.is_empty() {
            (self.post)(Msg::Whole(catalog.clone()));
        }
        Some(Read {
            reader,
            head,
            catalog,
        })
    }

    fn is_demo(&self) -> bool {
        matches!(self.place, Place::Demo(_))
    }

    /// Answers what can't be done, for the store is not in its place.
    fn refuse(&self, request: Request) {
        let folder = self.place.folder().to_path_buf();
        self.refuse_with(request, CommitError::Displaced(folder));
    }

    /// Answers what can't be done, and why.
    fn refuse_with(&self, request: Request, why: CommitError) {
        let unread = |sought| {
            let (id, arguments) = (why.id(), why.arguments());
            Answer::Unread(sought, Refused { id, arguments })
        };
        let answer = match request.asked {
            Asked::Commit(..) => Answer::Committed(Err(why)),
            Asked::Undo(reversal) => Answer::Undone(reversal, Err(why.into())),
            Asked::History(record) => unread(Sought::History(record)),
            Asked::Journal(before, _) => unread(Sought::Journal(before)),
            Asked::Entry(sequence, _) => unread(Sought::Entry(sequence)),
            Asked::Renewed => Answer::Done,
        };
        self.answer(request.id, answer);
    }

    fn answer(&self, id: JobId, answer: Answer) {
        (self.post)(Msg::Answer(id, answer));
    }

    /// Tells the desk how far loading is, now and then.
    fn teller(&self) -> impl Fn(Loaded) + Sync {
        let (started, last) = (Instant::now(), AtomicU64::new(0));
        move |loaded| {
            let now = started.elapsed().as_millis() as u64;
            match loaded {
                Loaded::Part(catalog) => (self.post)(Msg::Part(*catalog)),
                Loaded::Count(read, expected) => {
                    let before = last.load(Ordering::Relaxed);
                    let due = now >= before + TELL_MS;
                    let order = Ordering::Relaxed;
                    if due && last.compare_exchange(before, now, order, order).is_ok() {
                        (self.post)(Msg::Progress(read, expected));
                    }
                }
            }
        }
    }
}

fn said(error: &OpenError) -> Refused {
    Refused {
        id: error.id(),
        arguments: error.arguments(),
    }
}

/// Why a store is only shown as it was read, for the text `store-reading-<id>`.
fn stopped(folder: &Path, error: &OpenError) -> Refused {
    let path = || ("path", folder.display().to_string());
    let vanished = |kind| matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory);
    match error {
        OpenError::NoParent(_)
        | OpenError::Absent(_)
        | OpenError::NotAFolder(_)
        | OpenError::NotAStore(_) => Refused {
            id: "gone",
            arguments: vec![path()],
        },
        OpenError::Io(trouble) if vanished(trouble.kind) => Refused {
            id: "gone",
            arguments: vec![path()],
        },
        OpenError::Held { .. }
        | OpenError::Network(..)
        | OpenError::NotPermitted(_)
        | OpenError::NewerFormat { .. }
        | OpenError::Io(_) => said(error),
        other => {
            let mut arguments = vec![path(), ("cause", format!("store-{}", other.id()))];
            arguments.extend(other.arguments());
            Refused {
                id: "unreadable",
                arguments,
            }
        }
    }
}

/// How a desk stands to its store.
enum State {
    /// It writes.
    Writing(Box<writing::Writing>),
    /// It only reads.
    Reading(Box<reading::Reading>),
    /// What it wrote, and left, is not in its place.
    Away(Left),
    /// Nobody will ask any more.
    Over,
}

/// A store that is not in its place any more: how far it had come, and the id of its journal.
struct Left {
    head: Head,
    id: Option<String>,
}

/// A store that was read without its lock.
struct Read {
    reader: Reader,
    head: Head,
    catalog: Catalog,
}

/// Tells the desk when the thread ends by a panic.
struct Farewell(Post);

impl Drop for Farewell {
    fn drop(&mut self) {
        if std::thread::panicking() {
            (self.0)(Msg::Ended);
        }
    }
}
