//! The store's thread: opens, loads, then commits, undoes and reads the journal, one request after
//! another. The drafts' thread beside it never waits for a long commit.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use ulid::Ulid;

use crate::catalog::{Catalog, Loaded};
use crate::desk::layers::journal;
use crate::desk::message::{Msg, Opened, Refused, Reversal, Sought, Token};
use crate::model::{Commit, Entry, Heading, Lang, RecordRef};
use crate::store::drafts::{self, Draft};
use crate::store::{Damage, Head, Notice, OpenError, ReadError, Reader, Store};

use super::Post;
use super::place::Place;

/// How many headings the desk keeps for undo and *Today*.
const HEADINGS: usize = 2_000;
/// How often a read-only desk looks for changes of the writer.
const FOLLOW: Duration = Duration::from_millis(400);
/// How often one that could not be opened for writing (another desk, no room, no rights) is tried again.
const RETRY: Duration = Duration::from_secs(2);
/// How long nothing must be asked before a checkpoint is begun.
const IDLE: Duration = Duration::from_secs(5);
/// How often the desk hears how far loading is, in milliseconds.
const TELL_MS: u64 = 50;

/// A request to the store.
pub enum Request {
    /// Commit.
    Commit(Token, Commit),
    /// Undo, redo or revert.
    Undo(Token, Reversal),
    /// The history of a record.
    History(RecordRef),
    /// So many entries before that one.
    Journal(u64, usize),
    /// An entry, record by record.
    Entry(u64, Box<Catalog>),
}

/// A request about drafts.
pub enum DraftRequest {
    /// Keep it.
    Save(Draft),
    /// It is done with.
    Drop(Ulid),
}

/// The store's thread.
pub struct Keeper {
    place: Place,
    lang: Lang,
    welcome: bool,
    post: Post,
    hurried: Arc<AtomicBool>,
}

impl Keeper {
    /// A keeper of the store at that place; `welcome` if the welcome was never shown. Where it is `hurried`
    /// it ends without a last snapshot.
    pub fn new(
        place: Place,
        lang: Lang,
        welcome: bool,
        post: Post,
        hurried: Arc<AtomicBool>,
    ) -> Keeper {
        Keeper {
            place,
            lang,
            welcome,
            post,
            hurried,
        }
    }

    /// Opens and loads the store, then serves requests until there are no more.
    pub fn run(self, requests: &Receiver<Request>) {
        let _farewell = Farewell(self.post.clone());
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
        let (read, gap) = match read {
            Ok(read) => (Some(read), None),
            Err(gap) => (None, gap),
        };
        match opened {
            Ok((store, mut notices)) => {
                // sled has what the journal lacks: only its history is lost, and whoever reads beside this
                // desk can read again once there is a snapshot behind the gap.
                if let Some((first, last)) = gap.filter(|_| !notices.iter().any(is_hole)) {
                    let kept = true;
                    notices.push(Notice::Hole { first, last, kept });
                }
                let opened = Opened {
                    notices,
                    ..Opened::default()
                };
                self.serve(store, opened, read, requests);
            }
            Err(error) => {
                // What must not be written can be read all the same.
                let readable = matches!(
                    error,
                    OpenError::Held { .. }
                        | OpenError::NotPermitted(_)
                        | OpenError::NewerFormat { .. }
                        | OpenError::Io(_)
                );
                match read.filter(|_| readable) {
                    Some(read) => self.follow(read, &error, requests),
                    None => (self.post)(Msg::Unopened(said(&error))),
                }
            }
        }
    }

    /// Reads the store without its lock.
    ///
    /// # Errors
    /// There is none or it can't be read: which entries its journal lacks, if that is why.
    fn read(&self, folder: &Path) -> Result<Read, Option<(u64, u64)>> {
        let reader = Reader::open(folder).map_err(|_| None)?;
        let read = Catalog::read(self.lang, &reader, &self.teller());
        let (catalog, head) = read.map_err(|error| match error {
            ReadError::Damaged(Damage::Hole(first, last)) => Some((first, last)),
            _ => None,
        })?;
        // Opening for writing can take much longer: until then they can be looked at. Of a store that
        // is just being made there is nothing to say yet.
        if !catalog.is_empty() {
            (self.post)(Msg::Whole(catalog));
        }
        Ok(Read { reader, head })
    }

