//! The checkpoints of the store's thread: begun where nobody asks for a while, and said where they fail.

use std::time::{Duration, Instant};

use super::requests::{Next, Requests};
use crate::desk::message::{Msg, Refused};
use crate::runtime::Post;
use crate::store::{ReadError, Store};

/// How long nothing must be asked before a checkpoint is begun.
const IDLE: Duration = Duration::from_secs(5);
/// How often one that is under way is looked after.
const LOOK: Duration = Duration::from_millis(100);

/// What is known of the checkpoints of a store.
pub struct Checkpoints {
    post: Post,
    /// Why the last one failed.
    failing: Option<Refused>,
    /// When something was asked last.
    asked: Instant,
}

impl Checkpoints {
    /// Those of a store that was just opened.
    pub fn new(post: Post) -> Checkpoints {
        Checkpoints {
            post,
            failing: None,
            asked: Instant::now(),
        }
    }

    /// Begins one.
    pub fn begin(&mut self, store: &mut Store) {
        if let Err(error) = store.begin_checkpoint() {
            self.ended(Err(error));
        }
    }

    /// Lets the store do what no answer waits for, and takes note of a checkpoint that has ended.
    pub fn settle(&mut self, store: &mut Store) {
        store.settle();
        if let Some(outcome) = store.checkpoint_ended() {
            self.ended(outcome);
        }
    }

    /// The desk is told when they fail, why, and when one is done again; the log once, not each time.
    fn ended(&mut self, outcome: Result<(), ReadError>) {
        let failing = outcome.as_ref().err().map(|error| Refused {
            id: error.id(),
            arguments: error.arguments(),
        });
        match (&outcome, &self.failing) {
            (Err(error), before) if before.as_ref().map(|before| before.id) != Some(error.id()) => {
                tracing::warn!(%error, "a checkpoint failed");
            }
            (Ok(()), Some(_)) => tracing::info!("a checkpoint is done again"),
            _ => {}
        }
        if failing != self.failing {
            self.failing.clone_from(&failing);
            (self.post)(Msg::Checkpointed(failing));
        }
    }

    /// The store is not in its place any more: what became of its checkpoints is no matter.
    pub fn given_up(&mut self) {
        if self.failing.take().is_some() {
            (self.post)(Msg::Checkpointed(None));
        }
    }

    /// What comes next. Where nobody asks for a while the witness of the head is called, and a checkpoint begun
    /// and looked after, if there is something for them to do: else nothing wakes the thread.
    /// At `moment` it is time anyhow.
    pub fn next(
        &mut self,
        store: &mut Store,
        requests: &mut Requests,
        moment: Option<Instant>,
    ) -> Next {
        let mut idle = store.checkpoint_due() || store.witness_due();
        loop {
            let own = match (store.checkpoint_runs(), idle) {
                (true, _) => Some(Instant::now() + LOOK),
                (false, true) => Some(self.asked + IDLE),
                (false, false) => None,
            };
            let first = own.into_iter().chain(moment).min();
            match requests.next(first) {
                Next::Time if moment.is_some() && first == moment => return Next::Time,
                Next::Time if store.is_in_place().is_err() => return Next::Time,
                Next::Time if store.checkpoint_runs() => self.settle(store),
                Next::Time => {
                    idle = false;
                    store.bear_witness();
                    if store.checkpoint_due() {
                        self.begin(store);
                    }
                }
                next => {
                    if matches!(next, Next::Asked(_)) {
                        self.asked = Instant::now();
                    }
                    return next;
                }
            }
        }
    }
}
