//! Drafts: what is typed in a form is kept through Esc, hang-up and kill, and offered again.

use std::collections::BTreeMap;

use ulid::Ulid;

use crate::model::{Collection, FieldType, Kind, RecordRef};
use crate::store::drafts::Draft;

use super::layers::Layer;
use super::layers::confirm::{Asked, Confirm};
use super::layers::form::{Entry, Form, FormField};
use super::message::{Effect, Refused, Timer};
use super::update::DRAFT_MS;
use super::{Desk, Tone};

impl Desk {
    /// Asks for a draft to be kept shortly, unless one is due already.
    pub(super) fn draft_soon(&mut self) {
        if !self.work.draft_timer {
            self.work.draft_timer = true;
            self.emit(Effect::After(DRAFT_MS, Timer::Draft));
        }
    }

    /// Keeps drafts of all forms in which something was typed since the last time.
    pub(super) fn save_drafts(&mut self) {
        let drafts: Vec<Draft> = self
            .layers
            .iter()
            .filter_map(|layer| match layer {
                Layer::Form(form) if form.changed && !form.saving => Some(self.draft_of(form)),
                Layer::Quick(quick) if !quick.input.text().trim().is_empty() => {
                    Some(self.quick_draft(quick))
                }
                _ => None,
            })
            .collect();
        for draft in drafts {
            self.keep(draft);
        }
    }

    pub(super) fn keep(&mut self, draft: Draft) {
        let same = |old: &Draft| old.id == draft.id && old.texts == draft.texts;
        if !self.unkept.contains(&draft.id) && self.drafts.iter().any(same) {
            return;
        }
        self.drafts.retain(|old| old.id != draft.id);
        self.drafts.push(draft.clone());
        self.emit(Effect::SaveDraft(draft));
        self.refresh_today();
    }

    /// The draft of a form: what was typed, and for a new record also what was filled in for the user
    /// (what a call is about), for nothing else would know it.
    fn draft_of(&self, form: &Form) -> Draft {
        let filled_in = |text: &str| form.record.is_none() && !text.is_empty();
        let texts: BTreeMap<String, String> = form
            .fields
            .iter()
            .filter(|at| at.entry.text() != at.initial || filled_in(&at.initial))
            .map(|at| (at.field.key.to_string(), at.entry.text()))
            .collect();
        Draft {
            id: form.draft,
            kind: form.kind.key().to_string(),
            record: form.record.map(|record| record.to_string()),
            base: form.base,
            at: self.now,
            title: form.title.clone(),
            texts,
            quick: false,
        }
    }

    /// A form was left: what was typed stays as a draft.
    pub(super) fn form_left(&mut self, form: Form) {
        if form.changed {
            if form.fields.iter().all(|at| at.entry.text() == at.initial) {
                return self.drop_draft(form.draft);
            }
            self.leave_draft(self.draft_of(&form));
        }
    }

    /// Keeps the draft of what was left, and says so; of one that could not be kept the answer says it.
    pub(super) fn leave_draft(&mut self, draft: Draft) {
        let id = draft.id;
        self.keep(draft);
        if !self.unkept.contains(&id) {
            let text = self.word("form-draft-kept");
            self.say(Tone::Note, text);
        }
    }

    pub(super) fn drop_draft(&mut self, id: Ulid) {
        if self.drafts.iter().any(|draft| draft.id == id) {
            self.drafts.retain(|draft| draft.id != id);
            self.unkept.remove(&id);
            self.emit(Effect::DropDraft(id));
            self.refresh_today();
        }
    }

