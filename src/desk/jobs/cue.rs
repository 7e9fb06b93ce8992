//! What a job is given beside its data.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::exchange::import::Recall;
use crate::exchange::refusal::Reason;

/// Reads a file to import: tells how many bytes are read, of how many, and ends where that is not wanted any more.
pub type ReadsFile<'a> =
    &'a dyn Fn(&Path, &mut dyn FnMut(usize, usize) -> ControlFlow<()>) -> Result<Vec<u8>, Reason>;

/// What is remembered of imports before.
#[derive(Clone, Debug, Default)]
pub struct Remembered {
    /// The mappings that are kept: their names and texts.
    pub mappings: Vec<(String, String)>,
    /// What was decided of doubtful rows.
    pub recall: Recall,
}

/// What a job reads outside.
#[derive(Clone, Copy)]
pub struct Files<'a> {
    /// A file to import.
    pub read: ReadsFile<'a>,
    /// What is remembered of imports before.
    pub remembered: &'a dyn Fn() -> Remembered,
}

/// How far a job is: so much done, of so much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HowFar {
    /// Bytes of a file are read; of none where it tells no length.
    Read(usize, usize),
    /// Bytes of it are cut into rows.
    Cut(usize, usize),
    /// Its records, rows or changes are looked at.
    Looked(usize, usize),
}

/// What a job is given beside its data: whether it is given up, and where it tells how far it is.
pub struct Cue<'a> {
    /// Set once nobody waits for it any more.
    pub cancelled: &'a AtomicBool,
    /// Told how far it is.
    pub told: &'a dyn Fn(HowFar),
}

impl Cue<'_> {
    /// Has something done here and now, whole, which tells nobody how far it is.
    pub fn here<T>(work: impl FnOnce(&Cue) -> T) -> T {
        work(&Cue {
            cancelled: &AtomicBool::new(false),
            told: &|_| {},
        })
    }

    /// Tells how far it is; says whether to go on.
    pub fn goes_on(&self, far: HowFar) -> ControlFlow<()> {
        (self.told)(far);
        match self.is_cancelled() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }

    /// Whether nobody waits for it any more.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}
