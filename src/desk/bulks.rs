//! The bulk edit at work: one field of the marked rows, previewed, then committed in one step.

use crate::model::{RecordRef, Verb, text};

use super::choosing::item;
use super::layers::Layer;
use super::layers::bulk::Bulk;
use super::layers::chooser::{Choosing, Purpose};
use super::{Desk, Tone, Waiting};

impl Desk {
    pub(super) fn choose_bulk_field(&mut self) {
        let marked = self.marked();
        let Some(kind) = marked.first().map(|record| record.kind) else {
            return;
        };
        let others = marked.iter().filter(|record| record.kind != kind).count();
        if others > 0 {
            let text = self
                .settings
                .texts
                .format("bulk-other-kinds", &[("n", others.into())]);
            self.say(Tone::Warning, text);
        }
        let items = kind
            .fields()
            .iter()
            .map(|f| item(f.label(self.lang()), f.key, Choosing::Field(f.number)))
            .collect();
        self.open_chooser(Purpose::BulkField, "bulk-field-title", items);
    }

    pub(super) fn open_bulk(&mut self, number: u16) {
        let marked = self.marked();
        let Some(kind) = marked.first().map(|record| record.kind) else {
            return;
        };
        let Some(field) = kind.field(number) else {
            return;
        };
        let label = field.label(self.lang()).to_string();
        let count = marked.iter().filter(|record| record.kind == kind).count();
        let title = self.settings.texts.format(
            "bulk-title",
            &[("field", label.into()), ("n", count.into())],
        );
        let (input, rows) = (super::input::Input::default(), Vec::new());
        let bulk = Bulk {
            kind,
            field,
            title,
            input,
            value: None,
            error: None,
            warning: None,
            rows,
            offset: 0,
        };
        self.layers.push(Layer::Bulk(bulk));
        self.read_bulk();
    }

    pub(super) fn read_bulk(&mut self) {
        let Some(Layer::Bulk(bulk)) = self.layers.last() else {
            return;
        };
        let (field, kind) = (bulk.field, bulk.kind);
        let today = Some(crate::model::Date::of_moment(self.now));
        let reading = text::Reading {
            today,
            separators: text::TYPED_SEPARATORS,
            names: &self.catalog,
        };
        let value = text::parse(field, bulk.input.text(), &reading).and_then(|value| {
            let mut fields = crate::model::Fields::new();
            fields.set(field.number, value.clone());
            let exists = |record| self.catalog.get(record).is_some();
            let problems = crate::model::check::check(kind, &fields, &exists);
            match problems
                .into_iter()
                .find(|problem| problem.field == field.number)
            {
                Some(problem) => Err(problem.fault),
                None => Ok(value),
            }
        });
        let error = value
            .as_ref()
            .err()
            .map(|fault| self.fault_words(kind, fault));
        let value = value.ok();
        let warning = value
            .as_ref()
            .and_then(|value| self.caution_of(field, value.as_ref()));
        let marked = self.marked();
        let rows: Vec<super::layers::bulk::Row> = marked
            .into_iter()
            .filter(|record| record.kind == kind)
            .filter_map(|record| {
                let old = self
                    .catalog
                    .get(record)?
                    .get(field.number)
                    .map(|value| value.to_value());
                let after = value
                    .as_ref()
                    .filter(|new| **new != old)
                    .map(|new| self.shown_value(field, new.as_ref()));
                let title = self.catalog.short(record).unwrap_or_default();
                Some(super::layers::bulk::Row {
                    record,
                    title,
                    before: self.shown_value(field, old.as_ref()),
                    after,
                })
            })
            .collect();
        let changed = rows.iter().filter(|row| row.after.is_some());
        let changed: Vec<RecordRef> = changed.map(|row| row.record).collect();
        let warning = warning.or_else(|| {
            let value = value.as_ref()?;
            self.bulk_objection(field, value.as_ref(), &changed)
        });
        if let Some(Layer::Bulk(bulk)) = self.layers.last_mut() {
            (bulk.rows, bulk.error, bulk.value) = (rows, error, value);
            bulk.warning = warning;
        }
    }

    /// Commits a bulk edit of one field.
    pub(super) fn commit_bulk(&mut self) {
        let Some(Layer::Bulk(bulk)) = self.layers.last() else {
            return;
        };
        let (field, Some(value)) = (bulk.field, bulk.value.clone()) else {
            return;
        };
        let records: Vec<RecordRef> = bulk
            .rows
            .iter()
            .filter(|row| row.after.is_some())
            .map(|row| row.record)
            .collect();
        self.layers.pop();
        if records.is_empty() {
            let text = self.word("bulk-nothing");
            return self.say(Tone::Note, text);
        }
        let edits = records
            .iter()
            .filter_map(|record| self.catalog.get(*record))
            .map(|record| {
                let mut fields = record.fields();
                fields.set(field.number, value.clone());
                self.edit_of(record.reference(), fields, record.trashed)
            })
            .collect();
        let step = self.step_of_many(Verb::Bulk, &records, vec![field.key.to_string()]);
        self.commit(step, edits, Waiting::Change);
    }
}
