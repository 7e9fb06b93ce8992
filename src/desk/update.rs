//! The one writer of the state: a message in, effects out.

use crate::model::{Date, Lang};
use crate::store::Changed;

use super::command::{Command, Need};
use super::layers::Layer;
use super::message::{Effect, Msg, Opened, Refused, Timer};
use super::pane::{Pane, PaneId};
use super::{Desk, Focus, Settings, Sheet, Standing, Status, Tone, Work};
use crate::catalog::{Catalog, Query};
use crate::theme::Ground;

/// How long the cursor rests before the sheet follows, in milliseconds.
pub const SETTLE_MS: u64 = 80;
/// How long a draft may lie behind the keys, in milliseconds.
pub const DRAFT_MS: u64 = 500;

impl Desk {
    /// A desk before its store is open. `seed` makes the ids of new records differ between sessions.
    pub fn new(settings: Settings, seed: u64) -> Desk {
        let lang = settings.texts.lang();
        let mut desk = Desk {
            settings,
            catalog: Catalog::new(lang),
            panes: [(PaneId::Tab(1), Pane::new(PaneId::Tab(1)))].into(),
            pane: PaneId::Tab(1),
            focus: Focus::List,
            sheet: Sheet::default(),
            today: Default::default(),
            layers: Vec::new(),
            completing: super::completing::Completing::default(),
            pending: Vec::new(),
            which_key: None,
            status: None,
            saved_at: None,
            journal: Vec::new(),
            drafts: Vec::new(),
            unkept: std::collections::BTreeSet::new(),
            checkpoint_failing: None,
            standing: Standing::Loading,
            progress: (0, 0),
            read_only: None,
            demo: false,
            width: 0,
            height: 0,
            now: 0,
            dirty: true,
            work: Work {
                seed,
                ..Work::default()
            },
        };
        desk.tell_findings();
        desk.ask_ground();
        desk
    }

    /// The language of the screen.
    pub fn lang(&self) -> Lang {
        self.settings.texts.lang()
    }

    /// Takes a message in; `now` is the time in milliseconds since 1970, UTC.
    pub fn update(&mut self, now: i64, msg: Msg) -> Vec<Effect> {
        self.now = now;
        let turned = self.turn_day();
        let undrawn = std::mem::replace(&mut self.dirty, true) || turned;
        match msg {
            Msg::Key(_)
            | Msg::Prefixed(_)
            | Msg::UnknownKey
            | Msg::Paste(_)
            | Msg::Unended(_)
            | Msg::Bare(_) => self.hear(msg),
            Msg::Resize(width, height) => {
                (self.width, self.height) = (width, height);
                self.refresh_sheet();
                self.settle_windows();
            }
            Msg::Opened(opened) => {
                self.opened(opened);
            }
            Msg::Unopened(refused) => {
                let reason = crate::locale::said(
                    &self.settings.texts,
                    "store",
                    refused.id,
                    &refused.arguments,
                );
                self.say(Tone::Error, reason.clone());
                self.standing = Standing::Unopened(reason);
                self.let_go();
            }
            Msg::Progress(read, expected) => self.progress = (read, expected),
            Msg::Part(catalog) => self.replace(catalog),
            Msg::Whole(catalog) => self.ready(catalog),
            Msg::Loaded(catalog) => {
                if let Some(catalog) = catalog {
                    self.ready(catalog);
                }
                self.welcome();
            }
            Msg::Committed(token, result) => {
                self.committed(token, result);
                self.let_go();
            }
            Msg::Undone(token, reversal, result) => {
                self.undone(token, reversal, result);
                self.let_go();
            }
            Msg::Followed(entries) => {
                for (heading, changed) in entries {
                    self.journal_grew(&heading);
                    self.journal.push(heading);
                    self.apply(changed);
                }
                self.refresh_all();
            }
            Msg::Found(generation, found) => self.found(generation, found),
            Msg::Ranked(pane, number, ranking) => self.ranked(pane, number, ranking),
            Msg::History(record, entries) => self.history_read(record, entries),
            Msg::Journal(before, headings) => self.journal_read(before, headings),
            Msg::Entry(sequence, rows) => self.entry_read(sequence, rows),
            Msg::Unread(sought, why) => self.unread(sought, &why),
            Msg::Read(name, reading) => self.import_read(&name, None, reading),
            Msg::ReportRead(at, reading) => self.report_read(at, reading),
            Msg::Copied(result) => self.copied(result),
            Msg::Edited(result) => self.edited(result),
            Msg::Timer(timer) => self.dirty = self.timer(timer) || undrawn,
            Msg::Settings(settings) => self.set(*settings),
            Msg::Chosen(settings, choice) => self.chosen(*settings, &choice),
            Msg::Ground(told) => self.dirty = self.ground(Ground::new(told)) || undrawn,
            Msg::Ended => self.store_ended(),
            Msg::DraftUnkept(id, why) => self.draft_unkept(id, &why),
            Msg::DraftKept(id) => {
                self.unkept.remove(&id);
            }
            Msg::Checkpointed(failing) => {
                // It stands at the top: that is shown, save to somebody who reads further down.
                let shown = self.pane != PaneId::Today || self.today.offset == 0;
                self.checkpoint_failing = failing;
                self.refresh_today();
                if shown {
                    self.today.top(self.layout().list_rows());
                }
            }
            Msg::Failed(reason) => self.say(Tone::Error, reason),
            Msg::Ending => self.save_drafts(),
        }
        std::mem::take(&mut self.work.effects)
    }

