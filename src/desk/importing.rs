//! Importing from the desk: a file read on a worker, planned against the catalog, shown, then committed.

use crate::exchange::import::{self, Origin, Plan, Proposed};
use crate::exchange::known::KnownCatalog;
use crate::exchange::report;
use crate::locale;

use super::ask::Ask;
use super::context::{Context, Scene, Waiting};
use super::message::{Effect, Source};
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
    /// A file of the report was read: it is taken in without asking, and the next one follows.
    pub fn read(&mut self, at: usize, proposed: Proposed, cx: &mut Context) {
        let name = report::files().nth(at).map_or("", |file| file.name);
        let plan = planned(name, proposed, cx);
        self.next = Some(at + 1).filter(|next| *next < report::files().count());
        if plan.commit.edits.is_empty() {
            self.go_on(cx);
        } else {
            cx.send(plan.commit, Waiting::Change);
        }
    }

    /// Has the next file of the report read, where it is being imported.
    pub fn go_on(&mut self, cx: &mut Context) {
        if let Some(next) = self.next.take() {
            cx.emit(Effect::Read(Source::Report(next)));
        }
    }

    /// The import of the report is given up.
    pub fn stop(&mut self) {
        self.next = None;
    }
}

/// The first file of the report is read; the others follow.
pub fn first() -> Effect {
    Effect::Read(Source::Report(0))
}

fn planned(name: &str, proposed: Proposed, cx: &mut Context) -> Plan {
    let origin = Origin {
        author: cx.settings.author.clone(),
        at: cx.now,
        file: name.to_string(),
    };
    let known = KnownCatalog::new(cx.scene.catalog);
    let (now, ids) = (cx.scene.now, &mut cx.work.ids);
    import::plan(proposed, &known, &mut || ids.next(now), &origin)
}

/// A file was read: plans what it would change, and asks.
pub fn file_read(name: &str, proposed: Proposed, cx: &mut Context) {
    let plan = planned(name, proposed, cx);
    let empty = plan.commit.edits.is_empty();
    let counts = &plan.counts;
    let details = details(&plan, cx);
    let (question, then) = match (empty, details.is_empty()) {
        (true, true) => return cx.say_word(Tone::Note, "import-nothing"),
        // The reasons are there to be read though there is nothing to say yes to.
        (true, false) => {
            let read = [("n", counts.read.into()), ("same", counts.same.into())];
            (cx.format("import-none", &read), None)
        }
        (false, _) => {
            let counted = [
                ("made", counts.made.into()),
                ("updated", counts.updated.into()),
                ("same", counts.same.into()),
                ("links", counts.links.into()),
            ];
            let question = cx.format("ask-import", &counted);
            (question, Some(Ask::Send(Box::new(plan.commit))))
        }
    };
    cx.question(question, details, then);
}

/// The rows refused and the doubts, a line each under their headings.
fn details(plan: &Plan, scene: &Scene) -> Vec<String> {
    let texts = scene.texts();
    let mut details = Vec::new();
    let mut list = |key: &str, rows: usize, lines: Vec<String>| {
        if !lines.is_empty() {
            details.push(texts.format(key, &[("n", rows.into())]));
            let left_out = lines.len().saturating_sub(SHOWN);
            details.extend(lines.into_iter().take(SHOWN));
            if left_out > 0 {
                details.push(texts.format("confirm-more", &[("n", left_out.into())]));
            }
        }
    };
    let mut refused_rows: Vec<u64> = plan.refused.iter().map(|refusal| refusal.line).collect();
    refused_rows.dedup();
    let refused = plan.refused.iter();
    let refused = refused.map(|refusal| locale::refusal_words(texts, refusal));
    list("import-refused", refused_rows.len(), refused.collect());
    let doubts = plan.doubts.iter();
    let doubts = doubts.map(|doubt| locale::doubt_words(texts, doubt));
    list("import-doubts", plan.doubts.len(), doubts.collect());
    details
}
