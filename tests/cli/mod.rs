//! The command line, as a script meets it.

mod reading;
mod refusing;
mod rights;
mod views;
mod writing;
