//! Importing from the desk: a file read on a worker, planned against the catalog, shown, then committed.

use crate::exchange::import::{self, Proposal, Refusal};
use crate::exchange::report;

use super::layers::Layer;
use super::layers::confirm::{Asked, Confirm};
use super::message::{Effect, Source};
use super::{Desk, Tone, Waiting};

/// How many doubts and refused rows the question shows.
const SHOWN: usize = 12;

impl Desk {
    /// A file was read: plan it, and ask; the files of the report follow one another without asking.
    pub(super) fn import_read(&mut self, name: &str, proposals: Vec<Proposal>, refused: Vec<Refusal>) {
        let report = report::files().iter().position(|file| file.name == name);
        let (author, now) = (self.settings.author.clone(), self.now);
        let mut ids = Vec::with_capacity(proposals.len() * 3);
        ids.extend((0..proposals.len() * 3 + 16).map(|_| self.new_id()));
        let mut spare = ids.into_iter();
        let last = self.new_id();
        let mut id = || spare.next().unwrap_or(last);
        let mut plan = import::plan(proposals, &self.catalog, &mut id, &author, now, name);
        plan.refused.extend(refused);
        self.work.next_report = report.map(|at| at + 1).filter(|at| *at < report::files().len());
        if report.is_some() {
            return match plan.commit {
                Some(commit) => self.send(commit, Waiting::Change),
                None => self.next_report(),
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
        let mut list = |key: &str, lines: Vec<String>| {
            if !lines.is_empty() {
                details.push(self.settings.texts.format(key, &[("n", lines.len().into())]));
                details.extend(lines.into_iter().take(SHOWN));
            }
        };
        list("import-refused", plan.refused.iter().map(|refusal| refusal.say(&self.settings.texts)).collect());
        list("import-doubts", plan.doubts.iter().map(|doubt| doubt.say(&self.settings.texts)).collect());
        match plan.commit {
            Some(commit) => {
                let asked = Asked::Import(Box::new(commit));
                self.layers.push(Layer::Confirm(Confirm { question, details, asked }));
            }
            None => {
                let text = details.first().cloned().unwrap_or_else(|| self.word("import-nothing"));
                self.say(Tone::Note, text);
            }
        }
    }

    /// Reads the next file of the report, when one is being imported.
    pub(super) fn next_report(&mut self) {
        if let Some(next) = self.work.next_report.take() {
            self.emit(Effect::Read(Source::Report(next)));
        }
    }
}
