//! What a person decides of the rows of an import.

use super::{ImportView, Show};
use crate::desk::context::Context;
use crate::exchange::import::{Decision, Open};

impl ImportView {
    /// What of a line is to be decided, or was last, with what is decided of it by now.
    pub fn open_of(&self, line: u64) -> Option<(&Open, Option<Decision>)> {
        let all = self.plan.open.get(&line)?;
        let decided = |open: &Open| self.decisions.of(line, open);
        let open = all
            .iter()
            .find(|open| decided(open).is_none())
            .or(all.last())?;
        Some((open, decided(open)))
    }

    /// The line under the cursor with what is open of it.
    fn under(&self) -> Option<(u64, Open)> {
        let line = self.row()?.line;
        self.open_of(line).map(|(open, _)| (line, open.clone()))
    }

    /// Another candidate would be taken, or more is told of the row.
    pub(super) fn pick(&mut self, by: isize) {
        let candidates = self.under().map(|(_, open)| open.candidates.len());
        let last = candidates.filter(|count| *count > 0);
        self.picked = self.picked.saturating_add_signed(by);
        if let Some(count) = last {
            self.picked = self.picked.min(count - 1);
        }
    }

    /// It is the candidate that is picked.
    pub(super) fn decide_this(&mut self, cx: &mut Context) {
        let picked = self
            .under()
            .and_then(|(_, open)| open.candidates.get(self.picked).map(|at| at.record));
        if let Some(record) = picked {
            self.decide(Decision::This(record), cx);
        }
    }

    /// Decides what is open of the row under the cursor, and goes on to the next.
    pub(super) fn decide(&mut self, decision: Decision, cx: &mut Context) {
        let Some((line, open)) = self.under() else {
            return;
        };
        if decision == Decision::New && !open.may_be_new {
            return;
        }
        self.decisions.decide(line, &open, decision);
        self.went_on(cx);
    }

    /// Leaves the row under the cursor out, or takes it after all.
    pub(super) fn skip(&mut self, cx: &mut Context) {
        let Some(line) = self.row().map(|row| row.line) else {
            return;
        };
        // Of what is doubtful it is remembered.
        let open = self.under().map(|(_, open)| open);
        match open.filter(|_| !self.decisions.skips(line)) {
            Some(open) if self.decisions.of(line, &open) == Some(Decision::Skip) => {
                self.decisions.undecide(line);
            }
            Some(open) => self.decisions.decide(line, &open, Decision::Skip),
            None => self.decisions.skip(line, !self.decisions.skips(line)),
        }
        self.went_on(cx);
    }

    /// All that are doubtful as the row under the cursor are decided as it is; where it is not, each is its likeliest
    /// candidate.
    pub(super) fn decide_alike(&mut self, cx: &mut Context) {
        let Some((line, open)) = self.under() else {
            return;
        };
        let decision = match self.decisions.of(line, &open) {
            _ if self.decisions.skips(line) => Decision::Skip,
            Some(Decision::This(_)) => Decision::First,
            Some(decision) => decision,
            None if open.candidates.is_empty() => Decision::New,
            None => Decision::First,
        };
        self.decisions.decide_alike(&open, decision);
        self.went_on(cx);
    }

    /// Takes back what was decided of the row under the cursor, and of all alike.
    pub(super) fn undecide(&mut self, cx: &mut Context) {
        let Some(line) = self.row().map(|row| row.line) else {
            return;
        };
        if let Some((_, open)) = self.under() {
            self.decisions.undecide_alike(&open);
        }
        self.decisions.undecide(line);
        self.plan_anew(cx);
    }

    fn went_on(&mut self, cx: &mut Context) {
        // Among those to be decided the one that is stays to be seen.
        if self.show == Show::All || self.show == Show::Open {
            self.seek_next_open(cx);
        }
        self.plan_anew(cx);
    }
}
