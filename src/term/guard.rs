//! Entering and leaving the screen, in one place and in reverse order.
//!
//! Whether the screen is entered is one flag for the process, because whoever comes first may leave
//! it: the loop, a panic on its thread, or the last moments after a signal. It is left once.

use std::io::{self, Write};
use std::panic::PanicHookInfo;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError};
use std::thread::{self, ThreadId};

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::ResetColor;
use crossterm::terminal::{
    Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use tokio::sync::mpsc::UnboundedSender;

use super::TermError;
use super::canvas::{ansi, write};
use super::signals::Notice;

static ENTERED: AtomicBool = AtomicBool::new(false);

/// Refuses what is no terminal, or one that can't place the cursor.
pub fn check() -> Result<(), TermError> {
    for (fd, name) in [
        (rustix::stdio::stdin(), "stdin"),
        (rustix::stdio::stdout(), "stdout"),
    ] {
        if !rustix::termios::isatty(fd) {
            return Err(TermError::NotATerminal(name));
        }
    }
    let term = std::env::var("TERM").unwrap_or_default();
    if term.is_empty() || term == "dumb" {
        return Err(TermError::Dumb(term));
    }
    Ok(())
}

/// Raw mode, the alternate screen, clear, with pastes bracketed. Entering twice is entering anew, as
/// after a stop from outside: the shell may have changed the mode.
pub(super) fn enter() -> io::Result<()> {
    if ENTERED.swap(true, Ordering::SeqCst) {
        disable_raw_mode()?;
    }
    // resumed in the background, this stops the process until it is in the foreground again
    while let Err(error) = enable_raw_mode() {
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
    let text = [
        ansi(EnterAlternateScreen),
        ansi(ResetColor),
        ansi(Clear(ClearType::All)),
        ansi(EnableBracketedPaste),
    ];
    write(text.concat().as_bytes())
}

/// Undoes `enter`, if it is to be undone. Nothing more can be done about an error here.
pub(super) fn leave() {
    if ENTERED.swap(false, Ordering::SeqCst) {
        let text = [
            ansi(EndSynchronizedUpdate),
            ansi(ResetColor),
            ansi(Show),
            ansi(DisableBracketedPaste),
            ansi(LeaveAlternateScreen),
        ];
        let _ = write(text.concat().as_bytes());
        let _ = disable_raw_mode();
    }
}

/// Leaves the screen unless the terminal takes no bytes, as behind a frozen link.
pub(super) fn leave_if_writable() {
    let stdout = rustix::stdio::stdout();
    let mut fds = [PollFd::new(&stdout, PollFlags::OUT)];
    let at_once = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    if matches!(poll(&mut fds, Some(&at_once)), Ok(1)) {
        leave();
    } else {
        let _ = disable_raw_mode();
    }
}

/// The terminal is gone: there is nothing to leave, and nothing may be written any more.
pub(super) fn abandon() {
    ENTERED.store(false, Ordering::SeqCst);
}

/// Whether the screen is entered.
pub(super) fn entered() -> bool {
    ENTERED.load(Ordering::SeqCst)
}

/// Leaves the screen when dropped, whatever the way out.
pub(super) struct Guard(());

impl Guard {
    /// Enters the screen; from now on, panics are told to `notices` or leave the screen first.
    pub(super) fn enter(notices: UnboundedSender<Notice>) -> io::Result<Guard> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| std::panic::set_hook(Box::new(panicked)));
        *lock() = Some((thread::current().id(), notices));
        // the guard first: it also leaves a screen half entered
        let guard = Guard(());
        enter()?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        leave();
        *lock() = None;
    }
}

/// The thread that owns the screen, and how to tell it of a panic elsewhere.
static OWNER: Mutex<Option<(ThreadId, UnboundedSender<Notice>)>> = Mutex::new(None);

fn lock() -> std::sync::MutexGuard<'static, Option<(ThreadId, UnboundedSender<Notice>)>> {
    OWNER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// On the loop's thread: leave the screen, then say what has happened. On another: nothing is printed
/// over the screen, the loop is told.
fn panicked(info: &PanicHookInfo<'_>) {
    // A panic over a text quotes the text, which may be a record's: it drives no terminal.
    let text: String = info
        .to_string()
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect();
    let thread = thread::current();
    let name = thread.name().unwrap_or("?").to_string();
    // The log holds nothing of records: only where it was, and words that stand in the program.
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let words = info.payload().downcast_ref::<&'static str>();
    tracing::error!(thread = name, place, "panic: {}", words.unwrap_or(&"…"));
    let owner = lock().as_ref().cloned();
    match owner {
        Some((id, notices)) if id != thread.id() => {
            let _ = notices.send(Notice::Panicked { thread: name, text });
        }
        _ => {
            leave();
            let _ = writeln!(io::stderr(), "guichet: {name}: {text}");
        }
    }
}
