//! What a job is given beside its data.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::exchange::refusal::Reason;

/// Reads a file to import.
pub type Files<'a> = &'a dyn Fn(&Path) -> Result<Vec<u8>, Reason>;

/// What a job is given beside its data: whether it is given up, and where it tells how far it is.
pub struct Cue<'a> {
    /// Set once nobody waits for it any more.
    pub cancelled: &'a AtomicBool,
    /// Told how much is done, of how much.
    pub told: &'a dyn Fn(usize, usize),
}

impl Cue<'_> {
    /// Has something done here and now, whole, which tells nobody how far it is.
    pub fn here<T>(work: impl FnOnce(&Cue) -> T) -> T {
        work(&Cue {
            cancelled: &AtomicBool::new(false),
            told: &|_, _| {},
        })
    }

    /// Whether nobody waits for it any more.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}
