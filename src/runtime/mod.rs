//! The runtime performs the desk's effects on threads of its own and sends the replies back as
//! messages. The terminal's own effects (copy, editor, suspend, redraw, quit) it hands back.

pub mod demo;
pub mod edited;
pub mod file;
mod keeper;
mod kept;
mod left;
pub mod mappings;
pub mod place;
mod post;
mod presence;
pub mod session;
pub mod settings;
pub mod surroundings;
mod timers;
pub mod watch;
mod workers;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::time::Duration;

use crate::config::{Setting, Wanted};
use crate::desk::message::{
    Answer, Asked, Choice, Edited, Effect, JobId, Msg, OPENING, Refused, Timer,
};
use crate::model::{Here, Lang};
use crate::store::{Trouble, homes};
use place::Place;
pub use post::Post;
use surroundings::Surroundings;

/// What only the terminal can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Put a text on the clipboard.
    Copy(String),
    /// Edit a file in the user's editor.
    Editor(PathBuf),
    /// Stop until SIGCONT.
    Suspend,
    /// Draw everything again.
    Redraw,
    /// Ask for the terminal's background.
    AskGround,
    /// Send that timer after so many milliseconds, where nobody goes by the clock.
    After(u64, Timer),
    /// End the program.
    Quit,
}

/// How timers run: by the clock, or, in scripts, as soon as nothing else is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// By the clock.
    Real,
    /// Held back for the script to release.
    Script,
}

/// The threads that do the desk's work.
pub struct Runtime {
    post: Post,
    presence: presence::Presence,
    /// `None` where there is no inotify.
    watch: Option<watch::Watch>,
    store: keeper::Asker,
    drafts: Sender<keeper::DraftRequest>,
    desktop: edited::Desktop,
    folder: PathBuf,
    workers: workers::Workers,
    memory: mappings::Memory,
    timers: Option<timers::Timers>,
    threads: Vec<std::thread::JoinHandle<()>>,
    hurried: Arc<AtomicBool>,
    /// What the store has not answered yet, and what the workers have not.
    asked: BTreeSet<JobId>,
    begun: BTreeSet<JobId>,
    /// Whether another desk keeps what was asked of the store waiting.
    awaited: bool,
    surroundings: Surroundings,
    marker: Option<PathBuf>,
}

impl Runtime {
    /// Starts the threads; opening and loading the store begins at once. `lang` is the language of the
    /// choices that stand in titles.
    pub fn start(
        place: Place,
        surroundings: Surroundings,
        lang: Lang,
        clock: Clock,
        post: Post,
    ) -> Runtime {
        let (store, calls) = mpsc::channel();
        let (mut requests, ear) = keeper::Requests::new(calls, store.clone());
        let (drafts, draft_requests) = mpsc::channel();
        let state = surroundings.state_dir();
        let marker = state.as_ref().map(|dir| dir.join("welcomed"));
        let folder = place.folder().to_path_buf();
        let stays = matches!(place, Place::Folder(_)).then_some(&*folder);
        let memory = mappings::Memory::of(&surroundings, stays);
        let (drafts_of, draft_post) = (folder.clone(), post.clone());
        let shown = match clock {
            Clock::Real => presence::SHOWN,
            Clock::Script => Duration::ZERO,
        };
        let presence =
            presence::Presence::start(&folder, surroundings.whence(), shown, post.clone());
        let teller = presence.teller().clone();
        let stir = move |stirred| match stirred {
            watch::Stirred::Here => teller.look(),
            stirred => ear.hear(stirred),
        };
        // Before anything is read, so that nothing is missed.
        let watch = watch::Watch::start(&folder, stir)
            .inspect_err(|error| tracing::warn!(%error, "the store can't be watched"))
            .ok();
        match watch.as_ref().map(watch::Watch::wish) {
            Some(Ok(wish)) => presence.teller().watched(wish),
            Some(Err(error)) => tracing::warn!(%error, "who is here can't be watched"),
            None => requests.unwatched(),
        }
        // Where it can't be told nobody is welcomed twice.
        let welcomed = marker
            .as_ref()
            .is_some_and(|marker| !matches!(crate::store::there::named(marker), Ok(None)));
        let hurried = Arc::<AtomicBool>::default();
        let here = Here {
            lang,
            zone: surroundings.zone().clone(),
        };
        let keeper = keeper::Keeper::new(
            place,
            here,
            !welcomed,
            post.clone(),
            hurried.clone(),
            state.clone(),
        );
        let threads = [
            std::thread::Builder::new()
                .name("store".into())
                .spawn(move || keeper.run(requests)),
            std::thread::Builder::new()
                .name("drafts".into())
                .spawn(move || {
                    keeper::keep_drafts(&drafts_of, state, &draft_requests, &draft_post)
                }),
        ];
        Runtime {
            presence,
            watch,
            store: keeper::Asker::new(store),
            drafts,
            desktop: edited::Desktop::default(),
            folder,
            workers: workers::Workers::start(&post, memory.clone()),
            memory,
            timers: (clock == Clock::Real).then(|| timers::Timers::start(post.clone())),
            threads: threads.into_iter().flatten().collect(),
            asked: [OPENING].into(),
            begun: BTreeSet::new(),
            awaited: false,
            hurried,
            surroundings,
            marker,
            post,
        }
    }

