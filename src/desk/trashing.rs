//! Into the trash, out of it, and the trash emptied.

use std::collections::HashSet;

use crate::model::{Edit, RecordRef, Verb};

use super::layers::Layer;
use super::layers::confirm::{Asked, Confirm};
use super::{Desk, Focus, Tone, Waiting};

/// Deleting more than so many records at once asks first.
pub(super) const ASK_ABOVE: usize = 10;
/// How many records a question names.
const NAMED: usize = 10;

impl Desk {
    /// Moves what is meant to the trash. Asks before where live records point to it, where it is much,
    /// and where some of it does not show.
    pub(super) fn delete(&mut self) {
        let live = |record: &RecordRef| self.catalog.get(*record).is_some_and(|at| !at.trashed);
        let records: Vec<RecordRef> = self.meant().into_iter().filter(live).collect();
        let details = self.against_deleting(&records);
        if details.is_empty() && records.len() <= ASK_ABOVE {
            return self.set_trashed(&records, true);
        }
        let texts = &self.settings.texts;
        let question = match records.as_slice() {
            [only] => {
                let title = self.catalog.title(*only).unwrap_or_default();
                texts.format("ask-delete-one", &[("title", title.as_str().into())])
            }
            _ => texts.format("ask-delete", &[("n", records.len().into())]),
        };
        let asked = Asked::Delete(records);
        self.layers
            .push(Layer::Confirm(Confirm::new(question, details, asked)));
    }

    /// What speaks against it, a line each: how many live records of which kinds point there, and what
    /// of it does not show. Of many records those that are pointed to are named.
    fn against_deleting(&self, records: &[RecordRef]) -> Vec<String> {
        let texts = &self.settings.texts;
        let mut details = Vec::new();
        let links = self.pointing_words(records);
        if !links.is_empty() {
            details.push(texts.format("delete-needed", &[("links", links.as_str().into())]));
            if records.len() > 1 {
                let needed = records.iter().filter_map(|record| {
                    let links = self.pointing_words(&[*record]);
                    let title = self.catalog.title(*record)?;
                    (!links.is_empty()).then(|| self.named_with(&title, &links))
                });
                details.extend(needed.take(NAMED));
            }
        }
        let hidden: HashSet<RecordRef> = match (self.focus, self.panes.get(&self.pane)) {
            (Focus::List, Some(pane)) if pane.hidden > 0 => {
                pane.hidden_marks(&self.catalog).collect()
            }
            _ => HashSet::new(),
        };
        let hidden: Vec<&RecordRef> = records.iter().filter(|at| hidden.contains(at)).collect();
        if !hidden.is_empty() {
            details.push(texts.format("delete-hidden", &[("n", hidden.len().into())]));
            let names = hidden
                .into_iter()
                .filter_map(|record| self.catalog.title(*record));
            details.extend(names.take(NAMED));
        }
        details
    }

    fn named_with(&self, title: &str, links: &str) -> String {
        let arguments = [("title", title.into()), ("links", links.into())];
        self.settings.texts.format("delete-needed-one", &arguments)
    }

    /// The live records that point to these, counted by kind: "3 inscriptions, 2 échanges".
    fn pointing_words(&self, records: &[RecordRef]) -> String {
        let lang = self.lang();
        let counts = self.pointing_to(records).into_iter();
        let words = counts.map(|(kind, count)| {
            let name = match count {
                1 => kind.name(lang),
                _ => kind.plural(lang),
            };
            format!("{count} {}", name.to_lowercase())
        });
        words.collect::<Vec<_>>().join(", ")
    }

    pub(super) fn restore(&mut self) {
        let records = self.meant();
        self.set_trashed(&records, false);
    }

    pub(super) fn set_trashed(&mut self, records: &[RecordRef], trashed: bool) {
        let edits: Vec<Edit> = records
            .iter()
            .filter_map(|record| self.catalog.get(*record))
            .filter(|record| record.trashed != trashed)
            .map(|record| self.edit_of(record.reference(), record.fields(), trashed))
            .collect();
        if edits.is_empty() {
            return;
        }
        let verb = if trashed { Verb::Delete } else { Verb::Restore };
        // Only those that change are counted and named.
        let changing: Vec<RecordRef> = edits.iter().map(|edit| edit.record).collect();
        let step = self.step_of_many(verb, &changing, Vec::new());
        let done: HashSet<RecordRef> = records.iter().copied().collect();
        let panes = self.panes.values_mut().map(|pane| &mut pane.marks);
        for marks in panes.chain([&mut self.sheet.marks]) {
            marks.retain(|marked| !done.contains(marked));
        }
        self.commit(step, edits, Waiting::Change);
    }

    pub(super) fn ask_empty_trash(&mut self) {
        let (gone, kept) = self.catalog.purgeable();
        let question = self
            .settings
            .texts
            .format("ask-empty-trash", &[("n", gone.len().into())]);
        let mut details = Vec::new();
        if !kept.is_empty() {
            details.push(
                self.settings
                    .texts
                    .format("trash-needed", &[("n", kept.len().into())]),
            );
            details.extend(
                kept.iter()
                    .take(10)
                    .filter_map(|record| self.catalog.title(*record)),
            );
        }
        if gone.is_empty() {
            return self.say(Tone::Warning, details.join(" — "));
        }
        self.layers.push(Layer::Confirm(Confirm::new(
            question,
            details,
            Asked::EmptyTrash,
        )));
    }

    /// Removes from the trash what nothing that stays points at.
    pub(super) fn empty_trash(&mut self) {
        let (gone, _) = self.catalog.purgeable();
        let edits: Vec<Edit> = gone
            .into_iter()
            .filter_map(|record| self.catalog.get(record))
            .map(|record| Edit {
                record: record.reference(),
                base: record.revision,
                after: None,
            })
            .collect();
        if edits.is_empty() {
            return;
        }
        let records: Vec<RecordRef> = edits.iter().map(|edit| edit.record).collect();
        let step = self.step_of_many(Verb::Purge, &records, Vec::new());
        self.commit(step, edits, Waiting::Change);
    }
}
