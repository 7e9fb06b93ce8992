//! The line of those who wait for the turn: whoever came first is next. A place in it is a byte of the file `lock`,
//! locked for reading, so that it ends with its holder. It keeps order, no more: nobody has the turn by it, and who does
//! not move up, for somebody before was stopped, heeds it no longer.

use std::fs::File;
use std::thread;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, fcntl};
use nix::libc;

/// How often it is looked whether one has moved up.
const LOOK: Duration = Duration::from_millis(1);
/// How long the same one may stand before one until it is passed by.
const STUCK: Duration = Duration::from_millis(60);
/// A place is a number, the higher the later, followed by so many bits that are drawn, so that no two are the same.
const DRAWN: u32 = 20;

/// A place in the line, until this is dropped.
pub(super) struct Spot<'f> {
    lock: &'f File,
    at: i64,
}

impl Spot<'_> {
    /// The last place in the line of that lock. Where the system has no such lines everybody comes first.
    pub(super) fn last(lock: &File) -> Spot<'_> {
        let mut after = 0;
        // Each one found stands farther behind.
        while let Some((at, length)) = standing(lock, after, 0) {
            after = at.saturating_add(length.max(1));
        }
        let number = (after >> DRAWN).saturating_add(1);
        let at = number << DRAWN | fastrand::i64(0..1 << DRAWN);
        set(lock, libc::F_RDLCK, at);
        Spot { lock, at }
    }

    /// Waits until nobody stands before it.
    pub(super) fn wait(&self) {
        let mut first = (0, Instant::now());
        while let Some((at, _)) = standing(self.lock, 0, self.at) {
            if at != first.0 {
                first = (at, Instant::now());
            } else if first.1.elapsed() > STUCK {
                return;
            }
            thread::sleep(LOOK);
        }
    }
}

impl Drop for Spot<'_> {
    fn drop(&mut self) {
        set(self.lock, libc::F_UNLCK, self.at);
    }
}

/// Whether nobody stands in the line of that lock.
pub(super) fn is_empty(lock: &File) -> bool {
    standing(lock, 0, 0).is_none()
}

/// Somebody who stands in the line from that place on, for so long (0: to the end): where, and how many places.
fn standing(lock: &File, from: i64, length: i64) -> Option<(i64, i64)> {
    let mut asked = of(libc::F_WRLCK, from, length);
    fcntl(lock, FcntlArg::F_OFD_GETLK(&mut asked)).ok()?;
    let is_taken = i32::from(asked.l_type) != libc::F_UNLCK;
    is_taken.then_some((asked.l_start, asked.l_len))
}

fn set(lock: &File, kind: i32, at: i64) {
    // Without a place one comes first.
    while fcntl(lock, FcntlArg::F_OFD_SETLK(&of(kind, at, 1))) == Err(Errno::EINTR) {}
}

fn of(kind: i32, from: i64, length: i64) -> libc::flock {
    libc::flock {
        // The kinds are 0 to 2.
        l_type: kind as i16,
        l_whence: libc::SEEK_SET as i16,
        l_start: from,
        l_len: length,
        l_pid: 0,
    }
}
