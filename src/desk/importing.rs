//! Importing from the desk: planned aside, shown, then committed.

use std::sync::Arc;

use crate::exchange::import::Plan;
use crate::exchange::refusal::Refusal;
use crate::exchange::report;
use crate::locale;

use super::ask::{Ask, Question};
use super::context::{Context, Scene, Waiting};
use super::jobs::planning::{Planned, Planning, Source};
use super::layers::Layer;
use super::layers::confirm::Confirm;
use super::layers::planning::PlanView;
use super::message::{Job, JobId};
use super::status::Tone;

/// How many doubts, and how many refused rows, can be read one by one: more would keep the keys waiting.
const SHOWN: usize = 2_000;

/// The import of the embedded report, file by file.
#[derive(Debug, Default)]
pub struct Importing {
    /// The next file, while it goes on.
    next: Option<usize>,
}

impl Importing {
    /// Has the first file of the report planned; the others follow.
    pub fn begin(&mut self, cx: &mut Context) {
        plan(Source::Report(0), cx);
    }

    /// A file of the report is planned: it is taken in without asking, and the next one follows.
    fn planned(&mut self, at: usize, plan: Arc<Plan>, cx: &mut Context) {
        self.next = Some(at + 1).filter(|next| *next < report::files().count());
        if plan.commit.edits.is_empty() {
            self.go_on(cx);
        } else {
            send(plan, cx);
        }
    }

    /// Has the next file of the report planned, where it is being imported.
    pub fn go_on(&mut self, cx: &mut Context) {
        if let Some(next) = self.next.take() {
            plan(Source::Report(next), cx);
        }
    }

    /// The import of the report is given up.
    pub fn stop(&mut self) {
        self.next = None;
    }

    /// An import is planned: that of a file is asked about, where its planning stood. One that was given up has no
    /// such place any more.
    pub fn answered(
        &mut self,
        id: JobId,
        planned: Planned,
        layers: &mut Vec<Layer>,
        cx: &mut Context,
    ) {
        let plan = match (planned.source, planned.plan) {
            (Source::Report(at), Ok(plan)) => return self.planned(at, plan, cx),
            (Source::Report(_), Err(_)) => return self.stop(),
            (Source::File(_, path), Err(reason)) => {
                if take_layer(id, layers).is_some() {
                    let words = locale::reason_words(cx.texts(), &reason);
                    cx.say(Tone::Error, format!("{}: {words}", path.display()));
                }
                return;
            }
            (Source::File(..), Ok(plan)) => plan,
        };
        match take_layer(id, layers) {
            None => drop(cx.begin(Job::LetGo(Box::new(plan)))),
            Some(at) => match question(plan, cx) {
                Some(question) => layers.insert(at, Confirm::from(question).into()),
                None => cx.say_word(Tone::Note, "import-nothing"),
            },
        }
    }
}

/// Takes the layer away that shows how far that planning is; gives its place.
fn take_layer(id: JobId, layers: &mut Vec<Layer>) -> Option<usize> {
    let shows = |layer: &Layer| matches!(layer, Layer::Planning(view) if view.job == id);
    let at = layers.iter().position(shows)?;
    layers.remove(at);
    Some(at)
}

/// Has a file planned, and shows how far that is.
pub fn begin(source: Source, layers: &mut Vec<Layer>, cx: &mut Context) {
    let name = source.name();
    let job = plan(source, cx);
    layers.push(PlanView::new(job, name).into());
}

fn plan(source: Source, cx: &mut Context) -> JobId {
    let planning = Planning {
        source,
        catalog: cx.catalog.clone(),
        head: cx.journal.last().map_or(0, |heading| heading.sequence),
        author: cx.settings.author.clone(),
        at: cx.now,
        ids: cx.work.ids.apart(),
    };
    cx.begin(Job::Plan(Box::new(planning)))
}

/// Commits what was planned.
pub fn send(plan: Arc<Plan>, cx: &mut Context) {
    cx.send(Arc::unwrap_or_clone(plan).commit, Waiting::Change);
}

/// What is asked about a plan; nothing where there is nothing to do and nothing to read.
fn question(plan: Arc<Plan>, scene: &Scene) -> Option<Question> {
    let counts = &plan.counts;
    let details = details(&plan, scene);
    let words = match (plan.commit.edits.is_empty(), details.is_empty()) {
        (true, true) => return None,
        // The reasons are there to be read though there is nothing to say yes to.
        (true, false) => {
            let read = [("n", counts.read.into()), ("same", counts.same.into())];
            let words = match plan.refused.iter().any(Refusal::is_of_file) {
                true => scene.word("import-file-refused"),
                false => scene.format("import-none", &read),
            };
            return Some(Question {
                words,
                details,
                then: None,
            });
        }
        (false, _) => {
            let counted = [
                ("made", counts.made.into()),
                ("updated", counts.updated.into()),
                ("same", counts.same.into()),
                ("links", counts.links.into()),
            ];
            scene.format("ask-import", &counted)
        }
    };
    Some(Question {
        words,
        details,
        then: Some(Ask::Import(plan)),
    })
}

/// The rows refused and the doubts, a line each under their headings.
fn details(plan: &Plan, scene: &Scene) -> Vec<String> {
    let texts = scene.texts();
    let mut details = Vec::new();
    let mut list = |key: &str, rows: usize, all: usize, lines: &mut dyn Iterator<Item = String>| {
        if all > 0 {
            details.push(texts.format(key, &[("n", rows.into())]));
            details.extend(lines.take(SHOWN));
            let left_out = all.saturating_sub(SHOWN);
            if left_out > 0 {
                details.push(texts.format("confirm-more", &[("n", left_out.into())]));
            }
        }
    };
    let rows = plan.refused.iter().filter(|refusal| !refusal.is_of_file());
    let mut refused_rows: Vec<u64> = rows.clone().map(|refusal| refusal.line).collect();
    let all = refused_rows.len();
    refused_rows.dedup();
    let mut refused = rows.map(|refusal| locale::refusal_words(texts, refusal));
    list("import-refused", refused_rows.len(), all, &mut refused);
    let doubts = plan.doubts.iter();
    let mut doubts = doubts.map(|doubt| locale::doubt_words(texts, doubt));
    let all = plan.doubts.len();
    list("import-doubts", all, all, &mut doubts);
    let of_file = plan.refused.iter().filter(|refusal| refusal.is_of_file());
    let of_file = of_file.map(|refusal| locale::refusal_words(texts, refusal));
    details.splice(0..0, of_file);
    details
}
