//! What takes longer than a key should wait, done aside: on a copy of what it needs, without the desk. Each job
//! tells how far it is and can be given up.

pub mod changing;
pub mod copies;
mod cue;
pub mod intake;
pub mod planning;
pub mod ranks;

pub use cue::{Cue, Files};

use super::message::{Answer, Job};
use super::pane::PaneId;
use crate::exchange::refusal::Reason;
use crate::model::phone;

/// How many hits the find layer holds; the count goes on beyond.
const HITS: usize = 200;

/// Jobs of which only the newest is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Searches.
    Find,
    /// Orders of that pane.
    Rank(PaneId),
    /// Imports being planned.
    Plan,
    /// Previews of a bulk edit.
    Preview,
    /// Copies.
    Copy,
}

impl Job {
    /// The sort of which it is the newest; none where each is wanted.
    pub fn sort(&self) -> Option<Sort> {
        match self {
            Job::Find(..) => Some(Sort::Find),
            Job::Rank(ranks) => Some(Sort::Rank(ranks.pane)),
            Job::Plan(_) => Some(Sort::Plan),
            Job::Preview(_) => Some(Sort::Preview),
            Job::Copy(_) => Some(Sort::Copy),
            Job::Change(_) | Job::TakeIn(_) | Job::Prepare(_) | Job::LetGo(_) => None,
        }
    }

    /// Whether it may take many seconds, and must keep no other waiting.
    pub fn is_long(&self) -> bool {
        match self {
            Job::Find(..) | Job::Rank(_) | Job::Preview(_) | Job::Copy(_) => false,
            Job::Change(_) | Job::Plan(_) | Job::TakeIn(_) | Job::Prepare(_) | Job::LetGo(_) => {
                true
            }
        }
    }

    /// Does it. What it was given is let go of before the answer: an edit would have to copy what it changes.
    pub fn work(self, files: Files, cue: &Cue) -> Answer {
        let answer = match self {
            Job::Find(catalog, query) => catalog
                .find_until(&[], &query, HITS, cue.cancelled)
                .map(Answer::Found),
            Job::Rank(ranks) => ranks
                .made(cue.cancelled)
                .map(|ranking| Answer::Ranked(ranks.pane, ranking)),
            Job::Plan(planning) => planning
                .planned(files, cue)
                .map(|planned| Answer::Planned(Box::new(planned))),
            Job::Preview(preview) => preview.rows(cue).map(Answer::Previewed),
            Job::Change(change) => change
                .made(cue)
                .map(|commit| Answer::Changed(Box::new(commit))),
            Job::Copy(copies) => copies.made(cue).map(Answer::Copied),
            Job::TakeIn(intake) => intake
                .taken(cue)
                .map(|catalog| Answer::TakenIn(Box::new(catalog))),
            Job::Prepare(catalog) => {
                phone::make_ready();
                catalog.prepare();
                Some(Answer::Done)
            }
            Job::LetGo(large) => {
                drop(large);
                Some(Answer::Done)
            }
        };
        answer.unwrap_or(Answer::GivenUp)
    }

    /// Does it here and now, where there are no files: for what has no threads.
    pub fn done(self) -> Answer {
        Cue::here(|cue| self.work(&|_| Err(Reason::Absent), cue))
    }
}
