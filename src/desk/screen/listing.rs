//! The list on the screen at work: filtered, sorted, folded, marked.

use super::{Meant, Screen};
use crate::catalog::{Ranking, Sifted};
use crate::desk::context::Context;
use crate::desk::jobs::HowFar;
use crate::desk::jobs::marking::AllMarked;
use crate::desk::layout::Focus;
use crate::desk::message::{Effect, Job, JobId};
use crate::desk::pane::{List, Pane, PaneId};
use crate::desk::screen::moving::Motion;
use crate::desk::status::Tone;
use crate::model::RecordRef;

impl Screen {
    /// Filters the pane by what is typed, the best match under the cursor.
    pub fn filter(&mut self, cx: &mut Context) {
        if let Some(pane) = self.list_mut() {
            pane.read_filter(cx.today());
            pane.rewind();
        }
        self.refresh(cx);
        cx.moved();
        self.say_problem(cx);
    }

    /// Says what of the filter is not understood.
    pub fn say_problem(&self, cx: &mut Context) {
        if let Some(words) = self.list().and_then(|at| at.problem_words(cx.words())) {
            cx.say(Tone::Warning, words);
        }
    }

    /// Says the pane's filter in words.
    pub fn explain_query(&self, cx: &mut Context) {
        if let Some(pane) = self.list() {
            let words = pane.meaning_words(cx.words());
            cx.say(Tone::Note, words);
        }
    }

    /// Takes the filter away; the cursor stays on its record.
    pub fn clear_filter(&mut self, cx: &mut Context) {
        let selected = self.current(cx);
        if let Some(pane) = self.list_mut() {
            pane.unfilter();
        }
        self.refresh(cx);
        if let Some(record) = selected {
            self.point_at(record, cx);
        }
        cx.moved();
    }

    /// Puts the cursor on a record, wherever it is listed; says whether it is.
    pub fn point_at(&mut self, record: RecordRef, cx: &Context) -> bool {
        let height = self.layout(cx).list_rows();
        self.list_mut()
            .is_some_and(|pane| pane.point_at(record, height, cx))
    }

    /// Holds on to a record that the pane's filter leaves out.
    pub fn hold(&mut self, record: RecordRef, cx: &Context) {
        if let Some(pane) = self.list_mut() {
            pane.hold(record);
        }
        self.settle_list(cx);
    }

    /// Puts the cursor of the pane on the screen where it begins, if the user has not put it elsewhere.
    pub fn begin(&mut self, cx: &Context) {
        let height = self.layout(cx).list_rows();
        if let Some(pane) = self.list_mut() {
            pane.begin(height, cx);
        }
    }

    /// Asks a worker for the order of the pane, if that takes long and is not there.
    pub fn rank(&mut self, cx: &mut Context) {
        if !cx.loaded {
            return;
        }
        let next = cx.work.token + 1;
        if let Some(ranks) = self.list_mut().and_then(|pane| pane.ranks(next, cx)) {
            cx.work.token = next;
            cx.emit(Effect::Begin(next, Job::Rank(Box::new(ranks))));
        }
    }

    /// Asks a worker for what the filter of the pane leaves, and for what its columns tell, if that takes long and is
    /// not there; gives up what nobody waits for.
    pub fn sift(&mut self, cx: &mut Context) {
        let Some(pane) = self.panes.get_mut(&self.pane).and_then(Pane::list_mut) else {
            return;
        };
        if let Some(needless) = pane.needless_sieve() {
            cx.emit(Effect::Cancel(needless));
        }
        if !cx.loaded {
            return;
        }
        let next = cx.work.token + 1;
        if let Some(sieve) = pane.sieve(next, cx) {
            cx.work.token = next;
            cx.emit(Effect::Begin(next, Job::Sift(Box::new(sieve))));
        }
        let next = cx.work.token + 1;
        if let Some(telling) = pane.tells(next, cx) {
            cx.work.token = next;
            cx.emit(Effect::Begin(next, Job::Tell(Box::new(telling))));
        }
    }

    /// A job of a pane is so far; says whether it shows.
    pub fn progressed(&mut self, id: JobId, far: HowFar) -> bool {
        let shown = self.pane;
        self.panes.iter_mut().any(|(pane, at)| {
            let list = at.list_mut();
            list.is_some_and(|list| list.sieve_progressed(id, far)) && *pane == shown
        })
    }

    /// Takes in what the filter of a pane leaves.
    pub fn sifted(&mut self, id: PaneId, number: JobId, sifted: Sifted, cx: &mut Context) {
        let list = self.panes.get_mut(&id).and_then(Pane::list_mut);
        if list.is_some_and(|list| list.take_sifted(number, sifted)) && id == self.pane {
            self.refresh(cx);
            self.follow_cursor(cx);
        }
    }

