//! What a quick line means: `field:value` words, quotes keep spaces, free words make the name.

use super::{Quick, QuickPreview};
use crate::desk::context::Scene;
use crate::desk::naming::named;
use crate::desk::words::Words;
use crate::model::text::{self, Parsing};
use crate::model::{Fault, Fields, Kind, called, check};

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

impl Quick {
    /// Reads the line again and previews what it would make.
    pub fn read(&mut self, scene: &Scene) {
        let (kind, lang) = (self.collection.kind(), scene.lang());
        let say = scene.words();
        let reading = Parsing {
            today: Some(scene.today()),
            separators: text::TYPED_SEPARATORS,
            names: scene.catalog,
        };
        let mut fields = self.given.clone();
        let mut preview: Vec<QuickPreview> = Vec::new();
        let mut wrong = false;
        let mut free = Vec::new();
        for (key, word) in words(self.input.text()) {
            let Some(key) = key else {
                free.push(word);
                continue;
            };
            let mut warning = None;
            let (label, outcome) = match called::field(kind.fields().iter(), &key) {
                None => (key.clone(), Err(unknown_field(kind, &key, scene))),
                Some(field) => {
                    let value = text::parse(field, &word, &reading)
                        .map_err(|fault| say.fault(kind, &fault));
                    let shown = value.map(|value| {
                        let shown = say.value(field, value.as_ref());
                        warning = say.caution(field, value.as_ref());
                        fields.set(field.number, value);
                        shown
                    });
                    (field.label(lang).to_string(), shown)
                }
            };
            wrong |= outcome.is_err();
            let (text, error) =
                outcome.map_or_else(|error| (word, Some(error)), |shown| (shown, None));
            preview.push(QuickPreview {
                label,
                text,
                error,
                warning,
            });
        }
        if !free.is_empty() {
            free_words(kind, &free.join(" "), &mut fields, &mut preview, say);
        }
        for problem in check::check(kind, &fields, &|record| scene.catalog.get(record).is_some()) {
            let label = kind
                .field(problem.field)
                .map_or("", |field| field.label(lang));
            let missing = problem.fault == Fault::Required;
            wrong = true;
            let error = Some(say.fault(kind, &problem.fault));
            match preview
                .iter_mut()
                .find(|line| line.label == label && line.error.is_none())
            {
                Some(line) if !missing => line.error = error,
                _ => preview.push(QuickPreview {
                    label: label.to_string(),
                    text: String::new(),
                    error,
                    warning: None,
                }),
            }
        }
        self.duplicates = say.duplicates(kind, &fields, None);
        self.objections = say.objections(kind, &fields, None);
        self.preview = preview;
        self.fields = (!wrong).then_some(fields);
    }
}

fn free_words(
    kind: Kind,
    text: &str,
    fields: &mut Fields,
    preview: &mut Vec<QuickPreview>,
    say: Words,
) {
    for (number, value) in named(kind, text).iter() {
        if let Some(field) = kind
            .field(number)
            .filter(|field| fields.get(field.number).is_none())
        {
            let label = field.label(say.lang()).to_string();
            preview.insert(
                0,
                QuickPreview {
                    label,
                    text: say.value(field, Some(value)),
                    error: None,
                    warning: None,
                },
            );
            fields.set(number, Some(value.clone()));
        }
    }
}

fn unknown_field(kind: Kind, word: &str, scene: &Scene) -> String {
    match called::near(kind.fields().iter(), word) {
        Some(near) => scene.format(
            "quick-unknown-near",
            &[("what", word.into()), ("near", near.into())],
        ),
        None => scene.format("quick-unknown-field", &[("what", word.into())]),
    }
}
