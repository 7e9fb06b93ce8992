//! The desk that only reads, and waits to write.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::{HEADINGS, Keeper, Read, Request, opened_entry, paged, said, unread};
use crate::catalog::Catalog;
use crate::desk::message::{Msg, Opened, Sought};
use crate::store::{OpenError, Store};

/// How often a read-only desk looks for changes of the writer.
const FOLLOW: Duration = Duration::from_millis(400);
/// How often one that could not be opened for writing (another desk, no room, no rights) is tried again.
const RETRY: Duration = Duration::from_secs(2);

impl Keeper {
    /// The store can't be written, by this desk or at all: show what was read, follow the changes of
    /// whoever writes, and go on to serve once they have ended, or a disk without room or rights allows it.
    pub(super) fn follow(&self, read: Read, refused: &OpenError, requests: &Receiver<Request>) {
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
