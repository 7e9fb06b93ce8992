//! Hostile text: no byte of a record, a file name, a paste, the environment or an error does anything on the
//! terminal but stand in the cells that were meant for it.

mod lines;
mod long;
mod queries;
mod screens;
mod strings;
mod widths;
mod witness;

use std::time::Duration;

/// How long this thread has been at work: other programs that keep the machine busy do not count.
fn worked() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(told.split(' ').next().unwrap().parse().unwrap())
}
