//! Saving a form: the commit, and what the store's answer does to the form.

use super::{Entry, Form};
use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene, Waiting};
use crate::desk::status::Tone;
use crate::desk::step;
use crate::model::{FieldNo, Fields, RecordRef, Value, Verb, text};
use crate::store::CommitError;

impl Form {
    /// Saves the form, unless something stands against it.
    pub(super) fn save(&mut self, cx: &mut Context) {
        if self.saving {
            return;
        }
        if let Some(reason) = cx.unwritable() {
            return cx.say(Tone::Warning, reason);
        }
        self.take_exact_offer(cx);
        let Some(fields) = self.checked(cx) else {
            return;
        };
        if self.objects(&fields, cx) {
            return;
        }
        let changed = self.original.differences(&fields);
        if self.record.is_some() && changed.is_empty() {
            cx.ask(Ask::Close);
            cx.drop_draft(self.draft);
            return cx.say_word(Tone::Note, "form-unchanged");
        }
        let (verb, touched) = match self.record {
            Some(_) => (Verb::Edit, changed),
            None => (Verb::Add, Vec::new()),
        };
        let record = RecordRef::new(self.kind, self.id);
        let subject = cx.words().name_in(self.kind, &fields);
        let step = step::of_one(verb, record, subject, &touched);
        let mut edit = step::edit(cx.catalog, record, fields, false);
        edit.base = self.base;
        self.saving = true;
        self.refusal = None;
        cx.commit(step, vec![edit], Waiting::Form(self.draft));
    }

    /// Its save was refused: it stays. A conflict merges by itself where the fields differ.
    pub fn refused(&mut self, error: &CommitError, scene: &Scene) {
        self.saving = false;
        self.refusal = Some(scene.words().refused(error.id(), &error.arguments()));
        let there = self.record.and_then(|record| scene.catalog.get(record));
        if let (CommitError::Conflict(_), Some(there)) = (error, there) {
            self.merge(there.revision, there.fields(), scene);
        }
    }

    /// Takes up what another has done to the record meanwhile.
    fn merge(&mut self, revision: u64, fields: Fields, scene: &Scene) {
        for number in self.original.differences(&fields) {
            self.merge_field(number, fields.get(number), scene);
        }
        self.base = revision;
        self.original = fields;
    }

    fn merge_field(&mut self, number: FieldNo, theirs: Option<&Value>, scene: &Scene) {
        let found = self.fields.iter_mut().find(|at| at.field.number == number);
        let Some(at) = found else { return };
        let typed = theirs.map_or(String::new(), |value| {
            text::typed(at.field, value, scene.lang(), scene.catalog)
        });
        if at.entry.text() == at.initial {
            at.entry = Entry::of(at.field, &typed);
        } else {
            let value = scene.words().value(at.field, theirs);
            let said = scene.format("form-theirs", &[("value", value.as_str().into())]);
            at.warning = Some(said);
        }
        at.initial = typed;
    }
}
