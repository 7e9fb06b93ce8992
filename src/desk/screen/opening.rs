//! Panes opened, and records shown where they are listed.

use super::Screen;
use crate::catalog::{Query, View};
use crate::desk::context::Context;
use crate::desk::input::Input;
use crate::desk::layout::Focus;
use crate::desk::pane::{List, Pane, PaneId};
use crate::desk::status::Tone;
use crate::model::{Collection, Date, FieldNo, Kind, RecordRef};

impl Screen {
    /// Opens a pane, what it shows found again if the catalog changed meanwhile.
    pub fn open(&mut self, id: PaneId, cx: &mut Context) {
        self.pane = id;
        self.focus = Focus::List;
        self.sheet.trail.clear();
        let rows = self.layout(cx).list_rows();
        match self.panes.entry(id).or_insert_with(|| Pane::new(id)) {
            Pane::Lines(_) => {
                self.refresh_today(cx);
                if let Some(lines) = self.today_mut() {
                    lines.enter(rows);
                }
            }
            Pane::List(list) => {
                let first = list.is_unopened();
                if list.stale {
                    self.refresh(cx);
                }
                if first {
                    self.begin(cx);
                }
                // To come here is to move: what the list has no more is not held on to.
                if let Some(list) = self.list_mut() {
                    list.release();
                    list.settle(rows);
                }
            }
        }
        self.show(self.current(cx), cx);
    }

    /// Shows a record where it is listed: in its tab, or in a pane of its kind.
    pub fn go_to(&mut self, record: RecordRef, cx: &mut Context) {
        let Some(found) = cx.catalog.get(record) else {
            return;
        };
        let tabs = (1..=9).map(PaneId::Tab);
        let home = if found.trashed {
            PaneId::Trash
        } else {
            let lists = |id: &PaneId| {
                id.collections()
                    .iter()
                    .any(|collection| collection.holds(found))
            };
            Some(self.pane)
                .filter(lists)
                .or_else(|| tabs.into_iter().find(lists))
                .unwrap_or(PaneId::Kind(record.kind))
        };
        self.open(home, cx);
        if !self.point_at(record, cx) {
            self.clear_filter(cx);
            self.point_at(record, cx);
        }
        self.show(Some(record), cx);
        self.focus_sheet(cx);
    }

    /// Puts the cursor on a record just made: on its row in the section from which it was made, or in the
    /// list, which holds on to it where its filter leaves it out.
    pub fn select(&mut self, made: RecordRef, cx: &mut Context) {
        if self.select_in_section(made, cx) {
            return;
        }
        let kinds = self.list().map(List::kinds).unwrap_or_default();
        if kinds.contains(&made.kind) {
            if !self.point_at(made, cx) {
                self.hold(made, cx);
            }
            self.show(Some(made), cx);
        }
    }

    fn select_in_section(&mut self, made: RecordRef, cx: &Context) -> bool {
        let points = |(kind, field): &(Kind, FieldNo)| {
            let record = cx.catalog.get(made).filter(|record| record.kind == *kind);
            let mut references = record.into_iter().flat_map(|record| record.references());
            references.any(|at| Some(at) == self.sheet.record.map(|here| (*field, here)))
        };
        let Some(section) = self.section(cx).filter(points) else {
            return false;
        };
        self.sheet.open.entry(section).or_insert(0);
        self.refresh_sheet(cx);
        self.sheet.show_row(made, self.focus, cx)
    }

    /// Opens a view in its pane; says whether it has one. What of it stands for nothing any more is left out
    /// and said.
    pub fn open_view(&mut self, record: RecordRef, cx: &mut Context) -> bool {
        let Some(view) = cx.catalog.get(record).and_then(View::of) else {
            return false;
        };
        let name = view.name.as_str();
        let Some(id) = PaneId::by_key(&view.pane) else {
            let named = [("name", name.into()), ("pane", view.pane.as_str().into())];
            let text = cx.format("view-no-pane", &named);
            cx.say(Tone::Warning, text);
            return false;
        };
        let pane = self.panes.entry(id).or_insert_with(|| Pane::new(id));
        let Some(pane) = pane.list_mut() else {
            return false;
        };
        let (mut layout, kinds) = (view.layout, pane.kinds());
        let mut broken = layout.mend(&kinds);
        let (text, unknown) = understood(&pane.collections, &layout.query, cx.today());
        broken.extend(unknown);
        pane.filter = Input::new(&text);
        pane.read_filter(cx.today());
        pane.show_layout(layout);
        pane.view = Some((record, pane.layout()));
        pane.stale = true;
        self.open(id, cx);
        if !broken.is_empty() {
            let broken = broken.join(", ");
            let named = [("name", name.into()), ("what", broken.as_str().into())];
            let text = cx.format("view-broken", &named);
            cx.say(Tone::Warning, text);
        }
        true
    }
}

/// A query on those collections without the parts that are not understood, and those parts.
pub fn understood(collections: &[Collection], text: &str, today: Date) -> (String, Vec<String>) {
    let mut left: Vec<char> = text.chars().collect();
    let mut unknown = Vec::new();
    // A part taken out may leave another that makes no sense without it.
    loop {
        let text: String = left.iter().collect();
        let query = Query::among(collections, &text, today);
        let Some(problem) = query.problems.first() else {
            return (text.trim().to_string(), unknown);
        };
        let end = problem.at.end.min(left.len());
        let start = problem.at.start.min(end);
        let part: String = left.drain(start..end).collect();
        if part.is_empty() {
            unknown.push(text.trim().to_string());
            return (String::new(), unknown);
        }
        unknown.push(part.trim().to_string());
    }
}
