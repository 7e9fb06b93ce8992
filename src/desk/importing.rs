//! Importing from the desk: planned aside, shown, then committed.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::exchange::import::{Decisions, Plan};
use crate::exchange::refusal::Refusal;
use crate::exchange::report;
use crate::locale;

use super::ask::{Ask, Question};
use super::context::{Again, Context, Scene};
use super::jobs::planning::{Accepted, Planned, Planning, Source};
use super::layers::Layer;
use super::layers::confirm::Confirm;
use super::layers::planning::PlanView;
use super::message::{Job, JobId};
use super::status::Tone;

/// How many doubts, and how many refused rows, can be read one by one: more would keep the keys waiting.
const SHOWN: usize = 2_000;

/// Imports that are under way.
#[derive(Debug, Default)]
pub struct Importing {
    /// The next file of the embedded report, while that is imported.
    next: Option<usize>,
    /// Rows with which others were quicker, planned anew once the rest is taken in.
    rest: Option<Source>,
    /// Who they were.
    quicker: Option<String>,
}

impl Importing {
    /// Has the first file of the report planned; the others follow.
    pub fn begin(&mut self, cx: &mut Context) {
        plan(Source::Report(0), None, cx);
    }

    /// A file of the report is planned: it is taken in without asking, and the next one follows.
    fn planned(&mut self, at: usize, plan: Arc<Plan>, source: Source, cx: &mut Context) {
        self.next = Some(at + 1).filter(|next| *next < report::files().count());
        if plan.commit.edits.is_empty() {
            self.go_on(cx);
        } else {
            send(plan, source, cx);
        }
    }

    /// Has what comes next planned: rows that are left, then the next file of the report.
    pub fn go_on(&mut self, cx: &mut Context) {
        match self.rest.take() {
            Some(rest) if matches!(rest.whole(), Source::Report(_)) => drop(plan(rest, None, cx)),
            Some(rest) => cx.ask(Ask::Plan(rest)),
            None => {
                if let Some(next) = self.next.take() {
                    plan(Source::Report(next), None, cx);
                }
            }
        }
    }

    /// The import of the report is given up.
    pub fn stop(&mut self) {
        self.next = None;
    }

    /// Those lines are left: others were quicker.
    pub fn left(&mut self, source: Source, lines: BTreeSet<u64>, who: String, cx: &mut Context) {
        let mut lines = lines;
        if let Some(Source::Part(_, before)) = self.rest.take() {
            lines.extend(before.iter());
        }
        let told = [("n", lines.len().into()), ("who", who.as_str().into())];
        let words = cx.format("left-lines", &told);
        match cx.status.as_mut() {
            Some(status) => status.text = format!("{} · {words}", status.text),
            None => cx.say(Tone::Warning, words),
        }
        self.rest = Some(source.part(lines));
        self.quicker = Some(who);
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
        let source = planned.source;
        let plan = match (source.whole(), planned.plan) {
            (Source::Report(at), Ok(plan)) => return self.planned(*at, plan, source, cx),
            (Source::Report(_), Err(_)) => return self.stop(),
            (whole, Err(reason)) => {
                if take_layer(id, layers).is_some() {
                    let words = locale::reason_words(cx.texts(), &reason);
                    let name = match whole {
                        Source::File(_, path) => path.display().to_string(),
                        other => other.name(),
                    };
                    cx.say(Tone::Error, format!("{name}: {words}"));
                }
                return;
            }
            (_, Ok(plan)) => plan,
        };
        let Some(at) = take_layer(id, layers) else {
            cx.begin(Job::LetGo(Box::new(plan)));
            return;
        };
        if let Some(accepted) = planned.accepted {
            return self.again(accepted, plan, source, cx);
        }
        let quicker = self
            .quicker
            .take()
            .filter(|_| matches!(source, Source::Part(..)));
        match question(plan, source, quicker, cx) {
            Some(question) => layers.insert(at, Confirm::from(question).into()),
            None => cx.say_word(Tone::Note, "import-nothing"),
        }
    }

    /// What was accepted was planned anew, for others had changed something meanwhile: rows that come to the same are
    /// imported, the others are asked about again.
    fn again(&mut self, accepted: Accepted, plan: Arc<Plan>, source: Source, cx: &mut Context) {
        let Some((commit, lines)) = accepted.left else {
            return send(plan, source, cx);
        };
        let mut since: Vec<String> = Vec::new();
        for heading in cx.journal.iter().filter(|at| at.sequence > accepted.head) {
            if !since.contains(&heading.who()) {
                since.push(heading.who());
            }
        }
        cx.begin(Job::LetGo(Box::new(plan)));
        self.left(source.clone(), lines, since.join(", "), cx);
        match commit.edits.is_empty() {
            true => self.go_on(cx),
            false => cx.send_many(commit, Again::File(source, accepted.bundles)),
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

/// Has a file planned, and shows how far that is; what is left of one comes under what was opened since.
pub fn begin(source: Source, layers: &mut Vec<Layer>, cx: &mut Context) {
    let name = source.name();
    let at = match source {
        Source::Part(..) => 0,
        _ => layers.len(),
    };
    let job = plan(source, None, cx);
    layers.insert(at, PlanView::new(job, name).into());
}

fn plan(source: Source, accepted: Option<Arc<Plan>>, cx: &mut Context) -> JobId {
    let planning = Planning {
        source,
        catalog: cx.catalog.clone(),
        head: head(cx),
        author: cx.settings.author.clone(),
        at: cx.now,
        ids: cx.work.ids.apart(),
        decisions: Decisions::default(),
        accepted,
    };
    cx.begin(Job::Plan(Box::new(planning)))
}

/// The last entry of the journal that is known.
fn head(cx: &Context) -> u64 {
    cx.journal.last().map_or(0, |heading| heading.sequence)
}

/// Does what was planned and looked at; where something was changed since, what that makes of it comes first.
pub fn accept(plan: Arc<Plan>, source: Source, layers: &mut Vec<Layer>, cx: &mut Context) {
    if plan.head == head(cx) {
        return send(plan, source, cx);
    }
    let name = source.name();
    let job = self::plan(source, Some(plan), cx);
    layers.push(PlanView::new(job, name).into());
}

/// Commits what was planned.
fn send(plan: Arc<Plan>, source: Source, cx: &mut Context) {
    let bundles = plan.bundles.clone();
    let commit = Arc::unwrap_or_clone(plan).commit;
    cx.send_many(commit, Again::File(source, bundles));
}

/// What is asked about a plan; nothing where there is nothing to do and nothing to read.
fn question(
    plan: Arc<Plan>,
    source: Source,
    quicker: Option<String>,
    scene: &Scene,
) -> Option<Question> {
    let counts = &plan.counts;
    let mut details = details(&plan, scene);
    if let Some(who) = quicker.filter(|_| !plan.commit.edits.is_empty()) {
        let told = [("n", counts.read.into()), ("who", who.into())];
        details.insert(0, scene.format("left-lines", &told));
    }
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
                awaits: None,
                all: None,
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
        then: Some(Ask::Import(plan, source)),
        awaits: None,
        all: None,
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