    /// Puts the draft of the same record into the form on top, or that of a new record of the same sort:
    /// same kind, and same choices and references filled in for the user (a call about the same body).
    pub(super) fn take_up_draft(&mut self) {
        let Some(Layer::Form(form)) = self.layers.last() else {
            return;
        };
        let record = form.record.map(|record| record.to_string());
        let open: Vec<Ulid> = self
            .layers
            .iter()
            .filter_map(|layer| match layer {
                Layer::Form(other) => Some(other.draft),
                _ => None,
            })
            .collect();
        let sorts = |at: &&FormField| {
            let sort = matches!(
                at.field.kind,
                FieldType::Choice(_) | FieldType::Reference(_)
            );
            sort && record.is_none() && !at.initial.is_empty()
        };
        let same = |draft: &&Draft| {
            let told = |at: &FormField| draft.texts.get(at.field.key) == Some(&at.initial);
            !draft.quick
                && draft.kind == form.kind.key()
                && draft.record == record
                && !open.contains(&draft.id)
                && form.fields.iter().filter(sorts).all(told)
        };
        if let Some(draft) = self.drafts.iter().rev().find(same).cloned() {
            self.fill_from(&draft);
        }
    }

    fn fill_from(&mut self, draft: &Draft) {
        let text = self.word("form-draft-resumed");
        self.say(Tone::Note, text);
        if let Some(form) = self.top_form() {
            form.draft = draft.id;
            form.changed = true;
            if draft.base != 0 {
                form.base = draft.base;
            }
            for at in &mut form.fields {
                if let Some(text) = draft.texts.get(at.field.key) {
                    at.entry = Entry::of(at.field, text);
                }
            }
        }
    }

    /// Takes a draft up again, from *Today*.
    pub(super) fn resume(&mut self, id: Ulid) {
        let Some(draft) = self.drafts.iter().find(|draft| draft.id == id).cloned() else {
            return;
        };
        if let Some(collection) = Collection::by_key(&draft.kind).filter(|_| draft.quick) {
            return self.resume_quick(collection, &draft);
        }
        let record = draft
            .record
            .as_ref()
            .and_then(|text| text.parse::<RecordRef>().ok());
        match record.and_then(|record| self.catalog.get(record)).cloned() {
            Some(record) => {
                let form = self.form_of(&record);
                self.layers.push(Layer::Form(Box::new(form)));
                self.fill_from(&draft);
            }
            None => {
                if let Some(kind) = Kind::by_key(&draft.kind) {
                    let collection = Collection::All(kind);
                    self.open_new(collection, collection.defaults());
                    self.fill_from(&draft);
                }
            }
        }
    }

    /// A draft is in memory alone: says so, and why.
    pub(super) fn draft_unkept(&mut self, id: Ulid, why: &Refused) {
        self.unkept.insert(id);
        let reason = crate::locale::said(&self.settings.texts, "store", why.id, &why.arguments);
        let reason = [("reason", reason.as_str().into())];
        let text = self.settings.texts.format("draft-unkept", &reason);
        self.say(Tone::Error, text);
    }

    /// Quits; asks before where a draft would be lost by it.
    pub(super) fn quit(&mut self) {
        self.save_drafts();
        if self.unkept.is_empty() {
            return self.emit(Effect::Quit);
        }
        // There may be room by now.
        let unkept = self
            .drafts
            .iter()
            .filter(|draft| self.unkept.contains(&draft.id));
        let unkept: Vec<Draft> = unkept.cloned().collect();
        let details = unkept.iter().map(|draft| draft.title.clone()).collect();
        for draft in unkept {
            self.emit(Effect::SaveDraft(draft));
        }
        let question = self.word("ask-quit-unkept");
        self.layers
            .push(Layer::Confirm(Confirm::new(question, details, Asked::Quit)));
    }

    pub(super) fn ask_discard(&mut self) {
        if let Some(Layer::Form(form)) = self.layers.last() {
            let (asked, question) = (Asked::Discard(form.draft), self.word("ask-discard"));
            if form.changed {
                self.layers
                    .push(Layer::Confirm(Confirm::new(question, Vec::new(), asked)));
            } else {
                self.layers.pop();
            }
        }
    }
}
