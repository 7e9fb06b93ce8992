//! The cursor and the focus moved: in the pane, in the sheet, along the trail.

use super::Screen;
use crate::desk::ask::Ask;
use crate::desk::context::Context;
use crate::desk::layout::Focus;
use crate::desk::lines::Target;
use crate::desk::pane::Pane;

/// How a cursor is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// By so many rows.
    Rows(isize),
    /// By half a page, forwards (1) or backwards (-1).
    HalfPage(isize),
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

impl Motion {
    /// By how many rows, in a list of which so many show.
    pub fn rows(self, shown: usize) -> isize {
        match self {
            Motion::Rows(by) => by,
            Motion::HalfPage(direction) => {
                isize::try_from(shown / 2).unwrap_or(1).max(1) * direction
            }
            Motion::First => isize::MIN + 1,
            Motion::Last => isize::MAX,
        }
    }

    /// The first row that shows of so many after it, where `offset` did and so many show. Where none
    /// fits the window, the last row is as far as it goes.
    pub fn shifted(self, offset: usize, shown: usize, rows: usize) -> usize {
        let last = rows.saturating_sub(shown.max(1));
        offset.saturating_add_signed(self.rows(shown)).min(last)
    }
}

impl Screen {
    /// Moves the cursor where the keys go.
    pub fn step(&mut self, motion: Motion, cx: &mut Context) {
        let layout = self.layout(cx);
        let (lines, rows) = match (self.focus, self.panes.get_mut(&self.pane)) {
            (Focus::Sheet, _) => (&mut self.sheet.content, layout.sheet_rows()),
            (Focus::List, Some(Pane::Lines(lines))) => (lines, layout.list_rows()),
            (Focus::List, _) => return self.step_list(motion.rows(layout.list_rows()), cx),
        };
        match motion {
            Motion::Rows(by) => lines.step(by, rows),
            Motion::HalfPage(_) => lines.page(motion.rows(rows), rows),
            Motion::First => lines.edge(false, rows),
            Motion::Last => lines.edge(true, rows),
        }
        if self.focus == Focus::List {
            cx.moved();
        }
    }

    fn step_list(&mut self, by: isize, cx: &mut Context) {
        let rows = self.layout(cx).list_rows();
        if let Some(pane) = self.list_mut() {
            pane.step(by);
            pane.settle(rows);
            pane.reach(rows, cx);
            cx.moved();
        }
    }

    /// Gives the keys to the pane.
    pub fn focus_list(&mut self, cx: &mut Context) {
        self.focus = Focus::List;
        self.sheet.content.release();
        self.settle_list(cx);
        cx.moved();
    }

    /// Gives the keys to the sheet of what is under the cursor.
    pub fn focus_sheet(&mut self, cx: &mut Context) {
        if self.focus == Focus::List {
            if let Some(Pane::Lines(_)) = self.shown() {
                return self.follow(cx);
            }
            let current = self.current(cx);
            if current != self.sheet.record {
                self.sheet.trail.clear();
                self.show(current, cx);
            }
        }
        self.enter_sheet(cx);
    }

    fn enter_sheet(&mut self, cx: &Context) {
        self.focus = Focus::Sheet;
        let rows = self.layout(cx).sheet_rows();
        self.sheet.content.enter(rows);
    }

    /// Goes where the line under the cursor leads.
    pub fn follow(&mut self, cx: &mut Context) {
        let line = match (self.focus, self.shown()) {
            (Focus::Sheet, _) => self.sheet.content.selected(),
            (Focus::List, Some(Pane::Lines(lines))) => lines.selected(),
            (Focus::List, _) => return self.focus_sheet(cx),
        };
        match line.and_then(|line| line.target.clone()) {
            Some(Target::Record(record)) => {
                if let (Focus::Sheet, Some(from)) = (self.focus, self.sheet.record) {
                    self.sheet.trail.push((from, self.sheet.content.cursor));
                } else {
                    self.sheet.trail.clear();
                }
                self.focus = Focus::Sheet;
                self.show(Some(record), cx);
                self.enter_sheet(cx);
            }
            Some(Target::Section(kind, field)) => {
                self.sheet.toggle((kind, field));
                self.refresh_sheet(cx);
            }
            Some(Target::Rows(kind, field, from)) => {
                self.sheet.turn((kind, field), from, self.focus, cx);
            }
            Some(Target::Draft(id)) => cx.ask(Ask::Resume(id)),
            Some(Target::Pane(pane)) => cx.ask(Ask::Pane(pane)),
            None => {}
        }
    }

    /// Goes back along the trail.
    pub fn back(&mut self, cx: &mut Context) {
        let Some((record, line)) = self.sheet.stepped_back(cx) else {
            return;
        };
        self.sheet.content.release();
        self.show(Some(record), cx);
        self.focus = Focus::Sheet;
        let rows = self.layout(cx).sheet_rows();
        let content = &mut self.sheet.content;
        content.cursor = line.min(content.lines.len().saturating_sub(1));
        content.settle(rows);
    }

    /// The sheet's record is gone for good: back along the trail, or to the list.
    pub fn leave_gone(&mut self, cx: &mut Context) {
        if self.focus == Focus::Sheet && self.sheet.record.is_none() {
            self.back(cx);
            if self.sheet.record.is_none() {
                self.focus = Focus::List;
                self.settle_list(cx);
            }
        }
    }

    /// Leaves the sheet, then the filter, then the marks.
    pub fn leave(&mut self, cx: &mut Context) {
        if self.focus == Focus::Sheet {
            return self.focus_list(cx);
        }
        match self.list_mut() {
            Some(pane) if !pane.filter.text().is_empty() => self.clear_filter(cx),
            Some(pane) => {
                pane.marks.clear();
                pane.hidden = 0;
            }
            None => {}
        }
    }
}
