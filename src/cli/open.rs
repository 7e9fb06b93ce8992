//! `guichet` without a subcommand: the desk, its runtime and the terminal put together.

use std::os::unix::fs::DirBuilderExt;
use std::time::Duration;

use ratatui::Frame;
use tokio::sync::mpsc::unbounded_channel;

use super::context::{Context, Failure};
use crate::config::{Assembled, Wanted};
use crate::desk::Desk;
use crate::desk::message::{Arrival, Msg};
use crate::keymap::Key;
use crate::locale::{self, Texts};
use crate::runtime::demo::Demo;
use crate::runtime::edited::Ended;
use crate::runtime::place::Place;
use crate::runtime::session::Session;
use crate::runtime::{self, Clock, Runtime, settings};
use crate::store;
use crate::term::{self, Application, Copied, Input, Options, Order, TermError};

/// Opens the desk; gives the exit code.
pub fn open(context: &Context, assembled: Assembled) -> Result<u8, Failure> {
    if context.json {
        return Err(Failure::Usage(
            context.texts.get("cli-json-alone").to_string(),
        ));
    }
    let unusable = |error: &TermError| Failure::Refused(words(&context.texts, error));
    term::check().map_err(|error| unusable(&error))?;
    let place = context.place_to_make()?;
    let options = Options {
        escape_hold: Duration::from_millis(u64::from(assembled.escape_ms)),
    };
    let (inbox, messages) = unbounded_channel();
    // A send fails only when the loop has ended, and then nothing waits for the message.
    let post = std::sync::Arc::new(move |msg| drop(inbox.send(msg)));
    // Before the settings are made, for the records are what takes time.
    let surroundings = context.surroundings.clone();
    let runtime = Runtime::start(place, surroundings, context.texts.lang(), Clock::Real, post);
    let settings = settings::settings(assembled, &Wanted::default());
    let seed = ulid::Ulid::generate().random() as u64;
    let mut session = Session::new(Desk::new(settings, seed), runtime);
    term::pass_over(store::is_guarded);
    term::begin_by(|editor| store::as_before(|| editor.spawn()));
    let ended = term::run(&mut session, messages, &options);
    session.finish();
    match ended {
        Ok(code) => Ok(u8::try_from(code).unwrap_or(1)),
        Err(error) => Err(unusable(&error)),
    }
}

fn words(texts: &Texts, error: &TermError) -> String {
    locale::said(texts, "term", error.id(), &error.args())
}

/// What the desk is told of an input; nothing where that is not for the desk.
pub fn message(input: Input) -> Option<Msg> {
    let key = |event| Key::from_event(&event);
    Some(match input {
        Input::Key(event) => key(event).map_or(Msg::UnknownKey, Msg::Key),
        Input::Prefixed(event) => key(event).map_or(Msg::UnknownKey, Msg::Prefixed),
        Input::Unknown => Msg::UnknownKey,
        Input::Paste(text) => Msg::Paste(text),
        Input::Unended(text) => Msg::Unended(text),
        Input::Bare(text) => Msg::Bare(text),
        Input::Resize(width, height) => Msg::Resize(width, height),
        Input::Ground(channels) => Msg::Ground(channels),
    })
}

impl Application for Session {
    type Message = Msg;

    fn input(&mut self, input: Input, now: i64) -> Vec<Order> {
        message(input).map_or_else(Vec::new, |msg| orders(self.take(now, msg)))
    }

    fn message(&mut self, message: Msg, now: i64) -> Vec<Order> {
        orders(self.take(now, message))
    }

    fn edited(&mut self, ended: Result<(), TermError>, now: i64) -> Vec<Order> {
        let ended = match ended {
            Ok(()) => Ended::Well,
            // The one that is open answers for itself.
            Err(TermError::EditorBusy) => return Vec::new(),
            Err(error) => {
                let words = words(&self.desk.settings.texts, &error);
                match error {
                    TermError::EditorKilled => Ended::Killed(words),
                    TermError::EditorAtOnce(_) => Ended::AtOnce(words),
                    _ => Ended::Badly(words),
                }
            }
        };
        orders(Session::edited(self, now, ended))
    }

    fn copied(&mut self, copied: Result<Copied, TermError>, now: i64) -> Vec<Order> {
        let arrival = match copied {
            Ok(Copied::Kept) => Ok(Arrival::Kept),
            Ok(Copied::Sent(_)) => Ok(Arrival::Sent),
            Err(error) => Err(words(&self.desk.settings.texts, &error)),
        };
        orders(self.take(now, Msg::Copied(arrival)))
    }

    fn draw(&mut self, frame: &mut Frame) {
        crate::ui::draw(&self.desk, frame);
    }

    fn dirty(&self) -> bool {
        self.desk.dirty
    }

    fn awaits(&self) -> bool {
        self.desk.awaits_answer()
    }

    fn drawn(&mut self) {
        self.desk.dirty = false;
    }

    fn save_all(&mut self) {
        self.end();
    }
}

/// The desk's orders as the terminal knows them.
fn orders(of_desk: Vec<runtime::Order>) -> Vec<Order> {
    let orders = of_desk.into_iter().filter_map(|order| {
        Some(match order {
            runtime::Order::Copy(text) => Order::Copy(text),
            runtime::Order::Editor(path) => Order::Editor(path),
            runtime::Order::Suspend => Order::Suspend,
            runtime::Order::Redraw => Order::Redraw,
            runtime::Order::AskGround => Order::AskGround,
            runtime::Order::Quit => Order::Quit(0),
            // The runtime goes by the clock here.
            runtime::Order::After(..) => return None,
        })
    });
    orders.collect()
}

impl Context {
    /// Where the store lies, or shall be made.
    pub(super) fn place_to_make(&self) -> Result<Place, Failure> {
        if self.store.is_none()
            && !self.demo
            && let Some(folder) = self.surroundings.data_dir()
            && let Some(above) = folder.parent()
        {
            // As the XDG specification asks for; where it can't be made, opening says why.
            let mut making = std::fs::DirBuilder::new();
            let _ = making.recursive(true).mode(0o700).create(above);
        }
        self.place()
    }

    /// Where the store lies.
    pub(super) fn place(&self) -> Result<Place, Failure> {
        if self.demo {
            return Demo::new(&self.author)
                .map(Place::Demo)
                .map_err(|error| Failure::Store(format!("--demo: {error}")));
        }
        let folder = self.store.clone().or_else(|| self.surroundings.data_dir());
        folder
            .map(Place::Folder)
            .ok_or_else(|| Failure::Store(self.texts.get("cli-no-folder").to_string()))
    }
}
