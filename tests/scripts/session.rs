//! A desk in process: the real `Desk`, `Runtime` and screen on a real store, with a clock of its own.

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use guichet::command::Command;
use guichet::config::Wanted;
use guichet::desk::Desk;
use guichet::desk::layers::Layer;
use guichet::desk::message::{Arrival, Msg, Timer};
use guichet::desk::pane::Pane;
use guichet::keymap::Key;
use guichet::runtime::edited::Ended;
use guichet::runtime::place::Place;
use guichet::runtime::session as program;
use guichet::runtime::settings;
use guichet::runtime::surroundings::Surroundings;
use guichet::runtime::{Clock, Order, Runtime};
use guichet::store::drafts;
use guichet::ui;
use ratatui::backend::TestBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use unicode_width::UnicodeWidthStr;

/// When scripts begin: noon of Monday 16 November 2026 by UTC, which is their clock, in milliseconds since 1970.
pub fn start() -> i64 {
    let noon = jiff::civil::date(2026, 11, 16).at(12, 0, 0, 0);
    jiff::tz::TimeZone::UTC
        .to_timestamp(noon)
        .unwrap()
        .as_millisecond()
}

/// How long a key takes, in milliseconds.
const KEY_MS: i64 = 20;
/// How long the threads may take to answer before a script fails.
const DEADLINE: Duration = Duration::from_secs(30);

/// A desk as the program runs it, on a terminal that is none.
pub struct Session {
    program: program::Session,
    inbox: Receiver<Msg>,
    store: PathBuf,
    terminal: Terminal<TestBackend>,
    /// The screen as last drawn, row by row.
    pub rows: Vec<String>,
    /// Column and row of the terminal's cursor.
    pub cursor: (u16, u16),
    /// The virtual clock.
    pub now: i64,
    timers: Vec<(i64, Timer)>,
    /// What the terminal was asked to do, oldest first.
    pub orders: Vec<Order>,
    /// What the next use of the editor writes, and how it ends.
    pub editor: Option<(Vec<u8>, Ended)>,
    /// What it was given last.
    pub given: Option<String>,
}

impl Deref for Session {
    type Target = program::Session;

    fn deref(&self) -> &program::Session {
        &self.program
    }
}

impl DerefMut for Session {
    fn deref_mut(&mut self) -> &mut program::Session {
        &mut self.program
    }
}

impl Session {
    /// Opens a desk on the store at `store` and waits until it is loaded.
    pub fn start(
        store: &Path,
        surroundings: &Surroundings,
        (width, height): (u16, u16),
        now: i64,
    ) -> Session {
        let settings = settings::read(surroundings, &Wanted::default());
        let (sender, inbox) = channel();
        // A send fails only once the session is gone, and then nobody waits for the message.
        let post = Arc::new(move |msg| drop(sender.send(msg)));
        let place = Place::Folder(store.to_path_buf());
        let lang = settings.texts.lang();
        let runtime = Runtime::start(place, surroundings.clone(), lang, Clock::Script, post);
        let mut session = Session {
            program: program::Session::new(Desk::new(settings, now.unsigned_abs()), runtime),
            inbox,
            store: store.to_path_buf(),
            terminal: screen(width, height),
            rows: Vec::new(),
            cursor: (0, 0),
            now,
            timers: Vec::new(),
            orders: Vec::new(),
            editor: None,
            given: None,
        };
        session.resize(width, height);
        session
    }

    /// Presses a key.
    pub fn key(&mut self, key: Key) {
        self.now += KEY_MS;
        self.take(Msg::Key(key));
    }

    /// Runs a command whatever its key; what follows is performed with the next message.
    pub fn run(&mut self, command: Command) {
        self.program.desk.status = None;
        self.program.desk.run(command);
        self.take(Msg::Resize(self.desk.width, self.desk.height));
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.terminal = screen(width, height);
        self.take(Msg::Resize(width, height));
        self.settle();
    }

    /// Takes a message in and performs what follows.
    pub fn take(&mut self, msg: Msg) {
        for order in self.program.take(self.now, msg) {
            self.order(order);
        }
    }

    /// Does what the terminal would.
    fn order(&mut self, order: Order) {
        if let Order::After(milliseconds, timer) = order {
            let due = self.now + i64::try_from(milliseconds).unwrap();
            return self.timers.push((due, timer));
        }
        self.orders.push(order.clone());
        match order {
            Order::Copy(_) => self.take(Msg::Copied(Ok(Arrival::Sent))),
            Order::Editor(path) => {
                self.given = Some(std::fs::read_to_string(&path).unwrap());
                let ended = match self.editor.take() {
                    None => Ended::Badly("no editor".to_string()),
                    Some((text, ended)) => {
                        std::fs::write(path, text).unwrap();
                        ended
                    }
                };
                for order in self.program.edited(self.now, ended) {
                    self.order(order);
                }
            }
            _ => {}
        }
    }

    /// Waits until the queue is empty and every request answered; timers wait.
    pub fn drain(&mut self) {
        loop {
            while let Ok(msg) = self.inbox.try_recv() {
                self.take(msg);
            }
            if self.program.is_idle() {
                return;
            }
            self.wait();
        }
    }

    /// Takes in the next message, whenever it comes.
    pub fn wait(&mut self) {
        assert!(self.waits(), "an answer in time");
    }

    /// Takes in a message that has come; false if there is none.
    pub fn hears(&mut self) -> bool {
        let came = self.inbox.try_recv();
        came.map(|msg| self.take(msg)).is_ok()
    }

    /// Takes in the next message; false if none comes in time.
    pub fn waits(&mut self) -> bool {
        let came = self.inbox.recv_timeout(DEADLINE);
        came.map(|msg| self.take(msg)).is_ok()
    }

