//! The quick line at work: `field:value` words, quotes keep spaces, free words make the name.

use std::collections::BTreeMap;

use crate::model::text::{self, Reading};
use crate::model::{Collection, Date, Fault, Field, Fields, Kind, Lang, RecordRef, Value, check};

use crate::store::drafts::Draft;

use super::layers::Layer;
use super::layers::quick::{Preview, Quick};
use super::meant::reference;
use super::{Desk, Tone};
use crate::model::fold::fold;

/// Where the text of a quick line stands in its draft.
const LINE: &str = "line";

/// The words of a quick line: field (if one is named) and text.
pub fn words(line: &str) -> Vec<(Option<String>, String)> {
    let mut words = Vec::new();
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.peek().copied() {
        if c.is_whitespace() {
            chars.next();
            continue;
        }
        let (mut key, mut text, mut quoted) = (None, String::new(), false);
        while let Some(c) = chars.next_if(|c| quoted || !c.is_whitespace()) {
            match c {
                '"' => quoted = !quoted,
                ':' if key.is_none() && !quoted && !text.is_empty() && !text.contains('/') => {
                    key = Some(std::mem::take(&mut text));
                }
                c => text.push(c),
            }
        }
        words.push((key, text));
    }
    words
}

/// The field that a word names: by key or label, in either language.
pub fn field_named(kind: Kind, word: &str) -> Option<&'static Field> {
    let wanted = fold(word).replace(' ', "_");
    let names =
        |field: &Field| [field.key, field.fr, field.en].map(|name| fold(name).replace(' ', "_"));
    kind.fields()
        .iter()
        .find(|field| names(field).contains(&wanted))
}

impl Desk {
    /// Opens the quick line of what is added here, taking up what was left in one for the same.
    pub(super) fn open_quick(&mut self) {
        if let Some((collection, fields)) = self.adding() {
            let given = match self.section() {
                Some((_, number)) => collection.kind().field(number).zip(self.sheet.record),
                None => None,
            };
            let named = given.map(|(field, record)| (field.key, record.to_string()));
            let left = |draft: &&Draft| {
                let mut others = draft.texts.iter().filter(|(key, _)| *key != LINE);
                let same = match &named {
                    Some((key, record)) => others.any(|at| at == (&(*key).to_string(), record)),
                    None => others.next().is_none(),
                };
                draft.quick && draft.kind == collection.key() && same
            };
            let left = self.drafts.iter().rev().find(left).cloned();
            self.open_quick_line(collection, fields, left.as_ref());
        }
    }

    /// Takes a draft of a quick line up, with what was filled in for the user.
    pub(super) fn resume_quick(&mut self, collection: Collection, draft: &Draft) {
        let mut fields = collection.defaults();
        for (key, text) in draft.texts.iter().filter(|(key, _)| *key != LINE) {
            let field = collection.kind().field_by_key(key);
            if let (Some(field), Ok(record)) = (field, text.parse::<RecordRef>()) {
                fields.set(field.number, Some(reference(field, record)));
            }
        }
        self.open_quick_line(collection, fields, Some(draft));
    }

    /// Opens the quick line of a collection with these fields filled in, taking up what was left there.
    fn open_quick_line(&mut self, collection: Collection, given: Fields, left: Option<&Draft>) {
        let name = collection.kind().name(self.lang());
        let mut title = self
            .settings
            .texts
            .format("quick-title", &[("kind", name.into())]);
        let linked = given.iter().flat_map(|(_, value)| value.items());
        for record in linked.filter_map(Value::as_reference) {
            let name = self.catalog.short(record).unwrap_or_default();
            title = format!("{title} — {name}");
        }
        let typed = left
            .and_then(|draft| draft.texts.get(LINE))
            .cloned()
            .unwrap_or_default();
        let input = super::input::Input::new(typed);
        let draft = left.map_or_else(|| self.new_id(), |draft| draft.id);
        if left.is_some() {
            let text = self.word("form-draft-resumed");
            self.say(Tone::Note, text);
        }
        let quick = Quick {
            draft,
            collection,
            given,
            title,
            input,
            preview: Vec::new(),
            fields: None,
            duplicates: Vec::new(),
            objections: Vec::new(),
        };
        self.layers.push(Layer::Quick(quick));
        if left.is_some() {
            self.read_quick();
        }
    }

    /// The quick line was left: what was typed stays as a draft.
    pub(super) fn quick_left(&mut self, quick: &Quick) {
        if quick.input.text().trim().is_empty() {
            return self.drop_draft(quick.draft);
        }
        self.leave_draft(self.quick_draft(quick));
    }

    /// The draft of a quick line.
    pub(super) fn quick_draft(&self, quick: &Quick) -> Draft {
        Draft {
            id: quick.draft,
            kind: quick.collection.key().to_string(),
            record: None,
            base: 0,
            at: self.now,
            title: format!("{} {}", quick.title, quick.input.text()),
            texts: self.quick_texts(quick),
            quick: true,
        }
    }

