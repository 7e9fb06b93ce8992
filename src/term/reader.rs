//! The thread that reads the terminal, and watches over it: a poll tells of a hang-up even when no
//! SIGHUP arrives, as for the child of a session leader that traps it.

use std::io::{self, Read, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use tokio::sync::mpsc::UnboundedSender;

use super::notice::Notice;
use super::signals::last_moments;
use super::{Decoder, Input};

/// Orders to the thread, one byte each: a byte in a pipe wakes a poll.
const PAUSE: u8 = b'p';
const RESUME: u8 = b'r';

/// The loop's end of the thread. Dropping it ends the thread.
pub(super) struct Reader {
    orders: io::PipeWriter,
    paused: Receiver<()>,
}

impl Reader {
    /// Starts reading standard input.
    pub(super) fn start(
        hold: Duration,
        inputs: UnboundedSender<Input>,
        notices: UnboundedSender<Notice>,
    ) -> io::Result<Reader> {
        let (orders_read, orders) = io::pipe()?;
        let (paused_sent, paused) = sync_channel(1);
        let mut reading = Listening {
            decoder: Decoder::new(hold),
            inputs,
            notices,
            orders: orders_read,
            paused: paused_sent,
            pausing: false,
        };
        thread::Builder::new()
            .name("reader".into())
            .spawn(move || while reading.turn().is_some() {})?;
        Ok(Reader { orders, paused })
    }

    /// Stops reading; on return no byte is taken from whoever reads the terminal next.
    pub(super) fn pause(&mut self) {
        if self.orders.write_all(&[PAUSE]).is_ok() {
            // an error is a thread that has ended, which reads nothing either
            let _ = self.paused.recv();
        }
    }

    /// Reads again.
    pub(super) fn resume(&mut self) {
        let _ = self.orders.write_all(&[RESUME]);
    }
}

struct Listening {
    decoder: Decoder,
    inputs: UnboundedSender<Input>,
    notices: UnboundedSender<Notice>,
    orders: io::PipeReader,
    paused: SyncSender<()>,
    pausing: bool,
}

impl Listening {
    /// Waits for one thing and does it; `None` ends the thread.
    fn turn(&mut self) -> Option<()> {
        let stdin = rustix::stdio::stdin();
        // without any event asked for, a poll still tells of a hang-up
        let wanted = if self.pausing {
            PollFlags::empty()
        } else {
            PollFlags::IN
        };
        let mut fds = [
            PollFd::new(&stdin, wanted),
            PollFd::new(&self.orders, PollFlags::IN),
        ];
        let timeout = self.decoder.deadline().and_then(|deadline| {
            Timespec::try_from(deadline.saturating_duration_since(Instant::now())).ok()
        });
        match poll(&mut fds, timeout.as_ref()) {
            Ok(0) => {
                let inputs = self.decoder.expire(Instant::now());
                return self.deliver(inputs);
            }
            Ok(_) => {}
            Err(Errno::INTR) => return Some(()),
            Err(_) => return self.lost(),
        }
        let [terminal, orders] = fds.map(|fd| fd.revents());
        if !orders.is_empty() {
            return self.obey();
        }
        if terminal.contains(PollFlags::IN) {
            return self.read();
        }
        if terminal.is_empty() {
            Some(())
        } else {
            self.lost()
        }
    }

    fn read(&mut self) -> Option<()> {
        let mut bytes = [0; 4096];
        match rustix::io::read(rustix::stdio::stdin(), &mut bytes) {
            Ok(0) => self.lost(),
            Ok(count) => {
                let read = bytes.get(..count).unwrap_or_default();
                let inputs = self.decoder.feed(read, Instant::now());
                self.deliver(inputs)
            }
            Err(Errno::INTR | Errno::AGAIN) => Some(()),
            Err(_) => self.lost(),
        }
    }

    fn deliver(&self, inputs: Vec<Input>) -> Option<()> {
        inputs
            .into_iter()
            .try_for_each(|input| self.inputs.send(input).ok())
    }

    fn obey(&mut self) -> Option<()> {
        let mut order = [0];
        self.orders.read_exact(&mut order).ok()?;
        self.pausing = order == [PAUSE];
        if self.pausing {
            self.paused.send(()).ok()?;
        }
        Some(())
    }

    fn lost(&self) -> Option<()> {
        last_moments(&Notice::Lost);
        let _ = self.notices.send(Notice::Lost);
        None
    }
}
