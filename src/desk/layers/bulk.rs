//! The bulk edit: one field of the marked rows, with before and after of each, then committed in one step.

use super::Surface;
use crate::command::Command;
use crate::desk::ask::Ask;
use crate::desk::context::{Context, MANY, Scene};
use crate::desk::input::Input;
use crate::desk::jobs::Cue;
use crate::desk::jobs::changing::{Done, Preview, Row};
use crate::desk::jobs::chosen::Chosen;
use crate::desk::message::{Job, JobId};
use crate::desk::screen::{Motion, Screen};
use crate::keymap::{Key, Mode};
use crate::model::{Fault, Field, FieldNo, Fields, Kind, Problem, RecordRef, Value, check, text};

/// The bulk edit.
#[derive(Debug)]
pub struct Bulk {
    /// The kind of the rows.
    pub kind: Kind,
    /// The field.
    pub field: &'static Field,
    /// The records that were marked.
    pub records: Chosen,
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
    /// What has come of these rows before, in words.
    pub told: Option<String>,
    /// The rows, as far as they are known.
    pub rows: Vec<Row>,
    /// How many of them it changes.
    pub changing: usize,
    /// The first row on the screen.
    pub offset: usize,
    /// The preview that is being made.
    pub asked: Option<JobId>,
}

impl Bulk {
    /// The edit of that field of the marked records of the first one's kind.
    pub fn open(number: FieldNo, screen: &Screen, cx: &mut Context) -> Option<Bulk> {
        let (kind, records, _) = screen.marked_of_a_kind()?;
        let field = kind.field(number)?;
        let mut bulk = Bulk::of(kind, field, records, cx);
        bulk.read(cx);
        Some(bulk)
    }

    /// The edit again, of rows with which others were quicker: says so.
    pub fn again(
        field: &'static Field,
        value: Option<Value>,
        records: Vec<RecordRef>,
        words: String,
        cx: &mut Context,
    ) -> Option<Bulk> {
        let kind = records.first()?.kind;
        let typed = value.map_or(String::new(), |value| {
            text::typed(field, &value, cx.lang(), cx.catalog)
        });
        let mut bulk = Bulk::of(kind, field, records.into(), cx);
        bulk.input = Input::new(&typed);
        bulk.told = Some(words);
        bulk.read(cx);
        Some(bulk)
    }

    /// Records have changed: what it would do is shown anew.
    pub fn refresh(&mut self, cx: &mut Context) {
        self.read(cx);
    }

    fn of(kind: Kind, field: &'static Field, records: Chosen, cx: &Context) -> Bulk {
        let label = field.label(cx.lang());
        let named = [("field", label.into()), ("n", records.len().into())];
        Bulk {
            kind,
            field,
            title: cx.format("bulk-title", &named),
            records,
            input: Input::default(),
            value: None,
            error: None,
            warning: None,
            told: None,
            rows: Vec::new(),
            changing: 0,
            offset: 0,
            asked: None,
        }
    }

    /// Reads the value again and previews what it would change, aside where that is many records.
    fn read(&mut self, cx: &mut Context) {
        let value = self.reading(cx);
        let error = value.as_ref().err();
        self.error = error.map(|fault| cx.words().fault(self.kind, fault));
        self.value = value.ok();
        let preview = Preview {
            catalog: cx.catalog.clone(),
            records: self.records.clone(),
            field: self.field,
            value: self.value.clone(),
            lang: cx.lang(),
        };
        if self.records.len() > MANY {
            self.asked = Some(cx.begin(Job::Preview(Box::new(preview))));
        } else if let Some(rows) = Cue::here(|cue| preview.rows(cue)) {
            self.show(rows, cx);
        }
    }

    /// The preview was made; an older one is dropped. Says whether it shows.
    pub fn previewed(&mut self, id: JobId, rows: Vec<Row>, cx: &mut Context) -> bool {
        let is_newest = self.asked.take_if(|asked| *asked == id).is_some();
        match is_newest {
            true => self.show(rows, cx),
            false => cx.let_go(rows),
        }
        is_newest
    }

    fn show(&mut self, rows: Vec<Row>, cx: &mut Context) {
        let before = std::mem::replace(&mut self.rows, rows);
        cx.let_go(before);
        let changed = || self.rows.iter().filter(|row| row.after.is_some());
        let (value, words) = (self.value.as_ref(), cx.words());
        self.changing = changed().count();
        self.warning = value.and_then(|value| {
            let (field, value) = (self.field, value.as_ref());
            let records = changed().map(|row| row.record);
            let objection = || words.objection_to_many(field, value, records);
            words.caution(field, value).or_else(objection)
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

    fn commit(&mut self, cx: &mut Context) {
        let Some(value) = self.value.take() else {
            return;
        };
        cx.let_go(std::mem::take(&mut self.rows));
        cx.ask(Ask::Close);
        cx.change(self.records.clone(), Done::Set(self.field, value));
    }
}

impl Surface for Bulk {
    fn mode(&self) -> Mode {
        Mode::Bulk
    }

    fn leave(&mut self, _: &mut Screen, cx: &mut Context) {
        cx.let_go(std::mem::take(&mut self.rows));
        cx.ask(Ask::Close);
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
