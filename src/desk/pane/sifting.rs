//! A filter that takes longer to be looked at than a key may wait: answered aside, once; until then no row stands for
//! what it leaves.

use super::list::List;
use crate::catalog::{Catalog, Query, Sifted};
use crate::desk::context::Scene;
use crate::desk::jobs::HowFar;
use crate::desk::jobs::sieve::Sieve;
use crate::desk::message::JobId;

impl List {
    /// Whether its rows are still looked for.
    pub fn is_sifting(&self) -> bool {
        self.sifting.long && self.sifting.answer.is_none()
    }

    /// How many records are looked at for it, of how many, where that is told.
    pub fn sifting_far(&self) -> Option<(usize, usize)> {
        self.sifting.far.filter(|_| self.is_sifting())
    }

    /// Another filter: no answer is one to it.
    pub(super) fn another_filter(&mut self) {
        self.sifting.answer = None;
        self.sifting.filter += 1;
    }

    /// The catalog changed: an answer goes on until there is a newer one.
    pub(super) fn outdate_answer(&mut self) {
        self.sifting.stale = true;
    }

    /// Looks whether the filter has to be answered aside.
    pub(super) fn weigh_filter(&mut self, catalog: &Catalog) {
        let long = catalog.takes_long(&self.collections, &self.query);
        self.sifting.long = long;
        if !long {
            self.sifting.answer = None;
        }
    }

    /// The filter as it is asked: answered, where that was done aside.
    pub(super) fn sifted(&self) -> &Query {
        self.sifting.answer.as_ref().unwrap_or(&self.query)
    }

    /// What a worker shall be asked under that number. One filter is answered after the other: what the one under way
    /// tells of all records is mostly what the next one asks.
    pub fn sieve(&mut self, number: JobId, scene: &Scene) -> Option<Sieve> {
        let held = &mut self.sifting;
        let is_answered = held.answer.is_some() && !held.stale;
        if !held.long || is_answered || held.asked.is_some() {
            return None;
        }
        held.asked = Some((number, held.filter));
        held.stale = false;
        Some(Sieve {
            pane: self.id,
            catalog: scene.catalog.clone(),
            collections: self.collections.clone(),
            query: self.query.clone(),
        })
    }

    /// The job under way, if nobody waits for it any more.
    pub fn needless_sieve(&mut self) -> Option<JobId> {
        let held = &mut self.sifting;
        let needless = held.asked.take_if(|_| !held.long)?;
        held.far = None;
        Some(needless.0)
    }

    /// That job is so far; says whether it is of this pane.
    pub fn sieve_progressed(&mut self, id: JobId, far: HowFar) -> bool {
        let HowFar::Looked(done, of) = far else {
            return false;
        };
        let is_mine = self.sifting.asked.is_some_and(|(asked, _)| asked == id);
        if is_mine {
            self.sifting.far = Some((done, of));
        }
        is_mine
    }

    /// Takes what was sifted under that number; says whether it was asked for.
    pub fn take_sifted(&mut self, number: JobId, sifted: Sifted) -> bool {
        let held = &mut self.sifting;
        let Some((_, filter)) = held.asked.take_if(|(asked, _)| *asked == number) else {
            return false;
        };
        held.far = None;
        if filter == held.filter {
            held.answer = Some(self.query.sifted(sifted));
        }
        self.stale = true;
        true
    }

    /// The records were read anew: no row is where it was. Gives the job that looks among those before.
    pub(in crate::desk) fn forget_sifted(&mut self) -> Option<JobId> {
        let before = std::mem::take(&mut self.sifting);
        self.sifting.filter = before.filter + 1;
        before.asked.map(|(job, _)| job)
    }
}
