//! Saving a form: the commit, and what the store's answer does to the form.

use ulid::Ulid;

use crate::model::{Fields, Kind, RecordRef, Value, Verb, text};
use crate::store::CommitError;

use super::layers::Layer;
use super::layers::form::Entry;
use super::{Desk, Tone, Waiting};

impl Desk {
    pub(super) fn save(&mut self) {
        match self.layers.last() {
            Some(Layer::Form(form)) if !form.saving => {}
            Some(Layer::Quick(_) | Layer::Bulk(_) | Layer::SaveView(_)) => return self.accept(),
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
        if self.objects(&fields) {
            return;
        }
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

    /// Puts the cursor on a record just made: on its row in the section from which it was made, or in the
    /// list, which holds on to it where its filter leaves it out.
    pub(super) fn select(&mut self, made: Option<RecordRef>) {
        let Some(made) = made else { return };
        if self.select_in_section(made) {
            return;
        }
        let Some(pane) = self.panes.get_mut(&self.pane) else {
            return;
        };
        if pane.kinds().contains(&made.kind) {
            if !self.point_at(made) {
                self.hold(made);
            }
            self.show(Some(made));
        }
    }

    fn select_in_section(&mut self, made: RecordRef) -> bool {
        let points = |(kind, field): &(Kind, u16)| {
            let record = self.catalog.get(made).filter(|record| record.kind == *kind);
            let mut references = record.into_iter().flat_map(|record| record.references());
            references.any(|at| Some(at) == self.sheet.record.map(|here| (*field, here)))
        };
        let Some(section) = self.section().filter(points) else {
            return false;
        };
        self.sheet.open.insert(section);
        self.refresh_sheet();
        let rows = self.layout().sheet_rows();
        self.sheet.content.point_at(made, rows)
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
