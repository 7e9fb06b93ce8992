//! Importing from the desk: a file read on a worker, planned against the catalog, shown, then committed.

use crate::exchange::import::{self, Origin, Reading};
use crate::exchange::known::KnownCatalog;
use crate::exchange::report;
use crate::locale;

use super::changing::Ids;
use super::layers::Layer;
use super::layers::confirm::{Asked, Confirm};
use super::message::{Effect, Source};
use super::{Desk, Tone, Waiting};

/// How many doubts, and how many refused rows, can be read one by one: more would keep the keys waiting.
const SHOWN: usize = 2_000;

impl Desk {
    /// A file was read: plan it, and ask; the files of the report follow one another without asking.
    pub(super) fn import_read(&mut self, name: &str, report: Option<usize>, reading: Reading) {
        let origin = Origin {
            author: self.settings.author.clone(),
            at: self.now,
            file: name.to_string(),
        };
        let mut ids = Ids {
            seed: self.work.seed,
            now: self.now,
        };
        let plan = import::plan(
            reading,
            &KnownCatalog::new(&self.catalog),
            &mut || ids.next(),
            &origin,
        );
        self.work.seed = ids.seed;
        self.work.next_report = report
            .map(|at| at + 1)
            .filter(|at| *at < report::files().count());
        let empty = plan.commit.edits.is_empty();
        if report.is_some() {
            return if empty {
                self.next_report()
            } else {
                self.send(plan.commit, Waiting::Change)
            };
        }
        let counts = &plan.counts;
        let question = self.settings.texts.format(
            "ask-import",
            &[
                ("made", counts.made.into()),
                ("updated", counts.updated.into()),
                ("same", counts.same.into()),
                ("links", counts.links.into()),
            ],
        );
        let mut details = Vec::new();
        let mut refused_rows: Vec<u64> = plan.refused.iter().map(|refusal| refusal.line).collect();
        refused_rows.dedup();
        let texts = &self.settings.texts;
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
        list(
            "import-refused",
            refused_rows.len(),
            plan.refused
                .iter()
                .map(|refusal| locale::refusal_words(texts, refusal))
                .collect(),
        );
        list(
            "import-doubts",
            plan.doubts.len(),
            plan.doubts
                .iter()
                .map(|doubt| locale::doubt_words(texts, doubt))
                .collect(),
        );
        let (question, asked) = match (empty, details.is_empty()) {
            (true, true) => {
                let text = self.word("import-nothing");
                return self.say(Tone::Note, text);
            }
            // The reasons are there to be read though there is nothing to say yes to.
            (true, false) => {
                let read = [("n", counts.read.into()), ("same", counts.same.into())];
                (texts.format("import-none", &read), Asked::Nothing)
            }
            (false, _) => (question, Asked::Import(Box::new(plan.commit))),
        };
        self.layers
            .push(Layer::Confirm(Confirm::new(question, details, asked)));
    }

    /// A file of the embedded report was read.
    pub(super) fn report_read(&mut self, at: usize, reading: Reading) {
        let name = report::files().nth(at).map_or("", |file| file.name);
        self.import_read(name, Some(at), reading);
    }

    /// Reads the next file of the report, when one is being imported.
    pub(super) fn next_report(&mut self) {
        if let Some(next) = self.work.next_report.take() {
            self.emit(Effect::Read(Source::Report(next)));
        }
    }
}
