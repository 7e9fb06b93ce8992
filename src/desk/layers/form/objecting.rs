//! What stands against the record in a form: it is named before it is saved, and never blocks.

use super::{Form, FormField};
use crate::desk::context::{Context, Scene};
use crate::desk::status::Tone;
use crate::model::text::{TYPED_SEPARATORS, choice_of};
use crate::model::{FieldType, Fields, Value, several};

impl Form {
    /// Finds what stands against it, from what is typed so far.
    pub(super) fn find_objections(&mut self, scene: &Scene) {
        let mut fields = Fields::new();
        for at in &self.fields {
            fields.set(at.field.number, self.told(at, scene));
        }
        let words = scene.words();
        self.duplicates = words.duplicates(self.kind, &fields, self.record);
        self.objections = words.objections(self.kind, &fields, self.record);
    }

    /// The value of a field, as far as it can be told without looking for names that are like it.
    fn told(&self, at: &FormField, scene: &Scene) -> Option<Value> {
        let typed = at.entry.text();
        let typed = typed.trim();
        if typed.is_empty() {
            return None;
        }
        if typed == at.initial && self.record.is_some() {
            return self.original.get(at.field.number).cloned();
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
                let picked = self.picked.get(typed).copied();
                let record = picked.or_else(|| scene.catalog.exactly(kinds, typed))?;
                Some(Value::Reference(record))
            }
            _ => None,
        }
    }

    /// Whether something stands against it that was not shown yet: it is shown, and the next save goes
    /// through.
    pub(super) fn objects(&mut self, fields: &Fields, cx: &mut Context) -> bool {
        if self.kind.definition().once.is_empty() {
            return false;
        }
        let words = cx.words();
        let duplicates = words.duplicates(self.kind, fields, self.record);
        let objections = words.objections(self.kind, fields, self.record);
        let shown = duplicates
            .iter()
            .all(|other| self.duplicates.contains(other))
            && objections
                .iter()
                .all(|words| self.objections.contains(words));
        (self.duplicates, self.objections) = (duplicates, objections);
        if !shown {
            cx.say_word(Tone::Warning, "form-objected");
        }
        !shown
    }
}
