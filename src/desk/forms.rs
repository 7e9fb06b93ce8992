//! The form at work: opening, moving, offers, saving, and what a refusal does.

use std::collections::HashMap;

use ulid::Ulid;

use crate::locale;
use crate::model::text::{self, Names, Reading};
use crate::model::{Collection, Date, Fault, Field, Fields, Kind, RecordRef, Value, check};

use super::Desk;
use super::layers::Layer;
use super::layers::form::{Entry, Form, FormField};

/// Names of the catalog, with what was picked in a form put first.
pub struct FormNames<'a> {
    /// The catalog.
    pub names: &'a dyn Names,
    /// Records meant by texts that were picked.
    pub picked: &'a HashMap<String, RecordRef>,
}

impl Names for FormNames<'_> {
    fn named(&self, kinds: &[Kind], text: &str) -> Result<RecordRef, Fault> {
        match self.picked.get(text.trim()) {
            Some(record) if kinds.is_empty() || kinds.contains(&record.kind) => Ok(*record),
            _ => self.names.named(kinds, text),
        }
    }

    fn title(&self, record: RecordRef) -> Option<String> {
        self.names.title(record)
    }
}

impl Desk {
    /// Opens a form for a new record of the collection, these fields filled in; a draft of one that was
    /// left is taken up instead.
    pub(super) fn add(&mut self, collection: Collection, fields: Fields) {
        self.open_new(collection, fields);
        self.take_up_draft();
    }

    /// Opens a form for a new record of the collection.
    pub(super) fn open_new(&mut self, collection: Collection, fields: Fields) {
        let title = self.settings.texts.format(
            "form-add",
            &[("kind", collection.kind().name(self.lang()).into())],
        );
        let id = self.new_id();
        let mut form = self.form(collection.kind(), None, id, 0, fields, title);
        form.focus_on_first_empty();
        self.layers.push(Layer::Form(Box::new(form)));
    }

    pub(super) fn edit(&mut self) {
        let Some(record) = self
            .current()
            .and_then(|record| self.catalog.get(record))
            .cloned()
        else {
            return;
        };
        let form = self.form_of(&record);
        self.layers.push(Layer::Form(Box::new(form)));
        self.take_up_draft();
    }

    pub(super) fn form_of(&mut self, record: &crate::model::Record) -> Form {
        let reference = record.reference();
        let name = self.catalog.title(reference).unwrap_or_default();
        let title = self
            .settings
            .texts
            .format("form-edit", &[("title", name.as_str().into())]);
        self.form(
            record.kind,
            Some(reference),
            record.id,
            record.revision,
            record.fields(),
            title,
        )
    }

    fn form(
        &mut self,
        kind: Kind,
        record: Option<RecordRef>,
        id: Ulid,
        base: u64,
        fields: Fields,
        title: String,
    ) -> Form {
        let mut picked = HashMap::new();
        let typed: Vec<FormField> = kind
            .fields()
            .iter()
            .map(|field| self.form_field(field, fields.get(field.number), &mut picked))
            .collect();
        Form {
            draft: self.new_id(),
            kind,
            record,
            id,
            base,
            original: fields,
            title,
            fields: typed,
            focus: 0,
            offset: 0,
            offers: Vec::new(),
            offer: None,
            duplicates: Vec::new(),
            objections: Vec::new(),
            changed: false,
            saving: false,
            refusal: None,
            picked,
        }
    }

    fn form_field(
        &self,
        field: &'static Field,
        value: Option<&Value>,
        picked: &mut HashMap<String, RecordRef>,
    ) -> FormField {
        for item in value.into_iter().flat_map(Value::items) {
            if let Some(record) = item.as_reference() {
                picked.insert(
                    Names::title(&self.catalog, record).unwrap_or_else(|| record.to_string()),
                    record,
                );
            }
        }
        let initial = value.map_or(String::new(), |value| {
            text::typed(field, value, self.lang(), &self.catalog)
        });
        FormField {
            field,
            entry: Entry::of(field, &initial),
            initial,
            error: None,
            warning: None,
        }
    }

    pub(super) fn top_form(&mut self) -> Option<&mut Form> {
        match self.layers.last_mut() {
            Some(Layer::Form(form)) => Some(form),
            _ => None,
        }
    }

    /// Moves to the next field, or the previous one; an offer under the cursor is taken first.
    pub(super) fn field_step(&mut self, by: isize) {
        if let Some(Layer::SaveView(save)) = self.layers.last_mut() {
            return save.step(by);
        }
        if by > 0 && self.take_offer() {
            return;
        }
        self.check_focused();
        let rows = self.form_rows();
        if let Some(form) = self.top_form() {
            let count = form.fields.len().max(1);
            form.focus = (form.focus + count).saturating_add_signed(by) % count;
            form.offers.clear();
            form.offer = None;
            form.settle(rows);
        }
    }

