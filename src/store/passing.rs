//! Which errors of the system pass: they say "not now", and nothing of what is on the disk. Nothing is put aside,
//! made again or cut off because of one.

use std::io::{self, ErrorKind};

use rustix::io::Errno;

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
