//! *Today*: tasks due, drafts, recent changes, and the counts of the panes.

use crate::catalog::Order;
use crate::locale;
use crate::model::kinds::task;
use crate::model::{Heading, Kind, Record, RecordRef, Step};

use super::Desk;
use super::lines::{self, Line, LineKind, Target};
use super::pane::PaneId;

/// How many tasks, and how many recent changes, are shown.
const SHOWN: usize = 12;

impl Desk {
    /// Makes the lines of *Today* again.
    pub(super) fn refresh_today(&mut self) {
        let mut lines = Vec::new();
        self.care_lines(&mut lines);
        self.task_lines(&mut lines);
        self.draft_lines(&mut lines);
        self.change_lines(&mut lines);
        self.count_lines(&mut lines);
        let trashed = |record| self.catalog.get(record).map(|record| record.trashed);
        self.today.replace(lines, &trashed);
        let rows = self.layout().list_rows();
        self.today.settle(rows);
    }

    fn heading(&self, key: &str, lines: &mut Vec<Line>) {
        if !lines.is_empty() {
            lines.push(Line::new(LineKind::Blank, "", ""));
        }
        lines.push(Line::new(LineKind::Heading, "", self.word(key)));
    }

    /// What is to be minded: a snapshot that can't be made, why, and what that means.
    fn care_lines(&self, lines: &mut Vec<Line>) {
        let Some(failing) = &self.checkpoint_failing else {
            return;
        };
        self.heading("today-care", lines);
        let texts = &self.settings.texts;
        let reason = locale::said(texts, "store", failing.id, &failing.arguments);
        let words = texts.format("today-checkpoint", &[("reason", reason.into())]);
        let layout = self.layout();
        let width = usize::from(layout.inside(layout.list).width);
        let line = Line::new(LineKind::More, "", words);
        lines.extend(lines::wrapped(vec![line], width));
    }

    fn task_lines(&self, lines: &mut Vec<Line>) {
        self.heading("today-tasks", lines);
        let open = |record: &&Record| {
            record.get(task::DONE.number).and_then(|done| done.number()) != Some(1)
        };
        let mut tasks: Vec<RecordRef> = self
            .catalog
            .collection(crate::model::Collection::All(Kind::Task))
            .filter(open)
            .map(Record::reference)
            .collect();
        self.catalog
            .sort(&mut tasks, &[Order::up(task::DUE.key)], self.lang());
        if tasks.is_empty() {
            lines.push(Line::new(LineKind::More, "", self.word("today-no-task")));
        }
        for record in tasks
            .into_iter()
            .take(SHOWN)
            .filter_map(|record| self.catalog.get(record))
        {
            let due = record.get(task::DUE.number).and_then(|due| due.date());
            let late = due.is_some_and(|due| {
                due.last_day() < crate::model::Date::of_moment(self.now).first_day()
            });
            let mark = if late {
                format!(" · {}", self.word("today-late"))
            } else {
                String::new()
            };
            let about: Vec<String> = record
                .references()
                .filter(|(number, _)| *number == task::ABOUT.number)
                .filter_map(|(_, about)| self.catalog.short(about))
                .chain(record.text(&task::ASSIGNEE).map(str::to_string))
                .collect();
            let about = match about.as_slice() {
                [] => String::new(),
                about => format!(" · {}", about.join(" · ")),
            };
            let title = self.catalog.title(record.reference()).unwrap_or_default();
            let words = format!("{title}{about}{mark}");
            let label = due.map_or(String::new(), |due| due.display(self.lang()));
            lines.push(
                Line::new(LineKind::Item, label, words).to(Target::Record(record.reference())),
            );
        }
    }

    fn draft_lines(&self, lines: &mut Vec<Line>) {
        if self.drafts.is_empty() {
            return;
        }
        self.heading("today-drafts", lines);
        for draft in &self.drafts {
            lines.push(
                Line::new(LineKind::Item, self.day(draft.at), draft.title.clone())
                    .to(Target::Draft(draft.id)),
            );
        }
    }

    fn change_lines(&self, lines: &mut Vec<Line>) {
        if self.journal.is_empty() {
            return;
        }
        self.heading("today-changes", lines);
        for heading in self.journal.iter().rev().take(SHOWN) {
            let words = format!("{} — {}", self.heading_words(heading), heading.author);
            lines.push(Line::new(LineKind::Event, self.day(heading.at), words));
        }
    }

    fn count_lines(&self, lines: &mut Vec<Line>) {
        self.heading("today-counts", lines);
        for tab in 1..=9 {
            for collection in PaneId::Tab(tab).collections() {
                let (current, past) = self.catalog.counts(collection);
                let over = match past {
                    0 => String::new(),
                    past => {
                        let texts = &self.settings.texts;
                        format!(" {}", locale::over_counted(texts, collection.kind(), past))
                    }
                };
                let what = format!("{}{over}", collection.plural(self.lang()));
                let line = Line::new(LineKind::Item, self.settings.texts.number(current), what);
                lines.push(line.to(Target::Pane(PaneId::Tab(tab))));
            }
        }
    }

    /// The name of an entry's step in words; an undo, redo or revert names what it took back.
    pub fn heading_words(&self, heading: &Heading) -> String {
        crate::locale::heading_words(&self.settings.texts, heading, &self.journal)
    }

    /// The name of a step in words: "Modifier Unistra : ville".
    pub fn step_words(&self, step: &Step) -> String {
        crate::locale::step_words(&self.settings.texts, step)
    }
}
