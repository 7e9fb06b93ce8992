//! What stands against a record that is being typed: others like it, the same link twice, a session that is
//! full, a state that lasts. It is named before it is saved, and never blocks.

use crate::catalog::Objection;
use crate::model::text::{TYPED_SEPARATORS, choice_of};
use crate::model::{Field, FieldType, Fields, Kind, RecordRef, Value, once, several};

use super::layers::Layer;
use super::layers::form::{Form, FormField};
use super::{Desk, Tone};

impl Desk {
    /// What stands against the record in the form, from what is typed so far.
    pub(super) fn find_duplicates(&mut self) {
        let Some(Layer::Form(form)) = self.layers.last() else {
            return;
        };
        let mut fields = Fields::new();
        for at in &form.fields {
            fields.set(at.field.number, self.typed_value(form, at));
        }
        let duplicates = self.named_duplicates(form.kind, &fields, form.record);
        let objections = self.objections(form.kind, &fields, form.record);
        if let Some(form) = self.top_form() {
            (form.duplicates, form.objections) = (duplicates, objections);
        }
    }

    /// The value of a field, as far as it can be told without looking for names that are like it.
    fn typed_value(&self, form: &Form, at: &FormField) -> Option<Value> {
        let typed = at.entry.text();
        let typed = typed.trim();
        if typed.is_empty() {
            return None;
        }
        if typed == at.initial && form.record.is_some() {
            return form.original.get(at.field.number).cloned();
        }
        match at.field.kind {
            FieldType::Text | FieldType::Email | FieldType::Phone if at.field.many => {
                let values = several::cut(typed, TYPED_SEPARATORS).into_iter();
                Some(Value::Many(values.map(Value::text).collect()))
            }
            FieldType::Text | FieldType::Email | FieldType::Phone => Some(Value::text(typed)),
            FieldType::Choice(choices) if !at.field.many => {
                choice_of(choices, typed).map(|choice| Value::text(choice.key))
            }
            FieldType::Reference(kinds) if !at.field.many => {
                let picked = form.picked.get(typed).copied();
                let record = picked.or_else(|| self.catalog.exactly(kinds, typed))?;
                Some(Value::Reference(record))
            }
            _ => None,
        }
    }

    /// Likely duplicates, each with what tells it apart: its short name, or the state of a link. Of a record that
    /// is edited only the links that would be there twice.
    pub(super) fn named_duplicates(
        &self,
        kind: Kind,
        fields: &Fields,
        record: Option<RecordRef>,
    ) -> Vec<(RecordRef, String)> {
        if record.is_some() && kind.definition().once.is_empty() {
            return Vec::new();
        }
        let alike = self.catalog.duplicates(kind, fields, record).into_iter();
        alike
            .map(|(other, _)| {
                let state = self.catalog.get(other).and_then(once::state);
                if let Some(state) = state {
                    return (other, state.label(self.lang()).to_lowercase());
                }
                let title = self.catalog.title(other);
                let short = self.catalog.short(other);
                let short = short.filter(|short| Some(short) != title.as_ref());
                (other, short.unwrap_or_default())
            })
            .collect()
    }

    /// What else stands against saving, in words.
    pub(super) fn objections(
        &self,
        kind: Kind,
        fields: &Fields,
        record: Option<RecordRef>,
    ) -> Vec<String> {
        let texts = &self.settings.texts;
        let found = self.catalog.objections(kind, fields, record).into_iter();
        found
            .map(|objection| match objection {
                Objection::Full(taken, places) => texts.format(
                    "objection-full",
                    &[("taken", taken.into()), ("places", places.into())],
                ),
                Objection::Was(state) => {
                    let state = state.label(self.lang()).to_lowercase();
                    texts.format("objection-was", &[("state", state.into())])
                }
            })
            .collect()
    }

    /// Whether something stands against the form that was not shown yet: it is shown, and the next save goes
    /// through.
    pub(super) fn objects(&mut self, fields: &Fields) -> bool {
        let Some(Layer::Form(form)) = self.layers.last() else {
            return false;
        };
        if form.kind.definition().once.is_empty() {
            return false;
        }
        let duplicates = self.named_duplicates(form.kind, fields, form.record);
        let objections = self.objections(form.kind, fields, form.record);
        let shown = duplicates
            .iter()
            .all(|other| form.duplicates.contains(other))
            && objections
                .iter()
                .all(|words| form.objections.contains(words));
        if let Some(form) = self.top_form() {
            (form.duplicates, form.objections) = (duplicates, objections);
        }
        if !shown {
            let text = self.word("form-objected");
            self.say(Tone::Warning, text);
        }
        !shown
    }

    /// What stands against giving a field of marked records one value: the first of it in words, and of how many.
    pub(super) fn bulk_objection(
        &self,
        field: &Field,
        value: Option<&Value>,
        records: &[RecordRef],
    ) -> Option<String> {
        /// So many are looked at: more would keep the keys waiting.
        const LOOKED_AT: usize = 500;
        let mut first = None;
        let mut count = 0usize;
        for record in records.iter().take(LOOKED_AT) {
            let Some(there) = self.catalog.get(*record) else {
                continue;
            };
            if there.kind.definition().once.is_empty() {
                return None;
            }
            let mut fields = there.fields();
            fields.set(field.number, value.cloned());
            let twice = self.named_duplicates(record.kind, &fields, Some(*record));
            let twice = twice.first().map(|(other, state)| {
                let title = self.catalog.title(*other).unwrap_or_default();
                let named = [("title", title.into()), ("state", state.into())];
                self.settings.texts.format("objection-twice", &named)
            });
            let objections = self.objections(record.kind, &fields, Some(*record));
            if let Some(words) = objections.into_iter().next().or(twice) {
                first.get_or_insert(words);
                count += 1;
            }
        }
        let named = [("what", first?.into()), ("n", count.into())];
        Some(self.settings.texts.format("objection-bulk", &named))
    }
}
