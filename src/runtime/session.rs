//! A desk and the threads that work for it: a message in, what follows done, orders for the terminal out.

use super::edited::Ended;
use super::{Order, Runtime};
use crate::desk::Desk;
use crate::desk::message::Msg;

/// The desk and its runtime.
pub struct Session {
    /// The desk.
    pub desk: Desk,
    /// None once it is ended.
    runtime: Option<Runtime>,
}

impl Session {
    /// That desk, working with that runtime.
    pub fn new(desk: Desk, runtime: Runtime) -> Session {
        Session {
            desk,
            runtime: Some(runtime),
        }
    }

    /// Takes a message in, `now` in milliseconds since 1970, UTC, and has done what follows; gives what only the
    /// terminal can do.
    pub fn take(&mut self, now: i64, msg: Msg) -> Vec<Order> {
        let Some(runtime) = &mut self.runtime else {
            return Vec::new();
        };
        runtime.answered(&msg);
        let effects = self.desk.update(now, msg);
        let orders = effects.into_iter();
        orders
            .filter_map(|effect| runtime.perform(effect))
            .collect()
    }

    /// Takes in how the user's editor has ended.
    pub fn edited(&mut self, now: i64, ended: Ended) -> Vec<Order> {
        let runtime = self.runtime.as_ref();
        let edited = runtime.and_then(|runtime| runtime.edited(ended));
        edited.map_or_else(Vec::new, |edited| self.take(now, Msg::Edited(edited)))
    }

    /// Whether everything asked and begun has been answered.
    pub fn is_idle(&self) -> bool {
        self.runtime.as_ref().is_none_or(Runtime::is_idle)
    }

    /// Saves what is typed, and ends as `finish`, but waits for no snapshot.
    pub fn end(&mut self) {
        self.take(self.desk.now, Msg::Ending);
        if let Some(runtime) = self.runtime.take() {
            runtime.finish_at_once();
        }
    }

    /// Ends the threads: what is asked of the store is done first, the store closed.
    pub fn finish(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.finish();
        }
    }
}
