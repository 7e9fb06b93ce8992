//! The one writer of the state: a message in, effects out.

use super::context::Work;
use super::heard::Heard;
use super::ids::Ids;
use super::importing::Importing;
use super::jobs::HowFar;
use super::layers::Layer;
use super::layers::welcome::Welcome;
use super::message::{Arrival, Effect, Job, JobId, Msg, Opened, Timer};
use super::pane::PaneId;
use super::presence::Presence;
use super::recent::Recent;
use super::screen::Screen;
use super::taking::Taking;
use super::{Desk, Settings, Standing, Tone};
use super::{answering, asking, attending, conflicting, editing, renewing};
use crate::catalog::Catalog;
use crate::store::Notice;
use crate::theme::Ground;

impl Desk {
    /// A desk before its store is open. `seed` makes the ids of new records differ between sessions.
    pub fn new(settings: Settings, seed: u64) -> Desk {
        let catalog = Catalog::new(settings.texts.here().clone());
        let mut desk = Desk {
            settings,
            catalog,
            screen: Screen::default(),
            layers: Vec::new(),
            aside: Vec::new(),
            pending: Vec::new(),
            which_key: None,
            status: None,
            saved_at: None,
            recent: Recent::default(),
            journal: Vec::new(),
            drafts: super::drafts::Drafts::default(),
            checkpoint_failing: None,
            standing: Standing::Loading,
            progress: (0, 0),
            read_only: None,
            demo: false,
            width: 0,
            height: 0,
            now: 0,
            dirty: true,
            opened: false,
            welcome: false,
            work: Work {
                ids: Ids { seed },
                ..Work::default()
            },
            heard: Heard::default(),
            importing: Importing::default(),
            taking: Taking::default(),
            presence: Presence::default(),
            renewing: false,
        };
        desk.tell_findings();
        desk.ask_ground();
        desk
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
                let (_, screen, cx) = self.parts();
                screen.refresh_sheet(&cx);
                screen.settle_windows(&cx);
            }
            Msg::Opened(opened) => self.opened(opened),
            Msg::Unopened(refused) => {
                let words = self.scene().words();
                let reason = words.refused(refused.id, &refused.arguments);
                self.say(Tone::Error, reason.clone());
                self.standing = Standing::Unopened(reason);
                self.let_go();
            }
            Msg::Stopped(refused) => self.store_ended(Some(refused)),
            Msg::Progress(read, expected) => self.progress = (read, expected),
            Msg::Part(catalog) => self.replace(catalog),
            Msg::Whole(catalog) => self.ready(catalog),
            Msg::Loaded(catalog) => {
                if let Some(catalog) = catalog {
                    let renewing = self.renewing;
                    if renewing {
                        renewing::rebase(self, &catalog);
                    }
                    self.ready(catalog);
                    if renewing {
                        renewing::end(self);
                    }
                }
                if std::mem::take(&mut self.welcome) && self.read_only.is_none() {
                    self.layers.push(Welcome.into());
                    self.emit(Effect::Welcomed);
                }
            }
            Msg::Awaited(why) => answering::awaited(self, why),
            Msg::Followed(entries) => {
                self.recent.mark(&entries, now, &mut self.work.effects);
                self.follow(entries);
            }
            Msg::Answer(id, answer) => self.dirty = self.answered(id, answer) || undrawn,
            Msg::Progressed(id, far) => {
                let shown = match self.layers.iter_mut().find_map(|layer| far_of(layer, id)) {
                    Some(shown) => shown.replace(far) != Some(far),
                    None => self.taking.progressed(id, far) || self.screen.progressed(id, far),
                };
                self.dirty = shown || undrawn;
            }
            Msg::Copied(Err(reason)) => self.say(Tone::Error, reason),
            Msg::Copied(Ok(arrival)) => {
                let key = match arrival {
                    Arrival::Kept => "copy-kept",
                    Arrival::Sent => "copy-sent",
                };
                self.parts().2.say_word(Tone::Done, key);
            }
            Msg::Edited(edited) => {
                let (layers, _, mut cx) = self.parts();
                editing::ended(edited, layers, &mut cx);
            }
            Msg::Timer(timer) => self.dirty = self.timer(timer) || undrawn,
            Msg::Ground(told) => self.dirty = self.ground(Ground::new(told)) || undrawn,
            Msg::Ended => self.store_ended(None),
            Msg::DraftUnkept(id, why) => {
                self.drafts.unkept.insert(id);
                let scene = self.scene();
                let reason = scene.words().refused(why.id, &why.arguments);
                let text = scene.format("draft-unkept", &[("reason", reason.as_str().into())]);
                self.say(Tone::Error, text);
            }
            Msg::DraftUntaken(id, why) => asking::untaken(self, id, why),
            Msg::DraftKept(id) => {
                self.drafts.unkept.remove(&id);
            }
            Msg::Checkpointed(failing) => {
                self.checkpoint_failing = failing;
                let (_, screen, cx) = self.parts();
                screen.care(&cx);
            }
            Msg::Present(present) => self.dirty = attending::taken(self, present) || undrawn,
            Msg::Failed(why) => {
                let words = self.scene().words().refused(why.id, &why.arguments);
                self.say(Tone::Error, words);
            }
            Msg::Ending => self.save_drafts(),
        }
        self.carry_out();
        conflicting::make_room(self);
        if std::mem::take(&mut self.drafts.changed) {
            let (_, screen, cx) = self.parts();
            screen.refresh_today(&cx);
        }
        attending::tell(self);
        let (_, screen, mut cx) = self.parts();
        screen.sheet.gather(&mut cx);
        std::mem::take(&mut self.work.effects)
    }

    /// Goes by another day once it has come: what has passed by then stands elsewhere, and what filters
    /// mean by `today` is another day. Says whether it did.
    fn turn_day(&mut self) -> bool {
        let today = self.scene().today();
        let before = self.catalog.day();
        if before == Some(today) {
            return false;
        }
        self.catalog.set_day(today);
        if before.is_none() {
            return false;
        }
        let (_, screen, mut cx) = self.parts();
        for pane in screen.lists_mut() {
            pane.read_filter(today);
        }
        screen.refresh_all(&mut cx);
        self.find_again();
        true
    }

    /// Finds again what is being looked for, among the records that there are now.
    pub(super) fn find_again(&mut self) {
        let (layers, _, mut cx) = self.parts();
        if let Some(Layer::Find(find)) = layers.last_mut() {
            find.search(&mut cx);
        }
    }

    /// Whether an answer to what was typed last is still to come.
    pub fn awaits_answer(&self) -> bool {
        self.top().is_some_and(|surface| surface.awaits_answer())
    }

    /// Takes a fuller catalog; cursors stay on their records. Nothing is lost by it: no change is
    /// acknowledged before all is loaded.
    fn replace(&mut self, mut catalog: Catalog) {
        catalog.set_day(self.scene().today());
        self.taking.give_up(&mut self.work);
        let before = std::mem::replace(&mut self.catalog, catalog);
        self.work.begin(Job::LetGo(Box::new(before)));
        let (_, screen, mut cx) = self.parts();
        screen.outdate();
        screen.forget_sifted(&mut cx);
        screen.refresh(&mut cx);
        screen.begin(&cx);
        screen.refresh_sheet(&cx);
        screen.settle_meaning(&mut cx);
    }

    fn ready(&mut self, mut catalog: Catalog) {
        tracing::info!(records = catalog.len(), "all loaded");
        self.standing = Standing::Ready;
        catalog.set_day(self.scene().today());
        self.work.begin(Job::Prepare(Box::new(catalog.clone())));
        self.replace(catalog);
        self.find_again();
    }

    fn opened(&mut self, opened: Opened) {
        self.opened = true;
        if opened.notices.iter().any(Notice::is_another_store) {
            renewing::begin(self);
        }
        self.presence.opened(self.now);
        let was_read_only = self.read_only.is_some();
        self.read_only = opened.read_only.map(|refused| {
            self.scene()
                .words()
                .reading_only(refused.id, refused.arguments)
        });
        self.journal = opened.journal;
        let effects = &mut self.work.effects;
        self.drafts.take_over(opened.drafts, effects);
        self.drafts.left = opened.left;
        self.demo = opened.demo;
        self.welcome = opened.welcome;
        let (_, screen, mut cx) = self.parts();
        if let Some(notice) = opened.notices.first() {
            let words = cx.words().notice(notice, cx.now);
            cx.say(Tone::Warning, words);
        } else if let Some(reason) = cx.read_only {
            cx.say(Tone::Warning, reason);
        } else if was_read_only {
            cx.say_word(Tone::Note, "store-writable-again");
        } else if !cx.drafts.kept.is_empty() {
            let text = cx.format("drafts-wait", &[("n", cx.drafts.kept.len().into())]);
            cx.say(Tone::Note, text);
        }
        screen.refresh_today(&cx);
        // Shown before there was a journal to ask.
        screen.show(screen.sheet.record, &mut cx);
        self.let_go();
    }

    /// Does what a timer was set for; says whether anything on the screen changed.
    fn timer(&mut self, timer: Timer) -> bool {
        match timer {
            Timer::Settle(generation) if generation == self.work.settle => {
                let (_, screen, mut cx) = self.parts();
                screen.follow_cursor(&mut cx)
            }
            Timer::WhichKey(generation) if generation == self.heard.chord => {
                if self.pending.is_empty() {
                    return false;
                }
                self.which_key = Some(std::mem::take(&mut self.heard.rows));
                true
            }
            Timer::Draft => {
                self.drafts.due = false;
                self.save_drafts();
                self.screen.pane == PaneId::Today
            }
            Timer::Fade => {
                self.recent.fade(self.now, &mut self.work.effects);
                true
            }
            Timer::Settle(_) | Timer::WhichKey(_) => false,
        }
    }
}

/// What shows how far that planning is, if the layer does.
fn far_of(layer: &mut Layer, id: JobId) -> Option<&mut Option<HowFar>> {
    match layer {
        Layer::Planning(view) if view.job == id => Some(&mut view.far),
        Layer::Import(preview) if preview.asked == Some(id) => Some(&mut preview.far),
        Layer::Review(review) if review.asked == Some(id) => Some(&mut review.far),
        _ => None,
    }
}
