//! The desk that writes: requests, one after the other, and what is done while nobody asks.

use std::sync::atomic::Ordering;

use super::checkpoints::Checkpoints;
use super::requests::{Next, Requests};
use super::{HEADINGS, Keeper, Read, Request, State, drafts, opened_entry, paged, unread};
use crate::catalog::Catalog;
use crate::desk::message::{Answer, Asked, Msg, Opened, Refused, Sought};
use crate::runtime::Post;
use crate::runtime::place::Place;
use crate::store::{CommitError, Store, UndoError};

/// A store that is written.
pub(super) struct Writing {
    store: Store,
    checkpoints: Checkpoints,
}

impl Writing {
    /// A store that was just opened.
    pub(super) fn new(store: Store, post: Post) -> Writing {
        Writing {
            store,
            checkpoints: Checkpoints::new(post),
        }
    }
}

impl Keeper {
    /// Shows what an open store holds, unless the desk has read it already, and is ready to write.
    pub(super) fn take_over(
        &self,
        mut store: Store,
        mut opened: Opened,
        read: Option<Read>,
    ) -> State {
        if let Place::Demo(demo) = &self.place
            && store.is_empty()
            && let Err(error) = demo.fill(&mut store)
        {
            (self.post)(Msg::Unopened(Refused {
                id: error.id(),
                arguments: error.arguments(),
            }));
            return State::Over;
        }
        opened.welcome = self.welcome && store.is_empty();
        opened.demo = self.is_demo();
        (opened.drafts, opened.left) = drafts::kept(self.place.folder());
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
            false => Catalog::open(self.here.clone(), &mut store, &self.teller()).map(Some),
        };
        match catalog {
            Ok(catalog) => (self.post)(Msg::Loaded(catalog)),
            Err(error) => {
                (self.post)(Msg::Unopened(Refused {
                    id: error.id(),
                    arguments: error.arguments(),
                }));
                return State::Over;
            }
        }
        State::Writing(Box::new(Writing::new(store, self.post.clone())))
    }

    /// Serves requests as long as the store is in its place, until there are no more.
    pub(super) fn write(&self, writing: Writing, requests: &mut Requests) -> State {
        let Writing {
            mut store,
            mut checkpoints,
        } = writing;
        loop {
            let next = checkpoints.next(&mut store, requests);
            let in_place = store.is_in_place();
            let request = match next {
                Next::Over => {
                    self.close(store);
                    return State::Over;
                }
                Next::Asked(request) => request,
                Next::Stirred { .. } | Next::Time if in_place.is_ok() => continue,
                Next::Stirred { .. } | Next::Time => return leave(store, checkpoints),
            };
            if in_place.is_err() {
                requests.put_back([request]);
                return leave(store, checkpoints);
            }
            let Request { id, asked } = request;
            let answer = match asked {
                Asked::Commit(commit) => match store.commit(&commit) {
                    Err(CommitError::Displaced(_)) => {
                        let asked = Asked::Commit(commit);
                        requests.put_back([Request { id, asked }]);
                        return leave(store, checkpoints);
                    }
                    result => Answer::Committed(result),
                },
                Asked::Undo(reversal) => match store.undo(&reversal) {
                    Err(UndoError::Commit(CommitError::Displaced(_))) => {
                        let asked = Asked::Undo(reversal);
                        requests.put_back([Request { id, asked }]);
                        return leave(store, checkpoints);
                    }
                    result => Answer::Undone(reversal, result),
                },
                Asked::History(record) => match store.history(record) {
                    Ok(history) => Answer::History(record, history),
                    Err(error) => unread(Sought::History(record), &error),
                },
                Asked::Journal(before, count) => {
                    paged(before, store.headings_before(before, count))
                }
                Asked::Entry(sequence, catalog) => {
                    opened_entry(sequence, store.entry(sequence), &catalog)
                }
            };
            self.answer(id, answer);
            checkpoints.settle(&mut store);
        }
    }

    fn close(&self, store: Store) {
        if let Err(error) = store.is_in_place() {
            tracing::warn!(%error, "left as it is");
            return store.abandon();
        }
        let closed = match self.hurried.load(Ordering::SeqCst) {
            true => store.leave(),
            false => store.close(),
        };
        if let Err(error) = closed {
            tracing::error!(%error, "closing the store failed; the wal has everything");
        }
    }
}

/// Lets go of a store that is not in its place.
fn leave(store: Store, mut checkpoints: Checkpoints) -> State {
    let left = store.head();
    checkpoints.given_up();
    store.abandon();
    State::Away(left)
}