    /// The day it is.
    pub(super) fn today(&self) -> Date {
        Date::of_moment(self.now)
    }

    /// Goes by another day once it has come: what has passed by then stands elsewhere, and what filters
    /// mean by `today` is another day. Says whether it did.
    fn turn_day(&mut self) -> bool {
        let today = self.today();
        let before = self.catalog.day();
        if before == Some(today) {
            return false;
        }
        self.catalog.set_day(today);
        if before.is_none() {
            return false;
        }
        for pane in self.panes.values_mut() {
            pane.query = Query::among(&pane.collections, pane.filter.text(), today);
        }
        self.refresh_all();
        self.refresh_find();
        true
    }

    /// Nothing more can be saved: forms stay open, and their drafts are kept.
    fn store_ended(&mut self) {
        let reason = self.word("store-ended");
        self.work.waiting.clear();
        for layer in &mut self.layers {
            if let Layer::Form(form) = layer {
                form.saving = false;
                form.refusal = Some(reason.clone());
            }
            layer.unread(None, &reason);
        }
        self.say(Tone::Error, reason.clone());
        self.read_only = Some(reason);
        self.save_drafts();
        self.let_go();
    }

    /// Takes a fuller catalog; cursors stay on their records. Nothing is lost by it: no change is
    /// acknowledged before all is loaded.
    fn replace(&mut self, mut catalog: Catalog) {
        catalog.set_day(self.today());
        self.catalog = catalog;
        self.panes.values_mut().for_each(Pane::outdate);
        self.refresh();
        self.begin();
        self.refresh_sheet();
        self.settle_meaning();
    }

    fn ready(&mut self, mut catalog: Catalog) {
        tracing::info!(records = catalog.len(), "all loaded");
        self.standing = Standing::Ready;
        catalog.set_day(self.today());
        self.emit(Effect::Prepare(Box::new(catalog.clone())));
        self.replace(catalog);
        self.refresh_find();
    }

    pub(super) fn emit(&mut self, effect: Effect) {
        self.work.effects.push(effect);
    }

