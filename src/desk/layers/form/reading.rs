//! What is typed in a form: the values that it means, and what is wrong with it.

use super::names::FormNames;
use super::{Form, FormField};
use crate::desk::context::Scene;
use crate::model::text::{self, Parsing};
use crate::model::{Fault, Fields, Problem, RecordRef, Value, check};

impl Form {
    /// The value that the typed text of a field means; `Err` says what is wrong.
    fn value(&self, at: &FormField, scene: &Scene) -> Result<Option<Value>, Fault> {
        let typed = at.entry.text();
        if typed == at.initial && self.record.is_some() {
            return Ok(self.original.get(at.field.number).cloned());
        }
        let names = FormNames {
            names: scene.catalog,
            picked: &self.picked,
        };
        let today = Some(scene.today());
        text::parse(
            at.field,
            &typed,
            &Parsing {
                today,
                separators: text::TYPED_SEPARATORS,
                names: &names,
            },
        )
    }

    fn problems(&self, fields: &Fields, scene: &Scene) -> Vec<Problem> {
        check::check(self.kind, fields, &|record| {
            scene.catalog.get(record).is_some()
        })
    }

    /// Says beside the focused field what is wrong with it, when it is left.
    pub(super) fn check_focused(&mut self, scene: &Scene) {
        let Some(focused) = self.focused() else {
            return;
        };
        let number = focused.field.number;
        let value = self.value(focused, scene);
        let error = match &value {
            Ok(value) => {
                let mut fields = Fields::new();
                fields.set(number, value.clone());
                let own = |at: &Problem| at.field == number && at.fault != Fault::Required;
                let problem = self.problems(&fields, scene).into_iter().find(own);
                problem.map(|problem| problem.fault)
            }
            Err(fault) => Some(fault.clone()),
        };
        let words = scene.words();
        let error = error.map(|fault| words.fault(self.kind, &fault));
        let caution = value
            .as_ref()
            .ok()
            .and_then(|value| words.caution(focused.field, value.as_ref()));
        let warning = self.clash(focused, scene).or(caution);
        if let Some(focused) = self.focused_mut() {
            (focused.error, focused.warning) = (error, warning);
        }
    }

    /// A warning when another record already has this short name.
    fn clash(&self, at: &FormField, scene: &Scene) -> Option<String> {
        if self.kind.definition().short != Some(at.field.number) {
            return None;
        }
        let own = RecordRef::new(self.kind, self.id);
        let typed = at.entry.text();
        let others = scene.catalog.clashes(self.kind, at.field, typed.trim());
        let other = others.into_iter().find(|record| *record != own)?;
        let title = scene.catalog.title(other).unwrap_or_default();
        Some(scene.format("form-clash", &[("title", title.as_str().into())]))
    }

    /// Fields as typed; what is wrong is said beside each field and the first one focused.
    pub(super) fn checked(&mut self, scene: &Scene) -> Option<Fields> {
        let words = scene.words();
        let mut fields = self.original.clone();
        let mut errors: Vec<Option<String>> = Vec::new();
        for at in &self.fields {
            match self.value(at, scene) {
                Ok(value) => {
                    fields.set(at.field.number, value);
                    errors.push(None);
                }
                Err(fault) => errors.push(Some(words.fault(self.kind, &fault))),
            }
        }
        for problem in self.problems(&fields, scene) {
            let at = self
                .fields
                .iter()
                .position(|at| at.field.number == problem.field);
            if let Some(slot) = at.and_then(|at| errors.get_mut(at)) {
                slot.get_or_insert(words.fault(self.kind, &problem.fault));
            }
        }
        let first = errors.iter().position(Option::is_some);
        for (at, error) in self.fields.iter_mut().zip(errors) {
            at.error = error;
        }
        self.offers.clear();
        self.offer = None;
        match first {
            Some(first) => {
                self.focus = first;
                self.settle(Form::room(scene));
                None
            }
            None => Some(fields),
        }
    }

    /// Rows for its fields.
    pub(super) fn room(scene: &Scene) -> usize {
        scene.layer_rows().saturating_sub(2)
    }
}
