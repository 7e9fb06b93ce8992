//! The quick line under the keys: opened, left, taken up again, saved.

use std::collections::BTreeMap;

use super::Quick;
use crate::command::Command;
use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene, Waiting};
use crate::desk::input::Input;
use crate::desk::layers::Surface;
use crate::desk::message::Effect;
use crate::desk::screen::{Screen, reference};
use crate::desk::status::Tone;
use crate::desk::step;
use crate::keymap::{Key, Mode};
use crate::model::{Collection, Fields, RecordRef, Value, Verb};
use crate::store::drafts::Draft;

/// Where the text of a quick line stands in its draft.
const LINE: &str = "line";

impl Quick {
    /// The quick line of what is added here, taking up what was left in one for the same.
    pub fn open(screen: &Screen, cx: &mut Context) -> Option<Quick> {
        let (collection, fields) = screen.adding(cx)?;
        let given = match screen.section(cx) {
            Some((_, number)) => collection.kind().field(number).zip(screen.sheet.record),
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
        let mut drafts = cx.drafts.kept.iter().rev();
        let left = drafts.find(|draft| left(draft) && !cx.work.is_saving(draft.id));
        let left = left.cloned();
        Some(Quick::with(collection, fields, left.as_ref(), cx))
    }

    /// A draft of a quick line taken up, with what was filled in for the user.
    pub fn resumed(collection: Collection, draft: &Draft, cx: &mut Context) -> Quick {
        let mut fields = collection.defaults();
        for (key, text) in draft.texts.iter().filter(|(key, _)| *key != LINE) {
            let field = collection.kind().field_by_key(key);
            if let (Some(field), Ok(record)) = (field, text.parse::<RecordRef>()) {
                fields.set(field.number, Some(reference(field, record)));
            }
        }
        Quick::with(collection, fields, Some(draft), cx)
    }

    /// The quick line of a collection with these fields filled in, taking up what was left there.
    fn with(
        collection: Collection,
        given: Fields,
        left: Option<&Draft>,
        cx: &mut Context,
    ) -> Quick {
        let name = collection.kind().name(cx.lang());
        let mut title = cx.format("quick-title", &[("kind", name.into())]);
        let linked = given.iter().flat_map(|(_, value)| value.items());
        for record in linked.filter_map(Value::as_reference) {
            let name = cx.catalog.short(record).unwrap_or_default();
            title = format!("{title} — {name}");
        }
        let typed = left
            .and_then(|draft| draft.texts.get(LINE))
            .cloned()
            .unwrap_or_default();
        let mut quick = Quick {
            draft: left.map_or_else(|| cx.new_id(), |draft| draft.id),
            collection,
            given,
            title,
            input: Input::new(typed),
            preview: Vec::new(),
            fields: None,
            duplicates: Vec::new(),
            objections: Vec::new(),
        };
        if let Some(draft) = left {
            cx.emit(Effect::TakeDraft(draft.id));
            cx.say_word(Tone::Note, "form-draft-resumed");
            quick.read(cx);
        }
        quick
    }

    fn is_blank(&self) -> bool {
        self.input.text().trim().is_empty()
    }

    /// Its draft: what is typed, and the record that was filled in for the user, for nothing else would know it.
    fn as_draft(&self, now: i64) -> Draft {
        let given = self.given.iter().filter_map(|(number, value)| {
            let key = self.collection.kind().field(number)?.key.to_string();
            let record = value.items().first()?.as_reference()?;
            Some((key, record.to_string()))
        });
        let line = (LINE.to_string(), self.input.text().to_string());
        let texts: BTreeMap<String, String> = given.chain([line]).collect();
        Draft {
            id: self.draft,
            kind: self.collection.key().to_string(),
            record: None,
            base: 0,
            at: now,
            title: format!("{} {}", self.title, self.input.text()),
            texts,
            quick: true,
        }
    }

    fn typed(&mut self, cx: &mut Context) {
        self.read(cx);
        cx.draft_soon();
    }

    fn save(&mut self, cx: &mut Context) {
        self.read(cx);
        let Some(fields) = self.fields.clone() else {
            let wrong = self
                .preview
                .iter()
                .find_map(|line| Some(format!("{} : {}", line.label, line.error.as_ref()?)));
            return cx.say(Tone::Error, wrong.unwrap_or_default());
        };
        // Kept until the store has it: a refused line is offered again.
        let draft = self.as_draft(cx.now);
        cx.ask(Ask::Close);
        cx.keep_draft(draft);
        let record = RecordRef::new(self.collection.kind(), cx.new_id());
        let subject = cx.words().name_in(record.kind, &fields);
        let step = step::of_one(Verb::Add, record, subject, &[]);
        let edit = step::edit(cx.catalog, record, fields, false);
        cx.commit(step, vec![edit], Waiting::Quick(self.draft));
    }
}

impl Surface for Quick {
    fn mode(&self) -> Mode {
        Mode::Quick
    }

    fn run(&mut self, command: Command, _: &mut Screen, cx: &mut Context) -> bool {
        let accepts = matches!(command, Command::Accept | Command::FormSave);
        if accepts {
            self.save(cx);
        }
        accepts
    }

    /// What was typed stays as a draft.
    fn leave(&mut self, _: &mut Screen, cx: &mut Context) {
        cx.ask(Ask::Close);
        if self.is_blank() {
            cx.drop_draft(self.draft);
        } else {
            cx.leave_draft(self.as_draft(cx.now));
        }
    }

    fn key(&mut self, key: Key, _: &mut Screen, cx: &mut Context) -> bool {
        let taken = self.input.key(key);
        if taken {
            self.typed(cx);
        }
        taken
    }

    fn paste(&mut self, text: &str, _: &mut Screen, cx: &mut Context) -> bool {
        self.input.insert(text);
        self.typed(cx);
        true
    }

    fn proposes(&self) -> bool {
        true
    }

    fn draft(&self, scene: &Scene) -> Option<Draft> {
        (!self.is_blank()).then(|| self.as_draft(scene.now))
    }
}
