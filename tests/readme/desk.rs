//! The desk on the report of 2022, with fixed times and ids: the same frames on every machine.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use guichet::catalog::Catalog;
use guichet::config::Wanted;
use guichet::desk::Desk;
use guichet::desk::message::{Msg, Timer};
use guichet::keymap::Key;
use guichet::model::{Author, Lang};
use guichet::runtime::demo::{import_establishments, import_report};
use guichet::runtime::place::Place;
use guichet::runtime::session::Session;
use guichet::runtime::settings;
use guichet::runtime::surroundings::Surroundings;
use guichet::runtime::{Clock, Order, Runtime};
use guichet::store::Store;
use guichet::ui;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ulid::Ulid;

/// Noon of 30 December 2022, UTC.
const NOW: i64 = 1_672_401_600_000;
const SIZE: (u16, u16) = (100, 30);

/// The desk, its runtime, and the timers that it asked for.
pub struct Stage {
    session: Session,
    inbox: Receiver<Msg>,
    timers: Vec<Timer>,
    _folder: tempfile::TempDir,
}

impl Stage {
    /// Opens the desk on a store filled from the report.
    pub fn of_the_report() -> Stage {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("store");
        let (mut store, _) = Store::open(&at).unwrap();
        let mut count = 0;
        let mut next = || {
            count += 1;
            Ulid::from_parts(u64::try_from(NOW).unwrap(), count)
        };
        let (mut catalog, marie) = (Catalog::new(Lang::Fr), Author::called("marie"));
        import_report(&mut store, &mut catalog, &marie, NOW, &mut next).unwrap();
        import_establishments(&mut store, &mut catalog, &marie, NOW, &mut next).unwrap();
        store.close().unwrap();
        let home = folder.path().to_str().unwrap();
        let variables = [("HOME", home), ("LANG", "fr_FR.UTF-8"), ("USER", "marie")];
        let surroundings = Surroundings::made_up(&variables);
        let chosen = Wanted::default();
        let (post, inbox) = channel();
        let post = move |msg| drop(post.send(msg));
        let mut stage = Stage {
            session: Session::new(
                Desk::new(settings::read(&surroundings, &chosen), 1),
                Runtime::start(
                    Place::Folder(at),
                    surroundings,
                    guichet::model::Lang::Fr,
                    Clock::Script,
                    Arc::new(post),
                ),
            ),
            inbox,
            timers: Vec::new(),
            _folder: folder,
        };
        stage.update(Msg::Resize(SIZE.0, SIZE.1));
        stage.settle();
        stage
    }

    /// Presses a key, by its name in keymap files.
    pub fn press(&mut self, key: &str) {
        self.update(Msg::Key(key.parse::<Key>().unwrap()));
        self.settle();
    }

    /// Types a text.
    pub fn write(&mut self, text: &str) {
        text.chars().for_each(|c| self.press(&c.to_string()));
    }

    /// What is on the screen, without blanks at the ends of lines.
    pub fn frame(&self) -> String {
        let mut terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).unwrap();
        terminal
            .draw(|frame| ui::draw(&self.session.desk, frame))
            .unwrap();
        let buffer = terminal.backend().buffer();
        let row = |y| -> String { (0..SIZE.0).map(|x| buffer[(x, y)].symbol()).collect() };
        let rows: Vec<String> = (0..SIZE.1).map(|y| row(y).trim_end().to_string()).collect();
        rows.join("\n")
    }

    fn update(&mut self, msg: Msg) {
        for order in self.session.take(NOW, msg) {
            if let Order::After(_, timer) = order {
                self.timers.push(timer);
            }
        }
    }

    /// Waits until every request is answered and every delay over.
    fn settle(&mut self) {
        loop {
            if let Ok(msg) = self.inbox.try_recv() {
                self.update(msg);
            } else if !self.session.is_idle() {
                let msg = self.inbox.recv_timeout(Duration::from_secs(20)).unwrap();
                self.update(msg);
            } else {
                let due: Vec<Timer> = self
                    .timers
                    .drain(..)
                    .filter(|timer| *timer != Timer::Draft)
                    .collect();
                if due.is_empty() {
                    return;
                }
                due.into_iter()
                    .for_each(|timer| self.update(Msg::Timer(timer)));
            }
        }
    }
}
