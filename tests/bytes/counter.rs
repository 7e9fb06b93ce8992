//! A desk on a terminal that counts: a key goes in, what follows is done, the frame is drawn as the
//! program draws it, and the bytes that it costs are known.

use std::sync::Arc;

use guichet::catalog::Catalog;
use guichet::config::{Panes, Wanted};
use guichet::desk::message::{Effect, Msg, Opened, Timer};
use guichet::desk::{Desk, Settings};
use guichet::keymap::Keymap;
use guichet::locale::Texts;
use guichet::model::{Author, Lang, Record};
use guichet::term::{Canvas, Surface};
use guichet::theme::{ColourDepth, Theme};
use guichet::ui;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

/// The screen of the budgets.
pub const WIDTH: u16 = 120;
/// The rows of the screen of the budgets.
pub const HEIGHT: u16 = 40;

/// The desk and its terminal.
pub struct Counter {
    pub desk: Desk,
    terminal: Terminal<Surface>,
    canvas: Canvas,
    now: i64,
    /// What waits for its time.
    timers: Vec<Timer>,
}

impl Counter {
    /// A desk with those records, all loaded and drawn once.
    pub fn new(records: Vec<Record>, depth: ColourDepth) -> Counter {
        let settings = Settings {
            texts: Texts::new(Lang::Fr),
            keymap: Arc::new(Keymap::load("default", None).0),
            theme: Theme::load("dark", None, depth).0,
            theme_named: "dark".to_string(),
            suited: None,
            wanted: Wanted::default(),
            author: Author::called("marie"),
            layout: Panes::default(),
            which_key_ms: 300,
            themes: Vec::new(),
            keymaps: Vec::new(),
            narrow_locale: None,
            findings: Vec::new(),
        };
        let canvas = Canvas::default();
        let options = TerminalOptions {
            viewport: Viewport::Fixed(Rect::new(0, 0, WIDTH, HEIGHT)),
        };
        let mut counter = Counter {
            desk: Desk::new(settings, 1),
            terminal: Terminal::with_options(canvas.surface(), options).unwrap(),
            canvas,
            now: 1_800_000_000_000,
            timers: Vec::new(),
        };
        counter.take(Msg::Resize(WIDTH, HEIGHT));
        let mut catalog = Catalog::new(Lang::Fr);
        catalog.load(records);
        counter.take(Msg::Opened(Opened::default()));
        counter.take(Msg::Loaded(Some(catalog)));
        counter.rest();
        counter
    }

    /// Presses a key and draws; gives how many bytes the frame has.
    pub fn key(&mut self, key: &str) -> usize {
        self.frame(key).len()
    }

    /// Presses a key and draws; gives the frame.
    pub fn frame(&mut self, key: &str) -> Vec<u8> {
        self.now += 20;
        self.take(Msg::Key(key.parse().unwrap()));
        self.drawn()
    }

    /// Lets the timers run out that wait, and draws; gives the bytes of the frame.
    pub fn rest(&mut self) -> usize {
        while let Some(timer) = self.timers.pop() {
            self.take(Msg::Timer(timer));
        }
        self.draw()
    }

    /// Draws the screen; gives the bytes that were written.
    pub fn draw(&mut self) -> usize {
        self.drawn().len()
    }

    fn drawn(&mut self) -> Vec<u8> {
        let desk = &self.desk;
        self.terminal.draw(|frame| ui::draw(desk, frame)).unwrap();
        self.canvas.take()
    }

    /// Takes a message in and does what follows, jobs in place.
    fn take(&mut self, msg: Msg) {
        let mut messages = vec![msg];
        while let Some(msg) = messages.pop() {
            for effect in self.desk.update(self.now, msg) {
                match effect {
                    Effect::After(_, timer) => self.timers.push(timer),
                    Effect::Begin(id, job) => messages.push(Msg::Answer(id, job.done())),
                    _ => {}
                }
            }
        }
    }
}
