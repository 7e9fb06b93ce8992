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
    pub fn save(&mut self, cx: &mut Context) {
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

    /// Its save was refused: it stays. What others have changed meanwhile is taken up; says whether nothing of it was
    /// typed otherwise here, so that it can be saved at once.
    pub fn refused(&mut self, error: &CommitError, scene: &Scene) -> bool {
        self.saving = false;
        self.refusal = Some(scene.words().uncommitted(error));
        let there = self.record.and_then(|record| scene.catalog.get(record));
        let (CommitError::Conflict(_), Some(there)) = (error, there) else {
            return false;
        };
        let theirs = there.fields();
        let taken = self.original.differences(&theirs);
        // A draft that was taken up again has the record as it is: nobody knows what it was begun on.
        let is_known = !taken.is_empty() && !there.trashed;
        let is_apart = self.merge(there.revision, theirs, scene) && is_known;
        if is_apart {
            let fields = taken.iter().filter_map(|number| self.kind.field(*number));
            let labels: Vec<String> = fields
                .map(|field| field.label(scene.lang()).to_lowercase())
                .collect();
            let mut journal = scene.journal.iter();
            let by = journal.rfind(|heading| heading.sequence == there.revision);
            let who = by.map_or(String::new(), |heading| heading.who());
            let told = [("who", who.into()), ("fields", labels.join(", ").into())];
            self.merged = Some(scene.format("form-merged", &told));
            self.refusal = None;
        }
        is_apart
    }

    /// Takes up what another has done to the record meanwhile; says whether nothing of it was typed otherwise here.
    fn merge(&mut self, revision: u64, fields: Fields, scene: &Scene) -> bool {
        let mut is_apart = true;
        for number in self.original.differences(&fields) {
            is_apart &= self.merge_field(number, fields.get(number), scene);
        }
        self.base = revision;
        self.original = fields;
        is_apart
    }

    fn merge_field(&mut self, number: FieldNo, theirs: Option<&Value>, scene: &Scene) -> bool {
        let found = self.fields.iter_mut().find(|at| at.field.number == number);
        let Some(at) = found else { return true };
        let typed = theirs.map_or(String::new(), |value| {
            text::typed(at.field, value, scene.lang(), scene.catalog)
        });
        let is_apart = at.entry.text() == at.initial || at.entry.text() == typed;
        if is_apart {
            at.entry = Entry::of(at.field, &typed);
        } else {
            let value = scene.words().value(at.field, theirs);
            let said = scene.format("form-theirs", &[("value", value.as_str().into())]);
            at.warning = Some(said);
        }
        at.initial = typed;
        is_apart
    }
}