    /// What the columns of a pane tell is told.
    pub fn told(&mut self, id: PaneId, number: JobId, cx: &mut Context) {
        let list = self.panes.get_mut(&id).and_then(Pane::list_mut);
        if list.is_some_and(|list| list.take_told(number)) && id == self.pane {
            self.refresh(cx);
        }
    }

    /// A job came to nothing by a fault: no row is what it was to leave.
    pub fn broken(&mut self, id: JobId, cx: &mut Context) {
        self.sheet.broken(id);
        for pane in self.panes.keys().copied().collect::<Vec<_>>() {
            self.sifted(pane, id, Sifted::default(), cx);
            self.told(pane, id, cx);
        }
    }

    /// The records were read anew: what was found among those before stands for nothing.
    pub fn forget_sifted(&mut self, cx: &mut Context) {
        for job in self.lists_mut().filter_map(List::forget_sifted) {
            cx.emit(Effect::Cancel(job));
        }
    }

    /// Takes in the order of a large pane.
    pub fn ranked(&mut self, id: PaneId, number: u64, ranking: Ranking, cx: &mut Context) {
        let list = self.panes.get_mut(&id).and_then(Pane::list_mut);
        let Some(first) = list.and_then(|list| list.take_ranking(number, ranking)) else {
            return;
        };
        if id == self.pane {
            self.refresh(cx);
            if first {
                self.begin(cx);
            }
            self.follow_cursor(cx);
        }
    }

    /// Changes the order, and says which it is now.
    pub fn sort(&mut self, sorted: impl FnOnce(&mut List), cx: &mut Context) {
        if let Some(pane) = self.list_mut() {
            sorted(pane);
            self.refresh(cx);
            self.say_order(cx);
        }
    }

    /// Says the order of the list.
    pub fn say_order(&self, cx: &mut Context) {
        if let Some(pane) = self.list() {
            let words = pane.order_words(cx.words());
            cx.say(Tone::Note, words);
        }
    }

    /// Folds or unfolds; says so where there are no groups.
    pub fn fold(&mut self, folded: impl FnOnce(&mut List, usize) -> bool, cx: &mut Context) {
        let height = self.layout(cx).list_rows();
        match self.list_mut().map(|pane| folded(pane, height)) {
            Some(true) => cx.moved(),
            Some(false) => cx.say_word(Tone::Note, "group-none"),
            None => {}
        }
    }

    /// Marks what is meant, or takes the mark off, and goes to the next row.
    pub fn mark(&mut self, cx: &mut Context) {
        let rows = self.layout(cx).sheet_rows();
        match self.meaning(cx) {
            Some(Meant::Link(record)) => {
                self.sheet.marks.toggle(record);
                self.sheet.content.step(1, rows);
            }
            Some(meant) => {
                if let Some(pane) = self.list_mut() {
                    pane.mark(meant.record(), cx);
                }
                if self.focus == Focus::List {
                    self.step(Motion::Rows(1), cx);
                }
            }
            None => {}
        }
    }

    /// Marks all rows of the list that match, or none; in a sheet those of a section.
    pub fn mark_all(&mut self, cx: &mut Context) {
        if self.focus == Focus::Sheet {
            return self.mark_section(cx);
        }
        let Some(pane) = self.list_mut() else { return };
        if !pane.query.problems.is_empty() {
            // What was not understood may be what was to be left out.
            return cx.say_word(Tone::Warning, "mark-misunderstood");
        }
        if pane.is_sifting() {
            return cx.say_word(Tone::Warning, "mark-sifting");
        }
        let next = cx.work.token + 1;
        if let Some(marking) = pane.mark_all(next, cx) {
            cx.work.token = next;
            cx.emit(Effect::Begin(next, Job::Mark(Box::new(marking))));
            cx.say_word(Tone::Note, "mark-marking");
        }
    }

    /// Takes in the marks of a pane; says whether they show.
    pub fn marked_all(&mut self, id: PaneId, number: JobId, marks: AllMarked) -> bool {
        let list = self.panes.get_mut(&id).and_then(Pane::list_mut);
        list.is_some_and(|list| list.take_marks(number, marks)) && id == self.pane
    }

    /// Marks all rows of the section under the cursor of the sheet, or none; opens it.
    fn mark_section(&mut self, cx: &mut Context) {
        let Some(section) = self.section(cx) else {
            return cx.say_word(Tone::Warning, "mark-no-section");
        };
        if !self.sheet.open.contains_key(&section) {
            self.sheet.toggle(section);
            self.refresh_sheet(cx);
        }
        self.sheet.mark_section(section);
    }
}
