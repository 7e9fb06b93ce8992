//! What sled is called under. sled 0.34.7 panics on some damages, also where it is dropped: a panic of it ends
//! neither the program nor the screen, and its words go to nobody's terminal.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;
use std::thread;

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

/// Something of sled, dropped under the guard.
#[derive(Clone, Debug)]
pub struct Guarded<T>(Option<T>);

impl<T> Guarded<T> {
    /// Guards it.
    pub fn new(held: T) -> Guarded<T> {
        Guarded(Some(held))
    }

    /// What is guarded; always there.
    pub fn get(&self) -> Option<&T> {
        self.0.as_ref()
    }

    /// As `get`.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.0.as_mut()
    }
}

impl<T> Drop for Guarded<T> {
    fn drop(&mut self) {
        let held = self.0.take();
        if let Err(words) = caught(move || drop(held)) {
            tracing::warn!("sled panicked in being closed, {} letters", words.len());
        }
    }
}
