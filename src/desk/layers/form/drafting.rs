//! A form's draft: what was typed is kept when it is left, and taken up again.

use std::collections::BTreeMap;

use ulid::Ulid;

use super::{Entry, Form, FormField};
use crate::desk::context::Context;
use crate::desk::message::Effect;
use crate::desk::status::Tone;
use crate::model::FieldType;
use crate::store::drafts::Draft;

impl Form {
    /// Its draft: what was typed, and for a new record also what was filled in for the user (what a call is
    /// about), for nothing else would know it.
    pub fn as_draft(&self, now: i64) -> Draft {
        let filled_in = |text: &str| self.record.is_none() && !text.is_empty();
        let texts: BTreeMap<String, String> = self
            .fields
            .iter()
            .filter(|at| at.entry.text() != at.initial || filled_in(&at.initial))
            .map(|at| (at.field.key.to_string(), at.entry.text()))
            .collect();
        Draft {
            id: self.draft,
            kind: self.kind.key().to_string(),
            record: self.record.map(|record| record.to_string()),
            base: self.base,
            at: now,
            title: self.title.clone(),
            texts,
            quick: false,
        }
    }

    /// It is left: what was typed stays as a draft.
    pub fn left(&self, cx: &mut Context) {
        if !self.changed {
            return;
        }
        if self.fields.iter().all(|at| at.entry.text() == at.initial) {
            return cx.drop_draft(self.draft);
        }
        cx.leave_draft(self.as_draft(cx.now));
    }

    /// Takes up the draft of the same record, or that of a new record of the same sort: same kind, and same
    /// choices and references filled in for the user (a call about the same body). Those of open forms are
    /// left to them.
    pub fn take_up_one(&mut self, open: &[Ulid], cx: &mut Context) {
        let record = self.record.map(|record| record.to_string());
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
                && draft.kind == self.kind.key()
                && draft.record == record
                && !open.contains(&draft.id)
                && !cx.work.is_saving(draft.id)
                && self.fields.iter().filter(sorts).all(told)
        };
        if let Some(draft) = cx.drafts.kept.iter().rev().find(same).cloned() {
            self.take_up(&draft, cx);
        }
    }

    /// Takes up that draft.
    pub fn take_up(&mut self, draft: &Draft, cx: &mut Context) {
        cx.say_word(Tone::Note, "form-draft-resumed");
        self.draft = draft.id;
        self.changed = true;
        cx.emit(Effect::TakeDraft(draft.id));
        if draft.base != 0 {
            self.base = draft.base;
        }
        for at in &mut self.fields {
            if let Some(text) = draft.texts.get(at.field.key) {
                at.entry = Entry::of(at.field, text);
            }
        }
    }
}
