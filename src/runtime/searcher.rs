//! The search worker: the newest query only; a newer one cancels the running scan.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};

use crate::catalog::{Catalog, Query};
use crate::desk::message::Msg;

use super::post::Post;

/// How many hits the find layer holds; the count goes on beyond.
const HITS: usize = 200;

/// A query for the worker: its number, what it is asked of, and how it is stopped.
struct Asked {
    generation: u64,
    catalog: Box<Catalog>,
    query: Query,
    cancelled: Arc<AtomicBool>,
}

/// The worker.
pub struct Searcher {
    queries: Sender<Asked>,
    running: Mutex<Arc<AtomicBool>>,
}

impl Searcher {
    /// Starts the thread; it ends when this is dropped.
    pub fn start(post: Post) -> Searcher {
        let (queries, requests) = mpsc::channel::<Asked>();
        std::thread::spawn(move || {
            while let Ok(asked) = requests.recv() {
                // A cancelled query is answered too, with nothing, so that each has one answer.
                let found = asked
                    .catalog
                    .find_until(&[], &asked.query, HITS, &asked.cancelled)
                    .unwrap_or_default();
                // Not kept while waiting: an edit would have to copy what it changes.
                drop(asked.catalog);
                post(Msg::Found(asked.generation, found));
            }
        });
        Searcher {
            queries,
            running: Mutex::new(Arc::default()),
        }
    }

    /// Searches, giving up the query before.
    pub fn search(&self, generation: u64, catalog: Box<Catalog>, query: Query) {
        let cancelled = Arc::new(AtomicBool::new(false));
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.store(true, Ordering::Relaxed);
        *running = cancelled.clone();
        // The thread lives as long as this.
        let _ = self.queries.send(Asked {
            generation,
            catalog,
            query,
            cancelled,
        });
    }
}
