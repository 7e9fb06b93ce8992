//! The desk that writes: requests, one after the other, and what is done while nobody asks.

use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;

use super::checkpoints::Checkpoints;
use super::{HEADINGS, Keeper, Read, Request, drafts, is_hole, opened_entry, paged, unread};
use crate::catalog::Catalog;
use crate::desk::message::{Msg, Opened, Refused, Sought};
use crate::runtime::place::Place;
use crate::store::{ReadError, Store};

impl Keeper {
    /// Serves requests with the store open, until there are no more.
    pub(super) fn serve(
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
        let mut checkpoints = Checkpoints::new(self.post.clone());
        if has_gap {
            checkpoints.begin(&mut store);
        }
        while let Some(request) = checkpoints.next(&mut store, requests) {
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
            checkpoints.settle(&mut store);
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
}
