//! What comes to the store's thread: what is asked, in order, and what stirs around the store meanwhile.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Instant;

use super::Request;
use crate::runtime::watch::Stirred;
use crate::store::{OpenError, ReadError, TakenOver, Turn};

/// A call to the store's thread.
pub enum Call {
    /// Something is asked.
    Asked(Request),
    /// Something stirred.
    Look,
    /// The turn to write, which was waited for.
    Turn(Result<Turn, OpenError>),
    /// sled, which was waited for.
    Sled(Box<Result<TakenOver, ReadError>>),
    /// Nobody will ask any more.
    Over,
}

/// Whoever asks. Dropping it ends the store's thread, once what was asked is done.
pub struct Asker(Sender<Call>);

impl Asker {
    /// Through that.
    pub fn new(store: Sender<Call>) -> Asker {
        Asker(store)
    }

    /// Asks; false if the thread has ended.
    pub fn ask(&self, request: Request) -> bool {
        self.0.send(Call::Asked(request)).is_ok()
    }
}

impl Drop for Asker {
    fn drop(&mut self) {
        // Threads that wait for a lock have a way to the store's thread as well: it would never be alone.
        let _ = self.0.send(Call::Over);
    }
}

/// What stirred and was not looked at yet: however often it stirs, the thread is woken once.
#[derive(Debug, Default)]
struct Stir(AtomicU8);

const PLACE: u8 = 1;
const JOURNAL: u8 = 2;
const UNWATCHED: u8 = 4;

/// Where the watch leaves word.
pub struct Ear {
    stir: Arc<Stir>,
    store: Sender<Call>,
}

impl Ear {
    /// Takes note; wakes the store's thread unless that is done already.
    pub fn hear(&self, stirred: Stirred) {
        let bit = match stirred {
            Stirred::Place => PLACE,
            Stirred::Journal => JOURNAL,
            Stirred::Unwatched => UNWATCHED,
            Stirred::Here => return,
        };
        if self.stir.0.fetch_or(bit, Ordering::SeqCst) == 0 {
            // A send fails once the thread has ended, and then nobody cares.
            let _ = self.store.send(Call::Look);
        }
    }
}

/// What comes next.
pub enum Next {
    /// Something is asked.
    Asked(Request),
    /// Something stirred: the place of the store, or else its journal alone.
    Stirred {
        /// Whether the store may lie elsewhere, or its lock be free.
        place: bool,
    },
    /// The turn to write has come.
    Turn(Result<Turn, OpenError>),
    /// sled can be kept.
    Sled(Box<Result<TakenOver, ReadError>>),
    /// The moment that was waited for has come.
    Time,
    /// Nobody will ask any more.
    Over,
}

/// The requests of a store's thread.
pub struct Requests {
    asked: Receiver<Call>,
    /// What was put back, to be taken first.
    back: VecDeque<Request>,
    stir: Arc<Stir>,
    watched: bool,
    caller: Sender<Call>,
    /// Whether nobody will ask any more.
    over: bool,
}

impl Requests {
    /// Those that come in through `asked`, to which `store` leads.
    pub fn new(asked: Receiver<Call>, store: Sender<Call>) -> (Requests, Ear) {
        let stir = Arc::<Stir>::default();
        let requests = Requests {
            asked,
            back: VecDeque::new(),
            stir: stir.clone(),
            watched: true,
            caller: store.clone(),
            over: false,
        };
        (requests, Ear { stir, store })
    }

    /// There is no watch: what stirs must be looked for.
    pub fn unwatched(&mut self) {
        self.watched = false;
    }

    /// Whether what stirs is heard of.
    pub fn are_watched(&self) -> bool {
        self.watched
    }

    /// The way for a thread that waits for something.
    pub fn caller(&self) -> Sender<Call> {
        self.caller.clone()
    }

    /// Waits for what comes next, until that moment at most.
    pub fn next(&mut self, until: Option<Instant>) -> Next {
        if let Some(request) = self.back.pop_front() {
            return Next::Asked(request);
        }
        if self.over {
            return Next::Over;
        }
        let came = match until {
            None => self
                .asked
                .recv()
                .map_err(|_| RecvTimeoutError::Disconnected),
            Some(until) => {
                let wait = until.saturating_duration_since(Instant::now());
                self.asked.recv_timeout(wait)
            }
        };
        match came {
            Ok(Call::Look) => {
                let stirred = self.stir.0.swap(0, Ordering::SeqCst);
                self.watched &= stirred & UNWATCHED == 0;
                Next::Stirred {
                    place: stirred & (PLACE | UNWATCHED) != 0,
                }
            }
            Ok(Call::Asked(request)) => Next::Asked(request),
            Ok(Call::Turn(turn)) => Next::Turn(turn),
            Ok(Call::Sled(taken)) => Next::Sled(taken),
            Err(RecvTimeoutError::Timeout) => Next::Time,
            Ok(Call::Over) | Err(RecvTimeoutError::Disconnected) => {
                self.over = true;
                Next::Over
            }
        }
    }

    /// Puts back what somebody else shall answer.
    pub fn put_back(&mut self, requests: impl IntoIterator<Item = Request>) {
        self.back.extend(requests);
    }
}
