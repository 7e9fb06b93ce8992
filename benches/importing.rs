//! Keys while 20,000 marked rows are previewed and copied, and while 100,000 rows are planned, committed and taken in:
//! from the moment when a key is pressed, whatever the desk is at, to its frame.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use guichet::command::Command;
use guichet::config::Wanted;
use guichet::desk::Desk;
use guichet::desk::layers::Layer;
use guichet::desk::message::Msg;
use guichet::runtime::place::Place;
use guichet::runtime::session::Session;
use guichet::runtime::surroundings::Surroundings;
use guichet::runtime::{Clock, Order, Runtime, settings};
use guichet::term::{Canvas, Surface};
use guichet::ui;
use guichet_benches::sampled;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

const ROWS: u32 = 100_000;
const SIZE: (u16, u16) = (120, 40);
/// How often a key is pressed.
const EVERY: Duration = Duration::from_millis(15);
/// What is pressed while an import is planned, its box on the screen.
const WAITING: [&str; 6] = ["j", "j", "k", "ctrl-d", "ctrl-u", "k"];
/// What is pressed while the rows that are marked are previewed, over and over, so many keys of it.
const PREVIEWING: (&str, usize) = ("N a n t e s backspace backspace backspace", 180);
/// What is pressed while they are copied, and what is copied of them.
const COPYING: [&str; 4] = ["j", "j", "k", "k"];
/// What is pressed then, over and over: lists, sheets, a filter, a search, a form.
const WORKING: &str =
    "5 j j k ctrl-d / d u enter esc tab j j tab 1 j space d u p esc 2 j k G g g e esc 5 G S j";

struct Stage {
    session: Session,
    inbox: Receiver<Msg>,
    terminal: Terminal<Surface>,
    canvas: Canvas,
    begun: Instant,
    timers: Vec<Msg>,
}

impl Stage {
    fn on(folder: &Path) -> Stage {
        let home = folder.parent().unwrap().display().to_string();
        let surroundings = Surroundings::made_up(&[
            ("HOME", home.as_str()),
            ("LANG", "fr_FR.UTF-8"),
            ("USER", "marie"),
        ]);
        let settings = settings::read(&surroundings, &Wanted::default());
        let (sender, inbox) = channel();
        let runtime = Runtime::start(
            Place::Folder(folder.to_path_buf()),
            surroundings,
            settings.texts.lang(),
            Clock::Script,
            Arc::new(move |msg| drop(sender.send(msg))),
        );
        let canvas = Canvas::default();
        let options = TerminalOptions {
            viewport: Viewport::Fixed(Rect::new(0, 0, SIZE.0, SIZE.1)),
        };
        let mut stage = Stage {
            session: Session::new(Desk::new(settings, 1), runtime),
            inbox,
            terminal: Terminal::with_options(canvas.surface(), options).unwrap(),
            canvas,
            begun: Instant::now(),
            timers: Vec::new(),
        };
        stage.take(Msg::Resize(SIZE.0, SIZE.1));
        stage.settle();
        stage
    }

    fn take(&mut self, msg: Msg) {
        let now = 1_800_000_000_000 + self.begun.elapsed().as_millis() as i64;
        for order in self.session.take(now, msg) {
            if let Order::After(_, timer) = order {
                self.timers.push(Msg::Timer(timer));
            }
        }
    }

    fn settle(&mut self) {
        while !self.session.is_idle() {
            let msg = self.inbox.recv_timeout(Duration::from_secs(60)).unwrap();
            self.take(msg);
        }
        for timer in std::mem::take(&mut self.timers) {
            self.take(timer);
        }
        self.draw();
    }

    fn draw(&mut self) {
        if std::mem::take(&mut self.session.desk.dirty) {
            let desk = &self.session.desk;
            self.terminal.draw(|frame| ui::draw(desk, frame)).unwrap();
            self.canvas.take();
        }
    }

    fn key(&mut self, key: &str) {
        self.take(Msg::Key(key.parse().unwrap()));
        self.draw();
    }

    /// Presses keys until that is so; gives how long each waited for its frame.
    fn pressed<'k>(
        &mut self,
        keys: impl Iterator<Item = &'k str>,
        until: impl Fn(&Desk) -> bool,
    ) -> Vec<Waited<'k>> {
        let mut waited = Vec::new();
        let mut due = Instant::now();
        for key in keys {
            due += EVERY;
            while let Some(left) = due.checked_duration_since(Instant::now()) {
                match self.inbox.recv_timeout(left) {
                    Ok(msg) => {
                        self.take(msg);
                        self.draw();
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(error) => panic!("{error}"),
                }
                for timer in std::mem::take(&mut self.timers) {
                    self.take(timer);
                    self.draw();
                }
            }
            if until(&self.session.desk) {
                break;
            }
            let late = due.elapsed();
            self.take(Msg::Key(key.parse().unwrap()));
            let taken = due.elapsed() - late;
            self.draw();
            let whole = due.elapsed();
            waited.push(Waited {
                key,
                whole,
                late,
                taken,
            });
        }
        waited
    }
}