    pub(super) fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.status = Some(Status {
            tone,
            text: text.into(),
        });
    }

    pub(super) fn word(&self, key: &str) -> String {
        self.settings.texts.get(key).to_string()
    }

    pub(super) fn tell_findings(&mut self) {
        if let Some(first) = self.settings.findings.first() {
            let more = self.settings.findings.len() - 1;
            let text = self.settings.texts.format(
                "finding-at-start",
                &[("first", first.as_str().into()), ("more", more.into())],
            );
            self.say(Tone::Warning, text);
        } else if let Some(locale) = &self.settings.narrow_locale {
            let arguments = [("locale", locale.as_str().into())];
            let text = self.settings.texts.format("locale-narrow", &arguments);
            self.say(Tone::Warning, text);
        }
    }

    fn opened(&mut self, opened: Opened) {
        self.work.opened = true;
        let was_read_only = self.read_only.is_some();
        self.read_only = opened.read_only.map(|refused| self.reading_only(refused));
        self.journal = opened.journal;
        self.drafts = opened.drafts;
        self.demo = opened.demo;
        self.work.welcome = opened.welcome;
        if let Some(reason) = self.read_only.clone() {
            self.say(Tone::Warning, reason);
        } else if let Some(notice) = opened.notices.first() {
            let text = crate::locale::said(
                &self.settings.texts,
                "store",
                notice.id(),
                &notice.arguments(),
            );
            self.say(Tone::Warning, text);
        } else if was_read_only {
            let text = self.word("store-writable-again");
            self.say(Tone::Note, text);
        } else if !self.drafts.is_empty() {
            let text = self
                .settings
                .texts
                .format("drafts-wait", &[("n", self.drafts.len().into())]);
            self.say(Tone::Note, text);
        }
        self.refresh_today();
        // Shown before there was a journal to ask.
        self.show(self.sheet.record);
        self.let_go();
    }

    fn reading_only(&self, mut refused: Refused) -> String {
        let texts = &self.settings.texts;
        for (_, nobody) in &mut refused.arguments {
            if nobody.is_empty() {
                nobody.push_str(texts.get("author-unknown"));
            }
        }
        crate::locale::said(texts, "store-reading", refused.id, &refused.arguments)
    }

    fn welcome(&mut self) {
        if std::mem::take(&mut self.work.welcome) && self.read_only.is_none() {
            self.layers.push(Layer::Welcome);
            self.emit(Effect::Welcomed);
        }
    }

    /// Does what a timer was set for; says whether anything on the screen changed.
    fn timer(&mut self, timer: Timer) -> bool {
        match timer {
            Timer::Settle(generation) if generation == self.work.settle => self.follow_cursor(),
            Timer::WhichKey(generation) if generation == self.work.chord => {
                if self.pending.is_empty() {
                    return false;
                }
                self.which_key = Some(std::mem::take(&mut self.work.chord_rows));
                true
            }
            Timer::Draft => {
                self.work.draft_timer = false;
                self.save_drafts();
                self.pane == PaneId::Today
            }
            Timer::Settle(_) | Timer::WhichKey(_) => false,
        }
    }

    /// Whether a change must wait: for another under way, or for the store, whose records show
    /// before it is open for writing.
    pub(super) fn awaits(&self) -> bool {
        self.is_opening() || !self.work.waiting.is_empty()
    }

    /// Whether the store is still being opened for writing.
    pub fn is_opening(&self) -> bool {
        !self.work.opened && !matches!(self.standing, Standing::Unopened(_))
    }

    /// Whether a command changes records, or begins to, as things stand.
    pub(super) fn changes(&self, command: Command) -> bool {
        let proposes = matches!(
            self.layers.last(),
            Some(
                Layer::Chooser(_)
                    | Layer::Quick(_)
                    | Layer::Bulk(_)
                    | Layer::Confirm(_)
                    | Layer::SaveView(_)
            )
        );
        command.needs().contains(&Need::Writable)
            || proposes && matches!(command, Command::Accept | Command::FormSave)
    }

    pub(super) fn apply(&mut self, changed: Vec<Changed>) {
        for change in changed {
            match change {
                Changed::Put(record) => self.catalog.put(record),
                Changed::Gone(record) => {
                    self.catalog.remove(record);
                    self.sheet.marks.remove(&record);
                    self.panes.values_mut().for_each(|pane| {
                        pane.marks.remove(&record);
                    });
                }
            }
        }
        self.panes.values_mut().for_each(Pane::outdate);
    }

    /// Finds again what the screen shows, after the catalog or the settings changed.
    pub(super) fn refresh_all(&mut self) {
        self.panes.values_mut().for_each(Pane::outdate);
        self.refresh();
        self.refresh_sheet();
        self.refresh_today();
        self.settle_meaning();
    }

    /// After the records changed: what is shown is what is meant.
    fn settle_meaning(&mut self) {
        self.leave_gone();
        self.follow_cursor();
    }

    /// Finds the rows of the pane again and settles its window.
    pub(super) fn refresh(&mut self) {
        let (lang, height) = (self.lang(), self.layout().list_rows());
        if let Some(pane) = self.panes.get_mut(&self.pane) {
            pane.refresh(&self.catalog, lang);
            pane.settle(height);
        }
        self.rank();
        if self.pane == PaneId::Today {
            self.refresh_today();
        }
        if self.focus == Focus::List && self.sheet.record.is_none() {
            self.follow_cursor();
        }
    }

    fn settle_windows(&mut self) {
        let layout = self.layout();
        if let Some(pane) = self.panes.get_mut(&self.pane) {
            pane.settle(layout.list_rows());
        }
        self.sheet.content.settle(layout.sheet_rows());
        self.today.settle(layout.list_rows());
    }

    /// Asks for the sheet to follow the cursor once it rests.
    pub(super) fn moved(&mut self) {
        self.work.settle += 1;
        self.emit(Effect::After(SETTLE_MS, Timer::Settle(self.work.settle)));
    }

    /// Shows the record under the cursor in the sheet; says whether that is another one.
    pub(super) fn follow_cursor(&mut self) -> bool {
        if self.focus != Focus::List {
            return false;
        }
        let selected = self.current();
        let other = selected != self.sheet.record;
        if other {
            self.sheet.trail.clear();
            self.show(selected);
        }
        other
    }
}
