//! What the system tells the process, and the last moments after it.
//!
//! A thread of its own listens, so that a signal is heard whatever the loop does: the process is gone
//! within [`LAST_MOMENTS`] of a signal to end.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::UnboundedSender;

use super::notice::Notice;
use super::{LAST_MOMENTS, LOST, guard};

/// How long after an editor a signal from the keyboard may still be the one that ended it: both
/// processes get it at once, and the end of the editor may be heard first.
const ECHO: Duration = Duration::from_millis(300);

/// Who has the screen and the keyboard.
#[derive(Clone, Copy, Debug, Default)]
enum Place {
    #[default]
    Here,
    Editor,
    Back(Instant),
}

/// Whether an editor has the screen, shared by the loop and the listening thread.
#[derive(Clone, Debug, Default)]
pub(super) struct Away(Arc<Mutex<Place>>);

impl Away {
    pub(super) fn begin(&self) {
        *self.place() = Place::Editor;
    }

    pub(super) fn end(&self) {
        *self.place() = Place::Back(Instant::now());
    }

    pub(super) fn is_now(&self) -> bool {
        matches!(*self.place(), Place::Editor)
    }

    /// Whether a signal from the keyboard was meant for the editor.
    fn has_keyboard(&self) -> bool {
        match *self.place() {
            Place::Here => false,
            Place::Editor => true,
            Place::Back(since) => since.elapsed() < ECHO,
        }
    }

    fn place(&self) -> MutexGuard<'_, Place> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Listens from now on. While `away` (an editor has the screen) what the terminal sends to all its
/// foreground processes concerns the editor alone.
pub(super) fn listen(notices: UnboundedSender<Notice>, away: Away) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let entered = runtime.enter();
    let mut hangup = signal(SignalKind::hangup())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut quit = signal(SignalKind::quit())?;
    let mut stop = signal(SignalKind::from_raw(Signal::TSTP.as_raw()))?;
    let mut proceed = signal(SignalKind::from_raw(Signal::CONT.as_raw()))?;
    let mut resize = signal(SignalKind::window_change())?;
    drop(entered);
    let listening = async move {
        loop {
            let notice = tokio::select! {
                biased;
                _ = hangup.recv() => Notice::Lost,
                _ = terminate.recv() => Notice::End(128 + Signal::TERM.as_raw()),
                _ = interrupt.recv() => Notice::End(128 + Signal::INT.as_raw()),
                _ = quit.recv() => Notice::End(128 + Signal::QUIT.as_raw()),
                _ = stop.recv() => Notice::Stop,
                _ = proceed.recv() => Notice::Continued,
                _ = resize.recv() => Notice::Resized,
            };
            let keyboard = [Signal::INT, Signal::QUIT].map(|key| Notice::End(128 + key.as_raw()));
            if away.has_keyboard() && keyboard.contains(&notice) {
                continue;
            }
            last_moments(&notice);
            if notices.send(notice).is_err() {
                return;
            }
        }
    };
    thread::Builder::new()
        .name("signals".into())
        .spawn(move || runtime.block_on(listening))?;
    Ok(())
}

/// After a notice that ends the process: if the loop has not ended it in time, this does.
pub(super) fn last_moments(notice: &Notice) {
    let code = match notice {
        Notice::Lost => LOST,
        Notice::End(code) => *code,
        _ => return,
    };
    let end = move || {
        thread::sleep(LAST_MOMENTS);
        if code != LOST {
            guard::leave_at_once();
        }
        std::process::exit(code);
    };
    // without a thread left to give, the loop is trusted to end by itself
    let _ = thread::Builder::new()
        .name("last-moments".into())
        .spawn(end);
}

/// Stops the whole process group: a parent such as `git commit` would otherwise wait on, and keep the
/// terminal. Returns before the stop has taken hold; [`Notice::Continued`] tells of its end.
pub(super) fn stop_group() {
    if let Err(error) = rustix::process::kill_current_process_group(Signal::STOP) {
        tracing::error!(%error, "can't stop");
    }
}
