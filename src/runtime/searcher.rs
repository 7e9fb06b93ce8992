//! The search worker: the newest query only; a newer one cancels the running scan.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};

use crate::catalog::{Snapshot, Terms};
use crate::desk::message::Msg;

use super::Post;

/// How many hits the find layer holds; the count goes on beyond.
const HITS: usize = 200;

/// The worker.
pub struct Searcher {
    queries: Sender<(u64, Snapshot, String, Arc<AtomicBool>)>,
    running: Mutex<Arc<AtomicBool>>,
}

impl Searcher {
    /// Starts the thread; it ends when this is dropped.
    pub fn start(post: Post) -> Searcher {
        let (queries, requests) = mpsc::channel::<(u64, Snapshot, String, Arc<AtomicBool>)>();
        std::thread::spawn(move || {
            while let Ok((generation, snapshot, text, cancelled)) = requests.recv() {
                // A cancelled query is answered too, with nothing, so that each has one answer.
                let found = snapshot
                    .search(&Terms::of(&text), &[], HITS, &cancelled)
                    .unwrap_or_default();
                post(Msg::Found(generation, found));
            }
        });
        Searcher {
            queries,
            running: Mutex::new(Arc::default()),
        }
    }

    /// Searches, giving up the query before.
    pub fn search(&self, generation: u64, snapshot: Snapshot, text: String) {
        let cancelled = Arc::new(AtomicBool::new(false));
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.store(true, Ordering::Relaxed);
        *running = cancelled.clone();
        // The thread lives as long as this.
        let _ = self.queries.send((generation, snapshot, text, cancelled));
    }
}
