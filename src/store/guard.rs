//! What sled is called under. sled 0.34.7 panics on some damages, also where it is dropped: a panic of it ends
//! neither the program nor the screen, and its words go to nobody's terminal. And it may wait for ever: for a buffer to
//! be written that a failed reading left half filled.

use std::cell::Cell;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Once};
use std::thread;
use std::time::Duration;

/// How long sled may write nothing at all before nobody waits for it any more.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// How often in that time is looked whether it wrote something.
const LOOKS: u32 = 10;

thread_local! {
    /// How many guarded calls this thread is in.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Whether a panic of this thread is one of sled, which is met where sled was called.
pub fn is_guarded() -> bool {
    let of_sled = || {
        let thread = thread::current();
        thread.name().is_some_and(|name| name.starts_with("sled-"))
    };
    DEPTH.try_with(Cell::get).is_ok_and(|depth| depth > 0) || of_sled()
}

/// Whatever hook there is hears nothing of such a panic; what it says can quote a record.
fn hush() {
    static HUSHED: Once = Once::new();
    HUSHED.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| match is_guarded() {
            true => {
                let place = info.location().map(ToString::to_string);
                tracing::warn!(place, "sled panicked");
            }
            false => before(info),
        }));
    });
}

/// Does something with sled.
///
/// # Errors
/// The words of its panic.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // A hook can't be set while a panic goes on, and then it was set long ago.
    if !thread::panicking() {
        hush();
    }
    let deeper = |by: i32| DEPTH.try_with(|depth| depth.set(depth.get().saturating_add_signed(by)));
    let _ = deeper(1);
    let done = catch_unwind(AssertUnwindSafe(work));
    let _ = deeper(-1);
    done.map_err(|panic| match panic.downcast_ref::<String>() {
        Some(text) => text.clone(),
        None => (*panic.downcast_ref::<&str>().unwrap_or(&"panic")).to_string(),
    })
}

/// As `caught`, on a thread of its own, waited for as long as that file changes at least once in that time; what then
/// still goes on is left to itself.
///
/// # Errors
/// The words of its panic; or that it stands still.
pub fn awaited<T: Send + 'static>(
    (file, patience): (&Path, Duration),
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, String> {
    let (send, done) = sync_channel(1);
    let aside = move || {
        // Nobody may wait for it any more.
        let _ = send.send(caught(work));
    };
    let begun = caught(|| {
        thread::Builder::new()
            .name("sled-awaited".into())
            .spawn(aside)
    })?;
    begun.map_err(|error| error.to_string())?;
    let (mut seen, mut looks) = (state_of(file), 0);
    loop {
        match done.recv_timeout(patience / LOOKS) {
            Ok(done) => return done,
            Err(RecvTimeoutError::Disconnected) => return Err("ended".to_string()),
            Err(RecvTimeoutError::Timeout) => {}
        }
        let now = state_of(file);
        looks = if now == seen { looks + 1 } else { 0 };
        seen = now;
        if looks >= LOOKS {
            return Err(format!("stands still for {} s", patience.as_secs()));
        }
    }
}

/// What changes of a file with every writing.
fn state_of(file: &Path) -> Option<(u64, i64, i64)> {
    let found = fs::metadata(file).ok()?;
    Some((found.len(), found.mtime(), found.mtime_nsec()))
}

/// Something of sled, dropped under the guard.
#[derive(Clone, Debug)]
pub struct Guarded<T: Send + 'static> {
    held: Option<T>,
    /// sled's log, where dropping it may write there, and wait.
    log: Option<PathBuf>,
    /// Whether sled was found to stand still.
    still: Arc<AtomicBool>,
}

impl<T: Send + 'static> Guarded<T> {
    /// Guards it.
    pub fn new(held: T) -> Guarded<T> {
        Guarded::of(held, None)
    }

    /// Guards what is written into that log in being dropped.
    pub fn writing(held: T, log: &Path) -> Guarded<T> {
        Guarded::of(held, Some(log.to_path_buf()))
    }

    fn of(held: T, log: Option<PathBuf>) -> Guarded<T> {
        Guarded {
            held: Some(held),
            log,
            still: Arc::default(),
        }
    }

    /// What is guarded; always there.
    pub fn get(&self) -> Option<&T> {
        self.held.as_ref()
    }

    /// As `get`.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.held.as_mut()
    }

    /// It stands still: nobody waits for it in being dropped.
    pub fn stands_still(&self) {
        self.still.store(true, Ordering::Relaxed);
    }
}

impl<T: Send + 'static> Drop for Guarded<T> {
    fn drop(&mut self) {
        let held = self.held.take();
        let dropped = match &self.log {
            // Its threads hold it for ever.
            Some(_) if self.still.load(Ordering::Relaxed) => {
                std::mem::forget(held);
                return;
            }
            Some(log) => awaited((log, PATIENCE), move || drop(held)),
            None => caught(move || drop(held)),
        };
        if let Err(words) = dropped {
            tracing::warn!(
                "sled was not closed: its words have {} letters",
                words.len()
            );
        }
    }
}
