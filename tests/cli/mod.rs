//! The command line, as a script meets it.

mod reading;
mod refusing;
mod views;
mod writing;
