//! What is answered to requests and jobs: changes made or refused, entries read, other desks' changes.

use std::collections::BTreeSet;

use super::ask::Ask;
use super::conflicting::{self, form_of};
use super::context::{Again, Context, Waiting};
use super::importing::{self, Importing};
use super::layers::Layer;
use super::layers::chooser::Chooser;
use super::layers::form::Form;
use super::leftover;
use super::message::{Answer, Asked, Effect, JobId, Refused, Reversal, Sought};
use super::{Desk, Tone, trashing};
use crate::catalog::Catalog;
use crate::locale;
use crate::model::{Change, Heading, RecordRef};
use crate::store::{Changed, CommitError, Committed, Rest, UndoError, Undone};

impl Desk {
    /// Takes an answer in; says whether anything on the screen changed.
    pub(super) fn answered(&mut self, id: JobId, answer: Answer) -> bool {
        match answer {
            Answer::Began | Answer::Done => return false,
            Answer::GivenUp => return self.work.waiting.remove(&id).is_some(),
            Answer::Committed(result) => {
                self.committed(id, result);
                self.let_go();
            }
            Answer::Undone(reversal, result) => {
                self.undone(id, reversal, result);
                self.let_go();
            }
            Answer::History(record, entries) => {
                self.history_read(record, &entries);
                compared(self, id, &entries);
            }
            Answer::Journal(before, headings) => {
                let (layers, _, mut cx) = self.parts();
                for layer in layers {
                    if let Layer::Journal(journal) = layer {
                        journal.read(before, &headings, &mut cx);
                    }
                }
            }
            Answer::Entry(sequence, rows) => {
                let mut views = self.layers.iter_mut().filter_map(|layer| match layer {
                    Layer::Entry(view) => Some(view),
                    _ => None,
                });
                if let Some(view) = views.find(|view| view.head.heading.sequence == sequence) {
                    view.read(rows);
                }
            }
            Answer::Unread(sought, why) => {
                self.unread(sought, &why);
                compared(self, id, &[]);
            }
            Answer::Found(found) => {
                let (layers, screen, cx) = self.parts();
                let finds = layers.iter_mut().rev();
                let find = finds.into_iter().find_map(|layer| match layer {
                    Layer::Find(find) => Some(find),
                    _ => None,
                });
                if let Some(find) = find {
                    find.found(id, found, screen, &cx);
                }
            }
            Answer::Ranked(pane, ranking) => {
                let (_, screen, mut cx) = self.parts();
                screen.ranked(pane, id, ranking, &mut cx);
            }
            Answer::Gathered(gathered) => {
                let (_, screen, cx) = self.parts();
                let focus = screen.focus;
                return screen.sheet.take_gathered(id, *gathered, focus, &cx);
            }
            Answer::Sifted(pane, sifted) => {
                let (_, screen, mut cx) = self.parts();
                screen.sifted(pane, id, sifted, &mut cx);
            }
            Answer::Told(pane) => {
                let (_, screen, mut cx) = self.parts();
                screen.told(pane, id, &mut cx);
            }
            Answer::Planned(planned) => {
                let mut importing = std::mem::take(&mut self.importing);
                let (layers, _, mut cx) = self.parts();
                importing.answered(id, *planned, layers, &mut cx);
                self.importing = importing;
            }
            Answer::Previewed(rows) => {
                let (layers, _, mut cx) = self.parts();
                for layer in layers {
                    if let Layer::Bulk(bulk) = layer {
                        return bulk.previewed(id, rows, &mut cx);
                    }
                }
                cx.let_go(rows);
            }
            Answer::Changed(commit) => {
                // Made of records that are shown no more it is not wanted any more.
                if self.work.waiting.remove(&id).is_some() {
                    self.parts().2.changed(*commit);
                }
            }
            Answer::Twins(found) => {
                let (layers, _, cx) = self.parts();
                let reviews = layers.iter_mut().filter_map(|layer| match layer {
                    Layer::Review(review) => Some(review),
                    _ => None,
                });
                if let Some(review) = reviews.into_iter().find(|at| at.asked == Some(id)) {
                    review.found(*found, &cx);
                }
            }
            Answer::Merged(commit, bundles) => {
                if self.work.waiting.remove(&id).is_some() {
                    let (_, _, mut cx) = self.parts();
                    match commit.edits.is_empty() {
                        true => cx.say_word(Tone::Note, "merge-nothing"),
                        false => cx.send_many(*commit, Again::Groups(bundles)),
                    }
                }
            }
            Answer::Copied(copyable) => {
                let (layers, _, cx) = self.parts();
                let is_wanted = cx.work.copies.take_if(|copies| *copies == id).is_some();
                // Who went on to something else wants no menu over it.
                if is_wanted && layers.is_empty() {
                    *cx.status = None;
                    layers.extend(Chooser::of_copyable(copyable, false, &cx).map(Layer::from));
                }
            }
            Answer::Weighed(weighed) => {
                let (layers, _, mut cx) = self.parts();
                if trashing::take_awaiting(id, layers) {
                    trashing::ask_to_delete(*weighed, &mut cx);
                }
            }
            Answer::TrashWeighed(emptied) => {
                let (layers, _, mut cx) = self.parts();
                if trashing::take_awaiting(id, layers) {
                    trashing::ask_by(&emptied, &mut cx);
                }
            }
            Answer::Marked(pane, marks) => {
                let (_, screen, _) = self.parts();
                return screen.marked_all(pane, id, marks);
            }
            Answer::TakenIn(catalog) => return self.taken_in(id, *catalog),
            Answer::Mended(path, Ok(bytes)) => {
                let id = self.work.number();
                self.emit(Effect::KeepBeside(id, path, bytes));
            }
            Answer::Kept(Ok(path)) => {
                let told = [("path", path.display().to_string().into())];
                let (_, _, mut cx) = self.parts();
                let words = cx.format("import-refused-kept", &told);
                cx.say(Tone::Done, words);
            }
            Answer::MappingKept(name, kept) => {
                let (layers, _, mut cx) = self.parts();
                importing::mapping_kept(name, kept, layers, &mut cx);
            }
            Answer::MappingDropped(name, dropped) => {
                let (layers, _, mut cx) = self.parts();
                importing::mapping_dropped(name, dropped, layers, &mut cx);
            }
            Answer::Mended(_, Err(why)) | Answer::Kept(Err(why)) => self.say(Tone::Error, why),
            Answer::Settings(settings) => self.set(*settings),
            Answer::Chosen(settings, choice) => self.chosen(*settings, &choice),
            Answer::Broken => {
                self.work.waiting.remove(&id);
                self.taking.broken(id);
                self.layers
                    .retain(|layer| !matches!(layer, Layer::Planning(view) if view.job == id));
                for layer in &mut self.layers {
                    match layer {
                        Layer::Import(preview) if preview.asked == Some(id) => preview.broken(),
                        Layer::Review(review) if review.asked == Some(id) => review.asked = None,
                        _ => {}
                    }
                }
                let (_, screen, mut cx) = self.parts();
                screen.broken(id, &mut cx);
                cx.say_word(Tone::Error, "job-broken");
            }
            Answer::Ended => self.store_ended(None),
        }
        true
    }

