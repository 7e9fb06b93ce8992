//! Forms made: for a new record, for one that is edited, for a call, a note, a task.

use std::collections::HashMap;

use ulid::Ulid;

use super::{Entry, Form, FormField};
use crate::desk::context::{Context, Scene};
use crate::model::text::{self, Names};
use crate::model::{Collection, Field, Fields, Kind, Preset, Record, RecordRef, Value};

impl Form {
    /// A form for a new record of the collection, these fields filled in.
    pub fn adding(collection: Collection, fields: Fields, cx: &mut Context) -> Form {
        let kind = collection.kind();
        let title = cx.format("form-add", &[("kind", kind.name(cx.lang()).into())]);
        let id = cx.new_id();
        let mut form = Form::new(kind, None, (id, 0), fields, title, cx);
        form.focus_on_first_empty();
        form
    }

    /// A form for that record.
    pub fn editing(record: &Record, cx: &mut Context) -> Form {
        let reference = record.reference();
        let name = cx.catalog.title(reference).unwrap_or_default();
        let title = cx.format("form-edit", &[("title", name.as_str().into())]);
        let taken_up = (record.id, record.revision);
        let fields = record.fields();
        Form::new(record.kind, Some(reference), taken_up, fields, title, cx)
    }

    /// The form of that name about these records, filled in as its kind declares.
    pub fn preset(name: &str, about: &[RecordRef], cx: &mut Context) -> Option<Form> {
        let (kind, preset) = Preset::named(name)?;
        let mut fields = Fields::new();
        if let Some(field) = kind.definition().about {
            let about = about.iter().copied().map(Value::Reference);
            fields.set(field, Some(Value::Many(about.collect())));
        }
        for (field, choice) in preset.chosen {
            fields.set(*field, Some(Value::text(*choice)));
        }
        if let Some(field) = preset.now {
            let minute = cx.now - cx.now.rem_euclid(60_000);
            fields.set(field, Some(Value::Moment(minute)));
        }
        let mut form = Form::adding(Collection::All(kind), fields, cx);
        if let Some(first) = preset.first.and_then(|field| kind.field(field)) {
            form.focus_on(first);
        }
        form.name(about.first().copied(), cx);
        Some(form)
    }

    /// Says in the title which record what it adds will be about.
    pub fn name(&mut self, record: Option<RecordRef>, scene: &Scene) {
        if let Some(name) = record.and_then(|record| scene.catalog.short(record)) {
            self.title = format!("{} — {name}", self.title);
        }
    }

    /// A form of a record, by its id and the revision taken up.
    fn new(
        kind: Kind,
        record: Option<RecordRef>,
        (id, base): (Ulid, u64),
        fields: Fields,
        title: String,
        cx: &mut Context,
    ) -> Form {
        let mut picked = HashMap::new();
        let typed: Vec<FormField> = kind
            .fields()
            .iter()
            .map(|field| FormField::new(field, fields.get(field.number), &mut picked, cx))
            .collect();
        Form {
            draft: cx.new_id(),
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
            merged: None,
            conflict: None,
            lost: None,
            sent: None,
            follows: false,
            picked,
        }
    }
}

impl FormField {
    fn new(
        field: &'static Field,
        value: Option<&Value>,
        picked: &mut HashMap<String, RecordRef>,
        scene: &Scene,
    ) -> FormField {
        for item in value.into_iter().flat_map(Value::items) {
            if let Some(record) = item.as_reference() {
                // As it stands in the field, not as the catalog shows it.
                let written = scene.catalog.written(record);
                picked.insert(written.unwrap_or_else(|| record.to_string()), record);
            }
        }
        let initial = value.map_or(String::new(), |value| {
            text::typed(field, value, scene.lang(), scene.catalog)
        });
        FormField {
            field,
            entry: Entry::of(field, &initial),
            initial,
            error: None,
            warning: None,
        }
    }
}
