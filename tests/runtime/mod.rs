//! The threads that do the desk's jobs.

mod jobs;
mod watch;
