//! What the store answers: changes made or refused, entries read, other desks' changes.

use std::collections::HashSet;

use ulid::Ulid;

use super::ask::Ask;
use super::context::{Context, Waiting};
use super::importing::Importing;
use super::layers::Layer;
use super::layers::form::Form;
use super::message::{Effect, Refused, Reversal, Sought};
use super::{Desk, Tone};
use crate::locale;
use crate::model::{Change, Heading, RecordRef};
use crate::store::{Changed, CommitError, Committed, UndoError, Undone};

impl Desk {
    /// A commit was made or refused.
    pub(super) fn committed(&mut self, token: u64, result: Result<Committed, CommitError>) {
        let waiting = self.work.waiting.remove(&token);
        match result {
            Ok(committed) => {
                let made = committed.changed.first().map(|changed| match changed {
                    Changed::Put(record) => record.reference(),
                    Changed::Gone(record) => *record,
                });
                self.taken(committed);
                self.saved(waiting, made);
                self.import(Importing::go_on);
            }
            Err(error) => {
                let (layers, _, mut cx) = self.parts();
                let words = cx.words().refused(error.id(), &error.arguments());
                cx.say(Tone::Error, words);
                match waiting {
                    Some(Waiting::Form(draft)) => {
                        let form = layers.iter_mut().find_map(|layer| form_of(layer, draft));
                        if let Some(form) = form {
                            form.refused(&error, &cx);
                        }
                    }
                    _ => self.importing.stop(),
                }
            }
        }
    }

    /// What waited for a commit goes on; the record that was made comes first among those changed.
    fn saved(&mut self, waiting: Option<Waiting>, made: Option<RecordRef>) {
        let (layers, screen, mut cx) = self.parts();
        match waiting {
            Some(Waiting::Form(draft)) => {
                cx.drop_draft(draft);
                let at = layers
                    .iter_mut()
                    .position(|layer| form_of(layer, draft).is_some());
                let Some(Layer::Form(form)) = at.map(|at| layers.remove(at)) else {
                    return;
                };
                let Some(made) = made.filter(|_| form.record.is_none()) else {
                    return;
                };
                match layers.last_mut() {
                    Some(Layer::Form(below)) if at > Some(0) => below.take_made(made, &mut cx),
                    _ if at > Some(0) => {}
                    _ => screen.select(made, &mut cx),
                }
            }
            Some(Waiting::Quick(draft)) => {
                cx.drop_draft(draft);
                if let Some(made) = made {
                    screen.select(made, &mut cx);
                }
            }
            Some(Waiting::Change) | None => {}
        }
    }

    /// An undo, redo or revert was made or refused.
    pub(super) fn undone(
        &mut self,
        token: u64,
        reversal: Reversal,
        result: Result<Undone, UndoError>,
    ) {
        self.work.waiting.remove(&token);
        let undone = match result {
            Ok(undone) => undone,
            Err(UndoError::Conflicts { conflicts, .. }) => {
                let (_, _, mut cx) = self.parts();
                let details = conflicts
                    .iter()
                    .map(|conflict| locale::conflict_words(cx.texts(), cx.catalog, conflict))
                    .collect();
                let question = cx.word("ask-undo-conflict");
                let forced = Reversal {
                    force: true,
                    ..reversal
                };
                return cx.question(question, details, Some(Ask::Reverse(forced)));
            }
            Err(error) => {
                let words = self.scene().words();
                let words = words.refused(error.id(), &error.arguments());
                return self.say(Tone::Error, words);
            }
        };
        self.taken(undone.committed);
        // What records have come to that were not undone, in the status line too.
        for (key, records) in [("undo-kept", undone.kept), ("undo-left", undone.left)] {
            let (_, _, cx) = self.parts();
            if let (Some(first), Some(status)) = (records.first(), cx.status.as_mut()) {
                let what = cx.scene.catalog.short(*first).unwrap_or_default();
                let told = [("n", records.len().into()), ("what", what.into())];
                let words = cx.scene.format(key, &told);
                status.text = format!("{} · {words}", status.text);
            }
        }
    }

