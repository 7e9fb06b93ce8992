//! The store's thread: opens, loads, then commits, undoes and reads the journal, one request after
//! another. The drafts' thread beside it never waits for a long commit.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use ulid::Ulid;

use crate::desk::message::{Msg, Opened, Refused, Reversal, Token};
use crate::model::{Commit, Record, RecordRef};
use crate::store::drafts::{self, Draft};
use crate::store::{Holder, OpenError, ReadError, Reader, Store};

use super::Post;
use super::place::Place;

/// How many headings the desk keeps for undo and *Today*.
const HEADINGS: usize = 2_000;
/// How often a read-only desk looks for changes of the writer.
const FOLLOW: Duration = Duration::from_millis(400);

/// A request to the store.
pub enum Request {
    /// Commit.
    Commit(Token, Commit),
    /// Undo, redo or revert.
    Undo(Token, Reversal),
    /// The history of a record.
    History(RecordRef),
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
    welcome: bool,
    post: Post,
}

impl Keeper {
    /// A keeper of the store at that place; `welcome` if the welcome was never shown.
    pub fn new(place: Place, welcome: bool, post: Post) -> Keeper {
        Keeper {
            place,
            welcome,
            post,
        }
    }

    /// Opens and loads the store, then serves requests until there are no more.
    pub fn run(self, requests: &Receiver<Request>) {
        let _farewell = Farewell(self.post.clone());
        let folder = self.place.folder().to_path_buf();
        let started = Instant::now();
        // Snapshot and wal are read faster than sled, and before its lock is even asked for.
        let reader = Reader::open(&folder).ok();
        let loaded = reader
            .as_ref()
            .is_some_and(|reader| reader.load(&mut |records| self.pass(records)).is_ok());
        tracing::info!(
            milliseconds = started.elapsed().as_millis(),
            loaded,
            "read snapshot and journal"
        );
        let opened = Store::open(&folder);
        tracing::info!(
            milliseconds = started.elapsed().as_millis(),
            "opened the store"
        );
        match (opened, reader) {
            (Ok((store, notices)), reader) => {
                let opened = Opened {
                    notices,
                    ..Opened::default()
                };
                self.serve(store, reader.filter(|_| loaded), opened, requests);
            }
            (Err(OpenError::Held { holder, .. }), Some(reader)) if loaded => {
                self.follow(reader, &holder, requests);
            }
            (Err(error), _) => {
                let said = Refused {
                    id: error.id(),
                    arguments: error.arguments(),
                };
                (self.post)(Msg::Unopened(said));
            }
        }
    }

    fn pass(&self, records: Vec<Record>) -> ControlFlow<()> {
        (self.post)(Msg::Records(records));
        ControlFlow::Continue(())
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
        reader: Option<Reader>,
        mut opened: Opened,
        requests: &Receiver<Request>,
    ) {
        if let Place::Demo(demo) = &self.place
            && store.is_empty()
            && let Err(error) = demo.fill(&mut store)
        {
            return (self.post)(Msg::Failed(error));
        }
        opened.welcome = self.welcome && store.is_empty();
        opened.demo = matches!(self.place, Place::Demo(_));
        opened.drafts = self.drafts(self.place.folder());
        opened.journal = store.headings(HEADINGS).unwrap_or_default();
        (self.post)(Msg::Opened(opened));
        // What another desk may have written between reading and locking is not in `reader`.
        let current = reader.is_some_and(|reader| reader.sequence() == store.head().sequence);
        if !current && let Err(error) = self.load(&mut store) {
            let said = Refused {
                id: error.id(),
                arguments: error.arguments(),
            };
            return (self.post)(Msg::Unopened(said));
        }
        (self.post)(Msg::Loaded);
        while let Ok(request) = requests.recv() {
            let reply = match request {
                Request::Commit(token, commit) => Msg::Committed(token, store.commit(&commit)),
                Request::Undo(token, reversal) => {
                    let Reversal {
                        sequence,
                        verb,
                        author,
                        at,
                        only,
                        force,
                    } = &reversal;
                    let result = store.undo(*sequence, *verb, author, *at, *force, *only);
                    Msg::Undone(token, reversal.clone(), result)
                }
                Request::History(record) => match store.history(record) {
                    Ok(history) => Msg::History(record, history),
                    Err(error) => Msg::Failed(error.to_string()),
                },
            };
            (self.post)(reply);
            store.settle();
        }
        if let Err(error) = store.close() {
            tracing::error!(%error, "closing the store failed; the wal has everything");
        }
    }

    /// Loads from sled; a damaged one is made again from snapshot and wal.
    fn load(&self, store: &mut Store) -> Result<(), ReadError> {
        if let Err(error) = store.load(&mut |records| self.pass(records)) {
            tracing::error!(%error, "loading failed, the store is made again");
            store.rebuild()?;
            store.load(&mut |records| self.pass(records))?;
        }
        Ok(())
    }

    /// Another desk holds the store: show what was read, and follow its changes.
    fn follow(&self, mut reader: Reader, holder: &Holder, requests: &Receiver<Request>) {
        let journal = reader.headings(HEADINGS).unwrap_or_default();
        (self.post)(Msg::Opened(Opened {
            read_only: Some(holder.clone()),
            journal,
            ..Opened::default()
        }));
        (self.post)(Msg::Loaded);
        loop {
            let reply = match requests.recv_timeout(FOLLOW) {
                Ok(Request::History(record)) => match reader.history(record) {
                    Ok(history) => Msg::History(record, history),
                    Err(error) => Msg::Failed(error.to_string()),
                },
                Ok(Request::Commit(..) | Request::Undo(..)) => Msg::Failed(holder.to_string()),
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => match reader.follow() {
                    Ok(entries) if entries.is_empty() => continue,
                    Ok(entries) => Msg::Followed(entries),
                    Err(error) => {
                        tracing::warn!(%error, "the store can't be followed");
                        continue;
                    }
                },
            };
            (self.post)(reply);
        }
    }
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
pub fn keep_drafts(folder: &Path, requests: &Receiver<DraftRequest>) {
    while let Ok(request) = requests.recv() {
        let done = match &request {
            DraftRequest::Save(draft) => drafts::save(folder, draft),
            DraftRequest::Drop(id) => drafts::remove(folder, *id),
        };
        if let Err(error) = done {
            tracing::error!(%error, "a draft can't be kept");
        }
    }
}
