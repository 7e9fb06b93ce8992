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

/// How many doubts and refused rows the question shows.
const SHOWN: usize = 12;

impl Desk {
    /// A file was read: plan it, and ask; the files of the report follow one another without asking.
    pub(super) fn import_read(&mut self, name: &str, reading: Reading) {
        let report = report::files().position(|file| file.name == name);
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
        let mut list = |key: &str, rows: usize, lines: Vec<String>| {
            if !lines.is_empty() {
                details.push(self.settings.texts.format(key, &[("n", rows.into())]));
                details.extend(lines.into_iter().take(SHOWN));
            }
        };
        let texts = &self.settings.texts;
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
        if empty {
            let text = details
                .first()
                .cloned()
                .unwrap_or_else(|| self.word("import-nothing"));
            return self.say(Tone::Note, text);
        }
        let asked = Asked::Import(Box::new(plan.commit));
        self.layers.push(Layer::Confirm(Confirm {
            question,
            details,
            asked,
        }));
    }

    /// Reads the next file of the report, when one is being imported.
    pub(super) fn next_report(&mut self) {
        if let Some(next) = self.work.next_report.take() {
            self.emit(Effect::Read(Source::Report(next)));
        }
    }
}
