//! The reader: one thread that turns the terminal's bytes into events. It sleeps until there are some,
//! and can be paused while another program (the editor) has the terminal.

use std::io;
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crossterm::event::{self, Event};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::escape::EscapeHold;

#[derive(Default)]
struct Pause {
    wanted: AtomicBool,
    paused: Mutex<bool>,
    changed: Condvar,
}

/// The reading thread.
pub struct Reader {
    pause: Arc<Pause>,
    wake: OwnedFd,
}

impl Reader {
    /// Starts reading; a lone Esc is held that long. `each` gets the events, and `None` at the end.
    ///
    /// # Errors
    /// When no pipe can be made.
    pub fn start(
        escape_ms: u64,
        mut each: impl FnMut(Option<Event>) + Send + 'static,
    ) -> io::Result<Reader> {
        let (wake_read, wake) = rustix::pipe::pipe()?;
        let pause = Arc::new(Pause::default());
        let shared = pause.clone();
        std::thread::Builder::new()
            .name("reader".into())
            .spawn(move || {
                let clock = Instant::now();
                let mut hold = EscapeHold::new(escape_ms);
                loop {
                    let now = u64::try_from(clock.elapsed().as_millis()).unwrap_or(u64::MAX);
                    let wait = hold
                        .deadline()
                        .map(|deadline| Duration::from_millis((deadline + 1).saturating_sub(now)));
                    match wait_for_input(&wake_read, wait) {
                        Woken::Hold => hold
                            .expire()
                            .into_iter()
                            .for_each(|event| each(Some(event))),
                        Woken::Pipe => shared.rest(&wake_read),
                        Woken::Gone => return each(None),
                        Woken::Input => {
                            // Only what is there already: a blocking read could not be paused.
                            while let Ok(true) = event::poll(Duration::ZERO) {
                                let Ok(read) = event::read() else {
                                    return each(None);
                                };
                                let now =
                                    u64::try_from(clock.elapsed().as_millis()).unwrap_or(u64::MAX);
                                hold.push(read, now)
                                    .into_iter()
                                    .for_each(|event| each(Some(event)));
                            }
                        }
                    }
                }
            })?;
        Ok(Reader { pause, wake })
    }

    /// Pauses the thread, does the work, and lets it read on.
    pub fn paused<T>(&self, work: impl FnOnce() -> T) -> T {
        self.pause.wanted.store(true, Ordering::SeqCst);
        if rustix::io::write(&self.wake, &[1]).is_ok() {
            let mut paused = self
                .pause
                .paused
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            while !*paused {
                paused = self
                    .pause
                    .changed
                    .wait(paused)
                    .unwrap_or_else(PoisonError::into_inner);
            }
        }
        let result = work();
        self.pause.wanted.store(false, Ordering::SeqCst);
        let mut paused = self
            .pause
            .paused
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *paused = false;
        self.pause.changed.notify_all();
        drop(paused);
        result
    }
}

impl Pause {
    fn rest(&self, wake: &OwnedFd) {
        let mut byte = [0; 8];
        let _ = rustix::io::read(wake, &mut byte);
        if !self.wanted.load(Ordering::SeqCst) {
            return;
        }
        let mut paused = self.paused.lock().unwrap_or_else(PoisonError::into_inner);
        *paused = true;
        self.changed.notify_all();
        while *paused {
            paused = self
                .changed
                .wait(paused)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

enum Woken {
    Input,
    Pipe,
    Hold,
    Gone,
}

fn wait_for_input(wake: &OwnedFd, wait: Option<Duration>) -> Woken {
    let stdin = io::stdin();
    loop {
        let mut watched = [
            PollFd::new(&stdin, PollFlags::IN),
            PollFd::new(wake, PollFlags::IN),
        ];
        let timeout = wait.and_then(|wait| Timespec::try_from(wait).ok());
        match poll(&mut watched, timeout.as_ref()) {
            Err(rustix::io::Errno::INTR) => {}
            Err(_) => return Woken::Gone,
            Ok(0) => return Woken::Hold,
            Ok(_) => {
                let [input, pipe] = &watched;
                if input
                    .revents()
                    .intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
                {
                    return Woken::Gone;
                }
                return if pipe.revents().contains(PollFlags::IN) {
                    Woken::Pipe
                } else {
                    Woken::Input
                };
            }
        }
    }
}
