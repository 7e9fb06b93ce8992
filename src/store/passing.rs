//! Which errors of the system pass: they say "not now", and nothing of what is on the disk. Nothing is put aside,
//! made again or cut off because of one.

use std::cell::Cell;
use std::io::{self, ErrorKind};
use std::thread;
use std::time::{Duration, Instant};

use rustix::io::Errno;

/// How often something is tried again that may pass, and how long apart.
pub const TRIES: u32 = 5;
pub const APART: Duration = Duration::from_millis(25);

/// Wants of the process or the machine, a disk without room or rights, a network that is away.
const PASSING: [Errno; 22] = [
    Errno::MFILE,
    Errno::NFILE,
    Errno::NOMEM,
    Errno::NOBUFS,
    Errno::INTR,
    Errno::AGAIN,
    Errno::BUSY,
    Errno::NOLCK,
    Errno::DEADLK,
    Errno::NOSPC,
    Errno::DQUOT,
    Errno::FBIG,
    Errno::ROFS,
    Errno::STALE,
    Errno::TIMEDOUT,
    Errno::NOTCONN,
    Errno::CONNABORTED,
    Errno::CONNRESET,
    Errno::HOSTDOWN,
    Errno::HOSTUNREACH,
    Errno::NETDOWN,
    Errno::NETUNREACH,
];

/// Whether it is one of them.
pub fn passes(error: &io::Error) -> bool {
    let is = |number: i32| {
        error.raw_os_error() == Some(number)
            // sled may have put the error into words of its own.
            || error.raw_os_error().is_none()
                && error.to_string().contains(&format!("(os error {number})"))
    };
    PASSING.map(Errno::raw_os_error).into_iter().any(is)
        || matches!(
            error.kind(),
            ErrorKind::StorageFull
                | ErrorKind::QuotaExceeded
                | ErrorKind::FileTooLarge
                | ErrorKind::ReadOnlyFilesystem
                | ErrorKind::OutOfMemory
                | ErrorKind::Interrupted
                | ErrorKind::WouldBlock
        )
}

/// Does something that changes nothing again where its error may pass: that of an interruption, of a disk that is not
/// ready, and, once, of a want or a refusal that may have been of that moment only.
///
/// # Errors
/// The last one.
pub fn patiently<T>(mut work: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let mut tries = 0;
    loop {
        let error = match work() {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => error,
            done => return done,
        };
        let most = match error.raw_os_error().map(Errno::from_raw_os_error) {
            Some(Errno::IO) => TRIES,
            Some(Errno::ACCESS | Errno::PERM | Errno::STALE | Errno::NOMEM) => 1,
            _ => 0,
        };
        if tries >= most || !waits() {
            return Err(error);
        }
        tries += 1;
    }
}

/// How long errors are waited for in all, until it was not done for as long as `RESTS`: what fails again and again
/// does not pass, and each call of a disk that has died must not be waited for.
const WAITS: u32 = 20;
const RESTS: Duration = Duration::from_secs(10);

thread_local! {
    /// When this thread waited last, and how often until then.
    static LATELY: Cell<Option<(Instant, u32)>> = const { Cell::new(None) };
}

/// Waits a moment; false if that was done too often of late.
pub fn waits() -> bool {
    let now = Instant::now();
    let times = match LATELY.try_with(Cell::get).unwrap_or_default() {
        Some((last, times)) if now.duration_since(last) < RESTS => times,
        _ => 0,
    };
    if times >= WAITS {
        return false;
    }
    let _ = LATELY.try_with(|lately| lately.set(Some((now, times + 1))));
    thread::sleep(APART);
    true
}