    /// Takes in what the store has done.
    fn taken(&mut self, committed: Committed) {
        let words = self.scene().words();
        let made = words.made(&committed);
        let words = made.unwrap_or_else(|| words.heading(&committed.heading));
        self.say(Tone::Done, words);
        self.saved_at = Some(self.settings.texts.hour(committed.heading.at));
        self.follow(vec![(committed.heading, committed.changed)]);
        self.layers
            .retain(|layer| !matches!(layer, Layer::Welcome(_)));
        if let Some(record) = self.screen.sheet.record {
            self.emit(Effect::History(record));
        }
        if let Some(Layer::History(history)) = self.layers.last() {
            self.emit(Effect::History(history.record));
        }
    }

    /// Takes in entries of the journal, with what they changed.
    pub(super) fn follow(&mut self, entries: Vec<(Heading, Vec<Changed>)>) {
        for (heading, changed) in entries {
            let (layers, _, cx) = self.parts();
            for layer in layers {
                match layer {
                    Layer::Journal(journal) => journal.grew(&heading, &cx),
                    // What was marked is done with.
                    Layer::Entry(view) => view.marks.clear(),
                    _ => {}
                }
            }
            self.journal.push(heading);
            self.apply(changed);
        }
        let (_, screen, mut cx) = self.parts();
        screen.refresh_all(&mut cx);
    }

    fn apply(&mut self, changed: Vec<Changed>) {
        let mut gone = HashSet::new();
        for change in changed {
            match change {
                Changed::Put(record) => self.catalog.put(record),
                Changed::Gone(record) => {
                    self.catalog.remove(record);
                    gone.insert(record);
                }
            }
        }
        if !gone.is_empty() {
            self.screen.unmark(&|marked| gone.contains(marked));
        }
    }

    /// The history of a record was read, oldest entry first.
    pub(super) fn history_read(&mut self, record: RecordRef, entries: &[(Heading, Change)]) {
        let (layers, screen, cx) = self.parts();
        screen
            .sheet
            .journal_read(record, entries, screen.focus, &cx);
        for layer in layers {
            if let Layer::History(history) = layer
                && history.record == record
            {
                return history.read(entries, &cx);
            }
        }
    }

    /// Older entries of the journal were read.
    pub(super) fn journal_read(&mut self, before: u64, headings: &[Heading]) {
        let (layers, _, mut cx) = self.parts();
        for layer in layers {
            if let Layer::Journal(journal) = layer {
                journal.read(before, headings, &mut cx);
            }
        }
    }

    /// What was asked of the journal can't be read: says why, here and where it would stand.
    pub(super) fn unread(&mut self, sought: Sought, why: &Refused) {
        let (layers, _, mut cx) = self.parts();
        let reason = cx.words().refused(why.id, &why.arguments);
        let text = cx.format("journal-unread", &[("reason", reason.as_str().into())]);
        for layer in layers {
            layer.surface_mut().unread(Some(sought), &text);
        }
        cx.say(Tone::Error, text);
    }

    /// Nothing can be saved, for now and for that reason, or, without one, any more: forms stay open, and their
    /// drafts are kept.
    pub(super) fn store_ended(&mut self, stopped: Option<Refused>) {
        let words = self.scene().words();
        let reason = match stopped {
            // What is asked is answered all the same.
            Some(why) => words.reading_only(why.id, why.arguments),
            None => {
                let reason = self.scene().word("store-ended");
                self.work.waiting.clear();
                for layer in &mut self.layers {
                    layer.surface_mut().store_ended(&reason);
                    layer.surface_mut().unread(None, &reason);
                }
                reason
            }
        };
        self.say(Tone::Error, reason.clone());
        self.read_only = Some(reason);
        self.save_drafts();
        self.let_go();
    }

    pub(super) fn import(&mut self, act: impl FnOnce(&mut Importing, &mut Context)) {
        let mut importing = std::mem::take(&mut self.importing);
        act(&mut importing, &mut self.parts().2);
        self.importing = importing;
    }
}

/// The form of that draft, if the layer is it.
fn form_of(layer: &mut Layer, draft: Ulid) -> Option<&mut Form> {
    match layer {
        Layer::Form(form) if form.draft == draft => Some(form),
        _ => None,
    }
}
