//! What waits for the store's turn: commits and undos, in order, while reading goes on.

use std::collections::VecDeque;
use std::path::Path;
use std::time::Instant;

use super::Request;
use super::requests::{Call, Requests};
use crate::desk::message::{Msg, Refused};
use crate::runtime::post::Post;
use crate::store::{OpenError, Turn};

/// What waits for a turn.
pub(super) struct Turns {
    post: Post,
    queue: VecDeque<Request>,
    /// Since when a thread waits for the turn.
    since: Option<Instant>,
    /// Whether the desk was told who has it.
    told: bool,
}

impl Turns {
    pub(super) fn new(post: Post) -> Turns {
        Turns {
            post,
            queue: VecDeque::new(),
            since: None,
            told: false,
        }
    }

    /// A request comes last.
    pub(super) fn push(&mut self, request: Request) {
        self.queue.push_back(request);
    }

    /// What comes first.
    pub(super) fn pop(&mut self) -> Option<Request> {
        self.queue.pop_front()
    }

    /// Puts what could not be done back in its place.
    pub(super) fn push_front(&mut self, request: Request) {
        self.queue.push_front(request);
    }

    /// Everything, for who answers it otherwise.
    pub(super) fn take(&mut self) -> VecDeque<Request> {
        self.over();
        std::mem::take(&mut self.queue)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// The turn, if it can be had now; else it comes as a call.
    ///
    /// # Errors
    /// There can be none.
    pub(super) fn turn(
        &mut self,
        folder: &Path,
        requests: &Requests,
    ) -> Result<Option<Turn>, OpenError> {
        if self.since.is_some() {
            return Ok(None);
        }
        if let Some(turn) = Turn::try_take(folder)? {
            return Ok(Some(turn));
        }
        let caller = requests.caller();
        Turn::wait(folder, move |turn| {
            // A send fails once the store's thread has ended: the turn is let go of.
            let _ = caller.send(Call::Turn(turn));
        })?;
        self.since = Some(Instant::now());
        Ok(None)
    }

    /// When to say who has the turn.
    pub(super) fn moment(&self) -> Option<Instant> {
        let since = self.since.filter(|_| !self.told && !self.is_empty());
        since.map(|since| since + Turn::PATIENCE)
    }

    /// Says who has it, once it was waited for long enough.
    pub(super) fn tell(&mut self, folder: &Path) {
        if self.moment().is_some_and(|moment| moment <= Instant::now()) {
            let held = Turn::held(folder);
            tracing::warn!(%held, "the turn to write does not come");
            self.told = true;
            (self.post)(Msg::Awaited(Some(Refused {
                id: held.id(),
                arguments: held.arguments(),
            })));
        }
    }

    /// The turn has come, or is waited for no more.
    pub(super) fn over(&mut self) {
        self.since = None;
        if std::mem::take(&mut self.told) {
            (self.post)(Msg::Awaited(None));
        }
    }
}