    /// Tells the desk how far loading is, now and then.
    fn teller(&self) -> impl Fn(Loaded) + Sync {
        let (started, last) = (Instant::now(), AtomicU64::new(0));
        move |loaded| {
            let now = started.elapsed().as_millis() as u64;
            match loaded {
                Loaded::Part(catalog) => (self.post)(Msg::Part(catalog)),
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

    fn drafts(&self, folder: &Path) -> Vec<Draft> {
        match drafts::list(folder) {
            Ok((drafts, damaged)) => {
                for path in damaged {
                    tracing::warn!(path = %path.display(), "a draft can't be read");
                }
                drafts
            }
            Err(error) => {
                tracing::warn!(%error, "the drafts can't be read");
                Vec::new()
            }
        }
    }

    fn serve(
        &self,
        mut store: Store,
        mut opened: Opened,
        read: Option<Read>,
        requests: &Receiver<Request>,
    ) {
        if let Place::Demo(demo) = &self.place
            && store.is_empty()
            && let Err(error) = demo.fill(&mut store)
        {
            return (self.post)(Msg::Failed(error));
        }
        let has_gap = opened.notices.iter().any(is_hole);
        opened.welcome = self.welcome && store.is_empty();
        opened.demo = matches!(self.place, Place::Demo(_));
        opened.drafts = self.drafts(self.place.folder());
        opened.journal = store.headings(HEADINGS).unwrap_or_default();
        (self.post)(Msg::Opened(opened));
        // What another desk may have written between reading and locking was not read, nor what only
        // sled still had.
        let read = read.filter(|read| {
            read.reader.sequence() == store.head().sequence && store.agree(&read.head).is_ok()
        });
        let shown = read.is_some_and(|read| read.head.records > 0);
        let catalog = match shown {
            true => Ok(None),
            false => self.load(&mut store).map(Some),
        };
        match catalog {
            Ok(catalog) => (self.post)(Msg::Loaded(catalog)),
            Err(error) => {
                return (self.post)(Msg::Unopened(Refused {
                    id: error.id(),
                    arguments: error.arguments(),
                }));
            }
        }
        if has_gap && let Err(error) = store.begin_checkpoint() {
            tracing::warn!(%error, "a checkpoint can't be begun");
        }
        while let Some(request) = next(&mut store, requests) {
            let reply = match request {
                Request::Commit(token, commit) => Msg::Committed(token, store.commit(&commit)),
                Request::Undo(token, reversal) => {
                    let result = store.undo(&reversal);
                    Msg::Undone(token, reversal, result)
                }
                Request::History(record) => match store.history(record) {
                    Ok(history) => Msg::History(record, history),
                    Err(error) => unread(Sought::History(record), &error),
                },
                Request::Journal(before, count) => {
                    paged(before, store.headings_before(before, count))
                }
                Request::Entry(sequence, catalog) => {
                    opened_entry(sequence, store.entry(sequence), &catalog)
                }
            };
            (self.post)(reply);
            store.settle();
            if let Some(error) = store.checkpoint_failed() {
                tracing::warn!(%error, "a checkpoint failed");
            }
        }
        let closed = match self.hurried.load(Ordering::SeqCst) {
            true => store.leave(),
            false => store.close(),
        };
        if let Err(error) = closed {
            tracing::error!(%error, "closing the store failed; the wal has everything");
        }
    }

    /// Loads from the open store; a damaged one is made again from snapshot and wal.
    fn load(&self, store: &mut Store) -> Result<Catalog, ReadError> {
        Catalog::open(self.lang, store, &self.teller()).or_else(|error| {
            tracing::error!(%error, "loading failed, the store is made again");
            store.rebuild()?;
            Catalog::open(self.lang, store, &self.teller())
        })
    }

    /// The store can't be written, by this desk or at all: show what was read, follow the changes of
    /// whoever writes, and go on to serve once they have ended, or a disk without room or rights allows it.
    fn follow(&self, read: Read, refused: &OpenError, requests: &Receiver<Request>) {
        let mut reader = read.reader;
        let journal = reader.headings(HEADINGS).unwrap_or_default();
        (self.post)(Msg::Opened(Opened {
            read_only: Some(said(refused)),
            journal,
            ..Opened::default()
        }));
        (self.post)(Msg::Loaded(
            (read.head.records == 0).then(|| Catalog::new(self.lang)),
        ));
        // What a newer program wrote does not become older.
        let waits = !matches!(refused, OpenError::NewerFormat { .. });
        let mut tried = Instant::now();
        loop {
            let reply = match requests.recv_timeout(FOLLOW) {
                Ok(Request::History(record)) => match reader.history(record) {
                    Ok(history) => Msg::History(record, history),
                    Err(error) => unread(Sought::History(record), &error),
                },
                Ok(Request::Journal(before, count)) => {
                    paged(before, reader.headings_before(before, count))
                }
                Ok(Request::Entry(sequence, catalog)) => {
                    opened_entry(sequence, reader.entry(sequence), &catalog)
                }
                Ok(Request::Commit(..) | Request::Undo(..)) => Msg::Failed(refused.to_string()),
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {
                    if waits && tried.elapsed() >= RETRY {
                        tried = Instant::now();
                        if let Ok((store, notices)) = Store::open(self.place.folder()) {
                            let opened = Opened {
                                notices,
                                ..Opened::default()
                            };
                            return self.serve(store, opened, None, requests);
                        }
                    }
                    match reader.follow() {
                        Ok(entries) if entries.is_empty() => continue,
                        Ok(entries) => Msg::Followed(entries),
                        Err(error) => {
                            tracing::warn!(%error, "the store can't be followed");
                            continue;
                        }
                    }
                }
            };
            (self.post)(reply);
        }
    }
}

/// The next request; `None` when there will be none. Where nobody asks for a while the witness of the head is
/// called, and a checkpoint begun, if there is something for them to do: else nothing wakes the thread.
fn next(store: &mut Store, requests: &Receiver<Request>) -> Option<Request> {
    if !store.checkpoint_due() && !store.witness_due() {
        return requests.recv().ok();
    }
    match requests.recv_timeout(IDLE) {
        Err(RecvTimeoutError::Timeout) => {
            store.bear_witness();
            if store.checkpoint_due()
                && let Err(error) = store.begin_checkpoint()
            {
                tracing::warn!(%error, "a checkpoint can't be begun");
            }
            requests.recv().ok()
        }
        asked => asked.ok(),
    }
}

fn paged(before: u64, headings: Result<Vec<Heading>, ReadError>) -> Msg {
    match headings {
        Ok(headings) => Msg::Journal(before, headings),
        Err(error) => unread(Sought::Journal(before), &error),
    }
}

fn opened_entry(sequence: u64, entry: Result<Option<Entry>, ReadError>, catalog: &Catalog) -> Msg {
    match entry {
        Ok(Some(entry)) => Msg::Entry(sequence, journal::rows_of(entry, catalog)),
        // It was listed: the journal has lost it since.
        Ok(None) => unread(
            Sought::Entry(sequence),
            &Damage::Hole(sequence, sequence).into(),
        ),
        Err(error) => unread(Sought::Entry(sequence), &error),
    }
}

fn unread(sought: Sought, error: &ReadError) -> Msg {
    tracing::warn!(%error, ?sought, "the journal can't be read");
    let why = Refused {
        id: error.id(),
        arguments: error.arguments(),
    };
    Msg::Unread(sought, why)
}

fn is_hole(notice: &Notice) -> bool {
    matches!(notice, Notice::Hole { .. })
}

fn said(error: &OpenError) -> Refused {
    Refused {
        id: error.id(),
        arguments: error.arguments(),
    }
}

/// A store that was read without its lock.
struct Read {
    reader: Reader,
    head: Head,
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

/// The drafts' thread.
pub fn keep_drafts(folder: &Path, requests: &Receiver<DraftRequest>, post: &Post) {
    let mut unkept = BTreeSet::new();
    while let Ok(request) = requests.recv() {
        match &request {
            DraftRequest::Save(draft) => match drafts::save(folder, draft).map_err(ReadError::from)
            {
                Ok(()) if unkept.remove(&draft.id) => post(Msg::DraftKept(draft.id)),
                Ok(()) => {}
                Err(error) => {
                    tracing::error!(%error, "a draft can't be kept");
                    unkept.insert(draft.id);
                    let why = Refused {
                        id: error.id(),
                        arguments: error.arguments(),
                    };
                    post(Msg::DraftUnkept(draft.id, why));
                }
            },
            DraftRequest::Drop(id) => {
                if let Err(error) = drafts::remove(folder, *id) {
                    tracing::error!(%error, "a draft can't be removed");
                }
            }
        }
    }
}
