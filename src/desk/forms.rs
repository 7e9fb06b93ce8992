//! The form at work: opening, moving, offers, saving, and what a refusal does.

use std::collections::HashMap;

use ratatui_textarea::{CursorMove, TextArea};
use ulid::Ulid;

use crate::model::text::{self, Names, Reading};
use crate::model::{
    Collection, Date, Fault, Field, FieldType, Fields, Kind, RecordRef, Value, Verb, check,
};
use crate::store::CommitError;

use super::input::Input;
use super::layers::Layer;
use super::layers::form::{Entry, Form, FormField};
use super::{Desk, Tone, Waiting};

/// What separates several values where a person types: `|` needs AltGr on AZERTY.
pub const TYPED_SEPARATORS: &[char] = &['|', ';'];

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
        let title = self.settings.texts.format(
            "form-add",
            &[("kind", collection.kind().name(self.lang()).into())],
        );
        let id = self.new_id();
        let mut form = self.form(collection.kind(), None, id, 0, fields, title);
        form.focus_on_first_empty();
        self.layers.push(Layer::Form(Box::new(form)));
        self.take_up_draft();
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
        let today = Date::of_moment(self.now);
        text::parse(
            at.field,
            &typed,
            &Reading {
                today,
                separators: TYPED_SEPARATORS,
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
        let warning = self.clash(form, focused);
        if let Some(focused) = self.top_form().and_then(Form::focused_mut) {
            focused.error = words;
            focused.warning = warning;
        }
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
    fn checked(&mut self) -> Option<Fields> {
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

    pub(super) fn save(&mut self) {
        match self.layers.last() {
            Some(Layer::Form(form)) if !form.saving => {}
            Some(Layer::Quick(_) | Layer::Bulk(_)) => return self.accept(),
            _ => return,
        }
        if !self.can_write() {
            let reason = self
                .reason_against(super::command::Command::RecordAdd)
                .unwrap_or_default();
            return self.say(Tone::Warning, reason);
        }
        self.take_exact_offer();
        let Some(fields) = self.checked() else { return };
        let Some(Layer::Form(form)) = self.layers.last() else {
            return;
        };
        let (draft, id, kind, base) = (form.draft, form.id, form.kind, form.base);
        let changed = form.original.differences(&fields);
        let record = RecordRef::new(kind, id);
        if form.record.is_some() && changed.is_empty() {
            self.layers.pop();
            self.drop_draft(draft);
            let text = self.word("form-unchanged");
            return self.say(Tone::Note, text);
        }
        let (verb, touched) = if form.record.is_some() {
            (Verb::Edit, changed)
        } else {
            (Verb::Add, Vec::new())
        };
        let subject = self.name_in(kind, &fields);
        let step = self.step_of(verb, record, subject, &touched);
        let mut edit = self.edit_of(record, fields, false);
        edit.base = base;
        if let Some(form) = self.top_form() {
            form.saving = true;
            form.refusal = None;
        }
        self.commit(step, vec![edit], Waiting::Form(draft));
    }

    /// The short name that a record of these fields would have.
    pub(super) fn name_in(&self, kind: Kind, fields: &Fields) -> String {
        let definition = kind.definition();
        let shown = |number: u16| {
            let field = kind.field(number)?;
            fields
                .get(number)
                .map(|value| self.shown_value(field, Some(value)))
        };
        let title = || {
            definition
                .title
                .iter()
                .filter_map(|n| shown(*n))
                .collect::<Vec<_>>()
                .join(definition.separator)
        };
        definition.short.and_then(shown).unwrap_or_else(title)
    }

    pub(super) fn form_saved(&mut self, draft: Ulid, made: Option<RecordRef>) {
        self.drop_draft(draft);
        let at = self
            .layers
            .iter()
            .position(|layer| matches!(layer, Layer::Form(form) if form.draft == draft));
        let Some(at) = at else { return };
        let Layer::Form(form) = self.layers.remove(at) else {
            return;
        };
        let Some(record) = made.filter(|_| form.record.is_none()) else {
            return;
        };
        if at > 0 {
            self.fill_reference(record);
        } else {
            self.select(Some(record));
        }
    }

    /// Puts the cursor on a record just made, where the list has it.
    pub(super) fn select(&mut self, made: Option<RecordRef>) {
        let Some(pane) = self.panes.get_mut(&self.pane) else {
            return;
        };
        if let Some(row) = pane.rows.iter().position(|row| Some(*row) == made) {
            pane.cursor = row;
            self.settle_list();
            self.show(made);
        }
    }

    /// A refused save: the form stays. A conflict merges by itself where the fields differ.
    pub(super) fn form_refused(&mut self, draft: Ulid, error: &CommitError) {
        let at = self
            .layers
            .iter()
            .position(|layer| matches!(layer, Layer::Form(form) if form.draft == draft));
        let words = crate::locale::said(
            &self.settings.texts,
            "store",
            error.id(),
            &error.arguments(),
        );
        self.say(Tone::Error, words.clone());
        let Some(at) = at else { return };
        let conflict = matches!(error, CommitError::Conflict(_));
        let Some(Layer::Form(form)) = self.layers.get(at) else {
            return;
        };
        let current = form
            .record
            .and_then(|record| self.catalog.get(record))
            .map(|r| (r.revision, r.fields()));
        let merged = current.filter(|_| conflict).map(|(revision, fields)| {
            let theirs: Vec<(u16, String, String)> = form
                .original
                .differences(&fields)
                .into_iter()
                .filter_map(|number| {
                    let field = form.kind.field(number)?;
                    let typed = |v: &Value| text::typed(field, v, self.lang(), &self.catalog);
                    let said = self.settings.texts.format(
                        "form-theirs",
                        &[(
                            "value",
                            self.shown_value(field, fields.get(number)).as_str().into(),
                        )],
                    );
                    Some((
                        number,
                        fields.get(number).map_or(String::new(), typed),
                        said,
                    ))
                })
                .collect();
            (revision, fields, theirs)
        });
        let Some(Layer::Form(form)) = self.layers.get_mut(at) else {
            return;
        };
        form.saving = false;
        form.refusal = Some(words);
        if let Some((revision, fields, theirs)) = merged {
            form.base = revision;
            form.original = fields;
            for (number, typed, said) in theirs {
                if let Some(at) = form.fields.iter_mut().find(|at| at.field.number == number) {
                    if at.entry.text() == at.initial {
                        at.entry = Entry::of(at.field, &typed);
                    } else {
                        at.warning = Some(said);
                    }
                    at.initial = typed;
                }
            }
        }
    }
}

impl Entry {
    /// An entry of the field's kind, holding that text.
    pub fn of(field: &Field, text: &str) -> Entry {
        if field.kind != FieldType::Note {
            return Entry::Line(Input::new(text));
        }
        let clean = |line: &str| {
            line.chars()
                .filter(|c| !c.is_control() || *c == '\t')
                .collect::<String>()
        };
        let mut area = TextArea::new(text.split('\n').map(clean).collect());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Entry::Note(Box::new(area))
    }
}

impl Form {
    /// Puts the focus on that field.
    pub fn focus_on(&mut self, field: &Field) {
        if let Some(at) = self
            .fields
            .iter()
            .position(|at| at.field.number == field.number)
        {
            self.focus = at;
        }
    }

    fn focus_on_first_empty(&mut self) {
        self.focus = self
            .fields
            .iter()
            .position(|at| at.entry.text().is_empty())
            .unwrap_or(0);
    }

    /// Moves the cursor among the offers; above the first one stands what is typed.
    pub fn offer_step(&mut self, by: isize) {
        if self.offers.is_empty() {
            return;
        }
        let last = self.offers.len() - 1;
        self.offer = match (self.offer, by > 0) {
            (None, true) => Some(0),
            (None, false) => Some(last),
            (Some(0), false) => None,
            (Some(at), _) => Some(at.saturating_add_signed(by).min(last)),
        };
    }

    /// Moves the window so that the focused field shows, with the line under it for its error.
    pub fn settle(&mut self, rows: usize) {
        let height = |at: &FormField| {
            Form::rows(at) + usize::from(at.error.is_some() || at.warning.is_some())
        };
        if self.focus < self.offset {
            self.offset = self.focus;
        }
        loop {
            let shown: usize = self
                .fields
                .iter()
                .skip(self.offset)
                .take(self.focus + 1 - self.offset)
                .map(height)
                .sum();
            if shown <= rows || self.offset >= self.focus {
                return;
            }
            self.offset += 1;
        }
    }
}
