//! Entering and leaving the screen, in one place and in reverse order.
//!
//! Whether the screen is entered is one flag for the process, because whoever comes first may leave
//! it: the loop, a panic on its thread, or the last moments after a signal. It is left once.

use std::io::{self, Write};
use std::os::fd::BorrowedFd;
use std::panic::PanicHookInfo;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, Once, OnceLock, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::ResetColor;
use crossterm::terminal::{
    Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio::{stderr, stdin, stdout};
use rustix::termios::{OptionalActions, Termios, isatty, tcgetattr, tcsetattr};
use tokio::sync::mpsc::UnboundedSender;

use super::canvas::ansi;
use super::notice::Notice;
use super::outlet::Outlet;
use super::{TermError, modes};
use crate::text;

static ENTERED: AtomicBool = AtomicBool::new(false);

/// Whether an editor has had the terminal.
static FOREIGN: AtomicBool = AtomicBool::new(false);

/// What the terminal's line was set to before.
static LINE: Mutex<Option<Termios>> = Mutex::new(None);

/// How long leaving waits for a terminal that takes nothing: for what is on its way, then for the way out
/// itself. With what the callers do besides, it stays under a second.
const ON_ITS_WAY: Duration = Duration::from_millis(450);
const LAST_WORDS: Duration = Duration::from_millis(200);
const AT_ONCE: Duration = Duration::from_millis(50);

fn line() -> MutexGuard<'static, Option<Termios>> {
    LINE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether writing there waits for nobody.
fn takes_bytes(fd: BorrowedFd<'_>) -> bool {
    let mut fds = [PollFd::from_borrowed_fd(fd, PollFlags::OUT)];
    matches!(poll(&mut fds, Some(&Timespec::default())), Ok(1))
}

/// Refuses what is no terminal, or one that can't place the cursor.
pub fn check() -> Result<(), TermError> {
    for (fd, name) in [(stdin(), "stdin"), (stdout(), "stdout")] {
        if !isatty(fd) {
            return Err(TermError::NotATerminal(name));
        }
    }
    let term = std::env::var("TERM").unwrap_or_default();
    if term.is_empty() || term == "dumb" {
        return Err(TermError::Dumb(term));
    }
    Ok(())
}

/// Raw mode, the alternate screen, clear, with pastes bracketed. What the terminal's line is set to is
/// what will be given back. Entering twice is entering anew, as after a stop from outside: then that was
/// kept before, and the shell may have changed the mode.
pub(super) fn enter() -> io::Result<()> {
    if !ENTERED.swap(true, Ordering::SeqCst) {
        *line() = Some(tcgetattr(stdin())?);
    }
    // what was on its way before a stop shows nothing that is still wanted
    if let Some(outlet) = outlet() {
        outlet.give_up();
    }
    take(&ansi(EnterAlternateScreen))
}

/// Enters after an editor, which may have left the terminal in any state.
pub(super) fn reenter() -> io::Result<()> {
    ENTERED.store(true, Ordering::SeqCst);
    FOREIGN.store(true, Ordering::SeqCst);
    let text = [
        modes::common(),
        modes::extended(),
        &ansi(EnterAlternateScreen),
        modes::extended(),
    ];
    take(&text.concat())
}

/// Puts the terminal back into the state that the screen needs, whoever may have changed it.
pub(super) fn put_back() -> io::Result<()> {
    take(&[modes::common(), modes::extended()].concat())
}

/// Makes the line raw and sends these bytes, then what a fresh screen begins with.
fn take(bytes: &str) -> io::Result<()> {
    let Some(mut raw) = line().clone() else {
        return Ok(());
    };
    raw.make_raw();
    // resumed in the background, this stops the process until it is in the foreground again
    while let Err(error) = tcsetattr(stdin(), OptionalActions::Now, &raw) {
        if error != Errno::INTR {
            return Err(error.into());
        }
    }
    let text = [
        bytes,
        &ansi(ResetColor),
        &ansi(Clear(ClearType::All)),
        &ansi(EnableBracketedPaste),
    ];
    send(&text.concat());
    Ok(())
}

/// Undoes `enter`, if it is to be undone. Nothing more can be done about an error here.
pub(super) fn leave() {
    leave_within([ON_ITS_WAY, LAST_WORDS]);
}

/// Leaves the screen unless the terminal takes no bytes, as behind a frozen link.
pub(super) fn leave_at_once() {
    leave_within([Duration::ZERO, AT_ONCE]);
    // Whoever has begun to leave may still wait for the terminal.
    give_line_back();
}

fn leave_within(patience: [Duration; 2]) {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    // Only where a program has run that may have set them: some terminal may print them.
    let extended = match FOREIGN.load(Ordering::SeqCst) {
        true => modes::extended(),
        false => "",
    };
    let text = [
        &ansi(EndSynchronizedUpdate),
        &ansi(ResetColor),
        &ansi(Show),
        modes::common(),
        extended,
        &ansi(DisableBracketedPaste),
        &ansi(LeaveAlternateScreen),
        extended,
    ];
    if let Some(outlet) = outlet() {
        outlet.part_with(text.concat().as_bytes(), patience);
    }
    give_line_back();
}

fn give_line_back() {
    if let Some(before) = &*line() {
        let _ = tcsetattr(stdin(), OptionalActions::Now, before);
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
    /// Enters the screen through that outlet; from now on, panics are told to `notices` or leave the
    /// screen first.
    pub(super) fn enter(notices: UnboundedSender<Notice>, outlet: Outlet) -> io::Result<Guard> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| std::panic::set_hook(Box::new(panicked)));
        *lock() = Some(Owner {
            thread: thread::current().id(),
            notices,
            outlet,
        });
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

/// Who owns the screen.
#[derive(Clone)]
struct Owner {
    thread: ThreadId,
    /// How to tell it of a panic elsewhere.
    notices: UnboundedSender<Notice>,
    outlet: Outlet,
}

static OWNER: Mutex<Option<Owner>> = Mutex::new(None);

fn lock() -> MutexGuard<'static, Option<Owner>> {
    OWNER.lock().unwrap_or_else(PoisonError::into_inner)
}

fn outlet() -> Option<Outlet> {
    lock().as_ref().map(|owner| owner.outlet.clone())
}

fn send(text: &str) {
    if let Some(outlet) = outlet() {
        outlet.send(text.as_bytes());
    }
}

static PASSED_OVER: OnceLock<fn() -> bool> = OnceLock::new();

/// From now on, a panic of a thread of which that is so is told to nobody: it is met where it was made.
pub fn pass_over(is_met: fn() -> bool) {
    let _ = PASSED_OVER.set(is_met);
}

/// On the loop's thread: leave the screen, then say what has happened. On another: nothing is printed
/// over the screen, the loop is told.
fn panicked(info: &PanicHookInfo<'_>) {
    if PASSED_OVER.get().is_some_and(|is_met| is_met()) {
        tracing::warn!("a panic that is met where it was made");
        return;
    }
    // A panic over a text quotes the text, which may be a record's: it drives no terminal.
    let words = info.to_string();
    let lines: Vec<_> = words.lines().map(text::line).collect();
    let text = lines.join("\n");
    let thread = thread::current();
    let name = thread.name().unwrap_or("?").to_string();
    // The log holds nothing of records: only where it was, and words that stand in the program.
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let words = info.payload().downcast_ref::<&'static str>();
    tracing::error!(thread = name, place, "panic: {}", words.unwrap_or(&"…"));
    let owner = lock().as_ref().cloned();
    match owner {
        Some(owner) if owner.thread != thread.id() => {
            let _ = owner.notices.send(Notice::Panicked { thread: name, text });
        }
        _ => {
            leave();
            if takes_bytes(stderr()) {
                let _ = writeln!(io::stderr(), "guichet: {name}: {text}");
            }
        }
    }
}
