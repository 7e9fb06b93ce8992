//! What lies under the layers: the panes, which of them is on the screen, the sheet, and where the keys go.

mod listing;
mod meant;
mod moving;
mod opening;

use std::collections::HashMap;
use std::sync::Arc;

pub use meant::{Meant, reference};
pub use moving::Motion;
pub use opening::understood;

use crate::model::RecordRef;

use super::context::{Context, Scene};
use super::jobs::chosen::Chosen;
use super::layout::{Focus, Layout};
use super::lines::Lines;
use super::pane::{List, Pane, PaneId};
use super::sheet::Sheet;
use super::today;

/// What lies under the layers.
#[derive(Debug)]
pub struct Screen {
    /// The panes that were opened.
    pub panes: HashMap<PaneId, Pane>,
    /// The pane on the screen.
    pub pane: PaneId,
    /// Where the keys go.
    pub focus: Focus,
    /// The sheet.
    pub sheet: Sheet,
}

impl Default for Screen {
    fn default() -> Screen {
        let first = PaneId::Tab(1);
        Screen {
            panes: [first, PaneId::Today].map(|id| (id, Pane::new(id))).into(),
            pane: first,
            focus: Focus::List,
            sheet: Sheet::default(),
        }
    }
}

impl Screen {
    /// The pane on the screen.
    pub fn shown(&self) -> Option<&Pane> {
        self.panes.get(&self.pane)
    }

    /// The list on the screen, where the pane is one.
    pub fn list(&self) -> Option<&List> {
        self.shown()?.list()
    }

    /// The list on the screen, to change.
    pub fn list_mut(&mut self) -> Option<&mut List> {
        self.panes.get_mut(&self.pane)?.list_mut()
    }

    /// All lists that were opened, to change.
    pub fn lists_mut(&mut self) -> impl Iterator<Item = &mut List> {
        self.panes.values_mut().filter_map(Pane::list_mut)
    }

    /// The lines of *Today*, to change.
    fn today_mut(&mut self) -> Option<&mut Lines> {
        self.panes.get_mut(&PaneId::Today)?.lines_mut()
    }

    /// The areas of the screen as it stands.
    pub fn layout(&self, scene: &Scene) -> Layout {
        scene.layout(self.focus)
    }

    /// The catalog changed: what panes keep of it must be found again.
    pub fn outdate(&mut self) {
        self.lists_mut().for_each(List::outdate);
        self.sheet.outdate();
    }

    /// Finds again what is shown, after the catalog or the settings changed.
    pub fn refresh_all(&mut self, cx: &mut Context) {
        self.outdate();
        self.refresh(cx);
        self.refresh_sheet(cx);
        self.refresh_today(cx);
        self.settle_meaning(cx);
    }

    /// After the records changed: what is shown is what is meant.
    pub fn settle_meaning(&mut self, cx: &mut Context) {
        self.leave_gone(cx);
        self.follow_cursor(cx);
    }

    /// Finds the rows of the pane again and settles its window.
    pub fn refresh(&mut self, cx: &mut Context) {
        let height = self.layout(cx).list_rows();
        if let Some(pane) = self.list_mut() {
            pane.refresh(cx.catalog, cx.lang());
            pane.settle(height);
        }
        self.rank(cx);
        self.sift(cx);
        if self.pane == PaneId::Today {
            self.refresh_today(cx);
        }
        if self.focus == Focus::List && self.sheet.record.is_none() {
            self.follow_cursor(cx);
        }
    }

    /// Makes the lines of the sheet again.
    pub fn refresh_sheet(&mut self, cx: &Context) {
        self.sheet.refresh(self.focus, cx);
    }

    /// Makes the lines of *Today* again.
    pub fn refresh_today(&mut self, cx: &Context) {
        let layout = self.layout(cx);
        let width = usize::from(layout.inside(layout.list).width);
        let lines = today::lines(cx, cx.drafts, width);
        let trashed = |record| cx.catalog.get(record).map(|record| record.trashed);
        if let Some(today) = self.today_mut() {
            today.replace(lines, &trashed);
            today.settle(layout.list_rows());
        }
    }

    /// What is to be minded is another: it stands at the top of *Today*, and that is shown, save to somebody
    /// who reads further down.
    pub fn care(&mut self, cx: &Context) {
        let rows = self.layout(cx).list_rows();
        let elsewhere = self.pane != PaneId::Today;
        let shown = elsewhere || self.today_mut().is_some_and(|today| today.offset == 0);
        self.refresh_today(cx);
        if let Some(today) = self.today_mut().filter(|_| shown) {
            today.top(rows);
        }
    }

    /// Moves the windows so that the cursors show.
    pub fn settle_windows(&mut self, cx: &Context) {
        let layout = self.layout(cx);
        self.settle_list(cx);
        self.sheet.content.settle(layout.sheet_rows());
        if let Some(today) = self.today_mut() {
            today.settle(layout.list_rows());
        }
    }

    /// Moves the window of the list so that its cursor shows.
    pub fn settle_list(&mut self, cx: &Context) {
        let rows = self.layout(cx).list_rows();
        if let Some(pane) = self.list_mut() {
            pane.settle(rows);
        }
    }

    /// Shows the record under the cursor in the sheet; says whether that is another one.
    pub fn follow_cursor(&mut self, cx: &mut Context) -> bool {
        if self.focus != Focus::List {
            return false;
        }
        let selected = self.current(cx);
        let other = selected != self.sheet.record;
        if other {
            self.sheet.trail.clear();
            self.show(selected, cx);
        }
        other
    }

    /// Shows that record in the sheet and asks for its journal.
    pub fn show(&mut self, record: Option<RecordRef>, cx: &mut Context) {
        self.sheet.show(record, self.focus, cx);
    }

    /// Takes the marks off those that were chosen.
    pub fn unmark_chosen(&mut self, chosen: &Chosen) {
        let done = match chosen {
            Chosen::Marked { marks, .. } => marks.clone(),
            Chosen::Listed(records) => Arc::new(records.iter().copied().collect()),
        };
        self.sheet.marks.subtract(&done);
        self.lists_mut().for_each(|list| list.marks.subtract(&done));
    }

    /// Whether anything is marked anywhere.
    pub fn has_any_marks(&self) -> bool {
        let mut lists = self.panes.values().filter_map(Pane::list);
        !self.sheet.marks.is_empty() || lists.any(|list| !list.marks.is_empty())
    }

    /// Takes the marks off records.
    pub fn unmark(&mut self, done: &dyn Fn(&RecordRef) -> bool) {
        self.sheet.marks.retain(|marked| !done(marked));
        for list in self.lists_mut() {
            list.marks.retain(|marked| !done(marked));
        }
    }
}
