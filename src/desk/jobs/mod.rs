//! What takes longer than a key should wait, done aside: on a copy of what it needs, without the desk. Each job
//! tells how far it is and can be given up.

pub mod changing;
pub mod chosen;
pub mod copies;
mod cue;
pub mod gathering;
pub mod intake;
pub mod listing;
pub mod marking;
pub mod mending;
pub mod planning;
pub mod ranks;
pub mod rereading;
pub mod sieve;
pub mod telling;
pub mod twins;
pub mod weighing;

pub use cue::{Cue, Files, HowFar, Remembered};

use super::message::{Answer, Job};
use super::pane::PaneId;
use crate::exchange::refusal::Reason;
use crate::model::phone;
use weighing::Emptied;

/// How many hits the find layer holds; the count goes on beyond.
const HITS: usize = 200;

/// Jobs of which only the newest is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Searches.
    Find,
    /// What stands in the sheet.
    Sheet,
    /// Orders of that pane.
    Rank(PaneId),
    /// What its filter leaves.
    Sift(PaneId),
    /// What its columns tell.
    Tell(PaneId),
    /// Imports being planned.
    Plan,
    /// Who is there twice.
    Twins,
    /// Previews of a bulk edit.
    Preview,
    /// Copies.
    Copy,
    /// What stands against a change.
    Weigh,
    /// All of that pane being marked.
    Mark(PaneId),
}

impl Job {
    /// The sort of which it is the newest; none where each is wanted.
    pub fn sort(&self) -> Option<Sort> {
        match self {
            Job::Find(..) => Some(Sort::Find),
            Job::Gather(_) => Some(Sort::Sheet),
            Job::Rank(ranks) => Some(Sort::Rank(ranks.pane)),
            Job::Sift(sieve) => Some(Sort::Sift(sieve.pane)),
            Job::Tell(telling) => Some(Sort::Tell(telling.pane)),
            Job::Plan(_) => Some(Sort::Plan),
            Job::Twins(_) => Some(Sort::Twins),
            Job::Preview(_) => Some(Sort::Preview),
            Job::Copy(_) => Some(Sort::Copy),
            Job::Weigh(_) | Job::WeighTrash(_) => Some(Sort::Weigh),
            Job::Mark(marking) => Some(Sort::Mark(marking.pane)),
            Job::Change(_)
            | Job::Merge(_)
            | Job::Mend(_)
            | Job::TakeIn(_)
            | Job::Prepare(_)
            | Job::LetGo(_) => None,
        }
    }

    /// Whether it may take many seconds, and must keep no other waiting.
    pub fn is_long(&self) -> bool {
        match self {
            Job::Find(..) | Job::Gather(_) | Job::Preview(_) | Job::Copy(_) | Job::Mark(_) => false,
            Job::Rank(ranks) => ranks.tells(),
            Job::Change(_)
            | Job::Merge(_)
            | Job::Twins(_)
            | Job::Mend(_)
            | Job::Plan(_)
            | Job::Sift(_)
            | Job::Tell(_)
            | Job::Weigh(_)
            | Job::WeighTrash(_)
            | Job::TakeIn(_)
            | Job::Prepare(_)
            | Job::LetGo(_) => true,
        }
    }

    /// Does it. What it was given is let go of before the answer: an edit would have to copy what it changes.
    pub fn work(self, files: Files, cue: &Cue) -> Answer {
        let answer = match self {
            Job::Find(catalog, query) => catalog
                .find_until(&[], &query, HITS, cue.cancelled)
                .map(Answer::Found),
            Job::Rank(ranks) => ranks
                .made(cue)
                .map(|ranking| Answer::Ranked(ranks.pane, ranking)),
            Job::Gather(gathering) => gathering
                .gathered(cue)
                .map(|gathered| Answer::Gathered(Box::new(gathered))),
            Job::Sift(sieve) => sieve
                .sifted(cue)
                .map(|sifted| Answer::Sifted(sieve.pane, sifted)),
            Job::Tell(telling) => telling.told(cue).map(|()| Answer::Told(telling.pane)),
            Job::Plan(planning) => planning
                .planned(files, cue)
                .map(|planned| Answer::Planned(Box::new(planned))),
            Job::Mend(mending) => {
                let made = mending.made(files, cue);
                made.map(|made| Answer::Mended(mending.path, made))
            }
            Job::Preview(preview) => preview.rows(cue).map(Answer::Previewed),
            Job::Change(change) => change
                .made(cue)
                .map(|commit| Answer::Changed(Box::new(commit))),
            Job::Twins(twinning) => twinning
                .found(cue)
                .map(|found| Answer::Twins(Box::new(found))),
            Job::Merge(merging) => merging
                .made(cue)
                .map(|(commit, bundles)| Answer::Merged(Box::new(commit), bundles)),
            Job::Copy(copies) => copies.made(cue).map(Answer::Copied),
            Job::Weigh(weighing) => weighing
                .weighed(cue)
                .map(|weighed| Answer::Weighed(Box::new(weighed))),
            Job::WeighTrash(catalog) => Some(Answer::TrashWeighed(Emptied::of(&catalog))),
            Job::Mark(marking) => {
                let pane = marking.pane;
                marking.marked(cue).map(|marks| Answer::Marked(pane, marks))
            }
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
        let files = Files {
            read: &|_, _| Err(Reason::Absent),
            remembered: &Remembered::default,
        };
        Cue::here(|cue| self.work(files, cue))
    }
}
