//! The threads that do the desk's jobs.

mod histories;
mod jobs;
mod mappings;
mod watch;