    /// Waits until nothing is under way, letting the timers run out; draws if something changed.
    pub fn settle(&mut self) {
        self.drain();
        // What marks the changes of others for some seconds is waited for when a script says so.
        let runs_out = |(due, timer): &(i64, Timer), now| *timer != Timer::Fade || *due <= now;
        let next = |session: &Session| {
            let timers = session.timers.iter().enumerate();
            let timers = timers.filter(|(_, timer)| runs_out(timer, session.now));
            timers.min_by_key(|(_, (due, _))| *due).map(|(at, _)| at)
        };
        while let Some(first) = next(self) {
            let (due, timer) = self.timers.remove(first);
            self.draw();
            self.now = self.now.max(due);
            self.take(Msg::Timer(timer));
            self.drain();
        }
        self.draw();
        self.check();
    }

    /// Draws as the terminal's loop does: only if something changed.
    pub fn draw(&mut self) {
        if !std::mem::take(&mut self.program.desk.dirty) {
            return;
        }
        let (width, height) = (self.desk.width, self.desk.height);
        let desk = &self.program.desk;
        let frame = self.terminal.draw(|frame| ui::draw(desk, frame)).unwrap();
        self.rows = (0..height)
            .map(|y| {
                let (mut text, mut hidden) = (String::new(), 0);
                for x in 0..width {
                    let symbol = frame.buffer[(x, y)].symbol();
                    if hidden == 0 {
                        text.push_str(symbol);
                    }
                    hidden = symbol.width().max(hidden).saturating_sub(1);
                }
                text.trim_end().to_string()
            })
            .collect();
        let cursor = self.terminal.get_cursor_position().unwrap();
        self.cursor = (cursor.x, cursor.y);
    }

    /// What holds whatever was done.
    fn check(&self) {
        let desk = &self.desk;
        let within = |cursor: usize, offset: usize, length: usize| {
            assert!(cursor < length.max(1), "cursor {cursor} of {length}");
            assert!(offset < length.max(1), "offset {offset} of {length}");
        };
        for lines in desk.screen.panes.values().filter_map(Pane::lines) {
            within(lines.cursor, lines.offset, lines.lines.len());
        }
        for pane in desk.screen.panes.values().filter_map(Pane::list) {
            within(pane.cursor, pane.offset, pane.lines());
            let grouped: usize = pane.groups.iter().map(|group| group.count).sum();
            assert!(pane.groups.is_empty() || grouped == pane.found);
            if pane.groups.is_empty() && pane.found > 0 && !pane.stale {
                assert!(pane.selected().is_some(), "the cursor’s row is at hand");
            }
        }
        let sheet = &desk.screen.sheet.content;
        within(sheet.cursor, sheet.offset, sheet.lines.len());
        for layer in &desk.layers {
            match layer {
                Layer::Find(find) => within(find.cursor, find.offset, find.hits.len()),
                Layer::Chooser(list) => within(list.cursor, list.offset, list.shown.len()),
                Layer::Palette(of) => within(of.list.cursor, of.list.offset, of.list.shown.len()),
                Layer::Columns(of) => within(of.list.cursor, of.list.offset, of.list.shown.len()),
                Layer::Views(of) => within(of.list.cursor, of.list.offset, of.list.shown.len()),
                Layer::Form(form) => {
                    within(form.focus, form.offset, form.fields.len());
                    assert!(form.offer.is_none_or(|at| at < form.offers.len()));
                }
                Layer::Import(of) => within(of.list.cursor, of.list.offset, of.list.shown.len()),
                Layer::Review(of) => within(of.list.cursor, of.list.offset, of.list.shown.len()),
                Layer::Merge(of) => within(of.cursor, of.offset, of.rows.len()),
                Layer::Bulk(bulk) => within(0, bulk.offset, bulk.rows.len()),
                Layer::Help(help) => within(0, help.offset, help.rows.len()),
                Layer::History(history) => {
                    within(
                        history.cursor,
                        0,
                        history.entries.as_ref().map_or(0, Vec::len),
                    );
                }
                _ => {}
            }
        }
        if !desk.layers.is_empty() || desk.height < 2 {
            return;
        }
        let layout = desk.screen.layout(&desk.scene());
        if let Some(pane) = desk.screen.list().filter(|_| layout.list_rows() > 0) {
            let shown = pane.offset..pane.offset + layout.list_rows();
            assert!(
                pane.lines() == 0 || shown.contains(&pane.cursor),
                "cursor out of sight"
            );
        }
    }

    /// Closes the store as quitting does.
    pub fn finish(mut self) {
        self.settle();
        self.program.finish();
    }

    /// The terminal is gone: what is typed is saved, nothing else is done.
    pub fn hang_up(mut self) {
        self.program.end();
    }

    /// Copies the store to `to` as it stands while the desk runs on: what a kill would leave. Drafts
    /// are written by a thread of their own: those that the desk has handed over are waited for.
    pub fn kill(mut self, to: &Path) {
        self.settle();
        let mut wanted = self.desk.drafts.kept.clone();
        wanted.sort_unstable_by_key(|draft| draft.id);
        let until = std::time::Instant::now() + DEADLINE;
        while drafts::list(&self.store).0 != wanted {
            assert!(
                std::time::Instant::now() < until,
                "the drafts are not written"
            );
            std::thread::yield_now();
        }
        super::template::copy(&self.store, to);
        self.program.finish();
    }
}

fn screen(width: u16, height: u16) -> Terminal<TestBackend> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
    let backend = TestBackend::new(width.max(1), height.max(1));
    Terminal::with_options(backend, TerminalOptions { viewport }).unwrap()
}