    /// A commit was made or refused.
    fn committed(&mut self, token: JobId, result: Result<Rest, CommitError>) {
        let waiting = self.work.waiting.remove(&token);
        let again = self.work.again.remove(&token);
        match result {
            Ok(Rest { committed, left }) => {
                let made = committed.changed.first().map(Changed::record);
                self.taken(committed);
                self.saved(waiting, made);
                if let Some(again) = again {
                    leftover::come_back(self, again, &left);
                }
                if self.taking.progress().is_none() {
                    self.import(Importing::go_on);
                }
            }
            Err(error) => match waiting {
                Some(Waiting::Form(draft)) => conflicting::refused(self, draft, &error),
                _ if leftover::all_comes_back(self, again, &error) => {}
                _ => {
                    let words = self.scene().words().uncommitted(&error);
                    self.say(Tone::Error, words);
                    self.importing.stop();
                }
            },
        }
    }

    /// What waited for a commit goes on; the record that was made comes first among those changed.
    fn saved(&mut self, waiting: Option<Waiting>, made: Option<RecordRef>) {
        let of_draft = |form: &mut Form| waiting == Some(Waiting::Form(form.draft));
        let aside = self.aside.extract_if(.., of_draft).next();
        let (layers, screen, mut cx) = self.parts();
        match waiting {
            Some(Waiting::Form(draft)) => {
                cx.drop_draft(draft);
                let at = layers
                    .iter_mut()
                    .position(|layer| form_of(layer, draft).is_some());
                let is_aside = aside.is_some();
                let shown = at.map(|at| layers.remove(at));
                let Some(Layer::Form(form)) = shown.or(aside.map(Layer::from)) else {
                    return;
                };
                if let (Some(merged), Some(status)) = (&form.merged, cx.status.as_mut()) {
                    status.text = format!("{} · {merged}", status.text);
                }
                let Some(made) = made.filter(|_| form.record.is_none() && !is_aside) else {
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
            Some(Waiting::Compared(_) | Waiting::Change | Waiting::Many) | None => {}
        }
    }

    /// An undo, redo or revert was made or refused.
    fn undone(&mut self, token: JobId, reversal: Reversal, result: Result<Undone, UndoError>) {
        self.work.waiting.remove(&token);
        let undone = match result {
            Ok(undone) => undone,
            Err(UndoError::Conflicts {
                conflicts, stands, ..
            }) => {
                let (_, _, mut cx) = self.parts();
                let details = conflicts
                    .iter()
                    .map(|conflict| locale::conflict_words(cx.texts(), cx.catalog, conflict))
                    .collect();
                let rest = Reversal {
                    rest: true,
                    ..reversal.clone()
                };
                let all = Reversal {
                    force: true,
                    ..reversal
                };
                let all = Ask::Reverse(all);
                if !stands {
                    let question = cx.word("ask-undo-overtaken");
                    return cx.question(question, details, Some(all));
                }
                let question = cx.word("ask-undo-conflict");
                return cx.choice(question, details, Ask::Reverse(rest), all);
            }
            Err(UndoError::Nothing(_)) if reversal.rest => {
                return self
                    .parts()
                    .2
                    .say_word(Tone::Warning, "undo-nothing-stands");
            }
            Err(error) => {
                let words = self.scene().words();
                let words = words.refused(error.id(), &error.arguments());
                return self.say(Tone::Error, words);
            }
        };
        self.taken(undone.committed);
        // What records have come to that were not undone, in the status line too.
        let left = match reversal.rest {
            true => "undo-rest",
            false => "undo-left",
        };
        for (key, records) in [("undo-kept", undone.kept), (left, undone.left)] {
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
        self.work.own.insert(committed.heading.sequence);
        self.saved_at = Some(self.settings.texts.hour(committed.heading.at));
        self.follow(vec![(committed.heading, committed.changed)]);
        self.layers
            .retain(|layer| !matches!(layer, Layer::Welcome(_)));
    }

    /// Takes in entries of the journal, with what they changed.
    pub(super) fn follow(&mut self, entries: Vec<(Heading, Vec<Changed>)>) {
        let mut all = Vec::new();
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
            match all.is_empty() {
                true => all = changed,
                false => all.extend(changed),
            }
        }
        let (layers, _, mut cx) = self.parts();
        conflicting::moved(&all, layers, &mut cx);
        ask_for_histories(&all, self);
        if self.screen.has_any_marks() {
            let gone = Catalog::gone(&all);
            self.screen.unmark(&|marked| gone.contains(marked));
        }
        let shows = self.taking.arrive(all, &mut self.catalog, &mut self.work);
        let (_, screen, mut cx) = self.parts();
        match shows {
            true => screen.refresh_all(&mut cx),
            false => screen.refresh_today(&cx),
        }
        if shows {
            refresh_proposals(self);
        }
    }

    /// The records are there with a large change in them; says whether they show.
    fn taken_in(&mut self, id: JobId, mut aside: Catalog) -> bool {
        aside.set_day(self.scene().today());
        let shows = self
            .taking
            .taken(id, aside, &mut self.catalog, &mut self.work);
        if shows {
            let (_, screen, mut cx) = self.parts();
            screen.refresh_all(&mut cx);
            refresh_proposals(self);
            self.find_again();
            self.import(Importing::go_on);
        }
        shows
    }

    /// The history of a record was read, oldest entry first.
    fn history_read(&mut self, record: RecordRef, entries: &[(Heading, Change)]) {
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

    /// What was asked of the journal can't be read: says why, here and where it would stand.
    fn unread(&mut self, sought: Sought, why: &Refused) {
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
                self.aside.clear();
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

/// What is to be saved waits for another desk, for longer than anybody can see: whatever is typed next goes on. Without
/// a reason: it waits no more.
pub(super) fn awaited(desk: &mut Desk, why: Option<Refused>) {
    let (_, _, mut cx) = desk.parts();
    let words = why.map(|why| cx.words().awaiting(why));
    if let Some(words) = &words {
        cx.say(Tone::Warning, words.clone());
    }
    cx.work.awaited = words;
    desk.let_go();
}

/// What was asked about the record of a form, if it was, is here.
fn compared(desk: &mut Desk, id: JobId, entries: &[(Heading, Change)]) {
    if let Some(Waiting::Compared(draft)) = desk.work.waiting.remove(&id) {
        conflicting::compared(desk, draft, entries);
        desk.let_go();
    }
}

/// What a bulk edit would do is told by the records as they are now.
fn refresh_proposals(desk: &mut Desk) {
    let (layers, _, mut cx) = desk.parts();
    for layer in layers {
        match layer {
            Layer::Bulk(bulk) => bulk.refresh(&mut cx),
            Layer::Import(preview) => preview.refresh(&mut cx),
            Layer::Review(review) => review.refresh(&cx),
            Layer::Merge(merge) => merge.refresh(&cx),
            _ => {}
        }
    }
}

/// The histories that are shown of records that changed are read again.
fn ask_for_histories(changed: &[Changed], desk: &mut Desk) {
    let shown = desk.layers.iter().filter_map(|layer| match layer {
        Layer::History(history) => Some(history.record),
        _ => None,
    });
    let shown: BTreeSet<RecordRef> = shown.chain(desk.screen.sheet.record).collect();
    let changed = changed
        .iter()
        .map(Changed::record)
        .filter(|at| shown.contains(at));
    let changed: BTreeSet<RecordRef> = changed.collect();
    for record in changed {
        desk.parts().2.ask_store(Asked::History(record));
    }
}
