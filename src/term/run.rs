//! The loop: drain what waits, draw once if something changed, sleep.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossterm::event::Event;
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::guard::{self, Guard};
use super::reader::Reader;
use super::{GONE, TERMINATED, clipboard, editor, watchdog};
use crate::desk::message::Msg;
use crate::desk::{Desk, Tone};
use crate::keymap::Key;
use crate::runtime::{Order, Post, Runtime};

/// How long messages are drained before a frame is drawn, so that a flood (loading) shows as it comes.
const DRAIN: Duration = Duration::from_millis(12);

/// Why the desk can't use the terminal.
#[derive(Debug, thiserror::Error)]
pub enum TermError {
    /// Standard input or output is not a terminal.
    #[error(
        "no terminal on standard {0}; the same verbs work on the command line (guichet --help)"
    )]
    NoTerminal(&'static str),
    /// `TERM` is unset or `dumb`.
    #[error(
        "the terminal ($TERM={0:?}) can't move its cursor; the same verbs work on the command line (guichet --help)"
    )]
    Dumb(String),
    /// The terminal or the process refused something.
    #[error("the terminal: {0}")]
    Io(#[from] io::Error),
}

enum Incoming {
    Msg(Box<Msg>),
    Event(Event),
    Gone,
}

struct Session {
    desk: Desk,
    runtime: Runtime,
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    reader: Reader,
}

enum Ended {
    Quit,
    Terminated,
    Gone,
}

/// Runs the desk until it ends; gives the exit code. `start` starts the runtime once the way for its
/// messages is known.
///
/// # Errors
/// When there is no terminal to run on.
pub fn run(
    desk: Desk,
    escape_ms: u16,
    start: impl FnOnce(Post) -> Runtime,
) -> Result<i32, TermError> {
    check_terminal()?;
    let (inbox, messages) = unbounded_channel();
    let from_runtime = inbox.clone();
    // Sends fail only when the loop has ended, and then nothing waits for the message.
    let runtime = start(Arc::new(move |msg| {
        drop(from_runtime.send(Incoming::Msg(msg)))
    }));
    let scheduler = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    let screen = Guard::new()?;
    let reader = start_reading(escape_ms, &inbox)?;
    let out = BufWriter::with_capacity(1 << 16, io::stdout());
    let terminal = Terminal::new(CrosstermBackend::new(out))?;
    let mut session = Session {
        desk,
        runtime,
        terminal,
        reader,
    };
    let ended = scheduler.block_on(session.run(messages))?;
    let Session {
        desk: _,
        runtime,
        terminal,
        ..
    } = session;
    match ended {
        Ended::Quit => {
            drop(terminal);
            drop(screen);
            runtime.finish();
            Ok(0)
        }
        Ended::Terminated => {
            watchdog::end_soon(TERMINATED);
            drop(terminal);
            drop(screen);
            runtime.finish();
            Ok(TERMINATED)
        }
        Ended::Gone => {
            // Dropping the Terminal would write to a dead tty, and abort: leave without it.
            watchdog::end_soon(GONE);
            std::mem::forget(terminal);
            std::mem::forget(screen);
            runtime.finish();
            std::process::exit(GONE);
        }
    }
}

fn check_terminal() -> Result<(), TermError> {
    if !io::stdin().is_terminal() {
        return Err(TermError::NoTerminal("input"));
    }
    if !io::stdout().is_terminal() {
        return Err(TermError::NoTerminal("output"));
    }
    match std::env::var("TERM") {
        Ok(term) if !term.is_empty() && term != "dumb" => Ok(()),
        other => Err(TermError::Dumb(other.unwrap_or_default())),
    }
}

fn start_reading(escape_ms: u16, inbox: &UnboundedSender<Incoming>) -> io::Result<Reader> {
    let (events, gone) = (inbox.clone(), inbox.clone());
    watchdog::watch(move || drop(gone.send(Incoming::Gone)));
    Reader::start(u64::from(escape_ms), move |event| {
        drop(events.send(event.map_or(Incoming::Gone, Incoming::Event)));
    })
}

fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