    fn form_rows(&self) -> usize {
        self.layout()
            .layer_rows(self.width, self.height)
            .saturating_sub(2)
    }

    /// The value that the typed text of a field means; `Err` says what is wrong.
    fn reading(&self, form: &Form, at: &FormField) -> Result<Option<Value>, Fault> {
        let typed = at.entry.text();
        if typed == at.initial && form.record.is_some() {
            return Ok(form.original.get(at.field.number).cloned());
        }
        let names = FormNames {
            names: &self.catalog,
            picked: &form.picked,
        };
        let today = Some(Date::of_moment(self.now));
        text::parse(
            at.field,
            &typed,
            &Reading {
                today,
                separators: text::TYPED_SEPARATORS,
                names: &names,
            },
        )
    }

    /// A fault in words.
    pub(super) fn fault_words(&self, kind: Kind, fault: &Fault) -> String {
        let what = match fault {
            Fault::Before(key) => kind.field_by_key(key).map_or_else(
                || (*key).to_string(),
                |f| f.label(self.lang()).to_lowercase(),
            ),
            _ => fault.argument().unwrap_or_default(),
        };
        self.settings.texts.format(
            &format!("fault-{}", fault.id()),
            &[("what", what.as_str().into())],
        )
    }

    /// Says beside the focused field what is wrong with it, when it is left.
    fn check_focused(&mut self) {
        let Some(Layer::Form(form)) = self.layers.last() else {
            return;
        };
        let Some(focused) = form.focused() else {
            return;
        };
        let reading = self.reading(form, focused);
        let error = match &reading {
            Ok(value) => {
                let mut fields = Fields::new();
                fields.set(focused.field.number, value.clone());
                check::check(form.kind, &fields, &|record| self.exists(record))
                    .into_iter()
                    .find(|problem| {
                        problem.field == focused.field.number && problem.fault != Fault::Required
                    })
                    .map(|problem| problem.fault)
            }
            Err(fault) => Some(fault.clone()),
        };
        let words = error.map(|fault| self.fault_words(form.kind, &fault));
        let caution = reading
            .as_ref()
            .ok()
            .and_then(|value| self.caution_of(focused.field, value.as_ref()));
        let warning = self.clash(form, focused).or(caution);
        if let Some(focused) = self.top_form().and_then(Form::focused_mut) {
            focused.error = words;
            focused.warning = warning;
        }
    }

    /// What is unusual about a value, in words.
    pub(super) fn caution_of(&self, field: &Field, value: Option<&Value>) -> Option<String> {
        let caution = value?
            .items()
            .iter()
            .find_map(|item| check::caution(field, item))?;
        Some(locale::caution_words(&self.settings.texts, &caution))
    }

    fn exists(&self, record: RecordRef) -> bool {
        self.catalog.get(record).is_some()
    }

    /// A warning when another record already has this short name.
    fn clash(&self, form: &Form, at: &FormField) -> Option<String> {
        if form.kind.definition().short != Some(at.field.number) {
            return None;
        }
        let own = RecordRef::new(form.kind, form.id);
        let typed = at.entry.text();
        let others = self.catalog.clashes(form.kind, at.field, typed.trim());
        let other = others.into_iter().find(|record| *record != own)?;
        let title = self.catalog.title(other).unwrap_or_default();
        Some(
            self.settings
                .texts
                .format("form-clash", &[("title", title.as_str().into())]),
        )
    }

    /// Fields as typed; what is wrong is said beside each field and the first one focused.
    pub(super) fn checked(&mut self) -> Option<Fields> {
        let Some(Layer::Form(form)) = self.layers.last() else {
            return None;
        };
        let mut fields = form.original.clone();
        let mut errors: Vec<Option<String>> = Vec::new();
        for at in &form.fields {
            match self.reading(form, at) {
                Ok(value) => {
                    fields.set(at.field.number, value);
                    errors.push(None);
                }
                Err(fault) => errors.push(Some(self.fault_words(form.kind, &fault))),
            }
        }
        for problem in check::check(form.kind, &fields, &|record| self.exists(record)) {
            let words = self.fault_words(form.kind, &problem.fault);
            let at = form
                .fields
                .iter()
                .position(|at| at.field.number == problem.field);
            if let Some(slot) = at.and_then(|at| errors.get_mut(at)) {
                slot.get_or_insert(words);
            }
        }
        let first = errors.iter().position(Option::is_some);
        let rows = self.form_rows();
        if let Some(form) = self.top_form() {
            for (at, error) in form.fields.iter_mut().zip(errors) {
                at.error = error;
            }
            form.offers.clear();
            form.offer = None;
            if let Some(first) = first {
                form.focus = first;
                form.settle(rows);
            }
        }
        if first.is_some() { None } else { Some(fields) }
    }
}
