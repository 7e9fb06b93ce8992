//! Changes: building commits, and what happens when the store answers.

use ulid::Ulid;

use crate::model::moment;
use crate::model::{
    Change, Collection, Commit, Content, Edit, FieldNo, Fields, Heading, RecordRef, Step, Verb,
};
use crate::store::{Changed, CommitError, Committed, UndoError, Undone};

use super::layers::Layer;
use super::layers::confirm::{Asked, Confirm};
use super::layers::history::HistoryEntry;
use super::message::{Effect, Reversal};
use super::{Desk, Tone, Waiting};

/// Makes ids from a time and a seed (a splitmix64 sequence, by S. Vigna): `update` has no other
/// source of chance.
pub(super) struct Ids {
    pub seed: u64,
    pub now: i64,
}

impl Ids {
    pub fn next(&mut self) -> Ulid {
        let random = u128::from(self.random()) << 64 | u128::from(self.random());
        Ulid::from_parts(u64::try_from(self.now).unwrap_or(0), random)
    }

    fn random(&mut self) -> u64 {
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl Desk {
    /// A new id, from the time and the session's seed.
    pub(super) fn new_id(&mut self) -> Ulid {
        let mut ids = Ids {
            seed: self.work.seed,
            now: self.now,
        };
        let id = ids.next();
        self.work.seed = ids.seed;
        id
    }

    /// A step of one record.
    pub(super) fn step_of(
        &self,
        verb: Verb,
        record: RecordRef,
        subject: String,
        fields: &[FieldNo],
    ) -> Step {
        let keys = fields
            .iter()
            .filter_map(|number| record.kind.field(*number))
            .map(|field| field.key.to_string());
        Step {
            verb,
            subject,
            kind: record.kind.key().to_string(),
            fields: keys.collect(),
            count: 1,
        }
    }

    /// A step of several records of one kind.
    pub(super) fn step_of_many(
        &self,
        verb: Verb,
        records: &[RecordRef],
        fields: Vec<String>,
    ) -> Step {
        let first = records.first();
        let subject = match records {
            [only] => self.catalog.short(*only).unwrap_or_default(),
            _ => String::new(),
        };
        let kind = first.map_or(String::new(), |record| record.kind.key().to_string());
        Step {
            verb,
            subject,
            kind,
            fields,
            count: u32::try_from(records.len()).unwrap_or(u32::MAX),
        }
    }

    /// Sends a commit to the store.
    pub(super) fn commit(&mut self, step: Step, edits: Vec<Edit>, waiting: Waiting) {
        let relies = self.relied_on(&edits);
        let commit = Commit {
            author: self.settings.author.clone(),
            at: self.now,
            step,
            edits,
            relies,
            undoes: None,
        };
        self.send(commit, waiting);
    }

    pub(super) fn send(&mut self, commit: Commit, waiting: Waiting) {
        let token = self.token(waiting);
        self.emit(Effect::Commit(token, commit));
    }

    fn token(&mut self, waiting: Waiting) -> u64 {
        self.work.token += 1;
        self.work.waiting.insert(self.work.token, waiting);
        self.work.token
    }

    /// The records that the edits newly point to, with the revisions seen.
    fn relied_on(&self, edits: &[Edit]) -> Vec<(RecordRef, u64)> {
        let edited: Vec<RecordRef> = edits.iter().map(|edit| edit.record).collect();
        let contents = edits.iter().filter_map(|edit| edit.after.as_ref());
        let mut targets: Vec<RecordRef> = contents
            .flat_map(|content| content.fields.iter().flat_map(|(_, value)| value.items()))
            .filter_map(crate::model::Value::as_reference)
            .filter(|target| !edited.contains(target))
            .collect();
        targets.sort_unstable();
        targets.dedup();
        targets
            .into_iter()
            .filter_map(|target| Some((target, self.catalog.get(target)?.revision)))
            .collect()
    }

    /// An edit that puts these fields in the record's place.
    pub(super) fn edit_of(&self, record: RecordRef, fields: Fields, trashed: bool) -> Edit {
        let base = self.catalog.get(record).map_or(0, |record| record.revision);
        Edit {
            record,
            base,
            after: Some(Content { trashed, fields }),
        }
    }

    pub(super) fn committed(&mut self, token: u64, result: Result<Committed, CommitError>) {
        let waiting = self.work.waiting.remove(&token);
        match (result, waiting) {
            (Ok(committed), waiting) => {
                let made = committed.changed.first().map(|changed| match changed {
                    crate::store::Changed::Put(record) => record.reference(),
                    crate::store::Changed::Gone(record) => *record,
                });
                self.taken(committed);
                match waiting {
                    Some(Waiting::Form(draft)) => self.form_saved(draft, made),
                    Some(Waiting::Quick(draft)) => {
                        self.drop_draft(draft);
                        self.select(made);
                    }
                    _ => {}
                }
                self.next_report();
            }
            (Err(error), Some(Waiting::Form(draft))) => self.form_refused(draft, &error),
            (Err(error), _) => {
                self.work.next_report = None;
                let text = crate::locale::said(
                    &self.settings.texts,
                    "store",
                    error.id(),
                    &error.arguments(),
                );
                self.say(Tone::Error, text);
            }
        }
    }

    pub(super) fn undone(
        &mut self,
        token: u64,
        reversal: Reversal,
        result: Result<Undone, UndoError>,
    ) {
        self.work.waiting.remove(&token);
        match result {
            Ok(undone) => {
                self.taken(undone.committed);
                let aside = [("undo-kept", undone.kept), ("undo-left", undone.left)];
                for (key, records) in aside {
                    self.add_to_status(key, &records);
                }
            }
            Err(UndoError::Conflicts { conflicts, .. }) => {
                let details = conflicts
                    .iter()
                    .map(|conflict| {
                        crate::locale::conflict_words(&self.settings.texts, &self.catalog, conflict)
                    })
                    .collect();
                let question = self.word("ask-undo-conflict");
                let asked = Asked::Force(Reversal {
                    force: true,
                    ..reversal
                });
                self.layers
                    .push(Layer::Confirm(Confirm::new(question, details, asked)));
            }
            Err(error) => {
                let text = crate::locale::said(
                    &self.settings.texts,
                    "store",
                    error.id(),
                    &error.arguments(),
                );
                self.say(Tone::Error, text);
            }
        }
    }

    /// Says in the status line too what those records have come to.
    fn add_to_status(&mut self, key: &str, records: &[RecordRef]) {
        let Some(first) = records.first() else {
            return;
        };
        let what = self.catalog.short(*first).unwrap_or_default();
        let arguments = [("n", records.len().into()), ("what", what.into())];
        let words = self.settings.texts.format(key, &arguments);
        if let Some(status) = &mut self.status {
            status.text = format!("{} · {words}", status.text);
        }
    }

    /// *Appel noté : le devis*, where one record was made.
    fn made_words(&self, committed: &Committed) -> Option<String> {
        let [Changed::Put(record)] = committed.changed.as_slice() else {
            return None;
        };
        let step = &committed.heading.step;
        let (made, subject) = match step.verb {
            Verb::Add => record.kind.made(record, &step.subject, self.lang()),
            _ => return None,
        };
        let arguments = [("made", made.into()), ("subject", subject.as_str().into())];
        Some(self.settings.texts.format("step-made", &arguments))
    }

    /// Takes in what the store has done.
    fn taken(&mut self, committed: Committed) {
        let words = self
            .made_words(&committed)
            .unwrap_or_else(|| self.heading_words(&committed.heading));
        self.say(Tone::Done, words);
        self.saved_at = Some(moment::hour(committed.heading.at));
        self.journal_grew(&committed.heading);
        self.journal.push(committed.heading);
        self.apply(committed.changed);
        self.layers.retain(|layer| !matches!(layer, Layer::Welcome));
        self.refresh_all();
        if let Some(record) = self.sheet.record {
            self.emit(Effect::History(record));
        }
        if let Some(Layer::History(history)) = self.layers.last() {
            self.emit(Effect::History(history.record));
        }
    }

    pub(super) fn undo(&mut self) {
        if let Some(sequence) = self.undo_stacks().0.last().copied() {
            self.reverse(sequence, Verb::Undo, Vec::new());
        }
    }

    pub(super) fn redo(&mut self) {
        if let Some(sequence) = self.undo_stacks().1.last().copied() {
            self.reverse(sequence, Verb::Redo, Vec::new());
        }
    }

    pub(super) fn revert(&mut self) {
        let Some(Layer::History(history)) = self.layers.last() else {
            return self.revert_part();
        };
        let only = vec![history.record];
        if let Some(entry) = history.selected() {
            let sequence = entry.heading.sequence;
            self.reverse(sequence, Verb::Revert, only);
        }
    }

    /// Takes an entry back: those records of it, or all.
    fn reverse(&mut self, sequence: u64, verb: Verb, only: Vec<RecordRef>) {
        let reversal = self.reversal(sequence, verb, only);
        self.send_reversal(reversal);
    }

    pub(super) fn send_reversal(&mut self, reversal: Reversal) {
        let token = self.token(Waiting::Change);
        self.emit(Effect::Undo(token, reversal));
    }

    pub(super) fn history_read(&mut self, record: RecordRef, entries: Vec<(Heading, Change)>) {
        if self.sheet.record == Some(record) {
            let journal = entries
                .iter()
                .rev()
                .map(|(heading, change)| (heading.clone(), self.changed_labels(change)))
                .collect();
            self.sheet.journal = Some(journal);
            self.refresh_sheet();
        }
        if !self
            .layers
            .iter()
            .any(|layer| matches!(layer, Layer::History(history) if history.record == record))
        {
            return;
        }
        let read: Vec<HistoryEntry> = entries
            .into_iter()
            .rev()
            .map(|entry| self.history_entry(entry))
            .collect();
        for layer in &mut self.layers {
            if let Layer::History(history) = layer
                && history.record == record
            {
                history.cursor = history.cursor.min(read.len().saturating_sub(1));
                history.entries = Some(read);
                return;
            }
        }
    }

    fn history_entry(&self, (heading, change): (Heading, Change)) -> HistoryEntry {
        let fields = self.changed_fields(&change);
        let at = moment::shown(heading.at, self.lang());
        HistoryEntry {
            step: self.heading_words(&heading),
            at,
            fields,
            heading,
            change,
        }
    }

    /// Adds a record of a collection with those fields, typed in the quick line of that draft.
    pub(super) fn commit_new(&mut self, collection: Collection, fields: Fields, draft: Ulid) {
        let record = RecordRef::new(collection.kind(), self.new_id());
        let subject = self.name_in(record.kind, &fields);
        let step = self.step_of(Verb::Add, record, subject, &[]);
        let edit = self.edit_of(record, fields, false);
        self.commit(step, vec![edit], Waiting::Quick(draft));
    }
}