impl Session {
    async fn run(&mut self, mut messages: UnboundedReceiver<Incoming>) -> io::Result<Ended> {
        let mut hangup = signal(SignalKind::hangup())?;
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut resized = signal(SignalKind::window_change())?;
        let mut continued = signal(SignalKind::from_raw(rustix::process::Signal::CONT.as_raw()))?;
        self.resize();
        if let Err(ended) = self.draw() {
            return Ok(ended);
        }
        loop {
            let next = tokio::select! {
                biased;
                _ = hangup.recv() => return Ok(self.end(Ended::Gone)),
                _ = terminate.recv() => return Ok(self.end(Ended::Terminated)),
                _ = interrupt.recv() => return Ok(self.end(Ended::Terminated)),
                _ = continued.recv() => { self.resume(); None }
                _ = resized.recv() => { drain(&mut resized).await; self.resize(); None }
                message = messages.recv() => message,
            };
            let since = Instant::now();
            let mut next = next;
            while let Some(incoming) = next {
                if let Some(ended) = self.take(incoming) {
                    return Ok(self.end(ended));
                }
                next = if since.elapsed() < DRAIN {
                    messages.try_recv().ok()
                } else {
                    None
                };
            }
            if self.desk.dirty
                && let Err(ended) = self.draw()
            {
                return Ok(self.end(ended));
            }
        }
    }

    fn end(&mut self, ended: Ended) -> Ended {
        self.update(Msg::Ending);
        ended
    }

    fn take(&mut self, incoming: Incoming) -> Option<Ended> {
        let msg = match incoming {
            Incoming::Gone => return Some(Ended::Gone),
            Incoming::Msg(msg) => *msg,
            Incoming::Event(Event::Key(event)) => Msg::Key(Key::from_event(&event)?),
            Incoming::Event(Event::Paste(text)) => Msg::Paste(text),
            Incoming::Event(_) => return None,
        };
        self.update(msg)
    }

    fn update(&mut self, msg: Msg) -> Option<Ended> {
        self.runtime.answered(&msg);
        for effect in self.desk.update(now(), msg) {
            if let Some(order) = self.runtime.perform(effect)
                && let Some(ended) = self.obey(order)
            {
                return Some(ended);
            }
        }
        None
    }

    fn obey(&mut self, order: Order) -> Option<Ended> {
        match order {
            Order::Quit => return Some(Ended::Quit),
            Order::Redraw => self.clear(),
            Order::Suspend => {
                guard::leave();
                // The whole group: a parent such as a shell script would otherwise keep the terminal.
                let _ = rustix::process::kill_current_process_group(rustix::process::Signal::STOP);
                self.resume();
            }
            Order::Copy(text) => match clipboard::copy_sequence(&text) {
                Some(sequence) => {
                    let out = self.terminal.backend_mut();
                    if out
                        .write_all(sequence.as_bytes())
                        .and_then(|()| Write::flush(out))
                        .is_err()
                    {
                        return Some(Ended::Gone);
                    }
                }
                None => {
                    let text = self.desk.settings.texts.get("copy-too-long").to_string();
                    self.desk.status = Some(crate::desk::Status {
                        tone: Tone::Error,
                        text,
                    });
                }
            },
            Order::Editor(text) => {
                let result = self.reader.paused(|| {
                    guard::leave();
                    let result = editor::edit(&text);
                    let entered = guard::enter().map_err(|error| error.to_string());
                    entered.and(result)
                });
                self.resume();
                return self.update(Msg::Edited(result));
            }
        }
        None
    }

    /// Takes the terminal again after something else had it.
    fn resume(&mut self) {
        if let Err(error) = guard::enter() {
            tracing::error!(%error, "the terminal can't be taken again");
        }
        self.clear();
        self.resize();
    }

    fn clear(&mut self) {
        if let Err(error) = self.terminal.clear() {
            tracing::error!(%error, "the screen can't be cleared");
        }
        self.desk.dirty = true;
    }

    fn resize(&mut self) {
        if let Ok((width, height)) = crossterm::terminal::size() {
            self.update(Msg::Resize(width, height));
        }
    }

    /// Draws inside one synchronized update, in one write.
    fn draw(&mut self) -> Result<(), Ended> {
        let drawn = queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)
            .and_then(|()| {
                self.terminal
                    .draw(|frame| crate::ui::draw(&self.desk, frame))
                    .map(|_| ())
            })
            .and_then(|()| queue!(self.terminal.backend_mut(), EndSynchronizedUpdate))
            .and_then(|()| Write::flush(self.terminal.backend_mut()));
        self.desk.dirty = false;
        drawn.map_err(|error| {
            tracing::error!(%error, "the terminal can't be written to");
            Ended::Gone
        })
    }
}

/// Takes all waiting resizes for one.
async fn drain(signal: &mut Signal) {
    while tokio::time::timeout(Duration::ZERO, signal.recv())
        .await
        .is_ok_and(|received| received.is_some())
    {}
}
