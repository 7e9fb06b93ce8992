//! The watchdog: a terminal may vanish without SIGHUP ever arriving, and crossterm then spins for ever.

use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};

/// How long saving may take once the terminal is gone.
pub const LAST_MOMENT: Duration = Duration::from_millis(900);

/// Waits (asleep) until the terminal hangs up, then calls `gone`.
pub fn watch(gone: impl FnOnce() + Send + 'static) {
    std::thread::spawn(move || {
        loop {
            let stdin = std::io::stdin();
            let mut watched = [PollFd::new(&stdin, PollFlags::empty())];
            match poll(&mut watched, None) {
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return,
                Ok(_) => {
                    let [fd] = &watched;
                    if fd
                        .revents()
                        .intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
                    {
                        return gone();
                    }
                }
            }
        }
    });
}

/// Ends the process in a moment, even if saving hangs.
pub fn end_soon(code: i32) {
    std::thread::spawn(move || {
        std::thread::sleep(LAST_MOMENT);
        std::process::exit(code);
    });
}
