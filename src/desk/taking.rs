//! Changes on their way into the catalog: few at once, many aside, and what comes meanwhile on top of those.

use super::context::Work;
use super::jobs::HowFar;
use super::jobs::intake::Intake;
use super::message::{Effect, Job, JobId};
use crate::catalog::Catalog;
use crate::store::Changed;

/// So much is taken in at a key: the records that change, and those that are called after them.
const LIGHT: usize = 256;

/// What is being taken in aside.
#[derive(Debug, Default)]
pub struct Taking {
    /// The job.
    job: Option<JobId>,
    /// How many changes are in, of how many.
    progress: (usize, usize),
    /// What has come since it was begun.
    since: Vec<Since>,
}

/// What came while a job was under way, of whose records it knows nothing.
#[derive(Debug)]
struct Since {
    changed: Vec<Changed>,
    /// Whether the desk shows it already.
    shown: bool,
}

impl Taking {
    /// How many changes are in, of how many, while that goes on.
    pub fn progress(&self) -> Option<(usize, usize)> {
        self.job.map(|_| self.progress)
    }

    /// So much of that job is done.
    pub fn progressed(&mut self, id: JobId, far: HowFar) -> bool {
        match far {
            HowFar::Looked(done, of) if self.job == Some(id) => {
                self.progress = (done, of);
                true
            }
            _ => false,
        }
    }

    /// Takes in what has changed, in the order of the journal; says whether all of it shows now.
    pub fn arrive(
        &mut self,
        changed: Vec<Changed>,
        catalog: &mut Catalog,
        work: &mut Work,
    ) -> bool {
        let light = catalog.is_light(&changed, LIGHT);
        match (self.job, light) {
            (None, true) => catalog.take_in(changed),
            (None, false) => self.begin(catalog.clone(), changed, work),
            (Some(_), _) => {
                if light {
                    catalog.take_in(changed.clone());
                }
                self.since.push(Since {
                    changed,
                    shown: light,
                });
            }
        }
        light
    }

    /// Takes the records over that a job has made, with what came meanwhile on top; says whether it did. Where that
    /// was much, it is taken in aside likewise before anything of it shows.
    pub fn taken(
        &mut self,
        id: JobId,
        aside: Catalog,
        catalog: &mut Catalog,
        work: &mut Work,
    ) -> bool {
        self.job.take_if(|job| *job == id).is_some_and(|_| {
            let since = std::mem::take(&mut self.since);
            let all_shown = since.iter().all(|since| since.shown);
            let changed: Vec<Changed> = since.into_iter().flat_map(|at| at.changed).collect();
            if !all_shown || !aside.is_light(&changed, LIGHT) {
                self.begin(aside, changed, work);
                return false;
            }
            let before = std::mem::replace(catalog, aside);
            catalog.take_in(changed);
            // The last to hold what only the records before had: it takes long to let go of.
            work.begin(Job::LetGo(Box::new(before)));
            true
        })
    }

    /// That job came to nothing by a fault: what it had does not show until the store is opened again.
    pub fn broken(&mut self, id: JobId) {
        if self.job == Some(id) {
            *self = Taking::default();
        }
    }

    /// Gives up what is under way: the records were read anew.
    pub fn give_up(&mut self, work: &mut Work) {
        if let Some(job) = std::mem::take(self).job {
            work.effects.push(Effect::Cancel(job));
        }
    }

    fn begin(&mut self, catalog: Catalog, changed: Vec<Changed>, work: &mut Work) {
        self.progress = (0, changed.len());
        let intake = Intake { catalog, changed };
        self.job = Some(work.begin(Job::TakeIn(Box::new(intake))));
    }
}
