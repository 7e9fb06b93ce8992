//! Saving a form: the commit, and what the store's answer does to the form.

use super::{Entry, Form};
use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene, Waiting};
use crate::desk::status::Tone;
use crate::desk::step;
use crate::model::{RecordRef, Verb};
use crate::store::CommitError;

impl Form {
    /// Saves the form, unless something stands against it.
    pub fn save(&mut self, cx: &mut Context) {
        if self.saving {
            return;
        }
        if let Some(reason) = cx.unwritable() {
            return cx.say(Tone::Warning, reason);
        }
        if let Some(mut conflict) = self.conflict.take() {
            self.typed_into(&mut conflict);
            if conflict.open() > 0 {
                self.conflict = Some(conflict);
                return cx.ask(Ask::Conflict(self.draft));
            }
            self.decide(&conflict, cx);
        }
        self.take_exact_offer(cx);
        let Some(fields) = self.checked(cx) else {
            return;
        };
        if self.objects(&fields, cx) {
            return;
        }
        let changed = self.original.differences(&fields);
        if self.record.is_some() && self.lost.is_none() && changed.is_empty() {
            cx.ask(Ask::CloseForm(self.draft));
            cx.drop_draft(self.draft);
            return cx.say_word(Tone::Note, "form-unchanged");
        }
        let (verb, touched) = match (self.record, self.lost) {
            (Some(_), None) => (Verb::Edit, changed),
            (Some(_), Some(_)) => (Verb::Restore, changed),
            (None, _) => (Verb::Add, Vec::new()),
        };
        let record = RecordRef::new(self.kind, self.id);
        let subject = cx.words().name_in(self.kind, &fields);
        let step = step::of_one(verb, record, subject, &touched);
        self.sent = Some(fields.clone());
        let mut edit = step::edit(cx.catalog, record, fields, false);
        edit.base = self.base;
        self.saving = true;
        self.refusal = None;
        cx.commit(step, vec![edit], Waiting::Form(self.draft));
    }

    /// Its save was refused: it stays, and says why.
    pub fn refused(&mut self, error: &CommitError, scene: &Scene) {
        self.saving = false;
        self.refusal = Some(scene.words().uncommitted(error));
    }

    /// Whether its save was refused for what others have made of its record meanwhile.
    pub fn is_overtaken(&self, error: &CommitError) -> bool {
        let own =
            |record| matches!(error, CommitError::Conflict(records) if records.contains(&record));
        self.record.is_some_and(own)
    }

    /// Goes on from what another form has typed for the same record, which is still being saved.
    pub fn follow(&mut self, other: &Form) {
        let Some(sent) = &other.sent else {
            return;
        };
        for (at, theirs) in self.fields.iter_mut().zip(&other.fields) {
            at.initial = theirs.entry.text();
            at.entry = Entry::of(at.field, &at.initial);
        }
        self.original = sent.clone();
        self.picked = other.picked.clone();
        self.follows = true;
    }
}
