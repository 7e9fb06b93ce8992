//! Timers: one thread that sleeps until the next one is due, or until another is asked for.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use crate::desk::message::{Msg, Timer};

use super::post::Post;

/// The timers' thread.
pub struct Timers {
    asked: Sender<(Instant, Timer)>,
}

impl Timers {
    /// Starts the thread; it ends when this is dropped.
    pub fn start(post: Post) -> Timers {
        let (asked, requests) = mpsc::channel::<(Instant, Timer)>();
        std::thread::spawn(move || {
            let mut due: BinaryHeap<Reverse<(Instant, u64)>> = BinaryHeap::new();
            let mut timers = std::collections::HashMap::new();
            let mut count = 0u64;
            loop {
                let wait = due
                    .peek()
                    .map(|Reverse((at, _))| at.saturating_duration_since(Instant::now()));
                let request = match wait {
                    Some(wait) => requests.recv_timeout(wait),
                    None => requests.recv().map_err(|_| RecvTimeoutError::Disconnected),
                };
                match request {
                    Ok((at, timer)) => {
                        count += 1;
                        timers.insert(count, timer);
                        due.push(Reverse((at, count)));
                    }
                    Err(RecvTimeoutError::Timeout) => {
                        if let Some(timer) = due
                            .pop()
                            .and_then(|Reverse((_, number))| timers.remove(&number))
                        {
                            post(Msg::Timer(timer));
                        }
                    }
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
        });
        Timers { asked }
    }

    /// Sends the timer after so many milliseconds.
    pub fn after(&self, milliseconds: u64, timer: Timer) {
        // The thread lives as long as this; a failed send could only mean that it is ending.
        let _ = self
            .asked
            .send((Instant::now() + Duration::from_millis(milliseconds), timer));
    }
}
