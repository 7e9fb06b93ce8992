//! The bulk edit: one field of the marked rows, with before and after of each, then committed in one step.

use super::Surface;
use crate::command::Command;
use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene, Waiting};
use crate::desk::input::Input;
use crate::desk::screen::{Motion, Screen};
use crate::desk::status::Tone;
use crate::desk::step;
use crate::keymap::{Key, Mode};

use crate::model::{
    Fault, Field, FieldNo, Fields, Kind, Problem, RecordRef, Value, Verb, check, text,
};

/// A row of the preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The record.
    pub record: RecordRef,
    /// Its title.
    pub title: String,
    /// What the field holds, as shown.
    pub before: String,
    /// What it would hold, as shown; `None` if that is the same.
    pub after: Option<String>,
}

/// The bulk edit.
#[derive(Debug)]
pub struct Bulk {
    /// The kind of the rows.
    pub kind: Kind,
    /// The field.
    pub field: &'static Field,
    /// The records that were marked.
    pub records: Vec<RecordRef>,
    /// Its heading.
    pub title: String,
    /// The new value as typed.
    pub input: Input,
    /// The new value, when nothing is wrong with it.
    pub value: Option<Option<Value>>,
    /// What is wrong, in words.
    pub error: Option<String>,
    /// What is unusual about the value, in words.
    pub warning: Option<String>,
    /// The rows.
    pub rows: Vec<Row>,
    /// The first row on the screen.
    pub offset: usize,
}

impl Bulk {
    /// The edit of that field of the marked records of the first one's kind.
    pub fn open(number: FieldNo, screen: &Screen, scene: &Scene) -> Option<Bulk> {
        let marked = screen.marked();
        let kind = marked.first()?.kind;
        let field = kind.field(number)?;
        let records: Vec<RecordRef> = marked.into_iter().filter(|at| at.kind == kind).collect();
        let label = field.label(scene.lang());
        let named = [("field", label.into()), ("n", records.len().into())];
        let mut bulk = Bulk {
            kind,
            field,
            title: scene.format("bulk-title", &named),
            records,
            input: Input::default(),
            value: None,
            error: None,
            warning: None,
            rows: Vec::new(),
            offset: 0,
        };
        bulk.read(scene);
        Some(bulk)
    }

    /// Reads the value again and previews what it would change.
    fn read(&mut self, scene: &Scene) {
        let words = scene.words();
        let value = self.reading(scene);
        self.error = value
            .as_ref()
            .err()
            .map(|fault| words.fault(self.kind, fault));
        self.value = value.ok();
        let row = |record: &RecordRef| {
            let held = scene.catalog.get(*record)?.get(self.field.number);
            let old = held.map(|value| value.to_value());
            let new = self.value.as_ref().filter(|new| **new != old);
            Some(Row {
                record: *record,
                title: scene.catalog.short(*record).unwrap_or_default(),
                before: words.value(self.field, old.as_ref()),
                after: new.map(|new| words.value(self.field, new.as_ref())),
            })
        };
        self.rows = self.records.iter().filter_map(row).collect();
        let changed = self.changed();
        self.warning = self.value.as_ref().and_then(|value| {
            words
                .caution(self.field, value.as_ref())
                .or_else(|| words.objection_to_many(self.field, value.as_ref(), &changed))
        });
    }

    fn reading(&self, scene: &Scene) -> Result<Option<Value>, Fault> {
        let reading = text::Parsing {
            today: Some(scene.today()),
            separators: text::TYPED_SEPARATORS,
            names: scene.catalog,
        };
        let value = text::parse(self.field, self.input.text(), &reading)?;
        let mut fields = Fields::new();
        fields.set(self.field.number, value.clone());
        let exists = |record| scene.catalog.get(record).is_some();
        let problems = check::check(self.kind, &fields, &exists);
        let own = |problem: &Problem| problem.field == self.field.number;
        match problems.into_iter().find(own) {
            Some(problem) => Err(problem.fault),
            None => Ok(value),
        }
    }

    /// The records that would be changed.
    fn changed(&self) -> Vec<RecordRef> {
        let changed = self.rows.iter().filter(|row| row.after.is_some());
        changed.map(|row| row.record).collect()
    }

    fn commit(&self, cx: &mut Context) {
        let Some(value) = &self.value else { return };
        let records = self.changed();
        cx.ask(Ask::Close);
        if records.is_empty() {
            return cx.say_word(Tone::Note, "bulk-nothing");
        }
        let edits = records
            .iter()
            .filter_map(|record| cx.catalog.get(*record))
            .map(|record| {
                let mut fields = record.fields();
                fields.set(self.field.number, value.clone());
                step::edit(cx.catalog, record.reference(), fields, record.trashed)
            })
            .collect();
        let fields = vec![self.field.key.to_string()];
        let step = step::of_many(cx.catalog, Verb::Bulk, &records, fields);
        cx.commit(step, edits, Waiting::Change);
    }
}

impl Surface for Bulk {
    fn mode(&self) -> Mode {
        Mode::Bulk
    }

    fn step(&mut self, motion: Motion, _: &mut Screen, cx: &mut Context) -> bool {
        self.offset = motion.shifted(self.offset, cx.layer_rows(), self.rows.len());
        true
    }

    fn run(&mut self, command: Command, _: &mut Screen, cx: &mut Context) -> bool {
        let accepts = matches!(command, Command::Accept | Command::FormSave);
        if accepts {
            self.commit(cx);
        }
        accepts
    }

    fn key(&mut self, key: Key, _: &mut Screen, cx: &mut Context) -> bool {
        let taken = self.input.key(key);
        if taken {
            self.read(cx);
        }
        taken
    }

    fn paste(&mut self, text: &str, _: &mut Screen, cx: &mut Context) -> bool {
        self.input.insert(text);
        self.read(cx);
        true
    }

    fn proposes(&self) -> bool {
        true
    }
}
