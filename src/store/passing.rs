//! Which errors of the system pass: they say "not now", and nothing of what is on the disk. Nothing is put aside,
//! made again or cut off because of one.

use std::io::{self, ErrorKind};
use std::thread;
use std::time::Duration;

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
        if tries >= most {
            return Err(error);
        }
        tries += 1;
        thread::sleep(APART);
    }
}
