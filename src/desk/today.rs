//! *Today*: tasks due, drafts, recent changes, and the counts of the panes.

use crate::catalog::Order;
use crate::locale;
use crate::model::{Collection, FieldNo, Heading, Kind, Record, RecordRef, Tab, ToDo, Verb};

use super::context::Scene;
use super::drafts::Drafts;
use super::lines::{self, Line, LineKind, Target};
use super::pane::PaneId;
use super::words::Words;

/// How many tasks, and how many recent changes, are shown.
const SHOWN: usize = 12;

/// The lines of *Today*, for that width.
pub fn lines(scene: &Scene, drafts: &Drafts, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    care_lines(scene, width, &mut lines);
    task_lines(scene, &mut lines);
    draft_lines(scene.words(), drafts, width, &mut lines);
    change_lines(scene, &mut lines);
    count_lines(scene, &mut lines);
    lines
}

fn heading(words: Words, key: &str, lines: &mut Vec<Line>) {
    if !lines.is_empty() {
        lines.push(Line::new(LineKind::Blank, "", ""));
    }
    lines.push(Line::new(LineKind::Heading, "", words.get(key)));
}

/// What is to be minded: a snapshot that can't be made, why, and what that means.
fn care_lines(scene: &Scene, width: usize, lines: &mut Vec<Line>) {
    let Some(failing) = scene.checkpoint_failing else {
        return;
    };
    heading(scene.words(), "today-care", lines);
    let reason = scene.words().refused(failing.id, &failing.arguments);
    let words = scene.format("today-checkpoint", &[("reason", reason.into())]);
    let line = Line::new(LineKind::More, "", words);
    lines.extend(lines::wrapped(vec![line], width));
}

fn task_lines(scene: &Scene, lines: &mut Vec<Line>) {
    let words = scene.words();
    heading(words, "today-tasks", lines);
    let tasks: Vec<(Kind, ToDo, RecordRef)> = Kind::ALL
        .iter()
        .filter_map(|kind| Some((*kind, kind.definition().to_do?)))
        .flat_map(|(kind, to_do)| {
            let of_kind = in_order(scene, kind, to_do).into_iter();
            of_kind.map(move |record| (kind, to_do, record))
        })
        .collect();
    if tasks.is_empty() {
        lines.push(Line::new(LineKind::More, "", words.get("today-no-task")));
    }
    for (kind, to_do, record) in tasks.into_iter().take(SHOWN) {
        let (Some(record), definition) = (scene.catalog.get(record), kind.definition()) else {
            continue;
        };
        let read = |number: Option<FieldNo>| number.and_then(|number| record.get(number));
        let due = read(definition.when).and_then(|due| due.date());
        let late = due.is_some_and(|due| due.last_day() < scene.today().first_day());
        let mark = if late {
            format!(" · {}", words.get("today-late"))
        } else {
            String::new()
        };
        let about: Vec<String> = record
            .references()
            .filter(|(number, _)| Some(*number) == definition.about)
            .filter_map(|(_, about)| scene.catalog.short(about))
            .chain(
                read(Some(to_do.by))
                    .and_then(|by| by.text())
                    .map(str::to_string),
            )
            .collect();
        let about = match about.as_slice() {
            [] => String::new(),
            about => format!(" · {}", about.join(" · ")),
        };
        let title = scene.catalog.title(record.reference()).unwrap_or_default();
        let what = format!("{title}{about}{mark}");
        let label = due.map_or(String::new(), |due| due.display(words.lang()));
        lines.push(Line::new(LineKind::Item, label, what).to(Target::Record(record.reference())));
    }
}

/// What of a kind is to be done, the soonest first.
fn in_order(scene: &Scene, kind: Kind, to_do: ToDo) -> Vec<RecordRef> {
    let open = scene.catalog.collection(Collection::All(kind));
    let open = open.filter(|record| (to_do.open)(record));
    let mut open: Vec<RecordRef> = open.map(Record::reference).collect();
    let when = kind.definition().when.and_then(|when| kind.field(when));
    let order: Vec<Order> = when.map(|when| Order::up(when.key)).into_iter().collect();
    scene.catalog.sort(&mut open, &order, scene.lang());
    open
}

fn draft_lines(words: Words, drafts: &Drafts, width: usize, lines: &mut Vec<Line>) {
    if drafts.kept.is_empty() && drafts.left.is_empty() {
        return;
    }
    heading(words, "today-drafts", lines);
    for left in &drafts.left {
        let what = words.left(left.id, &left.arguments);
        let line = Line::new(LineKind::More, "!", what);
        lines.extend(lines::wrapped(vec![line], width));
    }
    for draft in &drafts.kept {
        lines.push(
            Line::new(LineKind::Item, words.day(draft.at), draft.title.clone())
                .to(Target::Draft(draft.id)),
        );
    }
}

/// So far apart two files of one import are taken in, at most, in milliseconds.
const ONE_IMPORT: i64 = 60_000;

/// Whether two steps, one after the other, are files of one import.
fn are_one(one: &Heading, other: &Heading) -> bool {
    let imports = |at: &Heading| at.step.verb == Verb::Import;
    imports(one)
        && imports(other)
        && one.who() == other.who()
        && one.at.abs_diff(other.at) <= ONE_IMPORT.unsigned_abs()
}

fn change_lines(scene: &Scene, lines: &mut Vec<Line>) {
    let words = scene.words();
    if scene.journal.is_empty() {
        return;
    }
    heading(words, "today-changes", lines);
    // The files of one import are one line.
    let steps: Vec<&Heading> = scene.journal.iter().rev().collect();
    for steps in steps.chunk_by(|one, other| are_one(one, other)).take(SHOWN) {
        let Some(heading) = steps.first() else {
            continue;
        };
        let step = match steps.len() {
            1 => words.heading(heading),
            n => {
                let count: usize = steps.iter().map(|at| at.step.count as usize).sum();
                let told = [("n", n.into()), ("count", count.into())];
                scene.format("today-imports", &told)
            }
        };
        let what = format!("{step} — {}", heading.who());
        lines.push(Line::new(LineKind::Event, words.day(heading.at), what));
    }
}

fn count_lines(scene: &Scene, lines: &mut Vec<Line>) {
    let words = scene.words();
    heading(words, "today-counts", lines);
    for place in 1..=9 {
        for collection in Tab::at(place).map(|tab| tab.lists) {
            let (current, past) = scene.catalog.counts(collection);
            let over = match past {
                0 => String::new(),
                past => {
                    let texts = words.texts;
                    format!(" {}", locale::over_counted(texts, collection.kind(), past))
                }
            };
            let what = format!("{}{over}", collection.plural(words.lang()));
            let line = Line::new(LineKind::Item, words.texts.number(current), what);
            lines.push(line.to(Target::Pane(PaneId::Tab(place))));
        }
    }
}