    /// Performs an effect; hands back what only the terminal can do.
    pub fn perform(&mut self, effect: Effect) -> Option<Order> {
        match effect {
            Effect::Ask(id, asked) => self.ask(id, asked),
            Effect::Begin(id, job) => {
                self.begun.insert(id);
                self.workers.begin(id, job);
            }
            Effect::Cancel(id) => self.workers.cancel(id),
            Effect::SaveDraft(draft) => self.draft(keeper::DraftRequest::Save(draft)),
            Effect::TakeDraft(id) => self.draft(keeper::DraftRequest::Take(id)),
            Effect::DropDraft(id) => self.draft(keeper::DraftRequest::Drop(id)),
            Effect::After(milliseconds, timer) => match &self.timers {
                Some(timers) => timers.after(milliseconds, timer),
                None => return Some(Order::After(milliseconds, timer)),
            },
            Effect::Welcomed => self.welcomed(),
            Effect::ReadSettings(id, wanted) => self.aside(id, move |surroundings| {
                Answer::Settings(Box::new(settings::read(surroundings, &wanted)))
            }),
            Effect::Choose(id, wanted, setting, value) => {
                self.aside(id, move |surroundings| {
                    choose(surroundings, wanted, setting, value)
                });
            }
            Effect::KeepBeside(id, path, bytes) => self.aside(id, move |_| {
                let kept = file::keep_beside(&path, &bytes);
                Answer::Kept(kept.map_err(|error| format!("{}: {error}", path.display())))
            }),
            Effect::KeepMapping(id, kind, name, mapping) => {
                let memory = self.memory.clone();
                self.aside(id, move |_| {
                    let kept = memory.keep(kind, &name, &mapping);
                    Answer::MappingKept(name, kept)
                });
            }
            Effect::DropMapping(id, name) => {
                let memory = self.memory.clone();
                self.aside(id, move |_| {
                    let dropped = memory.drop(&name);
                    Answer::MappingDropped(name, dropped)
                });
            }
            Effect::Remember(id, learnt) => {
                let memory = self.memory.clone();
                self.aside(id, move |_| {
                    memory.learn(learnt);
                    Answer::Done
                });
            }
            Effect::SeeGround(ground) => {
                let surroundings = self.surroundings.clone();
                std::thread::spawn(move || kept::see(&surroundings, ground));
            }
            Effect::AskGround => return Some(Order::AskGround),
            Effect::Copy(text) => return Some(Order::Copy(text)),
            Effect::Editor(wanted) => match self.desktop.lay(self.home(), *wanted) {
                Ok(path) => return path.map(Order::Editor),
                Err(edited) => (self.post)(Msg::Edited(*edited)),
            },
            Effect::EditorDone => self.desktop.done(&self.drafts),
            Effect::Suspend => return Some(Order::Suspend),
            Effect::Redraw => return Some(Order::Redraw),
            Effect::At(at) => self.presence.teller().at(at),
            Effect::Quit => return Some(Order::Quit),
        }
        None
    }

