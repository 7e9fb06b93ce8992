//! The threads that do the desk's jobs.

mod watch;