/// What a key waited for: until the desk turned to it, took it and, the rest, had drawn.
struct Waited<'k> {
    key: &'k str,
    whole: Duration,
    late: Duration,
    taken: Duration,
}

/// So many of the slowest keys are named.
const NAMED: usize = 10;

fn told(doing: &str, phase: &str, begun: Instant, mut slowest: Vec<Waited>) {
    slowest.sort_by_key(|key| std::cmp::Reverse(key.whole));
    let mut waited: Vec<Duration> = slowest.iter().map(|key| key.whole).collect();
    waited.sort_unstable();
    let at = |share: usize| waited.get((waited.len() * share / 100).min(waited.len() - 1));
    let (Some(p50), Some(p99), Some(max)) = (at(50), at(99), waited.last()) else {
        return println!("{doing}, {phase}: no key pressed");
    };
    println!(
        "{doing}, {phase} in {:.1?}: {} keys, p50 {p50:.1?} p99 {p99:.1?} max {max:.1?}",
        begun.elapsed(),
        waited.len()
    );
    for key in slowest.iter().take(NAMED) {
        let drawn = key.whole - key.late - key.taken;
        println!(
            "  {:>7} {:>8.1?}: turned to after {:.1?}, taken in {:.1?}, drawn in {drawn:.1?}",
            key.key, key.whole, key.late, key.taken
        );
    }
}

/// A bulk edit of all people previewed at each letter, and copies of them gathered, keys going on.
fn measure_marked(stage: &mut Stage) {
    stage.key("*");
    stage.settle();
    let marked = stage.session.desk.screen.list().unwrap().marks.len();
    let (preview, copy) = (
        format!("bulk edit of {marked} rows"),
        format!("copy of {marked} rows"),
    );
    stage.key("b");
    stage.take(Msg::Paste("ville".to_string()));
    stage.key("enter");
    assert!(matches!(
        stage.session.desk.layers.last(),
        Some(Layer::Bulk(_))
    ));
    let (keys, count) = PREVIEWING;
    let begun = Instant::now();
    let waited = stage.pressed(keys.split(' ').cycle().take(count), |_| false);
    told(&preview, "previewed", begun, waited);
    stage.settle();
    stage.key("esc");
    stage.settle();
    stage.key("y");
    let is_copied = |desk: &Desk| !desk.layers.is_empty();
    let begun = Instant::now();
    let waited = stage.pressed(COPYING.iter().copied().cycle(), is_copied);
    told(&copy, "gathered", begun, waited);
    for key in ["esc", "esc"] {
        stage.key(key);
        stage.settle();
    }
}

/// Measures and prints.
pub fn measure() {
    let temp = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let folder = temp.path().join("store");
    sampled::fill(&folder, sampled::PEOPLE);
    let mut rows = String::from("name;first_name;email;phone;city\n");
    for at in 0..ROWS {
        writeln!(
            rows,
            "Importé{at};Prénom{};p{at}@exemple.fr;0240{at:06};Nantes",
            at % 997
        )
        .unwrap();
    }
    let file = temp.path().join("people.csv");
    std::fs::write(&file, rows).unwrap();
    let mut stage = Stage::on(&folder);
    stage.key("5");
    stage.settle();
    measure_marked(&mut stage);
    let import = format!("import of {ROWS} rows");
    let before = stage.session.desk.catalog.len();
    stage.session.desk.run(Command::ImportOpen);
    stage.take(Msg::Paste("Contacts".to_string()));
    stage.key("enter");
    stage.take(Msg::Paste(file.display().to_string()));
    stage.key("enter");
    let is_asked = |desk: &Desk| matches!(desk.layers.last(), Some(Layer::Import(_)));
    let begun = Instant::now();
    let waited = stage.pressed(WAITING.iter().copied().cycle(), is_asked);
    told(&import, "planned", begun, waited);
    stage.key("enter");
    assert!(stage.session.desk.work.changes_many());
    let begun = Instant::now();
    let is_saved = |desk: &Desk| !desk.work.changes_many();
    let waited = stage.pressed(WORKING.split(' ').cycle(), is_saved);
    told(&import, "committed", begun, waited);
    let begun = Instant::now();
    let is_in = |desk: &Desk| desk.catalog.len() > before;
    let waited = stage.pressed(WORKING.split(' ').cycle(), is_in);
    told(&import, "taken in", begun, waited);
    let begun = Instant::now();
    let after = WORKING.split(' ').cycle().take(200);
    let waited = stage.pressed(after, |_| false);
    told(&import, "after", begun, waited);
    stage.settle();
    assert_eq!(stage.session.desk.catalog.len(), before + ROWS as usize);
    stage.session.finish();
}
