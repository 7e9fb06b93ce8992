//! What goes to the terminal: a thread writes it, so that a terminal which takes no bytes holds nobody up.
//!
//! It writes through a description of its own where the system gives one, which alone is made
//! non-blocking: the inherited one is shared with the shell, that would find it so. What has begun can
//! then be given up at any byte; through the inherited one, only between two writes.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::{Mode, OFlags, fstat, open};
use rustix::io::Errno;
use rustix::process::getsid;
use rustix::termios::{isatty, tcgetsid, ttyname};
use tokio::sync::mpsc::UnboundedSender;

use super::notice::Notice;
use super::signals::last_moments;

/// The most that one write takes.
const PIECE: usize = 4096;

/// How long a write that was promised room and found none waits for the next try.
const AGAIN: Duration = Duration::from_millis(5);

/// Ends whatever sequence was cut.
const CANCEL: &[u8] = b"\x18";

/// The way to the terminal. Its thread ends with the last of its clones.
#[derive(Clone, Debug)]
pub(super) struct Outlet(Arc<Handle>);

#[derive(Debug)]
struct Handle {
    shared: Arc<Shared>,
    /// A byte here wakes the thread from its poll.
    wake: Mutex<io::PipeWriter>,
}

#[derive(Debug, Default)]
struct Shared {
    queue: Mutex<Queue>,
    idle: Condvar,
}

#[derive(Debug, Default)]
struct Queue {
    bytes: Vec<u8>,
    /// How many of them the terminal has taken.
    sent: usize,
    /// Counts what was given up, so that a write under way then is not counted into what came after.
    round: u64,
    /// Whether something was given up since the last bytes: it may have been cut anywhere.
    cut: bool,
    /// Whether the terminal is gone.
    broken: bool,
}

impl Outlet {
    /// Starts the thread. It tells `notices` when everything is taken, or the terminal is gone.
    pub(super) fn start(notices: UnboundedSender<Notice>) -> io::Result<Outlet> {
        let (woken, wake) = io::pipe()?;
        let shared = Arc::<Shared>::default();
        let writing = Writing {
            shared: shared.clone(),
            woken,
            own: own_description(),
            notices,
        };
        thread::Builder::new()
            .name("writer".into())
            .spawn(move || writing.run())?;
        let wake = Mutex::new(wake);
        Ok(Outlet(Arc::new(Handle { shared, wake })))
    }

    /// Queues bytes behind what is on its way; never waits.
    pub(super) fn send(&self, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        let mut queue = self.0.shared.queue();
        if queue.cut {
            queue.cut = false;
            queue.bytes.extend_from_slice(CANCEL);
        }
        queue.bytes.extend_from_slice(bytes);
        drop(queue);
        self.wake();
    }

    /// Whether something is on its way.
    pub(super) fn is_busy(&self) -> bool {
        let queue = self.0.shared.queue();
        !queue.bytes.is_empty()
    }

    /// Gives up what has not been taken.
    pub(super) fn give_up(&self) {
        self.0.shared.queue().give_up();
        self.wake();
    }

    /// Sends the last bytes before somebody else has the terminal, in place of what it does not take in
    /// time. `patience` is for what is on its way, then for these bytes.
    pub(super) fn part_with(&self, bytes: &[u8], [on_its_way, last]: [Duration; 2]) {
        if !self.wait(on_its_way) {
            self.give_up();
        }
        self.send(bytes);
        if !self.wait(last) {
            self.give_up();
        }
    }

    /// Waits until everything is taken, or the terminal is gone; tells whether it came to that.
    fn wait(&self, patience: Duration) -> bool {
        let shared = &self.0.shared;
        let waits = |queue: &mut Queue| !queue.bytes.is_empty() && !queue.broken;
        let waited = shared
            .idle
            .wait_timeout_while(shared.queue(), patience, waits);
        let (_queue, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        !waited.timed_out()
    }

    fn wake(&self) {
        let mut wake = self.0.wake.lock().unwrap_or_else(PoisonError::into_inner);
        // an error is a thread that has ended
        let _ = wake.write_all(b"w");
    }
}

impl Shared {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    fn give_up(&mut self) {
        self.cut |= !self.bytes.is_empty();
        self.bytes.clear();
        self.sent = 0;
        self.round += 1;
    }
}

struct Writing {
    shared: Arc<Shared>,
    woken: io::PipeReader,
    own: Option<File>,
    notices: UnboundedSender<Notice>,
}

impl Writing {
    fn run(mut self) {
        while let Some(()) = self.turn() {}
    }

    /// Waits for one thing and does it; `None` ends the thread.
    fn turn(&mut self) -> Option<()> {
        let (piece, round) = {
            let queue = self.shared.queue();
            let rest = queue.bytes.get(queue.sent..).unwrap_or_default();
            let piece = rest.get(..PIECE).unwrap_or(rest).to_vec();
            (piece, queue.round)
        };
        let stdout = rustix::stdio::stdout();
        let terminal = self.own.as_ref().map_or(stdout, AsFd::as_fd);
        let mut fds = vec![PollFd::new(&self.woken, PollFlags::IN)];
        if !piece.is_empty() {
            fds.push(PollFd::from_borrowed_fd(terminal, PollFlags::OUT));
        }
        match poll(&mut fds, None) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return self.broken(error),
        }
        let told: Vec<PollFlags> = fds.iter().map(PollFd::revents).collect();
        if told.first().is_some_and(|told| !told.is_empty()) {
            // the end of the pipe is the end of all who could send
            return match (&self.woken).read(&mut [0; 64]) {
                Ok(0) => None,
                Ok(_) => Some(()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => Some(()),
                Err(_) => None,
            };
        }
        if told.get(1).is_none_or(|told| told.is_empty()) {
            return Some(());
        }
        match rustix::io::write(terminal, &piece) {
            Ok(count) => self.taken(count, round),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => thread::sleep(AGAIN),
            Err(error) => return self.broken(error),
        }
        Some(())
    }

    fn taken(&self, count: usize, round: u64) {
        let mut queue = self.shared.queue();
        if queue.round != round {
            return;
        }
        queue.sent += count;
        if queue.sent < queue.bytes.len() {
            return;
        }
        queue.bytes.clear();
        queue.sent = 0;
        drop(queue);
        self.shared.idle.notify_all();
        // without a loop left, nobody draws
        let _ = self.notices.send(Notice::Taken);
    }

    fn broken(&self, error: Errno) -> Option<()> {
        tracing::error!(%error, "the terminal takes no bytes");
        self.shared.queue().broken = true;
        self.shared.idle.notify_all();
        last_moments(&Notice::Lost);
        let _ = self.notices.send(Notice::Lost);
        None
    }
}

/// The terminal of standard output opened anew, non-blocking; `None` where it can't be, as under `su`
/// or where its name is not seen.
fn own_description() -> Option<File> {
    let stdout = rustix::stdio::stdout();
    // never the controlling terminal of a session that has none
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let device = |fd: BorrowedFd<'_>| fstat(fd).ok().map(|of| of.st_rdev);
    let by_name = ttyname(stdout, Vec::new())
        .ok()
        .and_then(|name| open(name, flags, Mode::empty()).ok())
        .filter(|fd| isatty(fd) && device(fd.as_fd()) == device(stdout));
    let controlling = || {
        let ours = tcgetsid(stdout).ok()? == getsid(None).ok()?;
        ours.then(|| open("/dev/tty", flags, Mode::empty()).ok())?
    };
    by_name.or_else(controlling).map(File::from)
}
