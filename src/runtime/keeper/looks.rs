//! When to look again for what others have done, while one is at a commit: what lies there may still be taken back.

use std::time::{Duration, Instant};

/// How soon it is looked again. A commit takes about as long.
const SOON: Duration = Duration::from_millis(1);
/// After so long without news the turn is waited for, however long whoever has it keeps it.
const LATE: Duration = Duration::from_millis(64);

/// The looks behind one entry.
#[derive(Debug, Default)]
pub(super) struct Looks {
    entry: u64,
    pause: Duration,
    next: Option<Instant>,
}

impl Looks {
    /// When to look next.
    pub(super) fn moment(&self) -> Option<Instant> {
        self.next
    }

    /// All is seen.
    pub(super) fn over(&mut self) {
        *self = Looks::default();
    }

    /// More may come behind that entry. False where it was looked for often enough.
    pub(super) fn again(&mut self, entry: u64) -> bool {
        self.pause = match self.entry == entry {
            true => self.pause * 2,
            false => SOON,
        };
        self.entry = entry;
        let goes_on = self.pause <= LATE;
        self.next = goes_on.then(|| Instant::now() + self.pause);
        goes_on
    }
}
