//! The application that the terminal tests drive: it shows what it is told.
//!
//! `q` quits with 7, `g` asks for the background, `c` copies, `C` copies too much, `e` edits, `p` panics in
//! a draw, `w` panics in a thread, `a` awaits an answer that never comes, `m` floods with messages, `f` fills the screen anew in
//! every frame, Ctrl-L draws again, Ctrl-Z suspends. What is saved at the end goes to `$PROBE_SAVED`, what
//! it is told to `$PROBE_TOLD`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use crossterm::event::{KeyCode, KeyModifiers};
use guichet::term::{Application, Copied, Input, Options, Order, TermError, run};
use ratatui::Frame;
use ratatui::widgets::Paragraph;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

struct Probe {
    messages: UnboundedSender<u32>,
    told: Vec<String>,
    message: u32,
    frames: u32,
    panic: bool,
    dirty: bool,
    awaits: bool,
    fills: bool,
}

/// The file that is edited.
fn text_file() -> PathBuf {
    let folder = std::env::var_os("PROBE_SCRATCH").map_or_else(std::env::temp_dir, PathBuf::from);
    folder.join("text")
}

impl Probe {
    fn tell(&mut self, text: String) {
        if let Some(path) = std::env::var_os("PROBE_TOLD") {
            let told = std::fs::OpenOptions::new()
                .create(true)
                .append(true)
                .open(path);
            writeln!(told.unwrap(), "{text}").unwrap();
        }
        self.told.push(text);
        self.dirty = true;
    }
}

impl Application for Probe {
    type Message = u32;

    fn input(&mut self, input: Input, _now: i64) -> Vec<Order> {
        let mut orders = Vec::new();
        let text = match input {
            Input::Key(key) => {
                match key.code {
                    KeyCode::Char('q') => orders.push(Order::Quit(7)),
                    KeyCode::Char('c') => orders.push(Order::Copy("texte".into())),
                    KeyCode::Char('g') => orders.push(Order::AskGround),
                    KeyCode::Char('C') => orders.push(Order::Copy("x".repeat(100_000))),
                    KeyCode::Char('e') => {
                        std::fs::write(text_file(), "bonjour").unwrap();
                        orders.push(Order::Editor(text_file()));
                    }
                    KeyCode::Char('p') => self.panic = true,
                    KeyCode::Char('w') => {
                        let _ = std::thread::Builder::new()
                            .name("worker".into())
                            .spawn(|| panic!("the worker fell"));
                    }
                    KeyCode::Char('f') => self.fills = true,
                    KeyCode::Char('l') if key.modifiers == KeyModifiers::CONTROL => {
                        orders.push(Order::Redraw);
                    }
                    KeyCode::Char('a') => self.awaits = true,
                    KeyCode::Char('m') => {
                        let messages = self.messages.clone();
                        std::thread::spawn(move || {
                            for number in 1..=100_000 {
                                messages.send(number).unwrap();
                            }
                        });
                    }
                    KeyCode::Char('z') if key.modifiers == KeyModifiers::CONTROL => {
                        orders.push(Order::Suspend);
                    }
                    _ => {}
                }
                format!("key {:?}", key.code)
            }
            Input::Prefixed(key) => format!("esc and {:?}", key.code),
            Input::Unknown => "unknown".into(),
            Input::Paste(text) => format!("paste {text:?}"),
            Input::Unended(text) => format!("unended {text:?}"),
            Input::Bare(text) => format!("bare {text:?}"),
            Input::Resize(width, height) => format!("size {width}x{height}"),
            Input::Ground([red, green, blue]) => format!("ground {red} {green} {blue}"),
        };
        self.tell(text);
        orders
    }

    fn message(&mut self, message: u32, _now: i64) -> Vec<Order> {
        self.message = message;
        self.dirty = true;
        Vec::new()
    }

    fn edited(&mut self, ended: Result<(), TermError>, _now: i64) -> Vec<Order> {
        let text = std::fs::read_to_string(text_file()).unwrap();
        self.tell(match ended {
            Ok(()) => format!("edited {:?}", text.trim_end()),
            Err(error) => format!("not edited {}", error.id()),
        });
        Vec::new()
    }

    fn copied(&mut self, copied: Result<Copied, TermError>, _now: i64) -> Vec<Order> {
        self.tell(match copied {
            Ok(Copied::Kept) => "kept".to_string(),
            Ok(Copied::Sent(bytes)) => format!("sent {bytes}"),
            Err(error) => format!("not sent {}", error.id()),
        });
        Vec::new()
    }

    fn draw(&mut self, frame: &mut Frame) {
        assert!(!self.panic, "the draw fell");
        self.frames += 1;
        let area = frame.area();
        let mut text = format!("message {}\nframes {}\n", self.message, self.frames);
        for line in self.told.iter().rev().take(6) {
            text += line;
            text.push('\n');
        }
        if self.fills {
            let letter = char::from(b'A' + u8::try_from(self.frames % 26).unwrap());
            let row = letter.to_string().repeat(usize::from(area.width));
            for _ in 8..area.height {
                text += &row;
                text.push('\n');
            }
        }
        frame.render_widget(Paragraph::new(text), area);
        if self.told.last().is_some_and(|told| told == "key Char('i')") {
            frame.set_cursor_position((3, 1));
        }
    }

    fn dirty(&self) -> bool {
        self.dirty
    }

    fn awaits(&self) -> bool {
        self.awaits
    }

    fn drawn(&mut self) {
        self.dirty = false;
    }

    fn save_all(&mut self) {
        if let Some(path) = std::env::var_os("PROBE_SAVED") {
            std::fs::write(path, "saved").unwrap();
        }
    }
}

fn main() -> ExitCode {
    if std::env::var_os("PROBE_OWN_SESSION").is_some() {
        // no controlling terminal, hence no SIGHUP when it goes
        rustix::process::setsid().unwrap();
    }
    let (messages, receiver) = unbounded_channel();
    let mut probe = Probe {
        messages,
        told: Vec::new(),
        message: 0,
        frames: 0,
        panic: false,
        dirty: false,
        awaits: false,
        fills: false,
    };
    match run(&mut probe, receiver, &Options::default()) {
        Ok(code) => ExitCode::from(u8::try_from(code).unwrap()),
        Err(error) => {
            eprintln!("refused: {} {error}", error.id());
            ExitCode::from(3)
        }
    }
}
