//! The runtime performs the desk's effects on threads of its own and sends the replies back as
//! messages. The terminal's own effects (copy, editor, suspend, redraw, quit) it hands back.

pub mod demo;
pub mod edited;
pub mod file;
mod keeper;
mod kept;
mod left;
pub mod place;
mod post;
mod searcher;
pub mod settings;
pub mod surroundings;
mod timers;
pub mod watch;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};

use crate::config::{Setting, Wanted};
use crate::desk::message::{Choice, Edited, Effect, Msg, Source};
use crate::exchange::{self, report};
use crate::model::{Collection, Here, Lang};
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
    /// `None` where there is no inotify.
    watch: Option<watch::Watch>,
    store: Sender<keeper::Call>,
    drafts: Sender<keeper::DraftRequest>,
    desktop: edited::Desktop,
    folder: PathBuf,
    searches: searcher::Searcher,
    timers: Option<timers::Timers>,
    threads: Vec<std::thread::JoinHandle<()>>,
    hurried: Arc<AtomicBool>,
    under_way: Arc<AtomicUsize>,
    /// Whether the first load is over.
    loaded: AtomicBool,
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
        let under_way = Arc::new(AtomicUsize::new(1));
        let (store, calls) = mpsc::channel();
        let (mut requests, ear) = keeper::Requests::new(calls, store.clone());
        let (drafts, draft_requests) = mpsc::channel();
        let marker = surroundings.state_dir().map(|dir| dir.join("welcomed"));
        let folder = place.folder().to_path_buf();
        let (drafts_of, draft_post) = (folder.clone(), post.clone());
        // Before anything is read, so that nothing is missed.
        let watch = watch::Watch::start(&folder, move |stirred| ear.hear(stirred))
            .inspect_err(|error| tracing::warn!(%error, "the store can't be watched"))
            .ok();
        if watch.is_none() {
            requests.unwatched();
        }
        let welcomed = marker.as_ref().is_some_and(|marker| marker.exists());
        let hurried = Arc::<AtomicBool>::default();
        let here = Here {
            lang,
            zone: surroundings.zone().clone(),
        };
        let keeper = keeper::Keeper::new(place, here, !welcomed, post.clone(), hurried.clone());
        let threads = [
            std::thread::Builder::new()
                .name("store".into())
                .spawn(move || keeper.run(requests)),
            std::thread::Builder::new()
                .name("drafts".into())
                .spawn(move || keeper::keep_drafts(&drafts_of, &draft_requests, &draft_post)),
        ];
        Runtime {
            watch,
            store,
            drafts,
            desktop: edited::Desktop::default(),
            folder,
            searches: searcher::Searcher::start(post.clone()),
            timers: (clock == Clock::Real).then(|| timers::Timers::start(post.clone())),
            threads: threads.into_iter().flatten().collect(),
            under_way,
            loaded: AtomicBool::new(false),
            hurried,
            surroundings,
            marker,
            post,
        }
    }

    /// Performs an effect; hands back what only the terminal can do.
    pub fn perform(&self, effect: Effect) -> Option<Order> {
        match effect {
            Effect::Commit(token, commit) => self.ask(keeper::Request::Commit(token, commit)),
            Effect::Undo(token, reversal) => self.ask(keeper::Request::Undo(token, reversal)),
            Effect::History(record) => self.ask(keeper::Request::History(record)),
            Effect::Journal(before, count) => self.ask(keeper::Request::Journal(before, count)),
            Effect::Entry(sequence, catalog) => {
                self.ask(keeper::Request::Entry(sequence, catalog));
            }
            Effect::Find(generation, catalog, query) => {
                self.begun();
                self.searches.search(generation, catalog, query);
            }
            Effect::Rank(ranks) => self.aside(move |_| {
                let (pane, number, ranking) = (ranks.pane, ranks.number, ranks.made());
                Msg::Ranked(pane, number, ranking)
            }),
            Effect::Prepare(catalog) => {
                std::thread::spawn(move || catalog.prepare());
            }
            Effect::SaveDraft(draft) => self.draft(keeper::DraftRequest::Save(draft)),
            Effect::DropDraft(id) => self.draft(keeper::DraftRequest::Drop(id)),
            Effect::After(milliseconds, timer) => {
                if let Some(timers) = &self.timers {
                    timers.after(milliseconds, timer);
                }
            }
            Effect::Read(source) => self.aside(move |_| read(source)),
            Effect::Welcomed => self.welcomed(),
            Effect::ReadSettings(wanted) => {
                self.aside(move |surroundings| {
                    Msg::Settings(Box::new(settings::read(surroundings, &wanted)))
                });
            }
            Effect::Choose(wanted, setting, value) => {
                self.aside(move |surroundings| choose(surroundings, wanted, setting, value));
            }
            Effect::SeeGround(ground) => {
                let surroundings = self.surroundings.clone();
                std::thread::spawn(move || kept::see(&surroundings, ground));
            }
            Effect::AskGround => return Some(Order::AskGround),
            Effect::Copy(text) => return Some(Order::Copy(text)),
            Effect::Editor(wanted) => match self.desktop.lay(&self.folder, *wanted) {
                Ok(path) => return path.map(Order::Editor),
                Err(edited) => (self.post)(Msg::Edited(*edited)),
            },
            Effect::EditorDone => self.desktop.done(&self.drafts),
            Effect::Suspend => return Some(Order::Suspend),
            Effect::Redraw => return Some(Order::Redraw),
            Effect::Quit => return Some(Order::Quit),
        }
        None
    }

    /// What the desk is told of an editor's end; nothing where none had a text.
    pub fn edited(&self, ended: edited::Ended) -> Option<Edited> {
        self.desktop.read(ended)
    }

    fn begun(&self) {
        self.under_way.fetch_add(1, Ordering::SeqCst);
    }

    fn ask(&self, request: keeper::Request) {
        self.begun();
        if self.store.send(keeper::Call::Asked(request)).is_err() {
            (self.post)(Msg::Ended);
        }
    }

    fn draft(&self, request: keeper::DraftRequest) {
        if self.drafts.send(request).is_err() {
            self.begun();
            (self.post)(Msg::Failed("the drafts' thread has ended".into()));
        }
    }

    /// Does a piece of reading on a thread of its own.
    fn aside(&self, work: impl FnOnce(&Surroundings) -> Msg + Send + 'static) {
        self.begun();
        let (post, surroundings) = (self.post.clone(), self.surroundings.clone());
        std::thread::spawn(move || post(work(&surroundings)));
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

    /// Whether nothing is under way once the reply `msg` has been taken in. Every request is answered
    /// by exactly one message; the parts of the loading come before its answer.
    pub fn answered(&self, msg: &Msg) {
        // A desk that writes after another one has ended loads again: nobody asked for that.
        let first = matches!(msg, Msg::Loaded(_) | Msg::Unopened(_))
            && !self.loaded.swap(true, Ordering::SeqCst);
        let reply = matches!(
            msg,
            Msg::Committed(..)
                | Msg::Undone(..)
                | Msg::History(..)
                | Msg::Journal(..)
                | Msg::Entry(..)
                | Msg::Unread(..)
                | Msg::Found(..)
                | Msg::Ranked(..)
                | Msg::Read(..)
                | Msg::Unimported(..)
                | Msg::ReportRead(..)
                | Msg::Settings(_)
                | Msg::Chosen(..)
                | Msg::Ended
                | Msg::Failed(_)
        );
        if first || reply {
            self.under_way.fetch_sub(1, Ordering::SeqCst);
        }
    }

    /// Whether every request has been answered.
    pub fn is_idle(&self) -> bool {
        self.under_way.load(Ordering::SeqCst) == 0
    }

    /// Ends the threads as `finish`, but waits for no snapshot.
    pub fn finish_at_once(self) {
        self.hurried.store(true, Ordering::SeqCst);
        self.finish();
    }

    /// Ends the threads: what is queued is done first, the store closed.
    pub fn finish(self) {
        let Runtime {
            watch,
            store,
            drafts,
            threads,
            ..
        } = self;
        // The watch first: it calls the store's thread.
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
fn choose(surroundings: &Surroundings, mut wanted: Wanted, setting: Setting, value: String) -> Msg {
    let kept = kept::choose(surroundings, setting, &value).map_err(|error| error.to_string());
    wanted.set(setting, kept.as_ref().err().map(|_| value.as_str()));
    let settings = settings::read(surroundings, &wanted);
    Msg::Chosen(
        Box::new(settings),
        Choice {
            setting,
            value,
            kept,
        },
    )
}

/// Reads a file (or a file of the embedded report) for import.
fn read(source: Source) -> Msg {
    match source {
        Source::Report(at) => match report::files().nth(at) {
            Some(file) => {
                let reading = exchange::read(file.collection, file.text.as_bytes());
                Msg::ReportRead(at, reading)
            }
            None => Msg::Failed(format!("the report has no file {at}")),
        },
        Source::File(key, path) => {
            let Some(collection) = Collection::by_key(&key) else {
                return Msg::Failed(format!("unknown kind {key}"));
            };
            let name = path.file_name().map_or_else(
                || path.display().to_string(),
                |n| n.to_string_lossy().into_owned(),
            );
            let reading = match file::read(&path) {
                Ok(bytes) => exchange::read_file(collection, &path, &bytes, &mut |_| {}),
                Err(reason) => return Msg::Unimported(path.display().to_string(), reason),
            };
            Msg::Read(name, reading)
        }
    }
}