    /// What the desk is told of an editor's end; nothing where none had a text.
    pub fn edited(&self, ended: edited::Ended) -> Option<Edited> {
        self.desktop.read(ended)
    }

    fn ask(&mut self, id: JobId, asked: Asked) {
        self.asked.insert(id);
        let request = keeper::Request { id, asked };
        if !self.store.ask(request) {
            (self.post)(Msg::Answer(id, Answer::Ended));
        }
    }

    fn draft(&self, request: keeper::DraftRequest) {
        if self.drafts.send(request).is_err() {
            (self.post)(Msg::Failed(Refused {
                id: "drafts-ended",
                arguments: Vec::new(),
            }));
        }
    }

    /// Does a piece of reading or writing aside.
    fn aside(&mut self, id: JobId, work: impl FnOnce(&Surroundings) -> Answer + Send + 'static) {
        self.begun.insert(id);
        let surroundings = self.surroundings.clone();
        self.workers.do_aside(id, move || work(&surroundings));
    }

    /// Where the drafts lie.
    fn home(&self) -> Result<PathBuf, Trouble> {
        homes::made(&self.folder, self.surroundings.state_dir().as_deref())
    }

    fn welcomed(&self) {
        let Some(marker) = &self.marker else { return };
        let made = marker
            .parent()
            .map_or(Ok(()), surroundings::private_folder)
            .and_then(|()| surroundings::private_file(marker).map(|_| ()));
        if let Err(error) = made {
            tracing::warn!(%error, "the welcome can't be marked as seen");
        }
    }

    /// Takes note of an answer: what was asked or begun under its number is no longer under way.
    pub fn answered(&mut self, msg: &Msg) {
        match msg {
            Msg::Answer(id, _) => {
                self.asked.remove(id);
                self.begun.remove(id);
                self.workers.answered(*id);
            }
            Msg::Awaited(why) => self.awaited = why.is_some(),
            // Nobody answers any more.
            Msg::Ended => self.asked.clear(),
            _ => {}
        }
    }

    /// Whether everything asked and begun has been answered, but for what another desk keeps waiting.
    pub fn is_idle(&self) -> bool {
        (self.awaited || self.asked.is_empty()) && self.begun.is_empty()
    }

    /// Ends the threads as `finish`, but waits for no snapshot.
    pub fn finish_at_once(self) {
        self.hurried.store(true, Ordering::SeqCst);
        self.finish();
    }

    /// Ends the threads: what is queued is done first, the store closed.
    pub fn finish(self) {
        let Runtime {
            presence,
            watch,
            store,
            drafts,
            threads,
            ..
        } = self;
        // First what writes beside the store's thread, and what calls it.
        drop(presence);
        drop(watch);
        drop((store, drafts));
        for thread in threads {
            if thread.join().is_err() {
                tracing::error!("a thread ended by a panic");
            }
        }
    }
}

/// Keeps a choice, in this session alone where it can't be kept for longer, and reads the settings.
fn choose(
    surroundings: &Surroundings,
    mut wanted: Wanted,
    setting: Setting,
    value: String,
) -> Answer {
    let kept = kept::choose(surroundings, setting, &value).map_err(|error| {
        tracing::warn!(%error, "a choice can't be kept");
        Refused {
            id: "unkept",
            arguments: vec![("cause", error.to_string())],
        }
    });
    wanted.set(setting, kept.as_ref().err().map(|_| value.as_str()));
    let settings = settings::read(surroundings, &wanted);
    Answer::Chosen(
        Box::new(settings),
        Choice {
            setting,
            value,
            kept,
        },
    )
}
