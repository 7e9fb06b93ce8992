//! Importing from the desk: planned aside, shown, then committed.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::exchange::import::{Decisions, Plan};
use crate::exchange::report;
use crate::locale;

use super::ask::{Ask, Question};
use super::context::{Again, Context, Scene};
use super::jobs::planning::{Accepted, Planned, Source};
use super::jobs::rereading::{Picking, Reread};
use super::layers::Layer;
use super::layers::confirm::Confirm;
use super::layers::import::ImportView;
use super::layers::planning::{self, PlanView, head, plan};
use super::message::{Job, JobId, Unkept};
use super::status::Tone;

/// Imports that are under way.
#[derive(Debug, Default)]
pub struct Importing {
    /// The next file of the embedded report, while that is imported.
    next: Option<usize>,
    /// Rows with which others were quicker, planned anew once the rest is taken in.
    rest: Option<Source>,
    /// Who they were.
    quicker: Option<String>,
    /// What was decided of the rows before.
    decisions: Decisions,
}

impl Importing {
    /// Has the first file of the report planned; the others follow.
    pub fn begin(&mut self, cx: &mut Context) {
        plan(Source::Report(0), Decisions::default(), None, None, cx);
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
            Some(rest) if matches!(rest.whole(), Source::Report(_)) => {
                plan(rest, Decisions::default(), None, None, cx);
            }
            Some(rest) => cx.ask(Ask::Plan(rest, std::mem::take(&mut self.decisions))),
            None => {
                if let Some(next) = self.next.take() {
                    plan(Source::Report(next), Decisions::default(), None, None, cx);
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

    /// An import is planned: that of a file is looked at, where its planning stood. One that was given up has no
    /// such place any more.
    pub fn answered(
        &mut self,
        id: JobId,
        planned: Planned,
        layers: &mut Vec<Layer>,
        cx: &mut Context,
    ) {
        let source = planned.source.clone();
        let again = layers
            .iter()
            .position(|layer| matches!(layer, Layer::Import(preview) if preview.asked == Some(id)));
        let plan = match (source.whole(), &planned.plan) {
            (Source::Report(at), Ok(plan)) => {
                return self.planned(*at, plan.clone(), source.clone(), cx);
            }
            (Source::Report(_), Err(_)) => return self.stop(),
            (whole, Err(reason)) => {
                if let Some(Layer::Import(preview)) = again.and_then(|at| layers.get_mut(at)) {
                    preview.broken();
                }
                if again.is_some() || take_layer(id, layers).is_some() {
                    let words = locale::reason_words(cx.texts(), reason);
                    let name = match whole {
                        Source::File(_, path, _) => path.display().to_string(),
                        other => other.name(),
                    };
                    cx.say(Tone::Error, format!("{name}: {words}"));
                }
                return;
            }
            (_, Ok(plan)) => plan.clone(),
        };
        let is_on_top = again.is_some_and(|at| at + 1 == layers.len());
        if let Some(Layer::Import(preview)) = again.and_then(|at| layers.get_mut(at)) {
            let who = since(preview.plan.head, cx);
            let told = (!who.is_empty()).then(|| cx.format("import-since", &[("who", who.into())]));
            if preview.renew(planned, plan, told, cx) && is_on_top {
                preview.accept(cx);
            }
            return;
        }
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
        let mapping = &planned.read.proposed.mapping;
        if let Some(question) = refused(&plan, cx).filter(|_| mapping.columns.is_empty()) {
            return layers.insert(at, Confirm::from(question).into());
        }
        let is_all_known = !mapping.has_unknown();
        if plan.commit.edits.is_empty() && plan.has_nothing_to_look_at() && is_all_known {
            return cx.say_word(Tone::Note, "import-nothing");
        }
        let told = quicker.map(|who| {
            let told = [("n", plan.counts.read.into()), ("who", who.into())];
            cx.format("left-lines", &told)
        });
        let preview = ImportView::open(source, plan, planned.read, planned.listing, told, cx);
        layers.insert(at, preview.into());
    }

    /// What was accepted was planned anew, for others had changed something meanwhile: rows that come to the same are
    /// imported, the others are asked about again.
    fn again(&mut self, accepted: Accepted, plan: Arc<Plan>, source: Source, cx: &mut Context) {
        let Some((commit, lines)) = accepted.left else {
            return send(plan, source, cx);
        };
        let since = since(accepted.head, cx);
        self.decisions = plan.decisions.clone();
        cx.begin(Job::LetGo(Box::new(plan)));
        self.left(source.clone(), lines, since, cx);
        match commit.edits.is_empty() {
            true => self.go_on(cx),
            false => cx.send_many(commit, Again::File(source, accepted.bundles)),
        }
    }
}

/// Who has changed something since that entry of the journal, as far as that is known.
fn since(head: u64, scene: &Scene) -> String {
    let mut since: Vec<String> = Vec::new();
    for heading in scene.journal.iter().filter(|at| at.sequence > head) {
        if !since.contains(&heading.who()) {
            since.push(heading.who());
        }
    }
    since.join(", ")
}

/// Takes the layer away that shows how far that planning is; gives its place.
fn take_layer(id: JobId, layers: &mut Vec<Layer>) -> Option<usize> {
    let shows = |layer: &Layer| matches!(layer, Layer::Planning(view) if view.job == id);
    let at = layers.iter().position(shows)?;
    layers.remove(at);
    Some(at)
}

/// Has a file planned, and shows how far that is; what is left of one comes under what was opened since.
pub fn begin(source: Source, decisions: Decisions, layers: &mut Vec<Layer>, cx: &mut Context) {
    let name = source.name();
    let at = match source {
        Source::Part(..) => 0,
        _ => layers.len(),
    };
    let job = plan(source, decisions, None, None, cx);
    layers.insert(at, PlanView::new(job, name).into());
}

/// The import that is looked at, the uppermost.
fn preview(layers: &mut [Layer]) -> Option<&mut ImportView> {
    let mut layers = layers.iter_mut().rev();
    layers.find_map(|layer| match layer {
        Layer::Import(preview) => Some(preview),
        _ => None,
    })
}

/// Lets it be chosen how its file is read.
pub fn pick(picking: Picking, layers: &mut Vec<Layer>, scene: &Scene) {
    let chooser = preview(layers).map(|preview| preview.choices(picking, scene));
    layers.extend(chooser.map(Layer::from));
}

/// Has its file read otherwise.
pub fn reread(how: Reread, layers: &mut [Layer], cx: &mut Context) {
    if let Some(preview) = preview(layers) {
        preview.reread(how, cx);
    }
}

/// Has what the columns go to kept under a name, as far as that can be the name of a file.
pub fn keep_mapping(typed: &str, layers: &mut [Layer], cx: &mut Context) {
    let name = file_stem(typed);
    if name.is_empty() {
        return cx.say_word(Tone::Warning, "import-keep-nameless");
    }
    if let Some(preview) = preview(layers) {
        preview.keep_mapping(name, cx);
    }
}

/// The most letters of a name.
const NAME: usize = 60;

/// What can be the name of a file without leading anywhere else.
fn file_stem(typed: &str) -> String {
    let is_plain = |c: char| !c.is_control() && !matches!(c, '/' | '\\');
    let letters = typed.trim().chars();
    let letters = letters.map(|c| if is_plain(c) { c } else { '-' });
    let name: String = letters.take(NAME).collect();
    name.trim_start_matches('.').trim().to_string()
}

/// A mapping is kept, or not.
pub fn mapping_kept(
    name: String,
    kept: Result<PathBuf, Unkept>,
    layers: &mut [Layer],
    cx: &mut Context,
) {
    let told = [("name", name.as_str().into())];
    match kept {
        Ok(path) => {
            let path = path.display().to_string();
            let told = [("name", name.as_str().into()), ("path", path.into())];
            let words = cx.format("import-kept", &told);
            cx.say(Tone::Done, words);
            if let Some(preview) = preview(layers) {
                preview.named = Some(name);
            }
        }
        Err(Unkept::Taken) => {
            let words = cx.format("import-name-taken", &told);
            cx.say(Tone::Warning, words);
        }
        Err(Unkept::Amiss(why)) => cx.say(Tone::Error, format!("{name}: {why}")),
    }
}

/// A mapping is dropped, or not: the file is read without it.
pub fn mapping_dropped(
    name: String,
    dropped: Result<(), Unkept>,
    layers: &mut [Layer],
    cx: &mut Context,
) {
    if let Err(Unkept::Amiss(why)) = dropped {
        return cx.say(Tone::Error, format!("{name}: {why}"));
    }
    let words = cx.format("import-dropped", &[("name", name.as_str().into())]);
    cx.say(Tone::Done, words);
    if let Some(preview) = preview(layers) {
        preview.named = None;
        preview.reread(Reread::Alone, cx);
    }
}

/// Does what was planned and looked at; where something was changed since, what that makes of it comes first.
pub fn accept(plan: Arc<Plan>, source: Source, layers: &mut Vec<Layer>, cx: &mut Context) {
    if plan.head == head(cx) {
        return send(plan, source, cx);
    }
    let name = source.name();
    let job = planning::plan(source, plan.decisions.clone(), None, Some(plan), cx);
    layers.push(PlanView::new(job, name).into());
}

/// Commits what was planned.
fn send(plan: Arc<Plan>, source: Source, cx: &mut Context) {
    let bundles = plan.bundles.clone();
    let commit = Arc::unwrap_or_clone(plan).commit;
    cx.send_many(commit, Again::File(source, bundles));
}

/// What is said of a file that is refused as a whole.
fn refused(plan: &Plan, scene: &Scene) -> Option<Question> {
    let of_file = plan.refused.iter().filter(|refusal| refusal.is_of_file());
    let of_file = of_file.map(|refusal| locale::refusal_words(scene.texts(), refusal));
    let details: Vec<String> = of_file.collect();
    let is_all = plan.rows.is_empty() && !details.is_empty();
    is_all.then(|| Question {
        words: scene.word("import-file-refused"),
        details,
        then: None,
        awaits: None,
        all: None,
    })
}