    /// What is typed, and the record that was filled in for the user: nothing else would know it.
    fn quick_texts(&self, quick: &Quick) -> BTreeMap<String, String> {
        let given = quick.given.iter().filter_map(|(number, value)| {
            let key = quick.collection.kind().field(number)?.key.to_string();
            let record = value.items().first()?.as_reference()?;
            Some((key, record.to_string()))
        });
        let line = (LINE.to_string(), quick.input.text().to_string());
        given.chain([line]).collect()
    }

    /// Reads the line again and previews what it would make.
    pub(super) fn read_quick(&mut self) {
        let Some(Layer::Quick(quick)) = self.layers.last() else {
            return;
        };
        let (collection, lang) = (quick.collection, self.lang());
        let kind = collection.kind();
        let reading = Reading {
            today: Some(Date::of_moment(self.now)),
            separators: text::TYPED_SEPARATORS,
            names: &self.catalog,
        };
        let mut fields = quick.given.clone();
        let mut preview: Vec<Preview> = Vec::new();
        let mut wrong = false;
        let mut free = Vec::new();
        for (key, word) in words(quick.input.text()) {
            let Some(key) = key else {
                free.push(word);
                continue;
            };
            let mut warning = None;
            let (label, outcome) = match field_named(kind, &key) {
                None => (key.clone(), Err(self.unknown_field(kind, &key))),
                Some(field) => {
                    let value = text::parse(field, &word, &reading)
                        .map_err(|fault| self.fault_words(kind, &fault));
                    let shown = value.map(|value| {
                        let shown = self.shown_value(field, value.as_ref());
                        warning = self.caution_of(field, value.as_ref());
                        fields.set(field.number, value);
                        shown
                    });
                    (field.label(lang).to_string(), shown)
                }
            };
            wrong |= outcome.is_err();
            let (text, error) =
                outcome.map_or_else(|error| (word, Some(error)), |shown| (shown, None));
            preview.push(Preview {
                label,
                text,
                error,
                warning,
            });
        }
        if !free.is_empty() {
            self.free_words(kind, &free.join(" "), &mut fields, &mut preview);
        }
        for problem in check::check(kind, &fields, &|record| self.catalog.get(record).is_some()) {
            let label = kind
                .field(problem.field)
                .map_or("", |field| field.label(lang));
            let missing = problem.fault == Fault::Required;
            wrong = true;
            let error = Some(self.fault_words(kind, &problem.fault));
            match preview
                .iter_mut()
                .find(|line| line.label == label && line.error.is_none())
            {
                Some(line) if !missing => line.error = error,
                _ => preview.push(Preview {
                    label: label.to_string(),
                    text: String::new(),
                    error,
                    warning: None,
                }),
            }
        }
        let duplicates = self.named_duplicates(kind, &fields, None);
        let objections = self.objections(kind, &fields, None);
        if let Some(Layer::Quick(quick)) = self.layers.last_mut() {
            quick.preview = preview;
            (quick.duplicates, quick.objections) = (duplicates, objections);
            quick.fields = (!wrong).then_some(fields);
        }
    }

    fn free_words(&self, kind: Kind, text: &str, fields: &mut Fields, preview: &mut Vec<Preview>) {
        for (number, value) in super::offers::named(kind, text).iter() {
            if let Some(field) = kind
                .field(number)
                .filter(|field| fields.get(field.number).is_none())
            {
                let label = field.label(self.lang()).to_string();
                preview.insert(
                    0,
                    Preview {
                        label,
                        text: self.shown_value(field, Some(value)),
                        error: None,
                        warning: None,
                    },
                );
                fields.set(number, Some(value.clone()));
            }
        }
    }

    fn unknown_field(&self, kind: Kind, word: &str) -> String {
        let label = |field: &Field| {
            if self.lang() == Lang::Fr {
                field.fr
            } else {
                field.en
            }
        };
        let names = kind
            .fields()
            .iter()
            .flat_map(|field| [field.key, label(field)]);
        match text::nearest(word, names) {
            Some(near) => self.settings.texts.format(
                "quick-unknown-near",
                &[("what", word.into()), ("near", near.into())],
            ),
            None => self
                .settings
                .texts
                .format("quick-unknown-field", &[("what", word.into())]),
        }
    }

    pub(super) fn save_quick(&mut self) {
        self.read_quick();
        let Some(Layer::Quick(quick)) = self.layers.last() else {
            return;
        };
        match (quick.fields.clone(), quick.collection) {
            (Some(fields), collection) => {
                // Kept until the store has it: a refused line is offered again.
                let draft = self.quick_draft(quick);
                self.layers.pop();
                let id = draft.id;
                self.keep(draft);
                self.commit_new(collection, fields, id);
            }
            (None, _) => {
                let first = quick
                    .preview
                    .iter()
                    .find_map(|line| Some(format!("{} : {}", line.label, line.error.as_ref()?)));
                self.say(Tone::Error, first.unwrap_or_default());
            }
        }
    }
}
