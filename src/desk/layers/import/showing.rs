//! Which rows of an import show.

use super::{ImportView, Show};
use crate::desk::context::Scene;
use crate::exchange::import::{Judged, Plan, Verdict};

impl Show {
    /// What can be chosen, in the order shown.
    const ALL: [Show; 8] = [
        Show::All,
        Show::Open,
        Show::Noted,
        Show::Of(Verdict::Make),
        Show::Of(Verdict::Change),
        Show::Of(Verdict::Same),
        Show::Of(Verdict::Skipped),
        Show::Of(Verdict::Refused),
    ];

    /// The identifier used in Fluent keys: `import-show-<id>`.
    pub fn id(self) -> &'static str {
        match self {
            Show::All => "all",
            Show::Open => "open",
            Show::Noted => "noted",
            Show::Of(verdict) => verdict.id(),
        }
    }

    /// The sign before such rows; none before all.
    pub fn sign(self) -> &'static str {
        match self {
            Show::All => "",
            Show::Open | Show::Of(Verdict::Doubtful) => "?",
            Show::Noted => "!",
            Show::Of(Verdict::Make) => "+",
            Show::Of(Verdict::Change) => "~",
            Show::Of(Verdict::Same) => "=",
            Show::Of(Verdict::Skipped) => "-",
            Show::Of(Verdict::Refused) => "✗",
        }
    }

    fn holds(self, row: &Judged, plan: &Plan) -> bool {
        match self {
            Show::All => true,
            Show::Open => {
                row.verdict == Verdict::Doubtful
                    || !plan.open.is_empty() && plan.open.contains_key(&row.line)
            }
            Show::Noted => is_taken(row) && is_noted(row.line, plan),
            Show::Of(verdict) => row.verdict == verdict,
        }
    }
}

fn is_taken(row: &Judged) -> bool {
    matches!(row.verdict, Verdict::Make | Verdict::Change | Verdict::Same)
}

/// Whether something is said of a line that a person should look at.
pub(super) fn is_noted(line: u64, plan: &Plan) -> bool {
    let found = plan.doubts.binary_search_by_key(&line, |doubt| doubt.line);
    found.is_ok()
}

impl ImportView {
    /// Counts what can be chosen to show.
    pub(super) fn count(&mut self) {
        let mut counts = [0usize; Show::ALL.len()];
        for row in &self.plan.rows {
            for (count, show) in counts.iter_mut().zip(Show::ALL) {
                *count += usize::from(show.holds(row, &self.plan));
            }
        }
        let counted = Show::ALL.into_iter().zip(counts);
        let kept = counted.filter(|(show, count)| *count > 0 || *show == Show::All);
        self.tabs = kept.collect();
        if self.tabs.iter().all(|(show, _)| *show != self.show) {
            self.show = Show::All;
        }
    }

    /// Finds the rows again that show.
    pub(super) fn narrow(&mut self) {
        let (plan, show) = (&self.plan, self.show);
        let rows = self.listing.folded().zip(&plan.rows).enumerate();
        let rows = rows.filter(|(_, (_, row))| show.holds(row, plan));
        self.list
            .narrow_among(rows.map(|(at, (folded, _))| (at, folded)));
        self.picked = 0;
    }

    /// Shows other rows.
    pub(super) fn turn(&mut self, by: isize, scene: &Scene) {
        let at = self.tabs.iter().position(|(show, _)| *show == self.show);
        let all = isize::try_from(self.tabs.len()).unwrap_or(1).max(1);
        let at = isize::try_from(at.unwrap_or(0)).unwrap_or(0);
        let next = usize::try_from((at + by).rem_euclid(all)).unwrap_or(0);
        if let Some((show, _)) = self.tabs.get(next) {
            self.show = *show;
        }
        self.narrow();
        self.list.step(0, self.rows(scene));
    }

    /// Goes to the next row of which something has to be decided, if there is one.
    pub(super) fn seek_next_open(&mut self, scene: &Scene) {
        let shown = self.list.shown.iter().enumerate();
        let from = self.list.cursor;
        let mut waiting = shown.filter(|(_, row)| self.waits(**row)).map(|(at, _)| at);
        let first = waiting.next();
        let next = first
            .filter(|at| *at >= from)
            .or_else(|| waiting.find(|at| *at >= from))
            .or(first);
        if let Some(next) = next {
            self.list.cursor = next;
            self.picked = 0;
        }
        self.list.step(0, self.rows(scene));
    }

    /// Whether something has to be decided of that row.
    fn waits(&self, row: usize) -> bool {
        let row = self.plan.rows.get(row);
        row.is_some_and(|row| {
            row.verdict == Verdict::Doubtful
                && !self.decisions.skips(row.line)
                && self
                    .open_of(row.line)
                    .is_some_and(|(_, decided)| decided.is_none())
        })
    }
}
